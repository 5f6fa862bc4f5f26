using Grpc.Core;

namespace Hotline.Hosting.Guarding;

/// <summary>The end of a call that whoever rejected it has told already, in the log and in a metric of its own: nobody tells it again.</summary>
public static class RejectedCall
{
    private static readonly InvalidOperationException Mark = new("told");

    public static RpcException Told(StatusCode status, string sentence) => new(new Status(status, sentence, Mark));

    internal static bool IsTold(Status status) => ReferenceEquals(status.DebugException, Mark);
}
