using System.Text;
using Hotline.Stix.Checks;

namespace Hotline.Stix.Tests;

public sealed class TextFormTests
{
    [Theory]
    [InlineData("2016-12-31T23:59:60Z", true)]
    [InlineData("2016-12-30T23:59:60Z", false)]
    [InlineData("2016-12-31T23:58:60Z", false)]
    [InlineData("0001-01-01T00:00:00Z", true)]
    [InlineData("9999-12-31T23:59:59.999999999999Z", true)]
    [InlineData("0000-01-01T00:00:00Z", false)]
    [InlineData("2016-02-29T00:00:00Z", true)]
    [InlineData("2015-02-29T00:00:00Z", false)]
    [InlineData("2016-01-01T24:00:00Z", false)]
    [InlineData("2016-01-01t00:00:00Z", false)]
    [InlineData("2016-01-01T00:00:00,5Z", false)]
    [InlineData("٢٠١٦-01-01T00:00:00Z", false)]
    public void A_timestamp_is_what_RFC_3339_says(string text, bool isOne) => StixTimestamp.TryParse(text, out _).Should().Be(isOne);

    [Theory]
    [InlineData("de", true)]
    [InlineData("zh-Hant-TW", true)]
    [InlineData("sl-rozaj-biske-1994", true)]
    [InlineData("de-CH-x-phonebk", true)]
    [InlineData("en-a-myext-b-another", true)]
    [InlineData("i-klingon", true)]
    [InlineData("x-own", true)]
    [InlineData("es-419", true)]
    [InlineData("", false)]
    [InlineData("d", false)]
    [InlineData("de-", false)]
    [InlineData("de--CH", false)]
    [InlineData("de-a", false)]
    [InlineData("x", false)]
    [InlineData("de_CH", false)]
    [InlineData("abcdefghi", false)]
    public void A_language_tag_is_what_RFC_5646_says(string text, bool isOne) => LanguageTag.IsWellFormed(Encoding.UTF8.GetBytes(text)).Should().Be(isOne);

    [Theory]
    [InlineData("https://a.example/b?c=%20d#e", true)]
    [InlineData("urn:uuid:8e2e2d2b", true)]
    [InlineData("a.example/b", false)]
    [InlineData("https://a.example/ b", false)]
    [InlineData("https://a.example/%2", false)]
    [InlineData("1http://a", false)]
    public void A_URL_is_what_RFC_3986_says(string text, bool isOne) => TextForms.IsUri(Encoding.UTF8.GetBytes(text)).Should().Be(isOne);
}
