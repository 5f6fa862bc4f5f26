using System.Collections.Immutable;
using System.Net;
using System.Text;
using Hotline.Cli.Rosters;
using Hotline.Cli.Terminals;
using Hotline.Cryptography;
using Hotline.Rosters;

namespace Hotline.Cli.Enrolment;

/// <summary>
/// Keys and certificates that everybody knows, for trying out on loopback. Nodes refuse them elsewhere twice over: by the mark in the
/// certificates, and by the list of their public keys that is built in.
/// </summary>
internal static class SampleFolder
{
    public const string DefaultPath = "certs-sample";

    /// <summary>Not a secret: it stands in the README beside the keys.</summary>
    private const string Passphrase = "hotline-sample";
    private const int FirstPort = 7700;

    private static readonly NodeName Hub = NodeName.Parse("hub-north.example");
    private static readonly ImmutableArray<string> Members = ["alba", "borea"];

    /// <exception cref="Hosting.StartupException">The folder holds sample keys already.</exception>
    public static SampleAnswer Create(string path, TimeProvider clock)
    {
        var folder = Path.GetFullPath(path);
        var passphrase = Encoding.UTF8.GetBytes(Passphrase);
        using var authority = Certification.NewAuthority(
            "Hotline SAMPLE CA", EcdsaP256PrivateKey.Generate(), isSample: true, clock.GetUtcNow());
        var made = new List<Enrolled>
        {
            HubEnrolment.Create(
                Plan(folder, "hub-north", Hub, FirstPort, authority), new Uri($"https://127.0.0.1:{FirstPort}"), passphrase, clock),
        };
        var collection = SharedCollection.Create("For trying out", "trial", [.. Members.Select(NodeOf)]);
        foreach (var (index, member) in Members.Index())
        {
            var port = FirstPort + (10 * (index + 1));
            var taxii = EnrolmentPlan.TaxiiWithoutCollections(new IPEndPoint(IPAddress.Loopback, port + 2), member) with
            {
                Collections = [collection.SettingsOf(NodeOf(member))],
            };
            made.Add(NodeEnrolment.Create(Plan(folder, member, NodeOf(member), port, authority), member, taxii, passphrase, clock));
        }

        made.Add(
            AuditorEnrolment.Create(
                Path.Combine(folder, "auditor"), NodeName.Parse("auditor"), authority, passphrase, clock, isSample: true));
        var roster = SignRoster(made, passphrase, clock);
        WriteNew(folder, "1.roster", roster.Bytes.Span);
        WriteNew(folder, "passphrase", passphrase);
        var fingerprints = Fingerprints(folder, made, authority);
        WriteNew(folder, "fingerprints.txt", Encoding.UTF8.GetBytes(string.Concat(fingerprints.Select(line => line + "\n"))));
        WriteNew(folder, "README.md", Encoding.UTF8.GetBytes(Readme));
        return new SampleAnswer(folder, fingerprints.Count);
    }

    private static NodeName NodeOf(string member) => NodeName.Parse($"{member}.example");

    private static EnrolmentPlan Plan(string folder, string name, NodeName node, int port, CertificateAuthority authority) => new(
        Path.Combine(folder, name), node, Exercise: null, new IPEndPoint(IPAddress.Loopback, port), new IPEndPoint(IPAddress.Loopback, port + 1), authority, IsSample: true);

    private static RosterFile SignRoster(List<Enrolled> made, byte[] passphrase, TimeProvider clock)
    {
        var roster = new RosterFile(
            RosterChanges.Of([.. made.Select(one => one.Entry)]).First(default(Real).Name, clock.GetUtcNow()), null);
        foreach (var node in made.Where(one => one.Entry is RosterEntry.OfMember))
        {
            using var root = RootKey.Open(node.Directory, passphrase);
            roster = roster.Sign(root.Signer);
        }

        return roster;
    }

    private static List<string> Fingerprints(string folder, List<Enrolled> made, CertificateAuthority authority)
    {
        var authorityKey = Leaves.LeafText.FormatHash(new Digest(Certificates.KeyFingerprint(authority.Certificate.Span)));
        return [$"{authorityKey} ca", .. made.SelectMany(
            one => one.Keys.Select(key => $"{key.Fingerprint} {Path.GetRelativePath(folder, one.Directory)}/{key.Key}"))];
    }

    private static void WriteNew(string folder, string name, ReadOnlySpan<byte> content) =>
        DurableFile.Create(Path.Combine(folder, name), content, PublicFile.Mode);

    private const string Readme = $"""
        # Keys for trying out

        Everybody has these keys: they prove nothing. Hubs and nodes refuse them, as their own and as a peer's, unless every configured
        address is loopback: by the mark in the certificates and by a built-in list of the public keys (`fingerprints.txt`).

        The passphrase of every key file is `{Passphrase}`; it also stands in the file `passphrase`.

        | Folder | What it is |
        | --- | --- |
        | `hub-north/` | data directory of a hub on 127.0.0.1:7700 |
        | `alba/`, `borea/` | data directories of two members' nodes, with a TAXII collection that both share |
        | `auditor/` | a TLS key that may read whole transcripts |
        | `1.roster` | the roster that names them all, signed by both members |

        Copy a folder before running it, since what runs writes into it:

            cp -r certs-sample/. trial/ && cd trial
            hotline roster import 1.roster --data hub-north
            hotline run --data hub-north --passphrase-file passphrase

        They were made by `hotline init --sample`. Whoever makes new ones builds the new `fingerprints.txt` into Hotline, too.

        """;
}

/// <param name="Keys">Number of public keys listed in <c>fingerprints.txt</c>.</param>
internal sealed record SampleAnswer(string Directory, int Keys)
{
    public static void Show(Spectre.Console.IAnsiConsole screen, SampleAnswer answer) => screen.WriteFields(
        ("Made", answer.Directory), ("Keys", answer.Keys.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("Next", "read README.md there; never use these keys beyond loopback"));
}
