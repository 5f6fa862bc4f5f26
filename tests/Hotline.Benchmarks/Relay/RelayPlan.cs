using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Hotline.Cli.Enrolment;
using Hotline.Cli.Rosters;
using Hotline.Cryptography;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Rosters;

namespace Hotline.Benchmarks.Relay;

/// <summary>A network of one hub and two nodes with fresh keys, all in one directory. Nothing runs yet.</summary>
/// <param name="PassphraseFile">Of every key file in it.</param>
internal sealed record RelayPlan(string Directory, string PassphraseFile, string HubDirectory, string SenderDirectory, string RecipientDirectory)
{
    public static NodeName Hub { get; } = NodeName.Parse("hub.example");

    public static NodeName Sender { get; } = NodeName.Parse("sender.example");

    public static NodeName Recipient { get; } = NodeName.Parse("recipient.example");

    /// <param name="directory">Becomes new; its parent need not exist.</param>
    public static RelayPlan Create(string directory, TimeProvider clock)
    {
        System.IO.Directory.CreateDirectory(directory);
        var passphrase = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var passphraseFile = Path.Combine(directory, "passphrase");
        DurableFile.Create(passphraseFile, passphrase);
        var port = FreePort();
        var hub = HubEnrolment.Create(PlanOf(directory, Hub, port), new Uri($"https://{IPAddress.Loopback}:{port}"), passphrase, clock);
        var sender = Node(directory, Sender, passphrase, clock);
        var recipient = Node(directory, Recipient, passphrase, clock);
        Sign(hub, [sender, recipient], passphrase, clock);
        CryptographicOperations.ZeroMemory(passphrase);
        return new RelayPlan(directory, passphraseFile, hub.Directory, sender.Directory, recipient.Directory);
    }

    private static Enrolled Node(string directory, NodeName name, byte[] passphrase, TimeProvider clock)
    {
        var member = name.ToString().Split('.')[0];
        var taxii = EnrolmentPlan.TaxiiWithoutCollections(new IPEndPoint(IPAddress.Loopback, 0), member);
        return NodeEnrolment.Create(PlanOf(directory, name, port: 0), member, taxii, passphrase, clock);
    }

    private static EnrolmentPlan PlanOf(string directory, NodeName name, int port) => new(
        Path.Combine(directory, name.ToString().Split('.')[0]), name, Exercise: null, new IPEndPoint(IPAddress.Loopback, port), Health: null, Issuer: null);

    /// <summary>The first roster, signed by both members. It lets them send classical letters too, which a fresh node would refuse.</summary>
    private static void Sign(Enrolled hub, Enrolled[] nodes, byte[] passphrase, TimeProvider clock)
    {
        var members = nodes.Select(node => ((RosterEntry.OfMember)node.Entry).Member with { MinimumSeal = SealSuite.ClassicalLetter });
        var changes = RosterChanges.Of([hub.Entry, .. members.Select(member => new RosterEntry.OfMember(member))]);
        var roster = new RosterFile(changes.First(default(Real).Name, clock.GetUtcNow()), null);
        foreach (var node in nodes)
        {
            using var root = RootKey.Open(node.Directory, passphrase);
            roster = roster.Sign(root.Signer);
        }

        foreach (var party in nodes.Append(hub)) new RosterFolder(DataDirectory.Open(party.Directory).Rosters).Keep(roster.Signed!);
    }

    /// <summary>The roster names the hub's port, so it must be known before the hub starts.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
