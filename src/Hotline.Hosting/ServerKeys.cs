using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hotline.Cryptography;
using Hotline.Transcript;

namespace Hotline.Hosting;

/// <summary>The keys that a hub and a node both have: for TLS and for signing their transcript. None of them decrypts anything.</summary>
public sealed class ServerKeys : IDisposable
{
    private readonly Ed25519PrivateKey _log;
    private readonly MlDsaPrivateKey _logMlDsa;

    private ServerKeys(X509Certificate2 tls, X509Certificate2Collection chain, Ed25519PrivateKey log, MlDsaPrivateKey logMlDsa, string origin)
    {
        (Tls, Chain, _log, _logMlDsa) = (tls, chain, log, logMlDsa);
        TlsFingerprint = new Digest(Certificates.KeyFingerprint(tls));
        Checkpoints = new CheckpointSigner(origin, log, logMlDsa);
    }

    /// <summary>Certificate with its private key.</summary>
    public X509Certificate2 Tls { get; }

    /// <summary>Certificates above it.</summary>
    public X509Certificate2Collection Chain { get; }

    public Digest TlsFingerprint { get; }

    public CheckpointSigner Checkpoints { get; }

    /// <param name="origin">Of this program's log.</param>
    /// <exception cref="StartupException">A key file is missing or damaged, or the passphrase is wrong.</exception>
    public static ServerKeys Load(DataDirectory directory, string origin, ReadOnlySpan<byte> passphrase)
    {
        try
        {
            var certificates = Certificates.FromPem(File.ReadAllText(directory.Certificate("tls")));
            var chain = new X509Certificate2Collection(certificates.Skip(1).Select(der => X509CertificateLoader.LoadCertificate(der)).ToArray());
            using var key = KeyFile.ReadEcdsaP256(directory.Key("tls"), passphrase);
            using var leaf = X509CertificateLoader.LoadCertificate(certificates[0]);
            using var imported = ECDsa.Create();
            var info = key.ExportPkcs8();
            imported.ImportPkcs8PrivateKey(info, out _);
            CryptographicOperations.ZeroMemory(info);
            return new ServerKeys(
                leaf.CopyWithPrivateKey(imported), chain, KeyFile.ReadEd25519(directory.Key("log"), passphrase),
                KeyFile.ReadMlDsa(directory.Key("log-mldsa"), MlDsaParameterSet.MlDsa44, passphrase), origin);
        }
        catch (KeyFileException unusable)
        {
            throw new StartupException(unusable.Message, unusable);
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartupException($"The TLS certificate {directory.Certificate("tls")} cannot be used: {unusable.Message}", unusable);
        }
    }

    public void Dispose()
    {
        Tls.Dispose();
        _log.Dispose();
        _logMlDsa.Dispose();
    }
}
