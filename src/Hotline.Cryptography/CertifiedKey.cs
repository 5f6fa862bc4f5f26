using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>The public key in a certificate (SubjectPublicKeyInfo; RFC 5280, section 4.1.2.7).</summary>
/// <param name="Key">A point for elliptic curves, else the algorithm's own encoding.</param>
internal readonly record struct CertifiedKey(AlgorithmIdentifier Algorithm, byte[] Key)
{
    /// <param name="certificate">DER.</param>
    /// <exception cref="CryptographicException">Not a certificate.</exception>
    public static CertifiedKey Of(ReadOnlySpan<byte> certificate)
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
