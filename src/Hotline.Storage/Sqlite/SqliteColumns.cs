using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Sqlite;

/// <summary>How domain values stand in columns: hashes and bytes as BLOB, times as whole milliseconds since 1970, names as TEXT.</summary>
internal static class SqliteColumns
{
    public static byte[] Bytes(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static ulong Unsigned(this SqliteDataReader row, int column) => checked((ulong)row.GetInt64(column));

    public static Digest Hash(this SqliteDataReader row, int column) => new(row.Bytes(column));

    public static NodeName Node(this SqliteDataReader row, int column) => NodeName.Parse(row.GetString(column));

    public static DateTimeOffset Time(this SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static byte[] Column(this Digest digest) => digest.ToArray();

    public static long Column(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>A position in a queue. The other side may claim any number; no queue comes near 2^63, which stands for all beyond.</summary>
    public static long PositionColumn(this ulong position) => (long)Math.Min(position, long.MaxValue);
}
