namespace Hotline.Mls.Tests;

/// <summary>Damages bytes, the same way for the same seed (xorshift64*): flips, cuts, doubles, and lengths made long.</summary>
internal sealed class Mutator(ulong seed)
{
    private ulong _state = (seed * 0x9e3779b97f4a7c15) | 1;

    public byte[] Mutate(byte[] original)
    {
        var bytes = (byte[])original.Clone();
        for (var rounds = 1 + Below(4); rounds > 0; rounds--) bytes = Once(bytes);
        return bytes;
    }

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    private byte[] Once(byte[] bytes)
    {
        if (bytes.Length == 0) return [(byte)Below(256)];
        var at = Below(bytes.Length);
        switch (Below(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << Below(8));
                return bytes;
            case 1:
                bytes[at] = (byte)Below(256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + Below(16))..]];
            case 4:
                return [.. bytes[..at], .. bytes[at..Math.Min(bytes.Length, at + 1 + Below(64))], .. bytes[at..]];
            default:
                // The longest length there is.
                foreach (var value in (byte[])[0xbf, 0xff, 0xff, 0xff])
                    if (at < bytes.Length) bytes[at++] = value;
                return bytes;
        }
    }

    private ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545f4914f6cdd1d;
    }
}
