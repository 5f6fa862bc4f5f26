using System.Buffers;
using System.Text;
using System.Text.Json;
using Hotline.Stix.Ids;

namespace Hotline.Stix.Tests;

public sealed class ObservableIdTests
{
    /// <summary>Examples of section 6 of the standard.</summary>
    [Theory]
    [InlineData("""{"type":"autonomous-system","number":15139,"name":"Slime Industries","rir":"ARIN"}""", "autonomous-system--3aa27478-50b5-5ab8-9da9-cdc12b657fff")]
    [InlineData("""{"type":"directory","path":"C:\\Windows\\System32"}""", "directory--0a58d0c1-59e6-5afd-8252-dcd3f13e5622")]
    [InlineData("""{"type":"ipv6-addr","value":"2001:0db8::/96"}""", "ipv6-addr--084d3b4c-7785-568a-a569-0c61c95754ab")]
    [InlineData("""{"type":"software","name":"Word","cpe":"cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*","version":"2002","vendor":"Microsoft"}""", "software--710b0b41-d4d0-5d6c-a400-fc9254554ffc")]
    [InlineData("""{"type":"user-account","user_id":"thegrugq_ebooks","account_login":"thegrugq_ebooks","account_type":"twitter"}""", "user-account--f223e803-846b-591a-aefa-545e938f8a56")]
    [InlineData(
        """{"type":"windows-registry-key","key":"hkey_local_machine\\system\\bar\\foo","values":[{"name":"Foo","data":"qwerty","data_type":"REG_SZ"},{"name":"Bar","data":"42","data_type":"REG_DWORD"}]}""",
        "windows-registry-key--f6a11ddf-fa2b-54c8-97ab-e7f28413095a")]
    public void Ids_of_the_standard_are_met(string item, string id) => Compute(item).Should().Be(id);

    [Fact]
    public void Of_several_hashes_one_contributes_in_the_order_of_the_standard()
    {
        var both = Compute("{\"type\":\"file\",\"hashes\":{\"SHA-256\":\"aa\",\"MD5\":\"bb\"}}");

        both.Should().Be(Compute("{\"type\":\"file\",\"hashes\":{\"MD5\":\"bb\"},\"size\":5}")).And.NotBe(Compute("{\"type\":\"file\",\"hashes\":{\"SHA-256\":\"aa\"}}"));
    }

    [Theory]
    [InlineData("{\"type\":\"process\",\"pid\":5}")]
    [InlineData("{\"type\":\"file\",\"size\":5}")]
    [InlineData("{\"type\":\"x-own\",\"name\":\"x\"}")]
    [InlineData("[]")]
    public void Without_a_contributing_property_there_is_none(string item) => ObservableId.TryCompute(JsonElement.Parse(item), out _).Should().BeFalse();

    [Theory]
    [InlineData("ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c5", "should be ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4")]
    [InlineData("ipv4-addr--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "should be ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4")]
    public void Another_id_is_a_warning_that_names_the_right_one(string id, string sentence) =>
        StixRules.Check(Encoding.UTF8.GetBytes($"{{\"type\":\"ipv4-addr\",\"id\":\"{id}\",\"value\":\"198.51.100.3\"}}"), StixLimits.Default)
            .Should().ContainSingle().Which.Should().Be(new StixFinding(StixSeverity.Warning, "2.9", "id", sentence));

    [Fact]
    public void The_id_that_all_share_may_not_be_versioned() =>
        StixRules.Check(
                """{"type":"ipv4-addr","id":"ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4","value":"198.51.100.3","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z"}"""u8.ToArray(),
                StixLimits.Default)
            .Should().Contain(finding => finding.Severity == StixSeverity.Error && finding.Section == "3.6");

    /// <summary>RFC 8785, appendix B.</summary>
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Numbers_are_written_as_RFC_8785_does(ulong bits, string text) => CanonicalJson.NumberText(BitConverter.UInt64BitsToDouble(bits)).Should().Be(text);

    /// <summary>RFC 8785, section 3.2.3.</summary>
    [Fact]
    public void Properties_are_sorted_by_their_UTF_16_units()
    {
        var output = new ArrayBufferWriter<byte>();

        CanonicalJson.Write(JsonElement.Parse("""{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew","1":"One","\ud83d\ude00":"Emoji","\u0080":"Control","\u00f6":"Latin"}"""), output);

        Encoding.UTF8.GetString(output.WrittenSpan).Should().Be(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji\",\"\ufb33\":\"Hebrew\"}");
    }

    private static string? Compute(string item) => ObservableId.TryCompute(JsonElement.Parse(item), out var id) ? id.ToString() : null;
}
