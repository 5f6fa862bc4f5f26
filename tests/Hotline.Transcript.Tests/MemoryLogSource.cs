namespace Hotline.Transcript.Tests;

/// <summary>A log's files in memory, so that each can be damaged, taken away or replaced in turn.</summary>
internal sealed class MemoryLogSource(IReadOnlyDictionary<string, byte[]> files) : ILogSource
{
    public IReadOnlyDictionary<string, byte[]> Files { get; } = files;

    /// <summary>What was asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Every file below a directory.</summary>
    public static MemoryLogSource Of(string directory) => new(Directory
        .EnumerateFiles(directory, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllBytes));

    public Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        Asked.Add(path);
        return Task.FromResult(Files.GetValueOrDefault(path));
    }

    public MemoryLogSource With(string path, byte[] content) => new(new Dictionary<string, byte[]>(Files) { [path] = content });

    public MemoryLogSource Without(string path) => new(Files.Where(file => file.Key != path).ToDictionary());
}
