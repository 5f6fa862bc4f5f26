using System.Diagnostics;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Hotline.Cryptography.Hpke;

namespace Hotline.Cryptography.Tests;

/// <summary>Key files that this program did not write: what is not exact, not sane or not a key is refused by one exception.</summary>
public sealed class ForeignKeyFileTests : IDisposable
{
    private const string Ed25519Oid = "1.3.101.112";
    private static readonly byte[] Ed25519Info = AnEncryptedKey.Info(Ed25519Oid, [4, 32, .. new byte[32]]);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_key_in_exact_DER_opens()
    {
        using var key = ReadEd25519(new AnEncryptedKey(Ed25519Info).Encode());

        key.PublicKey.Length.Should().Be(Ed25519.PublicKeySize);
    }

    [Fact]
    public void The_encryption_is_exact_DER_or_refused()
    {
        var exact = new AnEncryptedKey(Ed25519Info) { KeySize = 32 }.Encode();

        foreach (var inexact in InexactDer.Of(exact).Concat(InexactDer.WithOnePartTooMany(exact)))
            Fault(() => ReadEd25519(inexact)).Should().Be(KeyFileFault.Malformed, Convert.ToHexString(inexact));
    }

    [Fact]
    public void The_key_within_is_exact_DER_or_refused()
    {
        byte[] inner = [4, 32, .. new byte[32]];

        foreach (var inexact in InexactDer.Of(Ed25519Info).Concat(InexactDer.WithOnePartTooMany(Ed25519Info)))
            Fault(() => ReadEd25519(new AnEncryptedKey(inexact).Encode())).Should().Be(KeyFileFault.WrongPassphrase, Convert.ToHexString(inexact));
        foreach (var inexact in InexactDer.Of(inner))
            Fault(() => ReadEd25519(new AnEncryptedKey(AnEncryptedKey.Info(Ed25519Oid, inexact)).Encode())).Should().Be(KeyFileFault.WrongPassphrase, Convert.ToHexString(inexact));
    }

    [Fact]
    public void A_P256_key_is_exact_DER_or_refused()
    {
        using var key = EcdsaP256PrivateKey.Generate();
        var exact = key.ExportPkcs8();
        using var again = ReadEcdsa(exact);

        again.PublicKey.ToArray().Should().Equal(key.PublicKey.ToArray());
        foreach (var inexact in InexactDer.Of(exact).Concat(InexactDer.WithOnePartTooMany(exact)))
        {
            var import = () => EcdsaP256PrivateKey.FromPkcs8(inexact);
            import.Should().Throw<CryptographicException>(Convert.ToHexString(inexact));
            Fault(() => ReadEcdsa(inexact)).Should().Be(KeyFileFault.WrongPassphrase, Convert.ToHexString(inexact));
        }
    }

    [Fact]
    public void The_P256_key_within_PKCS8_is_exact_DER_or_refused()
    {
        using var key = EcdsaP256PrivateKey.Generate();
        var info = key.ExportPkcs8();
        var exact = PrivateKeyInfo.Read(info).PrivateKey.ToArray();

        P256Info(exact).Should().Equal(info);
        foreach (var inexact in InexactDer.Of(exact).Concat(InexactDer.WithOnePartTooMany(exact)))
        {
            var import = () => EcdsaP256PrivateKey.FromPkcs8(P256Info(inexact));
            import.Should().Throw<CryptographicException>(Convert.ToHexString(inexact));
        }
    }

    [Fact]
    public void Another_curve_is_another_kind_of_key()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var other = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);

        Fault(() => ReadEcdsa(p384.ExportPkcs8PrivateKey())).Should().Be(KeyFileFault.OtherKind);
        Fault(() => ReadEcdsa(other.ExportPkcs8PrivateKey())).Should().Be(KeyFileFault.OtherKind);
    }

    [Fact]
    public void Another_version_of_PKCS8_is_refused() =>
        Fault(() => ReadEd25519(new AnEncryptedKey(AnEncryptedKey.Info(Ed25519Oid, [4, 32, .. new byte[32]], version: 1)).Encode()))
            .Should().Be(KeyFileFault.WrongPassphrase);

    /// <summary>RFC 7914, section 2, gives the ranges; the rest asks for more memory or time than a key file may.</summary>
    [Theory]
    [InlineData("0", "1", "1")]
    [InlineData("1", "1", "1")]
    [InlineData("3", "1", "1")]
    [InlineData("-2", "1", "1")]
    [InlineData("65536", "1", "1")]
    [InlineData("65537", "1", "1")]
    [InlineData("2147483648", "1", "1")]
    [InlineData("18446744073709551616", "1", "1")]
    [InlineData("2", "0", "1")]
    [InlineData("2", "-1", "1")]
    [InlineData("2", "2147483647", "1")]
    [InlineData("2", "2147483648", "1")]
    [InlineData("2", "18446744073709551616", "1")]
    [InlineData("2", "1", "0")]
    [InlineData("2", "1", "-1")]
    [InlineData("2", "1", "1073741824")]
    [InlineData("2", "1", "2147483648")]
    [InlineData("1048576", "64", "16")]
    [InlineData("1048576", "8", "1")]
    [InlineData("65536", "16", "16")]
    public void Parameters_of_scrypt_out_of_bounds_are_refused_at_once(string cost, string blockSize, string parallelism)
    {
        var clock = Stopwatch.StartNew();
        foreach (var saltSize in new[] { 8, 32 })
        {
            var key = new AnEncryptedKey(Ed25519Info)
            {
                Salt = new byte[saltSize], Cost = BigInteger.Parse(cost), BlockSize = BigInteger.Parse(blockSize), Parallelism = BigInteger.Parse(parallelism),
            };

            Fault(() => ReadEd25519(key.Encode())).Should().Be(KeyFileFault.Malformed);
        }

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(65)]
    public void A_salt_has_8_to_64_bytes(int size) =>
        Fault(() => ReadEd25519(new AnEncryptedKey(Ed25519Info) { Salt = new byte[size] }.Encode())).Should().Be(KeyFileFault.Malformed);

    [Theory]
    [InlineData("0")]
    [InlineData("16")]
    [InlineData("4294967328")]
    public void A_key_size_is_that_of_AES256(string size) =>
        Fault(() => ReadEd25519(new AnEncryptedKey(Ed25519Info) { KeySize = BigInteger.Parse(size) }.Encode())).Should().Be(KeyFileFault.Malformed);

    [Fact]
    public void A_file_that_never_ends_is_too_large()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "no file here is endless");

        Fault(() => KeyFile.ReadEd25519("/dev/zero", AnEncryptedKey.Passphrase)).Should().Be(KeyFileFault.Malformed);
    }

    [Fact]
    public void A_folder_cannot_be_read() =>
        Fault(() => KeyFile.ReadEd25519(_folder.Path, AnEncryptedKey.Passphrase)).Should().Be(KeyFileFault.Unreadable);

    [Fact]
    public void A_KEM_key_of_another_size_is_another_kind()
    {
        var file = Save(new AnEncryptedKey(AnEncryptedKey.Info("1.3.6.1.4.1.62253.25722", new byte[31])).Encode());

        Fault(() => KemKeyFile.Read(file, KemId.MlKem768X25519, AnEncryptedKey.Passphrase)).Should().Be(KeyFileFault.OtherKind);
    }

    [Fact]
    public void A_key_that_OpenSSL_made_opens()
    {
        OpenSsl.Run(_folder.Path, "genpkey", "-algorithm", "ed25519", "-out", "plain").ExitCode.Should().Be(0);
        var made = OpenSsl.Run(_folder.Path, "pkcs8", "-topk8", "-in", "plain", "-scrypt", "-passout", "pass:correct horse battery", "-out", "key");
        var shown = OpenSsl.Run(_folder.Path, "pkey", "-in", "plain", "-pubout", "-outform", "DER", "-out", "public");

        made.ExitCode.Should().Be(0, made.Output);
        shown.ExitCode.Should().Be(0, shown.Output);
        using var key = KeyFile.ReadEd25519(_folder.File("key"), AnEncryptedKey.Passphrase);
        key.PublicKey.ToArray().Should().Equal(File.ReadAllBytes(_folder.File("public"))[^32..]);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] P256Info(byte[] privateKey)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.10045.2.1");
                writer.WriteObjectIdentifier("1.2.840.10045.3.1.7");
            }

            writer.WriteOctetString(privateKey);
        }

        return writer.Encode();
    }

    private static KeyFileFault Fault(Func<IDisposable> read) => read.Should().Throw<KeyFileException>().Which.Fault;

    private Ed25519PrivateKey ReadEd25519(byte[] encrypted) => KeyFile.ReadEd25519(Save(encrypted), AnEncryptedKey.Passphrase);

    private EcdsaP256PrivateKey ReadEcdsa(byte[] info) => KeyFile.ReadEcdsaP256(Save(new AnEncryptedKey(info).Encode()), AnEncryptedKey.Passphrase);

    private string Save(byte[] encrypted) =>
        _folder.Write("key", Encoding.ASCII.GetBytes(PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", encrypted)));
}
