using System.Globalization;
using System.Text;

namespace Hotline.Transcript;

/// <summary>A tile of hashes: 256 nodes side by side, at level 0 leaves, at level n the roots of full tiles of level n-1 (C2SP tlog-tiles).</summary>
public readonly record struct TileId(int Level, ulong Index)
{
    /// <summary>Hashes of a full tile.</summary>
    public const int FullWidth = 256;

    internal const int Height = 8;

    /// <summary>Highest level of a tree of 2^64 leaves.</summary>
    internal const int MaxLevel = 7;
}

/// <summary>What a path below a log's prefix names: a tile of hashes or a bundle of entries, full or partial (C2SP tlog-tiles).</summary>
/// <param name="IsEntries">A bundle of entries; <see cref="TileId.Level"/> is 0 then.</param>
/// <param name="Width">1 to 256.</param>
public readonly record struct TilePath(TileId Id, bool IsEntries, int Width)
{
    /// <summary><c>tile/0/x001/x234/067</c>, <c>tile/entries/000.p/5</c>.</summary>
    public override string ToString()
    {
        var path = new StringBuilder("tile/").Append(IsEntries ? "entries" : Id.Level.ToString(CultureInfo.InvariantCulture));
        var digits = Id.Index.ToString(CultureInfo.InvariantCulture);
        digits = digits.PadLeft((digits.Length + 2) / 3 * 3, '0');
        for (var at = 0; at < digits.Length; at += 3)
            path.Append('/').Append(at + 3 < digits.Length ? "x" : "").Append(digits, at, 3);
        if (Width < TileId.FullWidth) path.Append(".p/").Append(Width.ToString(CultureInfo.InvariantCulture));
        return path.ToString();
    }

    /// <summary>Reads the one form of a path.</summary>
    public static bool TryParse(string path, out TilePath tile)
    {
        tile = default;
        if (path.Length > 64) return false;
        var parts = path.Split('/');
        if (parts.Length < 3 || parts[0] != "tile") return false;
        var isEntries = parts[1] == "entries";
        var level = 0;
        if (!isEntries && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out level) || level > 63)) return false;
        var width = TileId.FullWidth;
        var last = parts.Length - 1;
        if (parts[last - 1].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(parts[last], NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is < 1 or >= TileId.FullWidth) return false;
            parts[--last] = parts[last][..^2];
        }

        ulong index = 0;
        for (var at = 2; at <= last; at++)
        {
            var digits = at < last && parts[at].StartsWith('x') ? parts[at][1..] : parts[at];
            if (digits.Length != 3 || !ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var group)) return false;
            if (index > (ulong.MaxValue - group) / 1000) return false;
            index = (index * 1000) + group;
        }

        var read = new TilePath(new TileId(level, index), isEntries, width);
        // Writing it again finds every other spelling: leading zeros, a missing or superfluous x.
        if (read.ToString() != path) return false;
        tile = read;
        return true;
    }
}
