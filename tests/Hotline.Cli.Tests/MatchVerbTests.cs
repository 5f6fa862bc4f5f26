namespace Hotline.Cli.Tests;

public sealed class MatchVerbTests
{
    private const string Bundle = """
        {"type":"bundle","id":"bundle--44af6c39-c09b-49c5-9de2-394224b04982","objects":[
         {"type":"observed-data","spec_version":"2.1","id":"observed-data--b67d30ff-02ac-498a-92f9-32f845f448cf","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z",
          "first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:01Z","number_observed":3,"object_refs":["ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd"]},
         {"type":"ipv4-addr","spec_version":"2.1","id":"ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd","value":"198.51.100.3"}]}
        """;

    [Fact]
    public async Task A_match_names_the_observed_data_and_ends_with_0()
    {
        using var fresh = new Fresh();
        await File.WriteAllTextAsync(fresh["bundle.json"], Bundle, TestContext.Current.CancellationToken);

        var run = await RunOfHotline.Of("match", "[ipv4-addr:value ISSUBSET '198.51.100.0/24'] REPEATS 3 TIMES", fresh["bundle.json"], "--json");

        run.Code.Should().Be(0);
        run.Json.GetProperty("matches").GetBoolean().Should().BeTrue();
        run.Json.GetProperty("observations").GetInt32().Should().Be(1);
        run.Json.GetProperty("matched")[0].GetProperty("id").GetString().Should().Be("observed-data--b67d30ff-02ac-498a-92f9-32f845f448cf");
    }

    [Fact]
    public async Task No_match_ends_with_1()
    {
        using var fresh = new Fresh();
        await File.WriteAllTextAsync(fresh["bundle.json"], Bundle, TestContext.Current.CancellationToken);

        var run = await RunOfHotline.Of("match", "[ipv4-addr:value = '203.0.113.1']", fresh["bundle.json"]);

        run.Code.Should().Be(1);
        run.Output.Should().Contain("no");
    }

    [Theory]
    [InlineData("[ipv4-addr:value = ]", Bundle, "column 20")]
    [InlineData("[ipv4-addr:value = 'x']", "{", "no JSON")]
    public async Task What_cannot_be_read_is_one_sentence_and_ends_with_2(string pattern, string content, string named)
    {
        using var fresh = new Fresh();
        await File.WriteAllTextAsync(fresh["file.json"], content, TestContext.Current.CancellationToken);

        var run = await RunOfHotline.Of("match", pattern, fresh["file.json"]);

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain(named);
        run.Complaints.Trim().Should().NotContain("\n");
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        using var fresh = new Fresh();

        var run = await RunOfHotline.Of("match", "[a:bcd = 1]", fresh["nowhere.json"]);

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain("nowhere.json");
    }
}
