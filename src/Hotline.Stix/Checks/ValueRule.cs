using System.Text.Json;

namespace Hotline.Stix.Checks;

/// <summary>What a value of one of the common data types (section 2) must look like.</summary>
internal abstract class ValueRule
{
    public abstract void Check(JsonElement value, Inspection at);

    protected static bool IsText(JsonElement value, Inspection at, string section = "2.15")
    {
        if (value.ValueKind == JsonValueKind.String) return true;
        at.Error(section, "is no string");
        return false;
    }
}

/// <summary>Section 2.15.</summary>
internal sealed class TextRule(string section = "2.15") : ValueRule
{
    public static TextRule Any { get; } = new();

    public override void Check(JsonElement value, Inspection at) => IsText(value, at, section);
}

/// <summary>Section 2.2.</summary>
internal sealed class BooleanRule : ValueRule
{
    public static BooleanRule Any { get; } = new();

    public override void Check(JsonElement value, Inspection at)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) at.Error("2.2", "is no boolean");
    }
}

/// <summary>Section 2.10.</summary>
/// <param name="section">Of the range.</param>
internal sealed class IntegerRule(long least, long most, string section) : ValueRule
{
    public const long Largest = (1L << 53) - 1;

    public static IntegerRule Any { get; } = new(-Largest, Largest, "2.10");

    public override void Check(JsonElement value, Inspection at)
    {
        if (!TryRead(value, out var number)) at.Error("2.10", "is no integer");
        else if (number is < -Largest or > Largest) at.Error("2.10", "is an integer outside of 54 bits");
        else if (number < least || number > most) at.Error(section, most == Largest ? $"is below {least}" : $"is not from {least} to {most}");
    }

    /// <summary>5.0 and 5e0 are JSON for the integer 5.</summary>
    private static bool TryRead(JsonElement value, out long number)
    {
        number = 0;
        if (value.ValueKind != JsonValueKind.Number) return false;
        if (value.TryGetInt64(out number)) return true;
        if (!value.TryGetDouble(out var real) || real != Math.Truncate(real)) return false;
        number = Math.Abs(real) <= Largest ? (long)real : long.MaxValue;
        return true;
    }
}

/// <summary>Section 2.6.</summary>
internal sealed class FloatRule(double least, double most, string section) : ValueRule
{
    public static FloatRule Any { get; } = new(double.MinValue, double.MaxValue, "2.6");

    public override void Check(JsonElement value, Inspection at)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number)) at.Error("2.6", "is no number");
        else if (!double.IsFinite(number)) at.Error("2.6", "is a number that double precision cannot hold");
        else if (number < least || number > most) at.Error(section, $"is not from {least} to {most}");
    }
}

/// <summary>Section 2.16.</summary>
/// <param name="leastDigits">Behind the second: three for <c>created</c> and <c>modified</c>.</param>
internal sealed class TimestampRule(int leastDigits, int mostDigits, string section) : ValueRule
{
    public static TimestampRule Any { get; } = new(0, int.MaxValue, "2.16");

    public override void Check(JsonElement value, Inspection at)
    {
        if (!IsText(value, at, "2.16")) return;
        if (!TimestampForm.TryRead(RawJson.Text(value), out var form)) at.Error("2.16", "is no timestamp YYYY-MM-DDTHH:mm:ss[.s+]Z");
        else if (form.Digits < leastDigits) at.Error(section, "is a timestamp without milliseconds");
        else if (form.Digits > mostDigits) at.Error(section, "is more precise than to the second");
    }
}

/// <summary>A list has at least one value, all of one type (section 2.12).</summary>
internal sealed class ListRule(ValueRule each) : ValueRule
{
    public override void Check(JsonElement value, Inspection at)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            at.Error("2.12", "is no list");
            return;
        }

        if (value.GetArrayLength() == 0) at.Error("2.12", "is an empty list");
        var index = 0;
        foreach (var one in value.EnumerateArray())
        {
            at.Enter(index++);
            each.Check(one, at);
            at.Leave();
        }
    }
}

/// <summary>An object whose properties a table lists.</summary>
internal sealed class ShapeRule(Shape shape) : ValueRule
{
    public override void Check(JsonElement value, Inspection at)
    {
        if (value.ValueKind == JsonValueKind.Object) shape.Check(value, at);
        else at.Error(shape.Section, "is no object");
    }
}
