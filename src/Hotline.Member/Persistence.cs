using Grpc.Core;
using Polly;
using Polly.Retry;

namespace Hotline.Member;

/// <summary>Trying again: jittered exponential back-off capped at 30 s, at once when the hub is back.</summary>
internal sealed class Persistence
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline _attempts;
    private readonly HubRoute _route;
    private readonly TimeProvider _clock;
    private readonly Action<Exception> _onFailure;
    private volatile bool _isBackingOff;

    /// <param name="onFailure">Told what failed before each wait.</param>
    public Persistence(HubRoute route, TimeProvider clock, Action<Exception> onFailure)
    {
        (_route, _clock, _onFailure) = (route, clock, onFailure);
        _attempts = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => new ValueTask<bool>(arguments.Outcome.Exception is { } failure && MayPass(failure)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = LongestWait,
                UseJitter = true,
                OnRetry = arguments =>
                {
                    _isBackingOff = true;
                    if (arguments.Outcome.Exception is { } failure) onFailure(failure);
                    return default;
                },
            })
            .Build();
    }

    /// <summary>
    /// Runs something over and over until it is told to stop. A run that ends without failure begins again with the shortest wait, and so does
    /// one that went well for longer than the longest: a route lost once a week is not one that fails again and again.
    /// </summary>
    public async Task KeepAsync(Func<CancellationToken, Task> run, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var attempts = _attempts.ExecuteAsync(
                async token =>
                {
                    _isBackingOff = false;
                    var began = _clock.GetTimestamp();
                    try
                    {
                        await run(token);
                    }
                    catch (Exception failure) when (MayPass(failure) && !token.IsCancellationRequested && _clock.GetElapsedTime(began) > LongestWait)
                    {
                        _onFailure(failure);
                    }
                },
                waiting.Token).AsTask();
            try
            {
                while (await Task.WhenAny(attempts, _route.Reconnected) != attempts)
                    if (_isBackingOff) await waiting.CancelAsync();
                await attempts;
            }
            catch (OperationCanceledException)
            {
                // Told to stop, or the wait was cut short because the hub is back.
            }
            catch (RpcException cancelled) when (cancelled.StatusCode == StatusCode.Cancelled && waiting.IsCancellationRequested)
            {
            }
        }
    }

    private static bool MayPass(Exception failure) =>
        failure is RpcException or IOException or HttpRequestException or Stores.StoreException { IsDoubtful: false };
}
