using Hotline.Collections;

namespace Hotline.Taxii.Tests;

/// <summary>What a collection asks of an object: its own setting decides.</summary>
public sealed class ValidationTests
{
    /// <summary>A malware without is_family, which STIX 2.1, section 4.11, demands.</summary>
    private static readonly string Broken = AStixObject.Malware().Replace(",\"is_family\":false", "", StringComparison.Ordinal);

    [Fact]
    public async Task A_strict_collection_refuses_what_breaks_a_MUST_and_names_the_section()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("strict"));

        var status = await node.Alice.AddAsync(node.Objects, Broken, AStixObject.Malware());

        AddingTests.Counts(status).Should().Be((2, 1, 1, 0));
        status.GetProperty("failures")[0].GetProperty("message").GetString().Should().Contain("is_family").And.Contain("section 4.11");
        status.GetProperty("successes")[0].TryGetProperty("message", out _).Should().BeFalse();
    }

    [Fact]
    public async Task A_lenient_collection_stores_it_and_the_status_says_what_it_breaks()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("lenient") with { Validation = ObjectValidation.Lenient });

        var status = await node.Alice.AddAsync(node.Objects, Broken);

        AddingTests.Counts(status).Should().Be((1, 1, 0, 0));
        status.GetProperty("successes")[0].GetProperty("message").GetString().Should().Contain("is_family");
        (await node.Alice.GetOkAsync($"/intel/status/{status.GetProperty("id")}/")).GetRawText().Should().Be(status.GetRawText());
        (await node.Alice.GetOkAsync(node.Objects)).GetProperty("objects")[0].GetRawText().Should().Be(Broken);
    }

    [Fact]
    public async Task A_collection_without_validation_stores_what_can_be_identified_and_nothing_else()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("off") with { Validation = ObjectValidation.Off });

        var status = await node.Alice.AddAsync(node.Objects, Broken, "{\"type\":\"malware\"}", "7");

        AddingTests.Counts(status).Should().Be((3, 1, 2, 0));
        status.GetProperty("successes")[0].TryGetProperty("message", out _).Should().BeFalse();
    }
}
