using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using CsCheck;

namespace Hotline.Cryptography.Tests;

/// <summary>What holds for every scheme that groups sign with.</summary>
public sealed class SignatureSchemeTests
{
    public static TheoryData<string> Names => [.. SignatureScheme.All.Select(scheme => scheme.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_signature_holds_for_its_message_and_key_only(string name)
    {
        var scheme = Find(name);
        using var key = scheme.Generate();
        using var other = scheme.Generate();

        var signature = key.Sign("message"u8);

        scheme.Verify(key.PublicKey.Span, "message"u8, signature).Should().BeTrue();
        scheme.Verify(key.PublicKey.Span, "message!"u8, signature).Should().BeFalse();
        scheme.Verify(other.PublicKey.Span, "message"u8, signature).Should().BeFalse();
        scheme.Verify(key.PublicKey.Span, "message"u8, [.. signature, 0]).Should().BeFalse();
        scheme.Verify(key.PublicKey.Span, "message"u8, signature.AsSpan(..^1)).Should().BeFalse();
        scheme.Verify(key.PublicKey.Span[..^1], "message"u8, signature).Should().BeFalse();
        scheme.Verify([.. key.PublicKey.Span, 0], "message"u8, signature).Should().BeFalse();
        scheme.Verify([], "message"u8, []).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_that_was_read_verifies_again_and_again(string name)
    {
        var scheme = Find(name);
        using var key = scheme.Generate();
        using var read = scheme.Read(key.PublicKey.Span)!;

        foreach (var message in (byte[][])[[], [1], new byte[300]])
        {
            var signature = key.Sign(message);

            read.Verify(message, signature).Should().BeTrue();
            read.Verify([.. message, 0], signature).Should().BeFalse();
            read.Verify(message, []).Should().BeFalse();
            read.Verify(message, [.. signature, 0]).Should().BeFalse();
        }

        scheme.Read([]).Should().BeNull();
        scheme.Read([.. key.PublicKey.Span, 0]).Should().BeNull();
        scheme.Read(key.PublicKey.Span[..^1]).Should().BeNull();
    }

    [Theory]
    [InlineData("ecdsa_secp256r1_sha256")]
    [InlineData("ecdsa_secp384r1_sha384")]
    [InlineData("ecdsa_secp521r1_sha512")]
    public void A_point_off_the_curve_or_in_another_form_is_no_key(string name)
    {
        var scheme = Find(name);
        using var key = scheme.Generate();
        var offCurve = key.PublicKey.ToArray();
        offCurve[^1] ^= 1;
        byte[] compressed = [(byte)(2 | (key.PublicKey.Span[^1] & 1)), .. key.PublicKey.Span[1..(1 + scheme.PrivateKeySize)]];
        byte[] hybrid = [(byte)(6 | (key.PublicKey.Span[^1] & 1)), .. key.PublicKey.Span[1..]];
        var beyondField = Enumerable.Repeat((byte)0xff, scheme.PublicKeySize).ToArray();
        beyondField[0] = 4;

        foreach (var foreign in (byte[][])[offCurve, compressed, hybrid, beyondField, [0], new byte[scheme.PublicKeySize]])
            scheme.Read(foreign).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_keys_and_signatures_are_judged_and_raise_nothing(string name)
    {
        var scheme = Find(name);
        using var key = scheme.Generate();
        var (publicKey, signature) = (key.PublicKey.ToArray(), key.Sign("message"u8));

        AMutation.Of(signature).Fuzz(
            damaged => scheme.Verify(publicKey, "message"u8, damaged).Should().Be(damaged.AsSpan().SequenceEqual(signature)), iterations: 50);
        AMutation.Of(publicKey).Fuzz(
            damaged => scheme.Verify(damaged, "message"u8, signature).Should().Be(damaged.AsSpan().SequenceEqual(publicKey)), iterations: 50);
        Gen.Byte.Array[scheme.PublicKeySize].Fuzz(foreign => scheme.Verify(foreign, "message"u8, signature).Should().BeFalse(), iterations: 50);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_private_key_comes_back_from_its_bytes(string name)
    {
        var scheme = Find(name);
        using var key = scheme.Generate();

        using var again = scheme.Import(key.ToBytes());

        again.Scheme.Should().BeSameAs(scheme);
        again.PublicKey.ToArray().Should().Equal(key.PublicKey.ToArray());
        again.ToBytes().Should().Equal(key.ToBytes());
        key.ToBytes().Should().HaveCount(scheme.PrivateKeySize);
        key.PublicKey.Length.Should().Be(scheme.PublicKeySize);
        scheme.Verify(key.PublicKey.Span, "message"u8, again.Sign("message"u8)).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_private_key_of_another_size_is_refused(string name)
    {
        var scheme = Find(name);

        foreach (var size in new[] { 0, scheme.PrivateKeySize - 1, scheme.PrivateKeySize + 1 })
        {
            var import = () => scheme.Import(Enumerable.Repeat((byte)1, size).ToArray());

            import.Should().Throw<CryptographicException>();
        }
    }

    [Theory]
    [InlineData("ecdsa_secp256r1_sha256", "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")]
    [InlineData("ecdsa_secp384r1_sha384", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973")]
    [InlineData("ecdsa_secp521r1_sha512",
        "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409")]
    public void A_scalar_lies_between_zero_and_the_order_of_the_curve(string name, string order)
    {
        var scheme = Find(name);
        var tooLargeBytes = Convert.FromHexString(order);
        byte[] largestBytes = [.. tooLargeBytes[..^1], (byte)(tooLargeBytes[^1] - 1)];

        var zero = () => scheme.Import(new byte[tooLargeBytes.Length]);
        var tooLarge = () => scheme.Import(tooLargeBytes);
        using var largest = scheme.Import(largestBytes);

        zero.Should().Throw<CryptographicException>();
        tooLarge.Should().Throw<CryptographicException>().WithMessage($"*{name}*");
        largest.ToBytes().Should().Equal(largestBytes);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_disposed_key_neither_signs_nor_leaves(string name)
    {
        var key = Find(name).Generate();
        key.Dispose();

        var sign = () => key.Sign("message"u8);
        var export = key.ToBytes;

        sign.Should().Throw<ObjectDisposedException>();
        export.Should().Throw<ObjectDisposedException>();
    }

    /// <summary>RFC 8032, section 7.4, "Blank".</summary>
    [Fact]
    public void The_known_answer_of_Ed448_holds()
    {
        using var key = SignatureScheme.Ed448.Import(Convert.FromHexString(
            "6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b"));

        Convert.ToHexStringLower(key.PublicKey.Span).Should().Be(
            "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180");
        Convert.ToHexStringLower(key.Sign([])).Should().Be(
            "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b41"
            + "04852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff2e652600");
    }

    /// <summary>RFC 6979, sections A.2.5 to A.2.7: "sample" with the hash that goes with the curve.</summary>
    [Theory]
    [InlineData("ecdsa_secp256r1_sha256",
        "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
        "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6",
        "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")]
    [InlineData("ecdsa_secp384r1_sha384",
        "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5",
        "EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64DEF8F0EA9055866064A254515480BC13",
        "8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1288B231C3AE0D4FE7344FD2533264720",
        "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46",
        "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8")]
    [InlineData("ecdsa_secp521r1_sha512",
        "00FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75CAA896EB32F1F47C70855836A6D16FCC1466F6D8FBEC67DB89EC0C08B0E996B83538",
        "01894550D0785932E00EAA23B694F213F8C3121F86DC97A04E5A7167DB4E5BCD371123D46E45DB6B5D5370A7F20FB633155D38FFA16D2BD761DCAC474B9A2F5023A4",
        "00493101C962CD4D2FDDF782285E64584139C2F91B47F87FF82354D6630F746A28A0DB25741B5B34A828008B22ACC23F924FAAFBD4D33F81EA66956DFEAA2BFDFCF5",
        "00C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F174E25A1EE9017B5D450606ADD152B534931D7D4E8455CC91F9B15BF05EC36E377FA",
        "00617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF282623EAA63E5B5C0723D8B8C37FF0777B1A20F8CCB1DCCC43997F1EE0E44DA4A67A")]
    public void The_known_answer_of_ECDSA_holds(string name, string scalar, string x, string y, string r, string s)
    {
        var scheme = Find(name);
        using var key = scheme.Import(Convert.FromHexString(scalar));

        Convert.ToHexString(key.PublicKey.Span).Should().Be("04" + x + y);
        scheme.Verify(key.PublicKey.Span, "sample"u8, InDer(r, s)).Should().BeTrue();
        scheme.Verify(key.PublicKey.Span, "test"u8, InDer(r, s)).Should().BeFalse();
        scheme.Verify(key.PublicKey.Span, "sample"u8, InDer(s, r)).Should().BeFalse();
    }

    /// <summary>FIPS 204: keys and deterministic signatures of "Hello world", by their SHA-256 (Wycheproof's first records).</summary>
    [Theory]
    [InlineData(MlDsaParameterSet.MlDsa44, "d87f8ca136ac1aa55e2d6c4521680efb3a378cbb9bc0bfb446e9c60893931ea3", "8cd6fc03daa72e87210a4e721523e84c14f27733789075e65736744d4787fdd5")]
    [InlineData(MlDsaParameterSet.MlDsa65, "b7acce2ddb11f8cc1aa46e2bafac6eacfa2b732ef192bd636ad8d3a56d649c66", "39fbbb0d97a52c79844213b325af823a7f16a174e00a5b3daeb3e6e6d1c89681")]
    [InlineData(MlDsaParameterSet.MlDsa87, "d43128fa8a8c785c1d44c9e7db538dbf9dd88fe6c8ad911a344bcec1017c6d54", "1ad45bd0419e694375bd38ec11d8e0c228ab9ffac2fce4adbe6218d9c949e293")]
    public void The_known_answers_of_FIPS_204_hold(MlDsaParameterSet set, string publicKeyDigest, string signatureDigest)
    {
        using var key = MlDsaPrivateKey.FromSeed(set, Enumerable.Repeat((byte)0x2a, 32).ToArray());

        var signature = key.SignDeterministic("Hello world"u8);

        Convert.ToHexStringLower(SHA256.HashData(key.PublicKey.Span)).Should().Be(publicKeyDigest);
        Convert.ToHexStringLower(SHA256.HashData(signature)).Should().Be(signatureDigest);
        MlDsa.Verify(set, key.PublicKey.Span, "Hello world"u8, signature).Should().BeTrue();
        key.Sign("Hello world"u8).Should().NotEqual(signature, "a signature is hedged with fresh randomness");
    }

    private static byte[] InDer(string r, string s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(Convert.FromHexString(r), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(Convert.FromHexString(s), isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    private static SignatureScheme Find(string name) => SignatureScheme.All.Single(scheme => scheme.Name == name);
}
