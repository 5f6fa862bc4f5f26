using System.Threading.Channels;

namespace Hotline.Member.Outbox;

/// <summary>Anybody wakes; one waits. To be woken while awake is remembered, once.</summary>
internal sealed class Wakening(TimeProvider clock)
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <returns>False after the longest wait.</returns>
    public async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        if (_wake.Reader.TryRead(out _)) return true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await _wake.Reader.ReadAsync(patience.Token).AsTask().WaitAsync(longest, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            await patience.CancelAsync();
            return false;
        }
    }
}
