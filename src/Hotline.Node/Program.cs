using System.Security.Cryptography;
using Hotline;
using Hotline.Hosting;
using Hotline.Member;
using Hotline.Node;
using Hotline.Storage;

// Composition root of a member's node: the only file here that names a storage engine.
return await ServerArguments.RunAsync(async () =>
{
    var arguments = ServerArguments.Parse(args);
    var directory = DataDirectory.Open(arguments.Data);
    var settings = HotlineSettings.Load(directory);
    if (settings.Role != "node") throw new StartupException($"{directory.Path} is a {settings.Role}'s, not a node's.");
    // Real or exercise is decided once, here, and is a type from here on.
    await (settings.Domain == default(Real).Name ? StartAsync(default(Real)) : StartAsync(new Exercise(settings.Domain["exercise:".Length..])));

    async Task StartAsync<TDomain>(TDomain domain)
        where TDomain : struct, ITrafficDomain
    {
        using var exclusive = directory.Lock();
        var passphrase = Passphrase.Read(arguments.PassphraseFile);
        using var start = MemberStart<TDomain>.Load(domain, directory, settings, passphrase);
        CryptographicOperations.ZeroMemory(passphrase);
        var (database, messages, collections) = StorageServices.OpenSqliteNode(directory.NodeDatabase, domain);
        await using (database) await NodeHost.RunAsync(start, messages, collections, database.BackupAsync);
    }
});
