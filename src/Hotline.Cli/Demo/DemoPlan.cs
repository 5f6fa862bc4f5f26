using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Hotline.Cli.Enrolment;
using Hotline.Cli.Rosters;
using Hotline.Cryptography;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Rosters;

namespace Hotline.Cli.Demo;

/// <summary>A network of one hub and three nodes with fresh keys, all in one directory. Nothing runs yet.</summary>
/// <param name="Collection">Shared by all three nodes.</param>
/// <param name="Alba">Alba's own.</param>
/// <param name="CaFile">PEM of the demo's authority.</param>
internal sealed record DemoPlan(
    string Directory, string PassphraseFile, string CaFile, string AuditorCertificate, string AuditorKey, Enrolled Hub, IReadOnlyList<Enrolled> Nodes,
    SharedCollection Collection, AlbaCollections Alba, Roster Roster)
{
    private static readonly string[] Members = ["alba", "borea", "cambria"];
    private static readonly TimeSpan AuditorLifetime = TimeSpan.FromDays(90);

    /// <param name="port">First of seven ports; null takes free ones.</param>
    /// <exception cref="StartupException">The directory is not empty.</exception>
    public static DemoPlan Create(string directory, int? port, TimeProvider clock)
    {
        var full = Path.GetFullPath(directory);
        if (System.IO.Directory.Exists(full) && System.IO.Directory.EnumerateFileSystemEntries(full).Any())
            throw new StartupException($"{full} is not empty: name a new directory with --data.");
        System.IO.Directory.CreateDirectory(full);
        var passphrase = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var passphraseFile = Path.Combine(full, "passphrase");
        DurableFile.Create(passphraseFile, passphrase);
        var ports = Ports(port);
        using var authority = Certification.NewAuthority("Hotline demo CA", EcdsaP256PrivateKey.Generate(), isSample: false, clock.GetUtcNow());
        var caFile = Path.Combine(full, "ca.pem");
        DurableFile.Create(caFile, Encoding.ASCII.GetBytes(Certificates.ToPem(authority.Certificate)), Terminals.PublicFile.Mode);
        var hub = HubEnrolment.Create(
            PlanOf(full, "hub-north", ports[0], authority), new Uri($"https://{IPAddress.Loopback}:{ports[0]}"), passphrase, clock);
        var collection = SharedCollection.Create("Threat indicators", "indicators", [.. Members.Select(member => NodeName.Parse($"{member}.example"))]);
        var alba = AlbaCollections.Create(NodeName.Parse($"{Members[0]}.example"));
        var nodes = Members.Select((member, index) => Node(full, member, ports[1 + (2 * index)], ports[2 + (2 * index)], collection, alba, authority, passphrase, clock)).ToArray();
        var (auditor, certificate, key) = Auditor(full, authority, clock);
        var roster = Sign(hub, nodes, auditor, passphrase, clock);
        CryptographicOperations.ZeroMemory(passphrase);
        return new DemoPlan(full, passphraseFile, caFile, certificate, key, hub, nodes, collection, alba, roster);
    }

    private static Enrolled Node(
        string directory, string member, int port, int taxiiPort, SharedCollection collection, AlbaCollections alba, CertificateAuthority authority, byte[] passphrase,
        TimeProvider clock)
    {
        var plan = PlanOf(directory, member, port, authority);
        // The demo's own bundle and ATT&CK's carry statements of copyright, which their owners want spread with the data.
        var shared = collection.SettingsOf(plan.Name) with { StatementMarkings = "share" };
        var taxii = EnrolmentPlan.TaxiiWithoutCollections(new IPEndPoint(IPAddress.Loopback, taxiiPort), member) with { Collections = [shared] };
        if (member == Members[0]) taxii = alba.AddTo(taxii, plan.Name);
        return NodeEnrolment.Create(plan, member, taxii, passphrase, clock);
    }

    private static EnrolmentPlan PlanOf(string directory, string name, int port, CertificateAuthority authority) => new(
        Path.Combine(directory, name), NodeName.Parse($"{name}.example"), Exercise: null, new IPEndPoint(IPAddress.Loopback, port), Health: null, authority);

    /// <summary>An auditor's key is left unencrypted here, so that any program can use it to read the demo's transcripts.</summary>
    private static (RosterEntry Entry, string Certificate, string Key) Auditor(string directory, CertificateAuthority authority, TimeProvider clock)
    {
        using var key = EcdsaP256PrivateKey.Generate();
        var certificate = authority.IssueTls("auditor", key.SubjectPublicKeyInfo.Span, ["auditor.example"], [], clock.GetUtcNow(), AuditorLifetime);
        var (certificateFile, keyFile) = (Path.Combine(directory, "auditor.pem"), Path.Combine(directory, "auditor.key"));
        DurableFile.Create(certificateFile, Encoding.ASCII.GetBytes(Certificates.ToPem(certificate, authority.Certificate)), Terminals.PublicFile.Mode);
        var info = key.ExportPkcs8();
        DurableFile.Create(keyFile, Encoding.ASCII.GetBytes(PemEncoding.WriteString("PRIVATE KEY", info) + "\n"));
        CryptographicOperations.ZeroMemory(info);
        return (new RosterEntry.OfAuditor(new Auditor("auditor", [Digest.Of(key.SubjectPublicKeyInfo.Span)], RevokedSince: null)), certificateFile, keyFile);
    }

    /// <summary>The first roster, signed by every member, in the folder of every hub and node.</summary>
    private static Roster Sign(Enrolled hub, Enrolled[] nodes, RosterEntry auditor, byte[] passphrase, TimeProvider clock)
    {
        var roster = new RosterFile(RosterChanges.Of([hub.Entry, .. nodes.Select(node => node.Entry), auditor]).First(default(Real).Name, clock.GetUtcNow()), null);
        foreach (var node in nodes)
        {
            using var root = RootKey.Open(node.Directory, passphrase);
            roster = roster.Sign(root.Signer);
        }

        foreach (var party in nodes.Append(hub)) new RosterFolder(DataDirectory.Open(party.Directory).Rosters).Keep(roster.Signed!);
        return roster.Roster;
    }

    private static int[] Ports(int? first)
    {
        var count = 1 + (2 * Members.Length);
        if (first is { } given) return [.. Enumerable.Range(given, count)];
        // Held together until all are known, so that none is given twice. The roster names the hub's, so they must be known before it starts.
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
