using System.Text.Json;

namespace Hotline.TestData;

/// <summary>Published vectors and real bundles, which live beside the checkout and not in it.</summary>
/// <remarks>
/// Looked for in <c>HOTLINE_SHARED</c>, then in <c>shared</c> beside the checkout. Where they are missing a test is
/// skipped by name; <c>tests/run --complete</c> makes that a failure.
/// </remarks>
internal static class SharedData
{
    /// <summary>Path of a file or folder below the shared data; skips the calling test where it is not present.</summary>
    public static string Require(string relativePath)
    {
        var path = Root is null ? null : Path.Combine(Root, relativePath);
        Assert.SkipUnless(path is not null && (File.Exists(path) || Directory.Exists(path)), $"shared data not present: {relativePath}");
        return path!;
    }

    public static byte[] ReadBytes(string relativePath) => File.ReadAllBytes(Require(relativePath));

    public static JsonDocument ReadJson(string relativePath) => JsonDocument.Parse(ReadBytes(relativePath));

    /// <summary>Top folder of this checkout: the one with Hotline.sln.</summary>
    public static string Checkout { get; } = FindAbove(AppContext.BaseDirectory, folder => File.Exists(Path.Combine(folder, "Hotline.sln")))
        ?? throw new DirectoryNotFoundException("Hotline.sln is in no folder above the tests.");

    private static string? Root { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("HOTLINE_SHARED") is { Length: > 0 } configured)
            return Directory.Exists(configured) ? configured : throw new DirectoryNotFoundException($"HOTLINE_SHARED names no folder: {configured}");
        var beside = Path.Combine(Checkout, "..", "shared");
        return Directory.Exists(beside) ? Path.GetFullPath(beside) : null;
    }

    private static string? FindAbove(string start, Func<string, bool> holds)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (holds(folder.FullName)) return folder.FullName;
        return null;
    }
}
