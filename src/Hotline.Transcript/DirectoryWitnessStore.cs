using System.Security.Cryptography;
using System.Text;
using Hotline.Cryptography;

namespace Hotline.Transcript;

/// <summary>
/// A witness's memory as files, for a witness that is a program of its own: <c>HASH/checkpoint</c> for each log, where HASH is the lowercase
/// hexadecimal SHA-256 of its origin, so that the folder can be served as monitoring prefix as it is; forks beside it as
/// <c>HASH/fork-N.first</c> and <c>.second</c>. Open one at a time on a folder.
/// </summary>
public sealed class DirectoryWitnessStore : IWitnessStore, IDisposable
{
    /// <summary>Forks kept for one log. One is proof enough; a log that is still asked for more gets no more room.</summary>
    private const int MaxForks = 16;

    private readonly string _folder;
    private readonly FileStream _exclusive;
    private readonly SemaphoreSlim _one = new(1);

    /// <param name="folder">Created when missing.</param>
    /// <exception cref="IOException">Another process has it open, or it cannot be written.</exception>
    public DirectoryWitnessStore(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _exclusive = new FileStream(Path.Combine(_folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    public async Task<WitnessAnswer> DecideAsync(string origin, Func<WitnessedHead?, WitnessDecision> decide, CancellationToken cancellationToken)
    {
        // One at a time over all logs: a witness's work is its fsync, and a disk does one at a time anyhow.
        await _one.WaitAsync(cancellationToken);
        try
        {
            var decision = decide(Read(origin));
            if (decision.Fork is { } fork) Keep(origin, fork);
            if (decision.Next is { } next) DurableFile.Replace(Path.Combine(Prepare(origin), "checkpoint"), next.Note.Span);
            return decision.Answer;
        }
        finally
        {
            _one.Release();
        }
    }

    public Task<WitnessedHead?> FindAsync(string origin, CancellationToken cancellationToken) => Task.FromResult(Read(origin));

    public void Dispose()
    {
        _exclusive.Dispose();
        _one.Dispose();
    }

    private WitnessedHead? Read(string origin)
    {
        var file = Path.Combine(FolderOf(origin), "checkpoint");
        if (!File.Exists(file)) return null;
        try
        {
            return WitnessedHead.Parse(File.ReadAllBytes(file));
        }
        catch (NoteException damaged)
        {
            // Taking a damaged record for none would cosign a fork.
            throw new IOException($"{file} is damaged: restore the newest copy, or this witness can vouch for that log no more.", damaged);
        }
    }

    private void Keep(string origin, LogFork fork)
    {
        var folder = Prepare(origin);
        for (var number = 1; number <= MaxForks; number++)
        {
            var first = Path.Combine(folder, $"fork-{number}.first");
            if (File.Exists(first)) continue;
            // The half that was known already goes last: a pair that begins is whole or shows that it is not.
            DurableFile.Replace(Path.ChangeExtension(first, "second"), fork.Second.Span);
            DurableFile.Create(first, fork.First.Span);
            return;
        }
    }

    private string Prepare(string origin)
    {
        var folder = FolderOf(origin);
        if (Directory.Exists(folder)) return folder;
        Directory.CreateDirectory(folder);
        DurableFile.SyncDirectory(_folder);
        return folder;
    }

    private string FolderOf(string origin) => Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin))));
}
