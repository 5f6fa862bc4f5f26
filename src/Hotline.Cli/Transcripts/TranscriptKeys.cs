using Hotline.Hosting;
using Hotline.Rosters;
using Hotline.Transcript;

namespace Hotline.Cli.Transcripts;

/// <summary>The keys that a transcript's checkpoints must bear signatures of.</summary>
/// <param name="Log">Ed25519, 0x01.</param>
/// <param name="LogMlDsa">ML-DSA-44, 0x06; null where it was not given: then its line is not required.</param>
internal sealed record TranscriptKeys(VerifierKey Log, VerifierKey? LogMlDsa)
{
    /// <param name="given">Verifier keys, or names of files with one on each line.</param>
    /// <exception cref="StartupException">None of type 0x01, two of one type, or one is malformed.</exception>
    public static TranscriptKeys Parse(IEnumerable<string> given)
    {
        var keys = given.SelectMany(text => File.Exists(text) ? File.ReadAllLines(text) : [text])
            .Where(line => line.Length > 0).Select(Parse).ToArray();
        if (keys.Count(key => key.Type == KeyType.Ed25519) != 1 || keys.Count(key => key.Type == KeyType.MlDsa44) > 1 || keys.Any(key => key.Type == KeyType.Cosignature))
            throw new StartupException(
                "Give the log's verifier key (type 0x01) with --vkey, and if you have it the ML-DSA one (0x06) with a second --vkey.");
        return new TranscriptKeys(
            keys.Single(key => key.Type == KeyType.Ed25519), keys.SingleOrDefault(key => key.Type == KeyType.MlDsa44));
    }

    /// <summary>The keys of a data directory's own transcript, as its entry for the roster names them.</summary>
    /// <exception cref="StartupException">The directory is an auditor's, who has no transcript.</exception>
    public static TranscriptKeys Of(DataDirectory directory) => RosterEntry.Parse(File.ReadAllBytes(directory.Entry)) switch
    {
        RosterEntry.OfMember member => Parse([member.Member.Log, member.Member.LogMlDsa]),
        RosterEntry.OfHub hub => Parse([hub.Hub.Log, hub.Hub.LogMlDsa]),
        _ => throw new StartupException($"{directory.Path} is an auditor's: there is no transcript in it."),
    };

    private static VerifierKey Parse(string text)
    {
        try
        {
            return VerifierKey.Parse(text);
        }
        catch (NoteException malformed)
        {
            throw new StartupException($"'{text}' is no verifier key and no file with one: {malformed.Message}", malformed);
        }
    }
}
