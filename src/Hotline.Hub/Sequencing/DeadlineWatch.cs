using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Stores;

namespace Hotline.Hub.Sequencing;

/// <summary>Says FAILED for every recipient that has not acknowledged delivery at a message's deadline.</summary>
internal sealed partial class DeadlineWatch<TDomain> : BackgroundService
    where TDomain : struct, ITrafficDomain
{
    private const int AtOnce = 256;

    /// <summary>A corrected clock moves deadlines, so no wait is longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan WaitAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Signal _earlier = new();
    private readonly IHubStore<TDomain> _store;
    private readonly Sequencer<TDomain> _sequencer;
    private readonly TimeProvider _clock;
    private readonly ILogger<DeadlineWatch<TDomain>> _logger;
    private long _awaited = long.MaxValue;

    public DeadlineWatch(IHubStore<TDomain> store, Sequencer<TDomain> sequencer, TimeProvider clock, ILogger<DeadlineWatch<TDomain>> logger)
    {
        (_store, _sequencer, _clock, _logger) = (store, sequencer, clock, logger);
        sequencer.Committed += result =>
        {
            if (result.Decision is HubDecision<TDomain>.Carry carry && carry.Envelope.Origin.Text.Deadline.UtcTicks < Interlocked.Read(ref _awaited)) _earlier.Raise();
        };
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Whatever is carried from here on raises the signal, until a wait for a known deadline makes it choosy.
                _earlier.Reset();
                Interlocked.Exchange(ref _awaited, long.MaxValue);
                await WaitAsync(await ExpireAsync(stoppingToken), stoppingToken);
            }
            catch (StoreException failed)
            {
                // Deadlines stay in the database: the next round says what this one could not.
                LogNotKept(failed.Message);
                await Task.Delay(WaitAfterFailure, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The hub is going down; deadlines stay in the database.
            }
        }
    }

    /// <summary>Fails what is overdue, all in one batch.</summary>
    /// <returns>The next deadline; null when none is open.</returns>
    private async Task<DateTimeOffset?> ExpireAsync(CancellationToken cancellationToken)
    {
        var overdue = await _store.ReadOverdueAsync(_clock.GetUtcNow(), AtOnce, cancellationToken);
        var steps = await Task.WhenAll(overdue.Select(message => _sequencer.RunAsync(new HubStep<TDomain>.Expire(message), 0, cancellationToken)));
        foreach (var step in steps)
        {
            if (step.Result.Decision is not HubDecision<TDomain>.Fail fail) continue;
            foreach (var node in fail.Failed.Undelivered) LogFailed(fail.Failed.Message, node);
        }

        return await _store.ReadNextDeadlineAsync(cancellationToken);
    }

    private async Task WaitAsync(DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _awaited, deadline?.UtcTicks ?? long.MaxValue);
        var left = deadline - _clock.GetUtcNow() ?? LongestWait;
        if (left <= TimeSpan.Zero) return;
        try
        {
            await _earlier.Raised.WaitAsync(left < LongestWait ? left : LongestWait, _clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The deadline is here, or it is time to look at the clock again.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Message} was not delivered to {Node} at its deadline")]
    private partial void LogFailed(MessageId message, NodeName node);

    [LoggerMessage(Level = LogLevel.Error, Message = "Deadlines could not be judged: {Reason}")]
    private partial void LogNotKept(string reason);
}
