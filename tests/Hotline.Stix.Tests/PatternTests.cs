using System.Text.Json;
using Hotline.Stix.Patterns;

namespace Hotline.Stix.Tests;

public sealed class PatternTests
{
    private const string Scene = """
        {"type":"bundle","objects":[
         {"type":"observed-data","id":"observed-data--1","first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":2,"object_refs":["file--1","directory--1","artifact--1"]},
         {"type":"observed-data","id":"observed-data--2","first_observed":"2026-01-01T00:01:00Z","last_observed":"2026-01-01T00:01:00Z","number_observed":1,"object_refs":["network-traffic--1","ipv4-addr--1"]},
         {"type":"observed-data","id":"observed-data--3","first_observed":"2026-01-01T00:02:00.5Z","last_observed":"2026-01-01T00:03:00Z","number_observed":1,"objects":{"0":{"type":"email-message","from_ref":"1","is_multipart":false},"1":{"type":"email-addr","value":"a@b.example"}}},
         {"type":"file","id":"file--1","name":"foo.dll","size":1280,"hashes":{"SHA-256":"aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f"},"mtime":"2025-12-31T23:59:59.5Z","magic_number_hex":"ffd8",
          "parent_directory_ref":"directory--1","content_ref":"artifact--1","contains_refs":["url--9"],"extensions":{"windows-pebinary-ext":{"pe_type":"dll","sections":[{"name":".text","entropy":1.5},{"name":".rsrc","entropy":7.5}]}}},
         {"type":"directory","id":"directory--1","path":"C:\\Windows"},
         {"type":"artifact","id":"artifact--1","payload_bin":"dGhpcyBpcyBhIHRlc3Q="},
         {"type":"url","id":"url--9","value":"https://a.example/"},
         {"type":"network-traffic","id":"network-traffic--1","src_ref":"ipv4-addr--1","dst_port":443,"protocols":["ipv4","tcp"],"is_active":false},
         {"type":"ipv4-addr","id":"ipv4-addr--1","value":"198.51.100.5"}]}
        """;

    [Theory]
    [InlineData("[file:name = 'foo.dll']")]
    [InlineData("[file:size == 1280.0]")]
    [InlineData("[file:size <> 5]")]
    [InlineData("[file:hashes.'SHA-256' = 'aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f']")]
    [InlineData("[file:mtime < t'2026-01-01T00:00:00Z' AND file:mtime > t'2025-12-31T23:59:59.4999999999Z']")]
    [InlineData("[file:magic_number_hex = h'ffd8' AND file:magic_number_hex = b'/9g=']")]
    [InlineData("[file:magic_number_hex > h'fe' AND file:magic_number_hex < h'ffd800']")]
    [InlineData("[artifact:payload_bin = 'this is a test']")]
    [InlineData("[artifact:payload_bin = h'7468697320697320612074657374']")]
    [InlineData("[artifact:payload_bin MATCHES '^this.*test$']")]
    [InlineData("[artifact:payload_bin != '\u0151']")]
    [InlineData("[file:extensions.'windows-pebinary-ext'.sections[*].entropy > 7.0]")]
    [InlineData("[file:extensions.'windows-pebinary-ext'.sections[1].name = '.rsrc']")]
    [InlineData("[file:parent_directory_ref.path LIKE 'C:\\\\%']")]
    [InlineData("[file:content_ref.payload_bin LIKE 'this%']")]
    [InlineData("[EXISTS file:hashes]")]
    [InlineData("[EXISTS file:contains_refs[0]]")]
    [InlineData("[network-traffic:protocols[*] IN ('udp', 'tcp')]")]
    [InlineData("[network-traffic:is_active = false AND network-traffic:src_ref.value ISSUBSET '198.51.100.0/24']")]
    [InlineData("[ipv4-addr:value ISSUPERSET '198.51.100.5/32']")]
    [InlineData("[email-message:from_ref.value = 'a@b.example']")]
    [InlineData("[file:name MATCHES '^(?=foo)']")]
    [InlineData("[file:name = 'foo.dll'] REPEATS 2 TIMES")]
    [InlineData("[file:name = 'foo.dll'] AND [directory:path = 'C:\\\\Windows']")]
    [InlineData("[file:name = 'foo.dll'] FOLLOWEDBY [ipv4-addr:value = '198.51.100.5'] FOLLOWEDBY [email-addr:value = 'a@b.example']")]
    [InlineData("([file:name = 'foo.dll'] AND [ipv4-addr:value = '198.51.100.5']) WITHIN 60 SECONDS")]
    [InlineData("([ipv4-addr:value = '198.51.100.5'] AND [email-addr:value = 'a@b.example']) WITHIN 60.5 SECONDS")]
    [InlineData("[email-addr:value = 'a@b.example'] START t'2026-01-01T00:02:59Z' STOP t'2026-01-01T00:04:00Z'")]
    [InlineData("[url:value = 'x'] OR [file:size > 5]")]
    public void These_match(string pattern) => Match(pattern).IsMatch.Should().BeTrue();

    [Theory]
    [InlineData("[file:nothing NOT = 'x']")]
    [InlineData("[file:name > 5]")]
    [InlineData("[file:name NOT != 5]")]
    [InlineData("[artifact:payload_bin = 'dGhpcyBpcyBhIHRlc3Q=']")]
    [InlineData("[artifact:payload_bin = '\u0151']")]
    [InlineData("[artifact:payload_bin MATCHES '\u0151?']")]
    [InlineData("[file:extensions.'windows-pebinary-ext'.sections[2].name = '.rsrc']")]
    [InlineData("[file:extensions.'windows-pebinary-ext'.sections[-1].name = '.rsrc']")]
    [InlineData("[file:contains_refs[0].value = 'https://a.example/']")]
    [InlineData("[url:value = 'https://a.example/']")]
    [InlineData("[file:name = 'foo.dll' AND directory:path = 'C:\\\\Windows']")]
    [InlineData("[file:name = 'foo.dll'] REPEATS 3 TIMES")]
    [InlineData("[file:name = 'foo.dll'] AND [file:name = 'foo.dll'] AND [file:name = 'foo.dll']")]
    [InlineData("[ipv4-addr:value = '198.51.100.5'] FOLLOWEDBY [file:name = 'foo.dll']")]
    [InlineData("([file:name = 'foo.dll'] AND [ipv4-addr:value = '198.51.100.5']) WITHIN 59.999 SECONDS")]
    [InlineData("[file:name = 'foo.dll'] START t'2026-01-01T00:00:00.000001Z' STOP t'2027-01-01T00:00:00Z'")]
    [InlineData("[ipv4-addr:value ISSUBSET '2001:db8::/32']")]
    [InlineData("[file:name LIKE 'foo']")]
    public void These_do_not(string pattern) => Match(pattern).IsMatch.Should().BeFalse();

    [Fact]
    public void A_match_names_its_observations_in_the_order_of_the_pattern() =>
        Match("[ipv4-addr:value = '198.51.100.5'] AND [file:name = 'foo.dll']").Observations.Should().Equal(1, 0);

    [Theory]
    [InlineData("[a:b = 'x", "line 1, column 8")]
    [InlineData("[a:b\n = ]", "line 2, column 4")]
    [InlineData("[a:b = 'x'] REPEATS 0 TIMES", "positive")]
    [InlineData("[a:b = h'f']", "hexadecimal")]
    [InlineData("[a:b = 'a\\q']", "backslash")]
    [InlineData("[a:b = 9007199254740992]", "54 bits")]
    [InlineData("[a:b > true]", "boolean")]
    [InlineData("[AND:b = 1]", "type")]
    [InlineData("[a:b = 1] garbage", "garbage")]
    public void A_fault_is_named_with_its_place(string pattern, string named) =>
        FluentActions.Invoking(() => StixPattern.Parse(pattern)).Should().Throw<PatternException>().Which.Message.Should().Contain(named);

    [Fact]
    public void Deep_and_long_patterns_are_bounded()
    {
        FluentActions.Invoking(() => StixPattern.Parse(new string('(', 100_000))).Should().Throw<PatternException>();
        FluentActions.Invoking(() => StixPattern.Parse("[" + new string('(', 100_000))).Should().Throw<PatternException>();
        FluentActions.Invoking(() => StixPattern.Parse(new string(' ', StixPattern.MaxLength + 1))).Should().Throw<PatternException>();
        var chain = StixPattern.Parse($"[{string.Join(" OR ", Enumerable.Repeat("a:b = 1", 20_000))}]");
        chain.Match(Observations()).IsMatch.Should().BeFalse();
    }

    [Theory]
    [InlineData("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")]
    [InlineData("^(?=(a+)+$)", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")]
    [InlineData("(a*)*(a*)*(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")]
    public void An_exploding_regular_expression_ends(string expression, string text)
    {
        var match = FluentActions.Invoking(() => Matches(expression, text));

        // Linear ones answer; those that cannot be give up after their time.
        try
        {
            match().Should().BeFalse();
        }
        catch (PatternException tooLong)
        {
            tooLong.Message.Should().Contain("too long");
        }
    }

    [Fact]
    public void An_exploding_choice_of_observations_ends()
    {
        var observations = string.Join(',', Enumerable.Range(0, 12).Select(index =>
            $$$$"""{"type":"observed-data","id":"{{{{index}}}}","first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":1,"objects":{"0":{"type":"aaa","bbb":1}}}"""));
        var pattern = StixPattern.Parse(string.Join(" AND ", Enumerable.Repeat("[aaa:bbb = 1]", 13)));

        FluentActions.Invoking(() => pattern.Match(Observation.ReadAll([JsonElement.Parse($"{{\"objects\":[{observations}]}}")]))).Should().Throw<PatternException>();
    }

    [Theory]
    [InlineData("[aaa:bbb = 1] FOLLOWEDBY [aaa:bbb = 3]", false)]
    [InlineData("[aaa:bbb = 1] FOLLOWEDBY [aaa:bbb = 2] FOLLOWEDBY [aaa:bbb = 3]", false)]
    [InlineData("[aaa:bbb = 3] FOLLOWEDBY [aaa:bbb = 2] FOLLOWEDBY [aaa:bbb = 1]", true)]
    [InlineData("([aaa:bbb = 1] AND [aaa:bbb = 2]) WITHIN 29.9 SECONDS", false)]
    [InlineData("([aaa:bbb = 1] AND [aaa:bbb = 2]) WITHIN 30 SECONDS", true)]
    [InlineData("([aaa:bbb = 1] AND [aaa:bbb = 4] AND [aaa:bbb = 2])", false)]
    [InlineData("[aaa:bbb = 1] REPEATS 20000 TIMES", true)]
    [InlineData("[aaa:bbb = 1] REPEATS 20001 TIMES", false)]
    [InlineData("[aaa:bbb = 1] REPEATS 19999 TIMES AND [aaa:bbb = 1]", true)]
    [InlineData("([aaa:bbb = 1] REPEATS 2 TIMES AND [aaa:bbb = 2]) WITHIN 60 SECONDS", true)]
    [InlineData("([aaa:bbb = 1] REPEATS 2 TIMES FOLLOWEDBY [aaa:bbb = 2]) WITHIN 89 SECONDS", false)]
    [InlineData("([aaa:bbb = 1] REPEATS 2 TIMES FOLLOWEDBY [aaa:bbb = 2]) WITHIN 90 SECONDS", true)]
    [InlineData("[aaa:bbb = 1] REPEATS 3 TIMES WITHIN 119 SECONDS", false)]
    [InlineData("[aaa:bbb = 1] REPEATS 3 TIMES WITHIN 120 SECONDS", true)]
    public void Forty_thousand_observations_are_matched_without_trying_every_pair(string pattern, bool isMatch) =>
        StixPattern.Parse(pattern).Match(ManyObservations.Value).IsMatch.Should().Be(isMatch);

    [Fact]
    public void An_expression_of_Perl_alone_is_told_before_it_is_matched()
    {
        var pattern = StixPattern.Parse("[file:name MATCHES 'a++\\\\K(?R)']");

        pattern.UnreadableExpression.Should().NotBeNull();
        FluentActions.Invoking(() => pattern.Match(Observations())).Should().Throw<PatternException>();
    }

    [Theory]
    [InlineData("e\u0301", "\u00e9")]
    [InlineData("d\u0307\u0323", "\u1e0d\u0307")]
    [InlineData("\u1100\u1161\u11a8", "\uac01")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("\u0958", "\u0915\u093c")]
    [InlineData("\u09c7\u09be", "\u09cb")]
    [InlineData("a\u0315\u0300\u05ae\u0300b", "\u00e0\u05ae\u0300\u0315b")]
    [InlineData("plain", "plain")]
    public void Text_is_composed_as_Unicode_says(string text, string composed) => UnicodeText.Compose(text).Should().Be(composed);

    /// <summary>A one each minute, a two half a minute behind it; a single three in front of them all.</summary>
    private static readonly Lazy<IReadOnlyList<Observation>> ManyObservations = new(() =>
    {
        var lines = Enumerable.Range(0, 20_000).SelectMany(index => new[] { Line(index * 60, 1), Line((index * 60) + 30, 2) }).Append(Line(-60, 3));
        string Line(int second, int value) => $$$$"""{"type":"observed-data","id":"o","first_observed":"{{{{At(second)}}}}","last_observed":"{{{{At(second)}}}}","number_observed":1,"objects":{"0":{"type":"aaa","bbb":{{{{value}}}}}}}""";
        static string At(int second) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return Observation.ReadAll([JsonElement.Parse($"{{\"objects\":[{string.Join(',', lines)}]}}")]);
    });

    private static PatternMatch Match(string pattern) => StixPattern.Parse(pattern).Match(Observations());

    private static bool Matches(string expression, string text) => PatternRegex.Create(expression).IsMatch(text);

    private static IReadOnlyList<Observation> Observations() => Observation.ReadAll([JsonElement.Parse(Scene)]);
}
