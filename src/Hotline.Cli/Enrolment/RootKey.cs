using Hotline.Cryptography;
using Hotline.Rosters;
using Hotline.Transcript;

namespace Hotline.Cli.Enrolment;

/// <summary>The key with which a member signs rosters, while it is needed.</summary>
internal sealed class RootKey : IDisposable
{
    private readonly Ed25519PrivateKey _key;

    private RootKey(Ed25519PrivateKey key, NoteSigner signer) => (_key, Signer) = (key, signer);

    public NoteSigner Signer { get; }

    /// <param name="passphrase">Of the key files.</param>
    /// <exception cref="KeyFileException">The passphrase does not open it, or it is not there: a hub has none.</exception>
    public static RootKey Open(string dataDirectory, ReadOnlySpan<byte> passphrase)
    {
        var entry = RosterEntry.Parse(File.ReadAllBytes(Path.Combine(dataDirectory, "entry.json")));
        var key = KeyFile.ReadEd25519(Path.Combine(dataDirectory, "keys", "root.key"), passphrase);
        return new RootKey(key, new NoteSigner($"{entry.Name}/root", key));
    }

    public void Dispose() => _key.Dispose();
}
