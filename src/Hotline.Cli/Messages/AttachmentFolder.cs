using Hotline.Cli.Terminals;
using Hotline.Wire;

namespace Hotline.Cli.Messages;

/// <summary>Where attachments are saved. Their names are the sender's, so only a plain file name in this folder is taken from them.</summary>
internal static class AttachmentFolder
{
    private const int MaxNameLength = 120;

    /// <returns>Path of the new file.</returns>
    /// <exception cref="IOException">A file of that name is there already.</exception>
    public static async Task<string> SaveAsync(string folder, AttachmentContent attachment, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(Path.GetFullPath(folder), SafeName(attachment.Name));
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        await file.WriteAsync(attachment.Content.Memory, cancellationToken);
        return path;
    }

    internal static string SafeName(string name)
    {
        // Separators of every system count: the folder may be read elsewhere later.
        var last = name[(name.LastIndexOfAny(['/', '\\', ':']) + 1)..];
        var plain = new string([.. Printable.Line(last).Where(character => character != '\uFFFD')]).Trim().TrimStart('.');
        if (plain.Length > MaxNameLength) plain = plain[^MaxNameLength..];
        return plain.Length > 0 ? plain : "attachment";
    }
}
