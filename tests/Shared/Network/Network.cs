using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hotline.Cli.Enrolment;
using Hotline.Cli.Rosters;
using Hotline.Cryptography;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Rosters;

namespace Hotline.TestData;

/// <summary>A hub, members and an auditor of one domain, enrolled as <c>hotline init</c> does, on a roster that the members signed.</summary>
/// <remarks>Ports are free ones of loopback. Every directory goes with it.</remarks>
internal sealed class Network<TDomain> : IDisposable
    where TDomain : struct, ITrafficDomain
{
    public const string HubName = "hub-north";
    public const string AuditorName = "sample-auditor";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-net-");
    private readonly ConcurrentBag<DirectoryInfo> _copies = [];
    private readonly TDomain _domain;
    private readonly string[] _members;

    public Network(TDomain domain, params string[] members)
    {
        (_domain, _members) = (domain, members);
        HubAddress = new Uri($"https://127.0.0.1:{FreePort()}/");
        var made = members.Select(name => (Func<Enrolled>)(() => NodeEnrolment.Create(
                PlanFor(name, FreePort()), name, EnrolmentPlan.TaxiiWithoutCollections(new IPEndPoint(IPAddress.Loopback, FreePort()), name), Passphrase, TimeProvider.System)))
            .Append(() => HubEnrolment.Create(PlanFor(HubName, HubAddress.Port), HubAddress, Passphrase, TimeProvider.System))
            .Append(() => AuditorEnrolment.Create(this[AuditorName], NodeName.Parse(AuditorName), null, Passphrase, TimeProvider.System))
            // Each key file costs a run of scrypt, which is slow on purpose.
            .AsParallel().AsOrdered().Select(create => create()).ToArray();
        AuditorCertificate = ReadAuditor();
        First = Sign(RosterChanges.Of([.. made.Select(one => one.Entry)]).First(domain.Name, TimeProvider.System.GetUtcNow()));
        foreach (var name in members.Append(HubName)) Keep(name, First);
    }

    public static byte[] Passphrase => Encoding.UTF8.GetBytes("correct horse");

    public TDomain Domain => _domain;

    /// <summary>The hub's address on its roster.</summary>
    public Uri HubAddress { get; }

    public SignedRoster First { get; }

    /// <summary>With its private key.</summary>
    public X509Certificate2 AuditorCertificate { get; }

    /// <summary>Data directory of a hub, node or auditor.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, name);

    public static NodeName Node(string name) => NodeName.Parse($"{name}.example");

    /// <summary>A copy of a data directory, so that each test has its own database.</summary>
    public DataDirectory Copy(string name)
    {
        var target = Directory.CreateTempSubdirectory($"hotline-{name}-");
        _copies.Add(target);
        foreach (var file in new DirectoryInfo(this[name]).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target.FullName, Path.GetRelativePath(this[name], file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }

        return DataDirectory.Open(target.FullName);
    }

    public RosterBook Rosters(string name)
    {
        var folder = new RosterFolder(DataDirectory.Open(this[name]).Rosters);
        return new RosterBook(folder.Load(_domain.Name), folder);
    }

    /// <summary>The roster after <paramref name="current"/>, signed by every member.</summary>
    public SignedRoster Next(SignedRoster current, RosterChanges changes) =>
        Sign(changes.After(current.Roster, current.Roster.Issued.AddSeconds(1)));

    /// <summary>Puts the next roster in force everywhere.</summary>
    public void Advance(RosterChanges changes)
    {
        var next = Next(Rosters(HubName).Series.All[^1], changes);
        foreach (var name in _members.Append(HubName)) Keep(name, next);
    }

    public SignedRoster Sign(Roster roster)
    {
        var file = new RosterFile(roster, null);
        foreach (var name in _members)
        {
            using var root = RootKey.Open(this[name], Passphrase);
            file = file.Sign(root.Signer);
        }

        return file.Signed!;
    }

    /// <summary>A port that nothing listens on.</summary>
    /// <remarks>From below those that systems give to outgoing connections: one of them could take it before the hub does, or while it is away.</remarks>
    public static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }
    }

    public void Dispose()
    {
        AuditorCertificate.Dispose();
        foreach (var folder in _copies.Append(_folder)) folder.Delete(recursive: true);
    }

    private X509Certificate2 ReadAuditor()
    {
        var directory = DataDirectory.Open(this[AuditorName]);
        using var certificate = X509CertificateLoader.LoadCertificate(Certificates.FromPem(File.ReadAllText(directory.Certificate("tls")))[0]);
        using var key = KeyFile.ReadEcdsaP256(directory.Key("tls"), Passphrase);
        using var imported = ECDsa.Create();
        imported.ImportPkcs8PrivateKey(key.ExportPkcs8(), out _);
        return certificate.CopyWithPrivateKey(imported);
    }

    private void Keep(string name, SignedRoster roster) => new RosterFolder(DataDirectory.Open(this[name]).Rosters).Keep(roster);

    private EnrolmentPlan PlanFor(string name, int port) => new(
        this[name], Node(name), _domain is Exercise exercise ? exercise : null, new IPEndPoint(IPAddress.Loopback, port), Health: null, Issuer: null);
}
