using System.Runtime.ExceptionServices;
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
            var files = ReadKeys(directory, passphrase.ToArray());
            using var key = (EcdsaP256PrivateKey)files[0];
            using var leaf = X509CertificateLoader.LoadCertificate(certificates[0]);
            using var imported = ECDsa.Create();
            var info = key.ExportPkcs8();
            imported.ImportPkcs8PrivateKey(info, out _);
            CryptographicOperations.ZeroMemory(info);
            return new ServerKeys(
                leaf.CopyWithPrivateKey(imported), chain, (Ed25519PrivateKey)files[1], (MlDsaPrivateKey)files[2], origin);
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

    /// <summary>All at once: each file costs a run of scrypt, which is slow on purpose.</summary>
    /// <exception cref="KeyFileException">The first that is missing or damaged, or of which the passphrase is wrong.</exception>
    private static SigningKey[] ReadKeys(DataDirectory directory, byte[] passphrase)
    {
        Func<SigningKey>[] files =
        [
            () => KeyFile.ReadEcdsaP256(directory.Key("tls"), passphrase),
            () => KeyFile.ReadEd25519(directory.Key("log"), passphrase),
            () => KeyFile.ReadMlDsa(directory.Key("log-mldsa"), MlDsaParameterSet.MlDsa44, passphrase),
        ];
        var keys = new SigningKey?[files.Length];
        var failures = new ExceptionDispatchInfo?[files.Length];
        Parallel.For(0, files.Length, number =>
        {
            try
            {
                keys[number] = files[number]();
            }
            catch (Exception failed)
            {
                failures[number] = ExceptionDispatchInfo.Capture(failed);
            }
        });
        CryptographicOperations.ZeroMemory(passphrase);
        if (Array.Find(failures, failure => failure is not null) is not { } first) return keys!;
        foreach (var key in keys) key?.Dispose();
        first.Throw();
        throw first.SourceException;
    }

    public void Dispose()
    {
        Tls.Dispose();
        _log.Dispose();
        _logMlDsa.Dispose();
    }
}
