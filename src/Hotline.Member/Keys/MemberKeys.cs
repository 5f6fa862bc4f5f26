using System.Security.Cryptography;
using System.Text;
using Hotline.Cryptography;
using Hotline.Cryptography.Hpke;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Transcript;

namespace Hotline.Member.Keys;

/// <summary>Keys of one role: notes are signed by Ed25519, Statements by the keys of its certificates.</summary>
public sealed record RoleSigner(NoteSigner Notes, IReadOnlyList<StatementKey> Statements);

/// <summary>The keys that a member's node has beside those of every server: of its desk and service, and those that open.</summary>
public sealed class MemberKeys : IDisposable
{
    private readonly List<IDisposable> _owned;

    private MemberKeys(RoleSigner desk, RoleSigner service, IReadOnlyDictionary<SealSuite, KemPrivateKey> kem, KemPrivateKey archive, List<IDisposable> owned) =>
        (Desk, Service, Kem, Archive, _owned) = (desk, service, kem, archive, owned);

    public RoleSigner Desk { get; }

    public RoleSigner Service { get; }

    /// <summary>Wraps and unwraps the archive's content keys.</summary>
    internal KemPrivateKey Archive { get; }

    /// <summary>What letters of each suite are opened with.</summary>
    internal IReadOnlyDictionary<SealSuite, KemPrivateKey> Kem { get; }

    /// <summary>Fingerprints of the KEM keys, as they stand in reader lists.</summary>
    public IReadOnlyCollection<Digest> KemFingerprints => [.. Kem.Values.Select(key => Digest.Of(key.PublicKey.Span))];

    /// <summary>A secret of this node for one purpose, the same after every start.</summary>
    /// <returns>32 bytes, which the caller zeroes.</returns>
    public byte[] DeriveSecret(string purpose)
    {
        var bytes = Archive.ToBytes();
        try
        {
            return HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, 32, info: Encoding.ASCII.GetBytes("hotline node secret v1 " + purpose));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <exception cref="StartupException">A key or certificate is missing or damaged, or the passphrase is wrong.</exception>
    public static MemberKeys Load(DataDirectory directory, NodeName node, byte[] passphrase)
    {
        var owned = new List<IDisposable>();
        try
        {
            var files = new (string Name, Func<string, IDisposable> Read)[]
            {
                ("desk", path => KeyFile.ReadEd25519(path, passphrase)),
                ("desk-statement", path => KeyFile.ReadEcdsaP256(path, passphrase)),
                ("desk-statement-mldsa", path => KeyFile.ReadMlDsa(path, MlDsaParameterSet.MlDsa65, passphrase)),
                ("service", path => KeyFile.ReadEd25519(path, passphrase)),
                ("service-statement", path => KeyFile.ReadEcdsaP256(path, passphrase)),
                ("kem-x25519", path => KemKeyFile.Read(path, KemId.DhKemX25519, passphrase)),
                ("kem-mlkem768x25519", path => KemKeyFile.Read(path, KemId.MlKem768X25519, passphrase)),
                ("archive", path => KemKeyFile.Read(path, KemId.MlKem768X25519, passphrase)),
            };
            // Each file costs a run of scrypt, which is slow on purpose.
            owned.AddRange(files.AsParallel().AsOrdered().Select(file => file.Read(directory.Key(file.Name))));
            var desk = new RoleSigner(
                new NoteSigner($"{node}/desk/watch", (Ed25519PrivateKey)owned[0]),
                [
                    new StatementKey.Ecdsa((EcdsaP256PrivateKey)owned[1], CertificateOf(directory, "desk-statement")),
                    new StatementKey.MlDsa((MlDsaPrivateKey)owned[2], CertificateOf(directory, "desk-statement-mldsa")),
                ]);
            var service = new RoleSigner(
                new NoteSigner($"{node}/service/taxii", (Ed25519PrivateKey)owned[3]),
                [new StatementKey.Ecdsa((EcdsaP256PrivateKey)owned[4], CertificateOf(directory, "service-statement"))]);
            var kem = new Dictionary<SealSuite, KemPrivateKey>
            {
                [SealSuite.ClassicalLetter] = (KemPrivateKey)owned[5],
                [SealSuite.HybridLetter] = (KemPrivateKey)owned[6],
            };
            return new MemberKeys(desk, service, kem, (KemPrivateKey)owned[7], owned);
        }
        catch (AggregateException failed) when (failed.InnerException is KeyFileException unusable)
        {
            owned.ForEach(key => key.Dispose());
            throw new StartupException(unusable.Message, unusable);
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException)
        {
            owned.ForEach(key => key.Dispose());
            throw new StartupException($"A certificate in {directory.Path} cannot be used: {unusable.Message}", unusable);
        }
    }

    public void Dispose() => _owned.ForEach(key => key.Dispose());

    private static byte[] CertificateOf(DataDirectory directory, string name) => Certificates.FromPem(File.ReadAllText(directory.Certificate(name)))[0];
}
