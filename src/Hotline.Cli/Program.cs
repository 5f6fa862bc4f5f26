using Hotline.Cli;
using Hotline.Cli.Terminals;
using Hotline.Storage;

var terminal = Terminal.OfProcess(TimeProvider.System);
var databases = new DatabaseAccess(StorageServices.ReadSqlite, Copy);
return await HotlineCommand.RunAsync(HotlineCommand.Create(terminal, databases), args, terminal, CancellationToken.None);

static void Copy(string database, string target)
{
    using var reader = StorageServices.ReadSqlite(database);
    reader.CopyTo(target);
}
