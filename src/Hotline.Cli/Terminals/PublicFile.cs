namespace Hotline.Cli.Terminals;

/// <summary>Permissions of files that hold no secret and are handed on: entries, rosters, certificates.</summary>
internal static class PublicFile
{
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
}
