using System.Reflection;

namespace Hotline.Fuzzing;

/// <summary>A parser of foreign bytes as a pure function.</summary>
/// <param name="Name">Also the folder of its seeds.</param>
/// <param name="Read">
/// True when the bytes parsed, and wrote back identically where that is a law; false when they were refused, by the answer's own words.
/// Whatever exception leaves it is a find.
/// </param>
internal sealed record FuzzTarget(string Name, Func<byte[], Answer> Read)
{
    /// <summary>Most bytes that one input may make the parser allocate, beside <see cref="AllocatedPerByte"/> for each of its own.</summary>
    public long Allocated { get; init; } = 1024 * 1024;

    public long AllocatedPerByte { get; init; } = 200;

    /// <summary>Beyond it a parser hangs. Generous, because the machine may be busy.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Seeds, and what was found earlier, from the repository.</summary>
    public IReadOnlyList<byte[]> Corpus => [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Name + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Load)];

    /// <summary>A target whose parser refuses by one kind of exception.</summary>
    public static FuzzTarget Of<TRefusal>(string name, Func<byte[], bool> parses)
        where TRefusal : Exception => new(name, bytes =>
        {
            try
            {
                return parses(bytes) ? Answer.Parsed : new Answer(false, "");
            }
            catch (TRefusal refused) when (refused.GetType() == typeof(TRefusal) || typeof(TRefusal) == typeof(System.Security.Cryptography.CryptographicException))
            {
                return new Answer(false, refused.Message);
            }
        });

    /// <summary>Where a law holds: what parses writes back as it came.</summary>
    public static bool Same(ReadOnlySpan<byte> written, ReadOnlySpan<byte> read) =>
        written.SequenceEqual(read) ? true : throw new InvalidOperationException("What was parsed does not write back identically.");

    private static byte[] Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <param name="Words">Why it was refused. An answer in new words leads to new parts of the parser.</param>
internal readonly record struct Answer(bool IsParsed, string Words)
{
    public static Answer Parsed { get; } = new(true, "");
}
