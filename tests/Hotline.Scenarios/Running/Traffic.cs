using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using Hotline.Envelopes;
using Hotline.Wire;

namespace Hotline.Scenarios.Running;

/// <summary>What an officer was told is filed.</summary>
internal sealed record FiledMessage(string From, string To, string Body);

/// <summary>Officers at both desks: they send letters to each other and acknowledge some, whoever is down meanwhile, and remember what they were told.</summary>
internal sealed class Traffic(ServerNetwork network, Dice dice)
{
    private const int Conversations = 6;
    private static readonly Lane[] Lanes = [Lane.Deferred, Lane.Routine, Lane.Priority, Lane.Immediate, Lane.Flash];

    /// <summary>No message of a scenario is to fail by its deadline; a hub takes at most 30 days.</summary>
    private static readonly string Far = TimeProvider.System.GetUtcNow().AddDays(2).ToString("O", CultureInfo.InvariantCulture);

    private readonly ConcurrentDictionary<MessageId, bool> _acknowledged = [];
    private int _attempts;
    private int _refused;

    /// <summary>Messages whose sender was told that they are filed.</summary>
    public ConcurrentDictionary<MessageId, FiledMessage> Filed { get; } = [];

    /// <summary>Messages whose recipient's officer was told that the acknowledgement is kept.</summary>
    public IEnumerable<MessageId> Acknowledged => _acknowledged.Keys;

    /// <summary>Calls that failed: of those nobody knows whether they were kept.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Calls whose answer was that nothing was kept.</summary>
    public int Refused => _refused;

    /// <summary>Sends until so many messages are filed, several at a time.</summary>
    /// <param name="mayGoOn">How many may be filed by now: whoever schedules crashes holds the traffic back with it.</param>
    public Task SendAsync(int messages, Func<int> mayGoOn, CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
        async () =>
        {
            var own = dice.Fork();
            while (Filed.Count < messages)
            {
                if (Filed.Count >= mayGoOn() || !await TrySendAsync(own, cancellationToken)) await Task.Delay(20, cancellationToken);
                else if (own.OneIn(5)) await AcknowledgeAsync(own, cancellationToken);
            }
        },
        cancellationToken)));

    /// <returns>False when the sender's node did not answer, or kept nothing.</returns>
    public async Task<bool> TrySendAsync(Dice own, CancellationToken cancellationToken, int padding = 0)
    {
        var from = own.Of(network.Nodes);
        var to = network.Other(from);
        var attempt = Interlocked.Increment(ref _attempts);
        var body = string.Create(CultureInfo.InvariantCulture, $"Attempt {attempt} from {from.Name}. {new string('x', padding)}");
        var conversation = $"{from.Name}-{own.Next(Conversations)}";
        try
        {
            var reply = await from.Operator.Desk.SendAsync(
                new SendRequest { To = { to.Name }, Precedence = own.Of(Lanes), Subject = "Crash", Body = body, Conversation = conversation, Deadline = Far },
                cancellationToken: cancellationToken);
            Filed[MessageId.Parse(reply.Id)] = new FiledMessage(from.Name, to.Name, body);
            return true;
        }
        catch (RpcException failed) when (failed.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown)
        {
            if (failed.Status.Detail.StartsWith("Nothing was kept", StringComparison.Ordinal)) Interlocked.Increment(ref _refused);
            else Unanswered++;
            return false;
        }
    }

    private async Task AcknowledgeAsync(Dice own, CancellationToken cancellationToken)
    {
        var known = Filed.ToArray();
        var (message, filed) = own.Of(known);
        try
        {
            await network.Nodes.Single(node => node.Name == filed.To).Operator.Desk.AcknowledgeAsync(new AcknowledgeRequest { Id = message.ToString() }, cancellationToken: cancellationToken);
            _acknowledged[message] = true;
        }
        catch (RpcException absent) when (absent.StatusCode is StatusCode.NotFound or StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown)
        {
            // It has not come yet, or the node is down.
        }
    }
}
