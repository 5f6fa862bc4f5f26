using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Benchmarks.Taxii;

/// <summary>STIX objects without end, the same in every run: mostly indicators, one in ten a campaign, one in a hundred a malware.</summary>
internal static class GeneratedObjects
{
    public const string RareType = "malware";

    public static string IdOf(int number) => $"{TypeOf(number)}--{UuidOf(number)}";

    /// <summary>A TAXII envelope of <paramref name="count"/> objects from <paramref name="first"/> on.</summary>
    public static byte[] Envelope(int first, int count)
    {
        var json = new StringBuilder("{\"objects\":[", 512 * count);
        for (var number = first; number < first + count; number++)
        {
            if (number > first) json.Append(',');
            Append(json, number);
        }

        return Encoding.ASCII.GetBytes(json.Append("]}").ToString());
    }

    private static string TypeOf(int number) => number % 100 == 0 ? RareType : number % 10 == 0 ? "campaign" : "indicator";

    private static void Append(StringBuilder json, int number)
    {
        var type = TypeOf(number);
        json.Append(
            CultureInfo.InvariantCulture,
            $$"""{"type":"{{type}}","spec_version":"2.1","id":"{{type}}--{{UuidOf(number)}}","created":"2026-01-01T00:00:00.000Z","modified":"{{Modified(number)}}","name":"Object {{number}} of the benchmark","description":"Generated, of ordinary length, so that a page weighs what a page of indicators weighs.",""");
        json.Append(type switch
        {
            RareType => "\"is_family\":false",
            "campaign" => "\"objective\":\"none\"",
            _ => $"\"indicator_types\":[\"malicious-activity\"],\"pattern\":\"[ipv4-addr:value = '10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}']\",\"pattern_type\":\"stix\",\"valid_from\":\"2026-01-01T00:00:00Z\"",
        }).Append('}');
    }

    private static string Modified(int number) =>
        new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(number).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static Guid UuidOf(int number)
    {
        Span<byte> input = stackalloc byte[sizeof(int)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32BigEndian(input, number);
        SHA256.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
