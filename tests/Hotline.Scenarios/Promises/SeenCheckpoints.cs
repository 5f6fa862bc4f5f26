using System.Collections.Concurrent;
using Hotline.Transcript;

namespace Hotline.Scenarios.Promises;

/// <summary>Every checkpoint that ever left a process, whoever saw it. A log must extend each of them for ever.</summary>
internal sealed class SeenCheckpoints
{
    private readonly ConcurrentDictionary<(string Origin, ulong Size, string Root), string> _seen = [];

    public int Count => _seen.Count;

    /// <param name="where">Who saw it.</param>
    public void Add(Checkpoint checkpoint, string where) => Add(checkpoint.Origin, checkpoint.Size, checkpoint.Root.ToString(), where);

    public void Add(string origin, ulong size, string root, string where) => _seen.TryAdd((origin, size, root), where);

    /// <summary>What was seen and is not so any more.</summary>
    public IEnumerable<string> Broken(AuditedLog log)
    {
        foreach (var ((origin, size, root), where) in _seen)
        {
            if (origin != log.Origin) continue;
            if (size >= (ulong)log.Roots.Count) yield return $"{log.Name} lost leaves: {where} saw its checkpoint of {size}, it has {log.Roots.Count - 1}";
            else if (log.Roots[(int)size].ToString() != root) yield return $"{log.Name} changed its past: {where} saw another tree of {size} leaves";
        }
    }
}
