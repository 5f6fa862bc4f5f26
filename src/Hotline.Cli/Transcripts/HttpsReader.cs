using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hotline.Cryptography;
using Hotline.Hosting;

namespace Hotline.Cli.Transcripts;

/// <summary>Reads a transcript over HTTPS, as an auditor or another member.</summary>
internal static class HttpsReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="authorityFile">PEM of the authorities of the server's certificate; null: those of this machine.</param>
    /// <param name="certificateFile">PEM of the reader's own certificate; null where the server asks for none.</param>
    /// <param name="keyFile">PEM of its private key, encrypted or not.</param>
    /// <exception cref="StartupException">A file cannot be used.</exception>
    public static HttpClient Create(string? authorityFile, string? certificateFile, string? keyFile, string? passphraseFile)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) };
        try
        {
            if (authorityFile is not null) handler.SslOptions.CertificateChainPolicy = TrustOnly(authorityFile);
            if (certificateFile is not null)
                handler.SslOptions.ClientCertificates = [ReadOwn(certificateFile, keyFile ?? certificateFile, passphraseFile)];
            // Whether the server sends names of issuers or not, this is the one certificate there is to show.
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, own, _, _) => own.Count > 0 ? own[0] : null!;
            return new HttpClient(handler) { Timeout = Patience };
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            handler.Dispose();
            throw new StartupException($"The certificates for this connection cannot be used: {unusable.Message}", unusable);
        }
    }

    private static X509ChainPolicy TrustOnly(string authorityFile)
    {
        // Revocation is by roster; nothing online is asked.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        foreach (var certificate in Certificates.FromPem(File.ReadAllText(authorityFile)))
            policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(certificate));
        return policy;
    }

    private static X509Certificate2 ReadOwn(string certificateFile, string keyFile, string? passphraseFile)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Certificates.FromPem(File.ReadAllText(certificateFile))[0]);
        var pem = File.ReadAllText(keyFile);
        using var key = ECDsa.Create();
        if (pem.Contains("ENCRYPTED PRIVATE KEY", StringComparison.Ordinal)) ImportEncrypted(key, keyFile, passphraseFile);
        else key.ImportFromPem(pem);
        return certificate.CopyWithPrivateKey(key);
    }

    private static void ImportEncrypted(ECDsa key, string keyFile, string? passphraseFile)
    {
        var passphrase = Passphrase.Read(passphraseFile);
        using var opened = KeyFile.ReadEcdsaP256(keyFile, passphrase);
        var info = opened.ExportPkcs8();
        try
        {
            key.ImportPkcs8PrivateKey(info, out _);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(info);
            CryptographicOperations.ZeroMemory(passphrase);
        }
    }
}
