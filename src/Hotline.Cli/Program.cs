using Hotline.Cli;
using Hotline.Cli.Terminals;

using var interrupt = new CancellationTokenSource();
var terminal = Terminal.OfProcess(TimeProvider.System);
return await HotlineCommand.RunAsync(HotlineCommand.Create(terminal), args, terminal, interrupt.Token);
