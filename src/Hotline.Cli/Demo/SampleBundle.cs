namespace Hotline.Cli.Demo;

/// <summary>A STIX 2.1 bundle of our own making: an incident at fictional Alba's grid, with indicators and a sharing statement.</summary>
internal static class SampleBundle
{
    public static byte[] Read()
    {
        using var stream = typeof(SampleBundle).Assembly.GetManifestResourceStream("sample-bundle")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
