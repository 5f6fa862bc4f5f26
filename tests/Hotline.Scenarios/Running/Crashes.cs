namespace Hotline.Scenarios.Running;

/// <summary>Random crashes, spread over the traffic: which server, after how many messages and how many milliseconds only the seed says.</summary>
internal sealed class Crashes(ServerNetwork network, Traffic traffic, Dice dice, int messages, int crashes)
{
    private const int LatestInMilliseconds = 60;
    private int _done;
    private volatile bool _hasFailed;

    public int Done => _done;

    /// <summary>How many messages may be filed before the next crash, so that each crash meets traffic.</summary>
    public int MessagesUpToNow => _hasFailed ? int.MaxValue : (_done + 1) * messages / (crashes + 1);

    /// <param name="crashAsync">Ends the run of a server, at least, and begins its next one.</param>
    public async Task RunAsync(Func<Server, Task> crashAsync, CancellationToken cancellationToken)
    {
        while (_done < crashes)
        {
            var start = _done * messages / (crashes + 1);
            var moment = start + dice.Next(Math.Max(1, MessagesUpToNow - start));
            while (traffic.Filed.Count < moment) await Task.Delay(1, cancellationToken);
            await Task.Delay(dice.Next(LatestInMilliseconds), cancellationToken);
            try
            {
                await crashAsync(dice.Of(network.All));
            }
            catch
            {
                // The traffic would wait for the next crash for ever.
                _hasFailed = true;
                throw;
            }

            Interlocked.Increment(ref _done);
        }
    }
}
