using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Sqlite;

/// <summary>
/// Moves the write-ahead log into the file while writing goes on, on a thread of its own: on the committing one it would be the long tail.
/// What was written meanwhile, which is little, the writer moves between two transactions, so that the log begins anew instead of growing.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    /// <summary>4 MiB of log.</summary>
    private const long AtPages = 1024;

    private const string Checkpoint = "PRAGMA wal_checkpoint(PASSIVE);";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ManualResetEventSlim _stop = new();
    private readonly SqliteSession _session;
    private readonly SqliteWriter _writer;
    private readonly Thread _thread;

    /// <param name="session">Belongs to the checkpoints, which dispose it.</param>
    public SqliteCheckpoints(SqliteSession session, SqliteWriter writer)
    {
        (_session, _writer) = (session, writer);
        _thread = new Thread(Run) { IsBackground = true, Name = "SQLite checkpoints" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _session.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        long moved = 0;
        while (!_stop.Wait(Interval))
        {
            var written = _writer.PagesWritten;
            if (written - moved < AtPages) continue;
            try
            {
                // A reader that is busy leaves some of the log for the next round.
                if (!IsAllMoved(_session)) _ = _writer.BetweenAsync(IsAllMoved);
                moved = written;
            }
            catch (SqliteException)
            {
                // A full disk, say: the log holds everything, and the next round tries again.
            }
        }
    }

    private static bool IsAllMoved(SqliteSession session) => session.First(Checkpoint, row => row.GetInt64(1) == row.GetInt64(2));
}
