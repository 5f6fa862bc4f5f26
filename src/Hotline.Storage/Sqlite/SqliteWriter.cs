using System.Collections.Concurrent;
using Hotline.Stores;
using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Sqlite;

/// <summary>
/// The one writer of a database, on a thread of its own, which may wait for the disk as long as it must. What was asked for while the last
/// commit reached the disk shares the next transaction and its fsync; nothing waits for company.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>Most writes of one transaction.</summary>
    private const int MaxTogether = 256;

    /// <summary>SQLITE_IOERR.</summary>
    private const int InputOutputError = 10;

    /// <summary>SQLITE_FULL.</summary>
    private const int Full = 13;

    private readonly BlockingCollection<Pending> _queue = [];
    private readonly List<Pending> _together = new(MaxTogether);
    private readonly SqliteSession _session;
    private readonly string _path;
    private readonly Thread _thread;
    private long _pagesWritten;

    /// <summary>Set when the disk failed in a commit: no later one may build on what is perhaps not there.</summary>
    private StoreException? _doubt;

    /// <param name="session">Belongs to the writer's thread until <see cref="Dispose"/> has returned, and stays the caller's to dispose.</param>
    public SqliteWriter(SqliteSession session, string path)
    {
        (_session, _path) = (session, path);
        _thread = new Thread(Run) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

    /// <summary>Pages written into the log so far.</summary>
    public long PagesWritten => Interlocked.Read(ref _pagesWritten);

    /// <summary>Runs in a transaction; the commit is on disk when this returns.</summary>
    /// <param name="write">Changes nothing but the database: it runs again, alone, when another write of its transaction failed.</param>
    /// <param name="committed">Called after the commit and before another transaction begins.</param>
    /// <exception cref="StoreException">Nothing was written, or whether it was is in doubt.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> write, Action committed, CancellationToken cancellationToken)
    {
        var pending = new Pending<T>(write, committed, cancellationToken);
        Add(pending);
        return pending.Done;
    }

    /// <summary>Runs between two transactions.</summary>
    public Task<T> BetweenAsync<T>(Func<SqliteSession, T> run)
    {
        var pending = new Pending<T>(run, () => { }, CancellationToken.None) { IsApart = true };
        Add(pending);
        return pending.Done;
    }

    /// <summary>Takes nothing more and returns when everything asked for is done.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private void Add(Pending pending)
    {
        try
        {
            _queue.Add(pending);
        }
        catch (Exception closed) when (closed is InvalidOperationException or ObjectDisposedException)
        {
            pending.Fail(new StoreException($"The database {_path} is closed.", closed));
        }
    }

    private void Run()
    {
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            var next = first;
            do
            {
                if (next.IsApart)
                {
                    CommitTogether();
                    RunApart(next);
                }
                else if (!next.GaveUp())
                {
                    _together.Add(next);
                }
            }
            while (_together.Count < MaxTogether && _queue.TryTake(out next));

            CommitTogether();
        }
    }

    private void RunApart(Pending pending)
    {
        try
        {
            pending.Run(_session);
            pending.Complete();
        }
        catch (Exception failed)
        {
            pending.Fail(failed);
        }
    }

    private void CommitTogether()
    {
        if (_together.Count == 0) return;
        var failure = _doubt ?? Commit(_together);
        if (failure is not null && _together.Count > 1 && failure is not StoreException { IsDoubtful: true })
        {
            // Nothing was written. One of them fails; the others must not fail with it.
            foreach (var alone in _together) Finish([alone], Commit([alone]));
        }
        else
        {
            Finish(_together, failure);
        }

        _together.Clear();
    }

    private static void Finish(IReadOnlyList<Pending> writes, Exception? failure)
    {
        foreach (var write in writes)
        {
            if (failure is null) write.Complete();
            else write.Fail(failure);
        }
    }

    /// <returns>Null when the commit is on disk and everybody's <c>committed</c> was called.</returns>
    private Exception? Commit(IReadOnlyList<Pending> writes)
    {
        var committing = false;
        try
        {
            using var transaction = _session.Connection.BeginTransaction(deferred: false);
            _session.Transaction = transaction;
            foreach (var write in writes) write.Run(_session);
            committing = true;
            transaction.Commit();
            Interlocked.Add(ref _pagesWritten, _session.TakePagesWritten());
            foreach (var write in writes) write.Committed();
            return null;
        }
        catch (SqliteException failed)
        {
            // A failed COMMIT may or may not have reached the disk; only the next start can tell. Where there was no room it did not: the page that
            // makes the others count is the last one to be written.
            var isDoubtful = committing && failed.SqliteErrorCode != Full;
            var failure = new StoreException($"The database {_path} did not keep the change: {failed.Message}", isDoubtful, failed);
            if (isDoubtful && failed.SqliteErrorCode == InputOutputError) _doubt = failure;
            return failure;
        }
        catch (Exception failed)
        {
            return failed;
        }
        finally
        {
            _session.Transaction = null;
        }
    }

    private abstract class Pending
    {
        /// <summary>Outside of any transaction.</summary>
        public bool IsApart { get; init; }

        public abstract bool GaveUp();

        public abstract void Run(SqliteSession session);

        public abstract void Committed();

        public abstract void Complete();

        public abstract void Fail(Exception failure);
    }

    private sealed class Pending<T>(Func<SqliteSession, T> write, Action committed, CancellationToken cancellationToken) : Pending
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Done => _done.Task;

        public override bool GaveUp() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

        public override void Run(SqliteSession session) => _result = write(session);

        public override void Committed() => committed();

        public override void Complete() => _done.TrySetResult(_result!);

        public override void Fail(Exception failure) => _done.TrySetException(failure);
    }
}
