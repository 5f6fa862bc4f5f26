using Grpc.Core;
using Hotline.Cli.Operations;
using Hotline.Cryptography;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Rosters;
using Hotline.Stores;

namespace Hotline.Cli.Terminals;

/// <summary>How a verb ended that could not give its answer.</summary>
/// <param name="Sentence">What happened and what to do next.</param>
internal sealed record Failure(int ExitCode, string Sentence)
{
    /// <summary>The sentence for what is expected to go wrong; null for a bug, which must show its trace.</summary>
    public static Failure? Of(Exception exception) => exception switch
    {
        OperationCanceledException { InnerException: TimeoutException } => Stopped("The other side did not answer in time: try again."),
        OperationCanceledException => new(Terminals.ExitCode.Interrupted, "Interrupted."),
        RosterRefusedException or RosterFormatException or BackupException or StoreException => No(exception.Message),
        StartupException or KeyFileException or IOException or UnauthorizedAccessException => Stopped(exception.Message),
        RpcException refused => OfCall(refused.Status),
        _ => null,
    };

    private static Failure OfCall(Status status) => status.StatusCode switch
    {
        StatusCode.Cancelled => new(Terminals.ExitCode.Interrupted, "Interrupted."),
        StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.AlreadyExists => No(status.Detail),
        StatusCode.Unavailable => Stopped("The connection to the running process broke: see its log, then try again."),
        StatusCode.Unimplemented => Stopped("What runs in this data directory cannot do that: only a node sends, reads and keeps accounts."),
        _ => Stopped($"It was refused: {status.Detail}"),
    };

    private static Failure No(string sentence) => new(Terminals.ExitCode.No, sentence);

    private static Failure Stopped(string sentence) => new(Terminals.ExitCode.Stopped, sentence);
}
