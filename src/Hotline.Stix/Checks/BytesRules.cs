using System.Buffers.Text;
using System.Text.Json;

namespace Hotline.Stix.Checks;

/// <summary>Section 2.8.</summary>
internal sealed class HexRule : ValueRule
{
    public static HexRule Any { get; } = new();

    public override void Check(JsonElement value, Inspection at)
    {
        if (!IsText(value, at, "2.8")) return;
        var text = RawJson.Text(value);
        if (text.Length % 2 != 0 || text.ContainsAnyExcept(Characters.Hex)) at.Error("2.8", "is no even number of hexadecimal digits");
        // A MUST too, but OASIS' own tools take and write capitals, which hold the same octets.
        else if (text.ContainsAnyExcept(Characters.LowerHex)) at.Warn("2.8", "holds capital hexadecimal digits");
    }
}

/// <summary>Section 2.1: base64 of RFC 4648, section 4.</summary>
internal sealed class BinaryRule : ValueRule
{
    public static BinaryRule Any { get; } = new();

    public override void Check(JsonElement value, Inspection at)
    {
        if (!IsText(value, at, "2.1")) return;
        var text = RawJson.Text(value);
        var digits = text.TrimEnd((byte)'=');
        // Whitespace is no part of it (RFC 4648, section 3.3).
        if (text.Length % 4 != 0 || text.Length - digits.Length > 2 || digits.ContainsAnyExcept(Characters.Base64)) at.Error("2.1", "is no base64");
        // Decoders may refuse the last digit's spare bits (RFC 4648, section 3.5); OASIS' tools do not.
        else if (!Base64.IsValid(text)) at.Warn("2.1", "is base64 with spare bits that are not zero");
    }
}

/// <summary>Section 2.7, with the digests of section 10.7.</summary>
internal sealed class HashesRule : ValueRule
{
    public static HashesRule Any { get; } = new();

    public override void Check(JsonElement value, Inspection at)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            at.Error("2.7", "is no dictionary of hashes");
            return;
        }

        var count = 0;
        foreach (var hash in value.EnumerateObject())
        {
            count++;
            at.Enter(hash);
            CheckHash(RawJson.Name(hash), hash.Value, at);
            at.Leave();
        }

        if (count == 0) at.Error("2.3", "is an empty dictionary");
    }

    private static void CheckHash(ReadOnlySpan<byte> algorithm, JsonElement digest, Inspection at)
    {
        if (algorithm.Length is < 3 or > 250 || !DictionaryRule.IsKey(algorithm))
        {
            at.Error("2.7", "is no algorithm's name: 3 to 250 of a-z, A-Z, 0-9, - and _");
            return;
        }

        if (digest.ValueKind != JsonValueKind.String)
        {
            at.Error("2.7", "is no string");
            return;
        }

        if (!HashForm.IsKnown(algorithm)) at.Warn("10.7", "is not in hash-algorithm-ov");
        else if (!HashForm.Fits(algorithm, RawJson.Text(digest))) at.Error("10.7", "is no value of that algorithm");
    }
}

/// <summary>What the values of known hash algorithms look like (section 10.7).</summary>
internal static class HashForm
{
    private static readonly NameTable<string> Algorithms =
        new(new[] { "MD5", "SHA-1", "SHA-256", "SHA-512", "SHA3-256", "SHA3-512", "SSDEEP", "TLSH" }.Select(name => KeyValuePair.Create(name, name)));

    public static bool IsKnown(ReadOnlySpan<byte> algorithm) => Algorithms.Find(algorithm) is not null;

    public static bool Fits(ReadOnlySpan<byte> algorithm, ReadOnlySpan<byte> digest) => Algorithms.Find(algorithm) switch
    {
        "MD5" => IsHex(digest, 32),
        "SHA-1" => IsHex(digest, 40),
        "SHA-256" or "SHA3-256" => IsHex(digest, 64),
        "SHA-512" or "SHA3-512" => IsHex(digest, 128),
        // 35 bytes, of which newer programs write the version T1 in front.
        "TLSH" => IsHex(digest.StartsWith("T1"u8) ? digest[2..] : digest, 70),
        "SSDEEP" => IsFuzzy(digest),
        _ => true,
    };

    private static bool IsHex(ReadOnlySpan<byte> digest, int length) =>
        digest.Length == length && !digest.ContainsAnyExcept(Characters.Hex);

    /// <summary>Block size, two signatures: <c>96:s4Ud1Lj96tHHlZDrwciQmA+4uy1I0G4HYuL8N3TzS8QsO/wqWXLcMSx:sF1LjEtHHlZDrJzrhuyZvHYm8tKp/RWO</c>.</summary>
    private static bool IsFuzzy(ReadOnlySpan<byte> digest)
    {
        var first = digest.IndexOf((byte)':');
        if (first < 1 || digest.Length > 200 || digest[..first].ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        var rest = digest[(first + 1)..];
        var second = rest.IndexOf((byte)':');
        return second >= 0 && !rest[(second + 1)..].ContainsAny((byte)':', (byte)' ');
    }
}

/// <summary>Section 2.3.</summary>
/// <param name="each">Null: any value.</param>
/// <param name="areKeysForeign">Names of another standard, such as header fields, which may hold more characters than ours.</param>
internal sealed class DictionaryRule(ValueRule? each = null, bool areKeysForeign = false) : ValueRule
{
    public static DictionaryRule Any { get; } = new();

    public override void Check(JsonElement value, Inspection at)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            at.Error("2.3", "is no dictionary");
            return;
        }

        var count = 0;
        foreach (var entry in value.EnumerateObject())
        {
            count++;
            at.Enter(entry);
            if (!IsKey(RawJson.Name(entry)))
            {
                if (areKeysForeign && entry.Name.Length is > 0 and <= 250) at.Warn("2.3", "is a key with characters besides a-z, A-Z, 0-9, - and _");
                else at.Error("2.3", "is no key: up to 250 of a-z, A-Z, 0-9, - and _");
            }

            each?.Check(entry.Value, at);
            at.Leave();
        }

        if (count == 0) at.Error("2.3", "is an empty dictionary");
    }

    public static bool IsKey(ReadOnlySpan<byte> key) =>
        key.Length is > 0 and <= 250 && !key.ContainsAnyExcept(Characters.Key);
}

/// <summary>A value of one of two kinds: an integer or a string in EXIF tags, say.</summary>
internal sealed class IntegerOrTextRule(string section) : ValueRule
{
    public override void Check(JsonElement value, Inspection at)
    {
        if (value.ValueKind == JsonValueKind.Number) IntegerRule.Any.Check(value, at);
        else if (value.ValueKind != JsonValueKind.String) at.Error(section, "is neither an integer nor a string");
    }
}
