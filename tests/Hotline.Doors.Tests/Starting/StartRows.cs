using System.Net;
using System.Net.Sockets;
using Hotline.Doors.Tests.Table;
using Hotline.Hosting;
using Hotline.Hub.Tests;
using Hotline.TestData;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Doors.Tests.Starting;

/// <summary>What keeps a hub or node from starting, and a command line from running: one sentence, exit code 2.</summary>
internal static class StartRows
{
    private const string Answer = "exit code 2";

    public static IEnumerable<BadInput<StartRig>> All =>
    [
        .. OfBoth("hub"), .. OfBoth("node"),
        Row("hub", "no data directory named", "Name the data directory with --data DIR.", _ => Task.CompletedTask, _ => []),
        Row("hub", "an option that does not exist", "Unknown option --frob: *", _ => Task.CompletedTask, _ => ["--frob", "x"]),
        Row("hub", "an option without its value", "--data needs a value.", _ => Task.CompletedTask, _ => ["--data"]),
        Row("hub", "a data directory that is not there", "*/nowhere does not exist: make it with 'hotline init*", _ => Task.CompletedTask, rig => ["--data", rig.In("nowhere")]),
        Row("hub", "an empty passphrase file", "* holds no passphrase.", rig => File.WriteAllTextAsync(rig.PassphraseFile, "\n")),
        Row("hub", "a passphrase file of 2 KiB", "* is too long for a passphrase.", rig => File.WriteAllTextAsync(rig.PassphraseFile, new string('x', 2048))),
        Row("hub", "no passphrase", "A passphrase is needed: *", _ => Task.CompletedTask, rig => ["--data", rig.Directory]),
        Row("hub", "settings that are no JSON", "*hotline.json is malformed at *", rig => File.WriteAllTextAsync(rig.In("hotline.json"), "{\"role\":")),
        Row("hub", "settings with a word that is unknown", "*hotline.json is malformed at *", rig => Replace(rig.In("hotline.json"), "\"role\"", "\"roll\"")),
        Row("hub", "settings with a port of 99999", "*hotline.json: 'listen' is an IP address and port.", rig => Replace(rig.In("hotline.json"), "127.0.0.1:0", "127.0.0.1:99999")),
        Row("hub", "settings of a node", "* is a node's, not a hub's.", rig =>
        {
            File.Copy(Path.Combine(rig.Enrolled.Network["alba"], "hotline.json"), rig.In("hotline.json"), overwrite: true);
            return Task.CompletedTask;
        }),
        Row("hub", "no roster", "*roster*", rig =>
        {
            foreach (var roster in System.IO.Directory.EnumerateFiles(rig.In("roster"))) File.Delete(roster);
            return Task.CompletedTask;
        }),
        Row("hub", "a roster with one byte changed", "*roster*", rig => Change(System.IO.Directory.EnumerateFiles(rig.In("roster")).First(), 200)),
        Row("hub", "a TLS certificate that is none", "The TLS certificate * cannot be used: *", rig => File.WriteAllTextAsync(rig.In("certs", "tls.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")),
        Row("hub", "the key of another hub", "Roster 1 gives hub-north.example other keys than this directory holds: *", rig =>
        {
            File.Copy(Path.Combine(rig.Enrolled.Network["borea"], "keys", "log.key"), rig.In("keys", "log.key"), overwrite: true);
            return Task.CompletedTask;
        }),
        Row("hub", "an address that is not this machine's", "An address in hotline.json cannot be listened on: *", rig => Replace(rig.In("hotline.json"), "127.0.0.1:0", "192.0.2.1:7001")),
        Row("hub", "a clock that is a day behind its own log", "The clock says *, but this log was last signed at *: set the clock*", async rig =>
        {
            var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(1).AddMinutes(1));
            await using var hub = await RunningHub<Real>.StartAsync(rig.Enrolled.Network, clock, DataDirectory.Open(rig.Directory));
            // Its deadline has passed a day later: the refusal is a leaf, which the hub signs with its own time.
            await new AtHub(hub, rig.Enrolled.Alba).RefusedAsync(rig.Enrolled.Alba.Compose(Party<Real>.Message("The grid is down.", "borea")).Envelope);
        }),
        Command("an unknown verb", "* See 'hotline --help'.", "frobnicate"),
        Command("a verb without what it needs", "* See 'hotline send --help'.", "send"),
        Command("a number that is none", "Cannot parse argument 'many' for option '--limit' *", "inbox", "--limit", "many"),
        Command("a number out of its range", "--limit is 1 to 1000.*", "inbox", "--limit", "0"),
        Command("an argument too many", "Unrecognized command or argument 'now'. *", "status", "now"),
        Command("a log that is none", "/dev/null is no directory and no https URL: *", "transcript", "verify", "/dev/null"),
        Command("a verb where nothing runs", "Nothing is running on /nonexistent/hotline: start it with *", "status", "--data", "/nonexistent/hotline"),
    ];

    private static IEnumerable<BadInput<StartRig>> OfBoth(string role) =>
    [
        Row(role, "a wrong passphrase", "The passphrase does not open the key file, or the file is damaged.", rig => File.WriteAllTextAsync(rig.PassphraseFile, "battery staple")),
        Row(role, "a passphrase file that is not there", "The passphrase file * cannot be read: *", rig =>
        {
            File.Delete(rig.PassphraseFile);
            return Task.CompletedTask;
        }),
        Row(role, "a key file cut in half", "* holds no encrypted private key in PEM.", rig => File.WriteAllBytesAsync(rig.In("keys", "log.key"), File.ReadAllBytes(rig.In("keys", "log.key"))[..100])),
        Row(role, "a key file that is missing", "*log.key cannot be read: *", rig =>
        {
            File.Delete(rig.In("keys", "log.key"));
            return Task.CompletedTask;
        }),
        Row(role, "a database of a newer program", "* has tables of version 999, this program knows *: run the newer program that made it.", rig => Execute(rig, "PRAGMA user_version=999;")),
        Row(role, "a database of an exercise", "* is for exercise:autumn, not for real: real and exercise never mix.", rig => Execute(rig, "UPDATE property SET value = 'exercise:autumn' WHERE name = 'domain';")),
        Row(role, "a database of another program", "* is no database of Hotline.", rig => Execute(rig, "PRAGMA application_id=1;")),
        Row(role, "random bytes for a database", "The database * cannot be opened: *", rig => File.WriteAllBytesAsync(rig.Database, System.Security.Cryptography.RandomNumberGenerator.GetBytes(8192))),
        Row(role, "a port that is taken", "*ddress already in use*", rig =>
        {
            var taken = new TcpListener(IPAddress.Loopback, 0);
            taken.Start();
            rig.Hold(taken);
            return Replace(rig.In("hotline.json"), "\"listen\": \"127.0.0.1:0\"", $"\"listen\": \"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}\"");
        }),
        Row(role, "a directory on which another process runs", "* is in use by process *: stop it first, or name another directory with --data.", rig =>
        {
            rig.Hold(DataDirectory.Open(rig.Directory).Lock());
            return Task.CompletedTask;
        }),
        Row(role, "a directory that is open to others", "* is open to others than its owner: close it with 'chmod 700 *'.", rig =>
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(rig.Directory, (UnixFileMode)0b111_101_101);
            return Task.CompletedTask;
        }),
        Row(role, "a full disk", "* cannot be written: *", async rig =>
        {
            await rig.MoveToDiskAsync(4096);
            await FillAsync(rig.In("filler"));
        }),
        Row(role, "a read-only disk", "* cannot be written: *", async rig =>
        {
            await rig.MoveToDiskAsync(4096);
            await rig.MakeReadOnlyAsync();
        }),
    ];

    private static BadInput<StartRig> Row(string role, string input, string sentence, Func<StartRig, Task> prepare, Func<StartRig, string[]>? arguments = null) => new(
        $"{role}, start", input, Answer, sentence, null, async rig => await SaidAsync(arguments is null ? await rig.StartAsync() : await rig.StartAsync(arguments(rig)), sentence))
    { PrepareAsync = prepare };

    private static BadInput<StartRig> Command(string input, string sentence, params string[] arguments) =>
        new("command line", input, Answer, sentence, null, async _ => await SaidAsync(await StartRig.CommandAsync(arguments), sentence));

    private static Task<string> SaidAsync((int Code, string[] Complaints) end, string sentence)
    {
        end.Complaints.Should().ContainSingle("one clear sentence").Which.Should().Match(sentence);
        return Task.FromResult($"exit code {end.Code}");
    }

    private static async Task Replace(string file, string what, string with)
    {
        var text = await File.ReadAllTextAsync(file);
        text.Should().Contain(what);
        await File.WriteAllTextAsync(file, text.Replace(what, with, StringComparison.Ordinal));
    }

    private static Task Change(string file, int at)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[at] ^= 1;
        return File.WriteAllBytesAsync(file, bytes);
    }

    private static Task Execute(StartRig rig, string statement)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = rig.Database, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    private static async Task FillAsync(string file)
    {
        try
        {
            await using var filler = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true) await filler.WriteAsync(new byte[4096]);
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }
}
