using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Stores;

namespace Hotline.Hub.Sequencing;

/// <summary>Says FAILED for every recipient that has not acknowledged delivery at a message's deadline.</summary>
internal sealed partial class DeadlineWatch<TDomain>(
    IHubStore<TDomain> store, Sequencer<TDomain> sequencer, TimeProvider clock, ILogger<DeadlineWatch<TDomain>> logger) : BackgroundService
    where TDomain : struct, ITrafficDomain
{
    /// <summary>A new message may have an earlier deadline than the one waited for, so no wait is longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private const int AtOnce = 256;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await ExpireAsync(stoppingToken);
                var next = await store.ReadNextDeadlineAsync(stoppingToken);
                var wait = next is { } deadline && deadline - clock.GetUtcNow() is var left && left < LongestWait ? left : LongestWait;
                if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var message in await store.ReadOverdueAsync(clock.GetUtcNow(), AtOnce, cancellationToken))
            {
                var sequenced = await sequencer.RunAsync(new HubStep<TDomain>.Expire(message), 0, cancellationToken);
                if (sequenced.Result.Decision is not HubDecision<TDomain>.Fail fail) continue;
                foreach (var node in fail.Failed.Undelivered) LogFailed(message.Id, node);
            }
        }
        catch (StoreException failed)
        {
            // Deadlines stay in the database: the next round says what this one could not.
            LogNotKept(failed.Message);
            await Task.Delay(LongestWait, clock, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Message} was not delivered to {Node} at its deadline")]
    private partial void LogFailed(MessageId message, NodeName node);

    [LoggerMessage(Level = LogLevel.Error, Message = "Deadlines could not be judged: {Reason}")]
    private partial void LogNotKept(string reason);
}
