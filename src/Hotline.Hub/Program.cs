using System.Security.Cryptography;
using Hotline;
using Hotline.Hosting;
using Hotline.Hub;
using Hotline.Storage;

// Composition root of a hub: the only file here that names a storage engine.
return await ServerArguments.RunAsync(async () =>
{
    var arguments = ServerArguments.Parse(args);
    var directory = DataDirectory.Open(arguments.Data);
    var settings = HotlineSettings.Load(directory);
    if (settings.Role != "hub") throw new StartupException($"{directory.Path} is a {settings.Role}'s, not a hub's.");
    // Real or exercise is decided once, here, and is a type from here on.
    await (settings.Domain == default(Real).Name ? StartAsync(default(Real)) : StartAsync(new Exercise(settings.Domain["exercise:".Length..])));

    async Task StartAsync<TDomain>(TDomain domain)
        where TDomain : struct, ITrafficDomain
    {
        using var exclusive = directory.Lock();
        var passphrase = Passphrase.Read(arguments.PassphraseFile);
        using var start = HubStart<TDomain>.Load(domain, directory, settings, passphrase);
        CryptographicOperations.ZeroMemory(passphrase);
        var (database, store) = StorageServices.OpenSqliteHub(directory.HubDatabase, domain);
        await using (database) await HubHost.RunAsync(start, store, database.BackupAsync);
    }
});
