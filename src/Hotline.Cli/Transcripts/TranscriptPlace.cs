using Hotline.Cli.Rosters;
using Hotline.Cli.Terminals;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Rosters;
using Hotline.Transcript;

namespace Hotline.Cli.Transcripts;

/// <summary>A transcript to be read, with the keys and rosters to judge it by.</summary>
/// <param name="Name">Where it is, for people.</param>
/// <param name="Rosters">Null: the entries' own signatures are not checked.</param>
internal sealed record TranscriptPlace(string Name, ILogSource Source, TranscriptKeys Keys, RosterSeries? Rosters, IDisposable? Held) : IDisposable
{
    /// <param name="source">Data directory, directory with an exported log, or https URL of a log.</param>
    /// <exception cref="StartupException">It is none of these, or the keys to judge it by are missing.</exception>
    public static async Task<TranscriptPlace> OpenAsync(
        string source, TranscriptOptions options, DatabaseAccess databases, CancellationToken cancellationToken)
    {
        var rosters = options.Rosters is { } folder ? KeptRosters.LoadFolder(folder) : null;
        if (Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps)
        {
            var client = HttpsReader.Create(options.Authority, options.Certificate, options.Key, options.PassphraseFile);
            var log = new HttpLogSource(client, new Uri(source.EndsWith('/') ? source : source + "/"));
            return new TranscriptPlace(source, log, await FindKeysAsync(log, options, rosters, cancellationToken), rosters, client);
        }

        if (!Directory.Exists(source))
            throw new StartupException(
                $"{source} is no directory and no https URL: name a data directory, an exported log, or a log's URL.");
        if (File.Exists(Path.Combine(source, "hotline.json"))) return OpenData(DataDirectory.Open(source), options, rosters, databases);
        var files = new DirectoryLogSource(source);
        return new TranscriptPlace(
            Path.GetFullPath(source), files, await FindKeysAsync(files, options, rosters, cancellationToken), rosters, Held: null);
    }

    public void Dispose() => Held?.Dispose();

    private static TranscriptPlace OpenData(
        DataDirectory directory, TranscriptOptions options, RosterSeries? rosters, DatabaseAccess databases)
    {
        var transcript = databases.OpenTranscript(DatabaseAccess.PathIn(directory));
        var keys = options.Keys.Count > 0 ? TranscriptKeys.Parse(options.Keys) : TranscriptKeys.Of(directory);
        var own = rosters ?? KeptRosters.TryLoadFolder(directory.Rosters);
        return new TranscriptPlace(directory.Path, new TranscriptStoreSource(transcript), keys, own, transcript as IDisposable);
    }

    // Without keys at hand the checkpoint only says whose they must be; the roster says which they are.
    private static async Task<TranscriptKeys> FindKeysAsync(
        ILogSource log, TranscriptOptions options, RosterSeries? rosters, CancellationToken cancellationToken)
    {
        if (options.Keys.Count > 0) return TranscriptKeys.Parse(options.Keys);
        if (rosters is null)
            throw new StartupException(
                "By which key shall it be judged? Name the log's verifier key with --vkey, or a folder of rosters with --rosters.");
        var origin = await ReadOriginAsync(log, cancellationToken);
        return KeysOf(rosters.Current, origin)
            ?? throw new StartupException($"Nobody on roster {rosters.Current.Number} has the log {origin}: name its key with --vkey.");
    }

    private static async Task<string> ReadOriginAsync(ILogSource log, CancellationToken cancellationToken)
    {
        try
        {
            var note = await log.ReadAsync("checkpoint", cancellationToken)
                ?? throw new StartupException("There is no checkpoint: the log is empty or not there.");
            return Checkpoint.Parse(SignedNote.Parse(note).Text).Origin;
        }
        catch (NoteException malformed)
        {
            throw new StartupException($"The checkpoint is malformed: {malformed.Message}", malformed);
        }
    }

    private static TranscriptKeys? KeysOf(Roster roster, string origin) =>
        roster.Members.Select(member => (member.Log, member.LogMlDsa)).Concat(roster.Hubs.Select(hub => (hub.Log, hub.LogMlDsa)))
            .Where(keys => keys.Log.StartsWith(origin + "+", StringComparison.Ordinal))
            .Select(keys => TranscriptKeys.Parse([keys.Log, keys.LogMlDsa])).FirstOrDefault();
}
