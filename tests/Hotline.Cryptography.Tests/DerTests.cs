using CsCheck;

namespace Hotline.Cryptography.Tests;

public sealed class DerTests
{
    /// <summary>A property of this: every other way to write what is in DER is not in DER.</summary>
    [Fact]
    public void Of_all_ways_to_write_a_certificate_one_is_exact()
    {
        using var authority = CertificateAuthority.Create("Alba Root", EcdsaP256PrivateKey.Generate(), TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(1), isSample: true);
        var exact = authority.Certificate.ToArray();

        Der.IsExact(exact).Should().BeTrue();
        InexactDer.Of(exact).Should().HaveCountGreaterThan(100).And.OnlyContain(inexact => !Der.IsExact(inexact));
    }

    [Theory]
    [InlineData("0500", "NULL")]
    [InlineData("0101ff", "true")]
    [InlineData("010100", "false")]
    [InlineData("020100", "0")]
    [InlineData("02020080", "128")]
    [InlineData("3100", "the empty set")]
    [InlineData("3106020101020102", "a set in order")]
    [InlineData("3006020102020101", "a sequence in any order")]
    [InlineData("170d3236303130313030303030305a", "a UTCTime")]
    [InlineData("180f32303530303130313030303030305a", "a GeneralizedTime")]
    [InlineData("8000", "an implicit tag")]
    public void This_is_exact(string value, string what) => Der.IsExact(Convert.FromHexString(value)).Should().BeTrue(what);

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("05", "a tag alone")]
    [InlineData("0000", "an end of contents")]
    [InlineData("050100", "NULL with content")]
    [InlineData("010101", "another true")]
    [InlineData("0200", "no integer")]
    [InlineData("02020001", "an integer with a zero too many")]
    [InlineData("0202ff80", "a negative integer with a byte too many")]
    [InlineData("0a020001", "an enumeration with a zero too many")]
    [InlineData("03020101", "unused bits that are set")]
    [InlineData("030108", "more unused bits than there are")]
    [InlineData("0600", "no object identifier")]
    [InlineData("06028001", "an object identifier with a zero too many")]
    [InlineData("1000", "a sequence that has no parts")]
    [InlineData("1100", "a set that has no parts")]
    [InlineData("2403040161", "a string in parts")]
    [InlineData("30800000", "an indefinite length")]
    [InlineData("048101ff", "a length in the long form")]
    [InlineData("3106020102020101", "a set out of order")]
    [InlineData("170b323630313031303030305a", "a time without seconds")]
    [InlineData("180d3230353030313031303030305a", "a long time without seconds")]
    [InlineData("1f0400", "a low tag in the high form")]
    [InlineData("0484ffffffff", "more than there is")]
    [InlineData("0488ffffffffffffffff", "more than there can be")]
    public void This_is_not_exact(string value, string what) => Der.IsExact(Convert.FromHexString(value)).Should().BeFalse(what);

    [Fact]
    public void What_is_nested_without_end_is_refused_and_does_not_end_the_process()
    {
        var nested = Enumerable.Repeat((byte)0x30, 1 << 20).ToArray();
        byte[] value = [5, 0];
        for (var depth = 0; depth < 40; depth++) value = [0x30, (byte)value.Length, .. value];

        Der.IsExact(nested).Should().BeFalse();
        Der.IsExact(value).Should().BeFalse();
    }

    [Fact]
    public void Foreign_bytes_raise_nothing() => Gen.Byte.Array[0, 200].Fuzz(bytes => { Der.IsExact(bytes); }, iterations: 20_000);
}
