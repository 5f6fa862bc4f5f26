using System.CommandLine;
using Hotline.Benchmarks.Mls;
using Hotline.Benchmarks.Relay;
using Hotline.Benchmarks.Stix;
using Hotline.Benchmarks.Taxii;

var command = new RootCommand("Measures what Hotline's claims about speed rest on.")
{
    RelayCommand.Create(TimeProvider.System),
    MlsCommand.Create(TimeProvider.System),
    StixCommand.Create(),
    TaxiiCommand.Create(TimeProvider.System),
    MemoryServer.CreateVerb(TimeProvider.System),
};
return await command.Parse(args).InvokeAsync();
