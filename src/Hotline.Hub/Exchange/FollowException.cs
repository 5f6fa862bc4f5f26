using Grpc.Core;
using Hotline.Envelopes;

namespace Hotline.Hub.Exchange;

/// <summary>Why a member's stream ends before the member ends it, as the member is told.</summary>
internal sealed class FollowException : Exception
{
    public FollowException()
    {
    }

    public FollowException(string sentence)
        : base(sentence)
    {
    }

    public FollowException(string sentence, Exception innerException)
        : base(sentence, innerException)
    {
    }

    private FollowException(StatusCode status, string rule, string sentence)
        : base(sentence) => (Status, Rule) = (status, rule);

    public StatusCode Status { get; } = StatusCode.Unknown;

    /// <summary>For metrics.</summary>
    public string Rule { get; } = "";

    /// <summary>The member did nothing wrong.</summary>
    public bool IsNobodysFault => Status is StatusCode.Aborted or StatusCode.Unavailable;

    public static FollowException Replaced() => new(StatusCode.Aborted, "replaced", "Another stream of this node took the place of this one.");

    public static FollowException Stopping() => new(StatusCode.Unavailable, "stopping", "The hub is going down.");

    public static FollowException Revoked() => new(StatusCode.PermissionDenied, "member", "Your TLS key belongs to no member in good standing on this hub's roster.");

    public static FollowException Malformed(string sentence) => new(StatusCode.InvalidArgument, "form", sentence);

    public static FollowException Ahead(Precedence lane, ulong position) => new(
        StatusCode.FailedPrecondition, "ahead",
        $"You have position {position} of lane {lane.ToWord()}, this hub has not: its database is older than what it sent you. Tell its operator before anything is sent.");
}
