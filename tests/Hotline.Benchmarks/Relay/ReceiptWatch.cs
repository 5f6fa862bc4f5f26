using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Storage;
using Hotline.Storage.Sqlite;

namespace Hotline.Benchmarks.Relay;

/// <summary>Sees receipts in the sender's transcript as soon as they are committed there: nothing tells an operator of them.</summary>
internal sealed partial class ReceiptWatch : IDisposable
{
    private const int AtOnce = 256;
    private readonly ConcurrentDictionary<MessageId, AwaitedReceipts> _awaited = [];
    private readonly SqliteReader _transcript;
    private readonly TimeSpan _pause;
    private readonly Thread _thread;
    private ulong _next;
    private long _delivered;
    private volatile bool _stop;

    private ReceiptWatch(SqliteReader transcript, TimeSpan pause)
    {
        (_transcript, _pause, _next) = (transcript, pause, transcript.ReadHead()?.Size ?? 0);
        _thread = new Thread(Watch) { IsBackground = true, Name = "receipts" };
        _thread.Start();
    }

    /// <summary>NRDs seen so far.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <param name="database">The sender's.</param>
    /// <param name="pause">Between two looks: a receipt is seen half of it too late, on average.</param>
    public static ReceiptWatch Start(string database, TimeSpan pause) => new(StorageServices.ReadSqlite(database), pause);

    /// <summary>Receipts of a message, also those that came before this was asked.</summary>
    public AwaitedReceipts Of(MessageId message) => _awaited.GetOrAdd(message, _ => new AwaitedReceipts());

    /// <summary>Nobody asks for this message again.</summary>
    public void Forget(MessageId message) => _awaited.TryRemove(message, out _);

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
        _transcript.Dispose();
    }

    private void Watch()
    {
        // A thread of its own: timers of .NET are as coarse as the times measured here.
        while (!_stop)
        {
            var entries = _transcript.ReadEntries(_next, AtOnce);
            var now = Stopwatch.GetTimestamp();
            foreach (var entry in entries) Take(entry, now);
            _next += (ulong)entries.Count;
            if (entries.Count < AtOnce) _ = Pause((uint)_pause.TotalMicroseconds);
        }
    }

    private void Take(ReadOnlyMemory<byte> entry, long now)
    {
        // Only what others said has a proof behind it; the sender's own NROs pass by.
        var proof = entry.Span.IndexOf("\nc2sp.org/tlog-proof@v1\n"u8) + 1;
        if (proof == 0) return;
        var receipt = ReceiptText<Real>.Parse(entry.Span[..proof], default);
        var awaited = Of(receipt.Message);
        switch (receipt.Kind)
        {
            case ReceiptKind.Submitted:
                awaited.Submitted.TrySetResult(now);
                break;
            case ReceiptKind.Delivered:
                awaited.Delivered.TrySetResult(now);
                Interlocked.Increment(ref _delivered);
                break;
            default:
                awaited.Delivered.TrySetException(new InvalidOperationException($"{receipt.Message} came to {receipt.Kind.ToWord()}: what was measured is no relay."));
                break;
        }
    }

    [LibraryImport("libc", EntryPoint = "usleep", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Pause(uint microseconds);
}

/// <summary>When each receipt of one message was seen, as <see cref="Stopwatch"/> timestamps.</summary>
internal sealed class AwaitedReceipts
{
    public TaskCompletionSource<long> Submitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<long> Delivered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
