using Hotline.Cli.Terminals;
using Hotline.Cryptography;
using Hotline.Cryptography.Hpke;
using Hotline.Hosting;
using Hotline.Leaves;

namespace Hotline.Cli.Enrolment;

/// <summary>A data directory in the making: 0700, every key in a file of its own under one passphrase.</summary>
/// <remarks>A crash halfway leaves a directory that is refused as not empty, never one that runs with half its keys.</remarks>
internal sealed class FreshDirectory
{
    private readonly ReadOnlyMemory<byte> _passphrase;
    private readonly List<KeyFingerprint> _fingerprints = [];

    private FreshDirectory(string path, ReadOnlyMemory<byte> passphrase) => (Path, _passphrase) = (path, passphrase);

    public string Path { get; }

    /// <summary>Public halves of all keys made so far, in that order.</summary>
    public IReadOnlyList<KeyFingerprint> Fingerprints => _fingerprints;

    /// <exception cref="StartupException">It holds something already; exercises below it do not count.</exception>
    public static FreshDirectory Create(string path, ReadOnlyMemory<byte> passphrase)
    {
        var full = System.IO.Path.GetFullPath(path);
        var isUsed = Directory.Exists(full)
            && Directory.EnumerateFileSystemEntries(full).Any(entry => System.IO.Path.GetFileName(entry) != "exercises");
        if (isUsed)
            throw new StartupException($"{full} is not empty: name a new directory with --data.");
        PrivateFolder.Create(full);
        foreach (var folder in (string[])["keys", "certs", "roster"]) PrivateFolder.Create(System.IO.Path.Combine(full, folder));
        return new FreshDirectory(full, passphrase);
    }

    public Ed25519PrivateKey NewEd25519(string name)
    {
        var key = Ed25519PrivateKey.Generate();
        KeyFile.Write(KeyPath(name), key, _passphrase.Span);
        Record(name, key.PublicKey.Span);
        return key;
    }

    public MlDsaPrivateKey NewMlDsa(string name, MlDsaParameterSet set)
    {
        var key = MlDsaPrivateKey.Generate(set);
        KeyFile.Write(KeyPath(name), key, _passphrase.Span);
        Record(name, key.PublicKey.Span);
        return key;
    }

    public EcdsaP256PrivateKey NewP256(string name)
    {
        var key = EcdsaP256PrivateKey.Generate();
        KeyFile.Write(KeyPath(name), key, _passphrase.Span);
        Record(name, key.SubjectPublicKeyInfo.Span);
        return key;
    }

    public KemPrivateKey NewKem(string name, KemId kem)
    {
        var key = KemPrivateKey.Generate(kem);
        KemKeyFile.Write(KeyPath(name), key, _passphrase.Span);
        Record(name, key.PublicKey.Span);
        return key;
    }

    /// <param name="certificates">DER, leaf first.</param>
    public void WriteCertificates(string name, params IEnumerable<ReadOnlyMemory<byte>> certificates) =>
        DurableFile.Create(
            System.IO.Path.Combine(Path, "certs", name + ".pem"), System.Text.Encoding.ASCII.GetBytes(Certificates.ToPem(certificates)),
            PublicFile.Mode);

    public void WriteEntry(ReadOnlySpan<byte> entry) =>
        DurableFile.Create(System.IO.Path.Combine(Path, "entry.json"), entry, PublicFile.Mode);

    private string KeyPath(string name) => System.IO.Path.Combine(Path, "keys", name + ".key");

    private void Record(string name, ReadOnlySpan<byte> publicKey) =>
        _fingerprints.Add(new KeyFingerprint(name, LeafText.FormatHash(Digest.Of(publicKey))));
}
