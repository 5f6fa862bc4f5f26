using System.Security.Cryptography;
using Hotline.Cryptography;
using Hotline.Hosting;

namespace Hotline.Cli.Enrolment;

/// <summary>A state's own authority, from its certificate and its encrypted key.</summary>
internal static class IssuerFiles
{
    /// <returns>Null when none is named.</returns>
    /// <exception cref="StartupException">The two files do not belong together, or only one is named.</exception>
    public static CertificateAuthority? Open(string? certificateFile, string? keyFile, string? passphraseFile)
    {
        if (certificateFile is null && keyFile is null) return null;
        if (certificateFile is null || keyFile is null) throw new StartupException("An issuer needs both --issuer and --issuer-key.");
        var passphrase = Passphrase.Read(passphraseFile);
        try
        {
            return CertificateAuthority.Open(
                Certificates.FromPem(File.ReadAllText(certificateFile))[0], KeyFile.ReadEcdsaP256(keyFile, passphrase));
        }
        catch (CryptographicException mismatch)
        {
            throw new StartupException($"{certificateFile} is no authority's certificate for {keyFile}: {mismatch.Message}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passphrase);
        }
    }
}
