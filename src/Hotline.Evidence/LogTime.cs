using System.Buffers.Binary;
using Hotline.Stores;
using Hotline.Transcript;

namespace Hotline.Evidence;

/// <summary>When a log last signed: after a restart its times go on from there, whatever the clock says by then.</summary>
public static class LogTime
{
    /// <param name="logMlDsa">The log's own ML-DSA key, whose line bears a time.</param>
    /// <returns>No earlier than any leaf under the checkpoint; the beginning of all times where there is none.</returns>
    public static DateTimeOffset LastOf(LogHead? head, VerifierKey logMlDsa)
    {
        if (head is null) return DateTimeOffset.UnixEpoch;
        var line = SignedNote.Parse(head.Note).Signatures.FirstOrDefault(signature => signature.KeyId == logMlDsa.Id && signature.Name == logMlDsa.Name);
        if (line is null) return DateTimeOffset.UnixEpoch;
        // The line has whole seconds, cut off; a leaf of the same batch may be later by up to 999 ms.
        return DateTimeOffset.FromUnixTimeSeconds((long)BinaryPrimitives.ReadUInt64BigEndian(line.Bytes.Span)).AddMilliseconds(999);
    }
}
