using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>A key package of ours with its private keys. Publish the one, keep the other until a Welcome comes, then dispose.</summary>
/// <remarks>Joining zeroes the init key, unless it is a last resort: stolen later, it would open the Welcome again (RFC 9420, section 16.8).</remarks>
public sealed class KeyPackageBundle : IDisposable
{
    private readonly KemPrivateKey _initKey;
    private readonly byte[] _leafKey;
    private bool _spent;

    internal KeyPackageBundle(KeyPackage keyPackage, KemPrivateKey initKey, KemPrivateKey leafKey)
    {
        KeyPackage = keyPackage;
        _initKey = initKey;
        _leafKey = leafKey.ToBytes();
        leafKey.Dispose();
    }

    public KeyPackage KeyPackage { get; }

    internal KemPrivateKey InitKey => _spent ? throw new InvalidOperationException("This key package has joined a group already, and is no last resort.") : _initKey;

    /// <summary>A copy, which the group owns.</summary>
    internal KemPrivateKey LeafKey(CipherSuite suite) => KemPrivateKey.FromBytes(suite.Hpke.Kem, _leafKey);

    internal void Spend()
    {
        if (!KeyPackage.IsLastResort) Dispose();
    }

    /// <summary>Sealed, for keeping until the Welcome comes.</summary>
    /// <param name="stateKey">32 bytes, the caller's.</param>
    public byte[] Save(ReadOnlySpan<byte> stateKey)
    {
        var initKey = InitKey.ToBytes();
        var writer = new TlsWriter().Value(KeyPackage).Opaque(initKey).Opaque(_leafKey);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(initKey);
        return SealedState.Seal(stateKey, SealedState.KeyPackageKind, writer.ToArrayAndClear());
    }

    /// <exception cref="MlsException">Damaged, or sealed with another key.</exception>
    public static KeyPackageBundle Restore(ReadOnlySpan<byte> saved, ReadOnlySpan<byte> stateKey) => SealedState.Open(saved, stateKey, SealedState.KeyPackageKind, plaintext =>
    {
        var reader = new TlsReader(plaintext);
        var keyPackage = reader.Read<KeyPackage>();
        var kem = CipherSuites.Of(keyPackage.CipherSuite).Hpke.Kem;
        var (initKey, leafKey) = (KemPrivateKey.FromBytes(kem, reader.ReadVector()), KemPrivateKey.FromBytes(kem, reader.ReadVector()));
        reader.RequireEnd();
        return new KeyPackageBundle(keyPackage, initKey, leafKey);
    });

    public void Dispose()
    {
        _spent = true;
        _initKey.Dispose();
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(_leafKey);
    }
}
