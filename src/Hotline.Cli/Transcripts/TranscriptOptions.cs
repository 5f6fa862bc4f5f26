using System.CommandLine;
using Hotline.Cli.Terminals;

namespace Hotline.Cli.Transcripts;

/// <summary>How a transcript is reached and by what it is judged.</summary>
/// <param name="Keys">Verifier keys, or names of files with them.</param>
/// <param name="Rosters">Folder of signed rosters.</param>
/// <param name="Authority">PEM of the authorities that may have issued the server's certificate.</param>
/// <param name="Certificate">PEM of the reader's own certificate.</param>
/// <param name="Key">PEM of its private key.</param>
internal sealed record TranscriptOptions(
    IReadOnlyList<string> Keys, string? Rosters, string? Authority, string? Certificate, string? Key, string? PassphraseFile)
{
    private static readonly Option<string[]> KeysOption = new("--vkey")
    {
        HelpName = "K", Description = "The log's verifier key, or a file with it; a second one for its ML-DSA key.",
    };

    private static readonly Option<string?> RostersOption = new("--rosters")
    {
        HelpName = "DIR",
        Description = "Folder of signed rosters: judges signatures and proofs within entries too (default: a data directory's own).",
    };

    private static readonly Option<string?> AuthorityOption = new("--ca")
    {
        HelpName = "PEM", Description = "Authority of the server's certificate (default: those of this machine).",
    };
    private static readonly Option<string?> CertificateOption = new("--cert")
    {
        HelpName = "PEM", Description = "Your certificate, as a peer or auditor on the roster.",
    };
    private static readonly Option<string?> KeyOption = new("--key")
    {
        HelpName = "PEM", Description = "Its private key, encrypted or not.",
    };

    public static Argument<string?> Source { get; } = new("SOURCE")
    {
        Description = "Data directory, directory with an exported log, or https URL (default: --data).", Arity = ArgumentArity.ZeroOrOne,
    };

    public static IEnumerable<Symbol> All =>
    [
        Source, KeysOption, RostersOption, AuthorityOption, CertificateOption, KeyOption,
        CommonOptions.Data, CommonOptions.Exercise, CommonOptions.PassphraseFile, CommonOptions.Json,
    ];

    public static TranscriptOptions Of(ParseResult parsed) => new(
        parsed.GetValue(KeysOption) ?? [], parsed.GetValue(RostersOption), parsed.GetValue(AuthorityOption),
        parsed.GetValue(CertificateOption), parsed.GetValue(KeyOption), parsed.GetValue(CommonOptions.PassphraseFile));

    public static string SourceOf(ParseResult parsed) => parsed.GetValue(Source) ?? DataRoot.Of(parsed).Path;
}
