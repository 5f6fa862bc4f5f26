using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Hotline.Stix.Checks;

namespace Hotline.Stix.Patterns;

/// <summary>Compares single values with constants (section 9.6).</summary>
internal static class Comparing
{
    /// <summary>Whether one value keeps a test, its NOT left aside. What cannot be compared is only unequal.</summary>
    public static bool Holds(ComparisonExpression.Test test, JsonElement value, WorkBudget budget) => test.Comparator switch
    {
        Comparator.In => test.Constants.Any(constant => Order(value, constant, test.Path) == 0),
        Comparator.NotEqual => Order(value, test.Constants[0], test.Path) != 0,
        Comparator.Equal => Order(value, test.Constants[0], test.Path) == 0,
        Comparator.Greater => Order(value, test.Constants[0], test.Path) > 0 && IsOrdered(value),
        Comparator.Less => Order(value, test.Constants[0], test.Path) < 0 && IsOrdered(value),
        Comparator.GreaterOrEqual => Order(value, test.Constants[0], test.Path) >= 0 && IsOrdered(value),
        Comparator.LessOrEqual => Order(value, test.Constants[0], test.Path) <= 0 && IsOrdered(value),
        _ => value.ValueKind == JsonValueKind.String && HoldsOfText(test, value.GetString()!, budget),
    };

    private static bool HoldsOfText(ComparisonExpression.Test test, string text, WorkBudget budget)
    {
        var constant = ((Constant.Text)test.Constants[0]).Value;
        budget.Spend(1 + (text.Length / 16));
        switch (test.Comparator)
        {
            case Comparator.Matches:
                var began = Stopwatch.GetTimestamp();
                var isMatch = IsBinary(test.Path) ? Octets(text, test.Path) is { } octets && test.Regex!.Value.IsMatch(octets) : test.Regex!.Value.IsMatch(text);
                budget.Spend(Stopwatch.GetElapsedTime(began));
                return isMatch;
            case Comparator.Like:
                return IsBinary(test.Path)
                    ? Octets(text, test.Path) is { } bytes && Like.IsMatch(Encoding.Latin1.GetString(bytes), constant, budget)
                    : Like.IsMatch(UnicodeText.Compose(text), UnicodeText.Compose(constant), budget);
            default:
                if (!AddressRange.TryRead(text, out var own) || !AddressRange.TryRead(constant, out var other)) return false;
                return test.Comparator == Comparator.IsSubset ? other.Contains(own) : own.Contains(other);
        }
    }

    /// <summary>Null where value and constant have types that nobody compares.</summary>
    private static int? Order(JsonElement value, Constant constant, ObjectPath path) => (constant, value.ValueKind) switch
    {
        (Constant.Number number, JsonValueKind.Number) => OrderOfNumbers(value, number),
        (Constant.Flag flag, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean() == flag.Value ? 0 : 1,
        (Constant.Text text, JsonValueKind.String) => OrderOfTexts(value.GetString()!, text.Value, path),
        (Constant.Bytes bytes, JsonValueKind.String) => Octets(value.GetString()!, path) is { } octets ? octets.AsSpan().SequenceCompareTo(bytes.Value.AsSpan()) : null,
        (Constant.Time time, JsonValueKind.String) => StixTimestamp.TryParse(value.GetString(), out var own) ? own.CompareTo(time.Value) : null,
        _ => null,
    };

    private static bool IsOrdered(JsonElement value) => value.ValueKind is JsonValueKind.Number or JsonValueKind.String;

    private static int? OrderOfNumbers(JsonElement value, Constant.Number number)
    {
        if (number.Whole is { } whole && value.TryGetInt64(out var integer)) return integer.CompareTo(whole);
        return value.TryGetDouble(out var real) && double.IsFinite(real) ? real.CompareTo(number.Value) : null;
    }

    private static int? OrderOfTexts(string value, string constant, ObjectPath path)
    {
        // By code points, not by UTF-16 units (section 9.6.2): UTF-8 sorts as code points do.
        if (!IsBinary(path)) return Encoding.UTF8.GetBytes(value).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(constant));
        if (constant.Any(one => one > '\u00FF') || Octets(value, path) is not { } octets) return null;
        return octets.AsSpan().SequenceCompareTo(Encoding.Latin1.GetBytes(constant));
    }

    private static bool IsBinary(ObjectPath path) => path.LastName.EndsWith("_bin", StringComparison.Ordinal) || path.LastName.EndsWith("_hex", StringComparison.Ordinal);

    /// <summary>The octets of a binary or hexadecimal property, or of a string whose characters all are octets (sections 9.2 and 9.6.4).</summary>
    private static byte[]? Octets(string value, ObjectPath path)
    {
        if (path.LastName.EndsWith("_hex", StringComparison.Ordinal)) return value.Length % 2 == 0 && value.All(char.IsAsciiHexDigit) ? Convert.FromHexString(value) : null;
        if (!path.LastName.EndsWith("_bin", StringComparison.Ordinal)) return value.All(one => one <= '\u00FF') ? Encoding.Latin1.GetBytes(value) : null;
        var bytes = new byte[(value.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(value, bytes, out var length) ? bytes[..length] : null;
    }
}
