using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hotline.Stix.Ids;

/// <summary>The JSON Canonicalization Scheme (RFC 8785).</summary>
internal static class CanonicalJson
{
    public static void Write(JsonElement value, IBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value.EnumerateObject().Select(property => (property.Name, property.Value)), output);
                break;
            case JsonValueKind.Array:
                WriteArray(value, output);
                break;
            case JsonValueKind.String:
                WriteText(value.GetString()!, output);
                break;
            case JsonValueKind.Number:
                output.Write(Encoding.ASCII.GetBytes(NumberText(value.GetDouble())));
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            default:
                output.Write("null"u8);
                break;
        }
    }

    /// <summary>Properties are sorted by the UTF-16 code units of their names (section 3.2.3).</summary>
    public static void WriteObject(IEnumerable<(string Name, JsonElement Value)> properties, IBufferWriter<byte> output)
    {
        output.Write("{"u8);
        var isFirst = true;
        foreach (var (name, value) in properties.OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            if (!isFirst) output.Write(","u8);
            isFirst = false;
            WriteText(name, output);
            output.Write(":"u8);
            Write(value, output);
        }

        output.Write("}"u8);
    }

    /// <summary>A number as ECMAScript writes it (section 3.2.2.3).</summary>
    /// <param name="number">Finite.</param>
    public static string NumberText(double number)
    {
        if (number == 0) return "0";
        // The shortest digits that read back as the number: what differs from ECMAScript is only where the point goes.
        var (sign, digits, point) = Digits(number.ToString("R", CultureInfo.InvariantCulture));
        if (point is > 0 and <= 21)
            return digits.Length <= point ? sign + digits.PadRight(point, '0') : $"{sign}{digits[..point]}.{digits[point..]}";
        if (point is > -6 and <= 0) return $"{sign}0.{new string('0', -point)}{digits}";
        var exponent = point - 1;
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}");
    }

    /// <returns>Digits without zeros at either end, and how many of them stand before the point.</returns>
    private static (string Sign, string Digits, int Point) Digits(string text)
    {
        var sign = text[0] == '-' ? "-" : "";
        var rest = text.AsSpan(sign.Length);
        var exponent = 0;
        if (rest.IndexOf('E') is var at and >= 0)
        {
            exponent = int.Parse(rest[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            rest = rest[..at];
        }

        var dot = rest.IndexOf('.');
        var whole = dot < 0 ? rest.ToString() : rest[..dot].ToString();
        var digits = whole + (dot < 0 ? "" : rest[(dot + 1)..].ToString());
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (sign, digits.Trim('0'), whole.Length - leading + exponent);
    }

    private static void WriteArray(JsonElement list, IBufferWriter<byte> output)
    {
        output.Write("["u8);
        var isFirst = true;
        foreach (var one in list.EnumerateArray())
        {
            if (!isFirst) output.Write(","u8);
            isFirst = false;
            Write(one, output);
        }

        output.Write("]"u8);
    }

    /// <summary>Only quotes, backslashes and control characters are escaped (section 3.2.2.2).</summary>
    private static void WriteText(string text, IBufferWriter<byte> output)
    {
        var escaped = new StringBuilder(text.Length + 2).Append('"');
        foreach (var one in text)
        {
            _ = one switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\b' => escaped.Append("\\b"),
                '\t' => escaped.Append("\\t"),
                '\n' => escaped.Append("\\n"),
                '\f' => escaped.Append("\\f"),
                '\r' => escaped.Append("\\r"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}"),
                _ => escaped.Append(one),
            };
        }

        output.Write(Encoding.UTF8.GetBytes(escaped.Append('"').ToString()));
    }
}
