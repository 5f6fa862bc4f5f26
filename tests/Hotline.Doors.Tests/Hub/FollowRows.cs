using Hotline.Doors.Tests.Table;
using Hotline.Hub.Tests;
using Hotline.Wire;

namespace Hotline.Doors.Tests.Hub;

/// <summary>Bad streams at the hub's exchange, by borea, for whom one message waits.</summary>
internal static class FollowRows
{
    private const string Door = "hub, Follow";
    private const string Form = "hotline.hub.rejected rule=form";

    public static IEnumerable<BadInput<HubRig>> All =>
    [
        Row("a stream that ends before it begins", "InvalidArgument: A stream begins with start.", Form),
        Row("an acknowledgement first", "InvalidArgument: A stream begins with start.", Form, Acknowledge(1)),
        Row("an empty request first", "InvalidArgument: A stream begins with start.", Form, new FollowRequest()),
        Row("a lane that does not exist", "InvalidArgument: A position names an unknown lane.", Form, Begin(new Position { Lane = (Lane)99, Position_ = 1 })),
        Row("a lane named twice", "InvalidArgument: A lane is named twice.", Form, Begin(new Position { Lane = Lane.Flash }, new Position { Lane = Lane.Flash })),
        Row("a position that this hub never gave", "FailedPrecondition: You have position 77 of lane *", "hotline.hub.rejected rule=ahead", Begin(new Position { Lane = Lane.Flash, Position_ = 77 })),
        Row("a position beyond 2^63", "FailedPrecondition: You have position 18446744073709551615 of lane *", "hotline.hub.rejected rule=ahead",
            Begin(new Position { Lane = Lane.Flash, Position_ = ulong.MaxValue })),
        Row("a second beginning", "InvalidArgument: A stream begins once.", Form, Begin(), Begin()),
        Row("an acknowledgement of what was never sent", "InvalidArgument: What was never sent cannot be acknowledged.", Form, Begin(), Acknowledge(1000)),
        Row("an acknowledgement in a lane that does not exist", "InvalidArgument: What was never sent cannot be acknowledged.", Form,
            Begin(), new FollowRequest { Acknowledge = new Position { Lane = (Lane)99, Position_ = 1 } }),
    ];

    private static FollowRequest Begin(params Position[] after) => new() { Start = new Start { After = { after } } };

    private static FollowRequest Acknowledge(ulong position) => new() { Acknowledge = new Position { Lane = Lane.Flash, Position_ = position } };

    private static BadInput<HubRig> Row(string input, string answer, string counted, params FollowRequest[] requests) => new(
        Door, input, answer, "Warning: Rejected a call by borea.example: *", counted, async rig =>
        {
            using var call = rig.Borea.Exchange.Follow(cancellationToken: TestContext.Current.CancellationToken);
            foreach (var request in requests) await call.RequestStream.WriteAsync(request);
            if (requests.Length == 0) await call.RequestStream.CompleteAsync();
            using var following = new Following(call);
            return Calls.Text(await following.EndAsync());
        });
}
