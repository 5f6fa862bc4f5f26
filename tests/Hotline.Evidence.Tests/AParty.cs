using System.Text;
using Hotline.Cryptography;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Rosters;
using Hotline.TestData;
using Hotline.Transcript;

namespace Hotline.Evidence.Tests;

/// <summary>A member or hub with keys that work, and the transcript in which it says its receipts.</summary>
internal sealed class AParty : IDisposable
{
    private readonly List<IDisposable> _keys = [];
    private readonly Lock _writing = new();
    private readonly LogInMemory _log;

    public AParty(string name, string logPath = "transcript")
    {
        Name = name;
        Node = NodeName.Parse($"{name}.example");
        Root = NewSigner("root");
        Desk = NewSigner("desk/watch");
        Service = NewSigner("service/taxii");
        var (log, mlDsa) = (Held(Ed25519PrivateKey.Generate()), Held(MlDsaPrivateKey.Generate(MlDsaParameterSet.MlDsa44)));
        Checkpoints = new CheckpointSigner($"{Node}/{logPath}/1", log, mlDsa);
        _log = new LogInMemory(Checkpoints);
        var authority = Held(CertificateAuthority.Create($"{name} Root", Held(EcdsaP256PrivateKey.Generate()), ANetwork.Noon, TimeSpan.FromDays(365)));
        (Officer, Robot, SecondOfficer) = (NewStatementKey(authority, "desk"), NewStatementKey(authority, "service"), NewMlDsaStatementKey(authority));
    }

    public string Name { get; }

    public NodeName Node { get; }

    public NoteSigner Root { get; }

    public NoteSigner Desk { get; }

    public NoteSigner Service { get; }

    public CheckpointSigner Checkpoints { get; }

    /// <summary>Signs Statements for the desk, by ECDSA.</summary>
    public StatementKey Officer { get; }

    /// <summary>Signs Statements for the desk, by ML-DSA-65.</summary>
    public StatementKey SecondOfficer { get; }

    /// <summary>Signs Statements for the service.</summary>
    public StatementKey Robot { get; }

    /// <summary>Nothing is sealed here: of a KEM key only size and fingerprint are looked at.</summary>
    public KemKey Kem => new(SealSuite.HybridLetter, Encoding.ASCII.GetBytes($"{Name} kem".PadRight(SealSuite.HybridLetter.PublicKeySize)));

    public RosterMember AsMember(DateTimeOffset? revokedSince = null) => new(
        Name, Node, $"{Root.Key}", [Digest.Of(Encoding.ASCII.GetBytes($"{Name} tls"))], $"{Checkpoints.LogKey}", $"{Checkpoints.MlDsaKey}",
        new RoleKeys($"{Desk.Key}", [Officer.Certificate, SecondOfficer.Certificate]), new RoleKeys($"{Service.Key}", [Robot.Certificate]), [Kem], SealSuite.HybridLetter, revokedSince);

    public RosterHub AsHub(DateTimeOffset? revokedSince = null) => new(
        Node, new Uri("https://127.0.0.1:7000/"), [Digest.Of(Encoding.ASCII.GetBytes($"{Name} tls"))], $"{Checkpoints.LogKey}", $"{Checkpoints.MlDsaKey}", revokedSince);

    /// <summary>Puts an entry into its log and proves it.</summary>
    public byte[] Prove(ReadOnlyMemory<byte> entry)
    {
        // Tests run beside each other and share the parties.
        lock (_writing) return new LogProofs(_log).Prove(_log.Append(entry), _log.ReadHead()!);
    }

    /// <summary>The log's checkpoint after one entry more.</summary>
    public ReadOnlyMemory<byte> Checkpoint(ReadOnlyMemory<byte> entry)
    {
        lock (_writing)
        {
            _log.Append(entry);
            return _log.ReadHead()!.Note;
        }
    }

    /// <summary>Says a receipt as its kind is said: an NRR signed by the desk, all others bare.</summary>
    public Receipt<Real> Say(ReceiptText<Real> text)
    {
        var entry = text.Kind == ReceiptKind.Read ? NoteSigning.Sign(text.ToBytes(), Desk) : text.ToBytes();
        return Receipt<Real>.Parse(entry, Prove(entry), default);
    }

    public void Dispose()
    {
        foreach (var key in _keys) key.Dispose();
    }

    /// <summary>A key for notes under any name below this party's.</summary>
    public NoteSigner NewSigner(string role) => new($"{Node}/{role}", Held(Ed25519PrivateKey.Generate()));

    private StatementKey.Ecdsa NewStatementKey(CertificateAuthority authority, string role)
    {
        var key = Held(EcdsaP256PrivateKey.Generate());
        return new StatementKey.Ecdsa(key, authority.IssueStatement($"{Node}/{role}", key.SubjectPublicKeyInfo.Span, ANetwork.Noon, TimeSpan.FromDays(90)));
    }

    private StatementKey.MlDsa NewMlDsaStatementKey(CertificateAuthority authority)
    {
        var key = Held(MlDsaPrivateKey.Generate(MlDsaParameterSet.MlDsa65));
        return new StatementKey.MlDsa(key, authority.IssueStatement($"{Node}/desk", key.SubjectPublicKeyInfo.Span, ANetwork.Noon, TimeSpan.FromDays(90)));
    }

    private T Held<T>(T key)
        where T : IDisposable
    {
        lock (_keys) _keys.Add(key);
        return key;
    }
}
