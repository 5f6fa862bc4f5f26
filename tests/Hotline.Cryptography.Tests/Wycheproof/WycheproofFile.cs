using System.Text.Json;
using Hotline.TestData;

namespace Hotline.Cryptography.Tests.Wycheproof;

/// <summary>One test of a file of Wycheproof (C2SP), and the group that it stands in.</summary>
internal sealed record WycheproofTest(JsonElement Group, JsonElement Test)
{
    public bool IsValid => Test.GetProperty("result").GetString() == "valid";

    public bool IsAcceptable => Test.GetProperty("result").GetString() == "acceptable";

    public string Why => $"test {Test.GetProperty("tcId")}: {(Test.TryGetProperty("comment", out var comment) ? comment.GetString() : "")}";

    public bool Has(string name) => Test.TryGetProperty(name, out _);

    public bool HasFlag(string flag) => Test.TryGetProperty("flags", out var flags) && flags.EnumerateArray().Any(each => each.GetString() == flag);

    /// <summary>A field of the test, else of its group; empty when neither has it.</summary>
    public byte[] Hex(string name) =>
        Test.TryGetProperty(name, out var value) || (Group.TryGetProperty(name, out value) && value.ValueKind == JsonValueKind.String)
            ? Convert.FromHexString(value.GetString()!) : [];

    /// <summary>A field of the group's public key.</summary>
    public byte[] PublicKeyHex(string name) => Convert.FromHexString(Group.GetProperty("publicKey").GetProperty(name).GetString()!);
}

internal static class WycheproofFile
{
    /// <summary>Runs each test of a file, and holds that there were as many as were known when this was written.</summary>
    /// <param name="check">Says in a word how it judged; how often it said what is part of the promise.</param>
    public static void Check(string name, Func<WycheproofTest, string> check, params (string Word, int Count)[] expected)
    {
        using var document = SharedData.ReadJson($"vectors/wycheproof/{name}_test.json");
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);

        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        foreach (var test in group.GetProperty("tests").EnumerateArray())
        {
            var word = check(new WycheproofTest(group, test));
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        counts.Select(count => (count.Key, count.Value)).Should().BeEquivalentTo(expected);
        counts.Values.Sum().Should().Be(document.RootElement.GetProperty("numberOfTests").GetInt32());
    }
}
