using System.Security.Cryptography;
using System.Text;
using Hotline.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Fuzzing.Targets;

/// <summary>Parsers of keys, certificates and signatures.</summary>
internal static class CryptographyTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        FuzzTarget.Of<CryptographicException>("certificate", bytes =>
        {
            using var certificate = Certificates.Read(bytes);
            return FuzzTarget.Same(certificate.RawData, bytes);
        }),
        FuzzTarget.Of<CryptographicException>("certificate-pem", bytes => Certificates.FromPem(Encoding.UTF8.GetString(bytes)).Count > 0),
        // The first two bytes are the length of the content, the signature is the rest; a certificate that is genuine must have made it.
        new("cms-signature", bytes =>
        {
            var certificate = Seeds.Certificate;
            var length = bytes.Length < 2 ? 0 : Math.Min(bytes[0] | (bytes[1] << 8), bytes.Length - 2);
            var (content, signature) = bytes.Length < 2 ? ([], bytes) : (bytes[2..(2 + length)], bytes[(2 + length)..]);
            var why = CmsSignature.WhyInvalid(content, signature, certificate);
            return new Answer(why is null, why ?? "");
        }),
        FuzzTarget.Of<KeyFileException>("key-file", bytes =>
        {
            File.WriteAllBytes(Seeds.KeyFile, bytes);
            using var key = KeyFile.ReadEd25519(Seeds.KeyFile, Seeds.Passphrase);
            return true;
        }) with { Allocated = 300L * 1024 * 1024, Time = TimeSpan.FromMinutes(1) },
        FuzzTarget.Of<KeyFileException>("kem-key-file", bytes =>
        {
            File.WriteAllBytes(Seeds.KeyFile, bytes);
            using var key = KemKeyFile.Read(Seeds.KeyFile, KemId.DhKemX25519, Seeds.Passphrase);
            return true;
        }) with { Allocated = 300L * 1024 * 1024, Time = TimeSpan.FromMinutes(1) },
    ];
}
