namespace Hotline.Cli.Messages;

/// <summary>Media types of what officers attach, by a file's ending. The recipient's eyes decide, not this label.</summary>
internal static class MediaTypes
{
    public static string OfFile(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".TXT" or ".LOG" or ".MD" => "text/plain",
        ".CSV" => "text/csv",
        ".JSON" => "application/json",
        ".XML" => "application/xml",
        ".PDF" => "application/pdf",
        ".PNG" => "image/png",
        ".JPG" or ".JPEG" => "image/jpeg",
        ".ZIP" => "application/zip",
        _ => "application/octet-stream",
    };
}
