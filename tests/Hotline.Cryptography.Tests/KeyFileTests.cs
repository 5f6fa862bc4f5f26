using System.Text;
using CsCheck;
using Hotline.Cryptography.Hpke;

namespace Hotline.Cryptography.Tests;

public sealed class KeyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static ReadOnlySpan<byte> Passphrase => "correct horse battery"u8;

    [Fact]
    public void Every_kind_of_key_reads_back()
    {
        using var ed25519 = Ed25519PrivateKey.Generate();
        using var mlDsa = MlDsaPrivateKey.Generate(MlDsaParameterSet.MlDsa65);
        using var ecdsa = EcdsaP256PrivateKey.Generate();
        using var x25519 = KemPrivateKey.Generate(KemId.DhKemX25519);
        using var hybrid = KemPrivateKey.Generate(KemId.MlKem768X25519);
        KeyFile.Write(_folder.File("ed25519"), ed25519, Passphrase);
        KeyFile.Write(_folder.File("mldsa"), mlDsa, Passphrase);
        KeyFile.Write(_folder.File("ecdsa"), ecdsa, Passphrase);
        KemKeyFile.Write(_folder.File("x25519"), x25519, Passphrase);
        KemKeyFile.Write(_folder.File("hybrid"), hybrid, Passphrase);

        KeyFile.ReadEd25519(_folder.File("ed25519"), Passphrase).PublicKey.ToArray().Should().Equal(ed25519.PublicKey.ToArray());
        KeyFile.ReadMlDsa(_folder.File("mldsa"), MlDsaParameterSet.MlDsa65, Passphrase).PublicKey.ToArray().Should().Equal(mlDsa.PublicKey.ToArray());
        KeyFile.ReadEcdsaP256(_folder.File("ecdsa"), Passphrase).PublicKey.ToArray().Should().Equal(ecdsa.PublicKey.ToArray());
        KemKeyFile.Read(_folder.File("x25519"), KemId.DhKemX25519, Passphrase).PublicKey.ToArray().Should().Equal(x25519.PublicKey.ToArray());
        KemKeyFile.Read(_folder.File("hybrid"), KemId.MlKem768X25519, Passphrase).PublicKey.ToArray().Should().Equal(hybrid.PublicKey.ToArray());
    }

    [Fact]
    public void Only_the_owner_may_read_it_and_it_is_never_overwritten()
    {
        using var key = Ed25519PrivateKey.Generate();
        KeyFile.Write(_folder.File("key"), key, Passphrase);

        var again = () => KeyFile.Write(_folder.File("key"), key, Passphrase);

        again.Should().Throw<IOException>();
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(_folder.File("key")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Each_way_to_fail_has_its_own_name()
    {
        using var key = Ed25519PrivateKey.Generate();
        KeyFile.Write(_folder.File("key"), key, Passphrase);
        _folder.Write("garbage", Encoding.ASCII.GetBytes("no key"));

        Fault(() => KeyFile.ReadEd25519(_folder.File("key"), "wrong"u8)).Should().Be(KeyFileFault.WrongPassphrase);
        Fault(() => KeyFile.ReadEd25519(_folder.File("absent"), Passphrase)).Should().Be(KeyFileFault.Unreadable);
        Fault(() => KeyFile.ReadEd25519(_folder.File("garbage"), Passphrase)).Should().Be(KeyFileFault.Malformed);
        Fault(() => KeyFile.ReadEcdsaP256(_folder.File("key"), Passphrase)).Should().Be(KeyFileFault.OtherKind);
        Fault(() => KeyFile.ReadMlDsa(_folder.File("key"), MlDsaParameterSet.MlDsa44, Passphrase)).Should().Be(KeyFileFault.OtherKind);
        Fault(() => KemKeyFile.Read(_folder.File("key"), KemId.MlKem768X25519, Passphrase)).Should().Be(KeyFileFault.OtherKind);
    }

    [Fact]
    public void Damaged_files_fail_by_one_exception()
    {
        using var key = Ed25519PrivateKey.Generate();
        KeyFile.Write(_folder.File("key"), key, Passphrase);
        var pem = File.ReadAllBytes(_folder.File("key"));

        Gen.Select(Gen.Int[0, pem.Length - 1], Gen.Byte).Fuzz(
            damage =>
            {
                var (position, value) = damage;
                var damaged = (byte[])pem.Clone();
                if (damaged[position] == value) return;
                damaged[position] = value;
                var path = _folder.Write($"damaged-{Guid.CreateVersion7()}", damaged);
                try
                {
                    using var read = KeyFile.ReadEd25519(path, Passphrase);
                }
                catch (KeyFileException)
                {
                }
                finally
                {
                    File.Delete(path);
                }
            },
            iterations: 60);
    }

    [Fact]
    public void OpenSSL_reads_keys_of_the_kinds_it_knows()
    {
        using var ed25519 = Ed25519PrivateKey.Generate();
        using var ecdsa = EcdsaP256PrivateKey.Generate();
        using var x25519 = KemPrivateKey.Generate(KemId.DhKemX25519);
        KeyFile.Write(_folder.File("ed25519"), ed25519, Passphrase);
        KeyFile.Write(_folder.File("ecdsa"), ecdsa, Passphrase);
        KemKeyFile.Write(_folder.File("x25519"), x25519, Passphrase);

        foreach (var name in new[] { "ed25519", "ecdsa", "x25519" })
        {
            var (exitCode, output) = OpenSsl.Run(_folder.Path, "pkey", "-in", name, "-passin", "pass:correct horse battery", "-noout", "-text");
            exitCode.Should().Be(0, output);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static KeyFileFault Fault(Func<IDisposable> read) => read.Should().Throw<KeyFileException>().Which.Fault;
}
