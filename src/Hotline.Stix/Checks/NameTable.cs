using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Hotline.Stix.Checks;

/// <summary>Looks names up by the bytes of a document, without making strings of them.</summary>
internal sealed class NameTable<T>
    where T : class
{
    private const int LongestName = 250;

    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public NameTable(IEnumerable<KeyValuePair<string, T>> entries)
    {
        Entries = entries.ToFrozenDictionary(StringComparer.Ordinal);
        _lookup = Entries.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public FrozenDictionary<string, T> Entries { get; }

    public T? Find(ReadOnlySpan<byte> name)
    {
        Span<char> characters = stackalloc char[LongestName];
        return name.Length <= LongestName && Ascii.ToUtf16(name, characters, out var length) == OperationStatus.Done
            && _lookup.TryGetValue(characters[..length], out var found) ? found : null;
    }
}
