namespace Hotline.Hub;

/// <summary>Remembers that something came until somebody looks: one waits, anybody raises.</summary>
internal sealed class Signal
{
    private volatile TaskCompletionSource _next = New();

    /// <summary>Completes when it was raised since the last <see cref="Reset"/>.</summary>
    public Task Raised => _next.Task;

    public bool IsRaised => _next.Task.IsCompleted;

    public void Raise() => _next.TrySetResult();

    /// <summary>To be called before looking, so that what comes while looking raises it again.</summary>
    public void Reset()
    {
        if (IsRaised) _next = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
