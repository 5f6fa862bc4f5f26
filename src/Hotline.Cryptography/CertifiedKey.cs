using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>The public key in a certificate (SubjectPublicKeyInfo; RFC 5280, section 4.1.2.7).</summary>
/// <param name="Key">A point for elliptic curves, else the algorithm's own encoding.</param>
internal readonly record struct CertifiedKey(AlgorithmIdentifier Algorithm, byte[] Key)
{
    /// <summary>Certificates that were read; those pinned by a roster are few and asked for with every message.</summary>
    private const int Remembered = 256;

    private static readonly ConcurrentDictionary<string, CertifiedKey> Known = [];

    /// <param name="certificate">DER.</param>
    /// <exception cref="CryptographicException">Not a certificate.</exception>
    public static CertifiedKey Of(ReadOnlySpan<byte> certificate)
    {
        var name = Convert.ToHexString(SHA256.HashData(certificate));
        if (Known.TryGetValue(name, out var known)) return known;
        var read = Read(certificate);
        if (Known.Count >= Remembered) Known.Clear();
        return Known[name] = read;
    }

    private static CertifiedKey Read(ReadOnlySpan<byte> certificate)
    {
        using var read = Certificates.Read(certificate);
        try
        {
            var reader = new AsnReader(read.PublicKey.ExportSubjectPublicKeyInfo(), AsnEncodingRules.DER);
            var info = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var key = new CertifiedKey(AlgorithmIdentifier.Read(info), info.ReadBitString(out var unusedBits));
            info.ThrowIfNotEmpty();
            return unusedBits == 0 ? key : throw new CryptographicException("The certified key is not in whole bytes.");
        }
        catch (AsnContentException malformed)
        {
            throw new CryptographicException("The certificate holds no key.", malformed);
        }
    }
}
