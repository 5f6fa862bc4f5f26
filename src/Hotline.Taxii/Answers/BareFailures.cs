using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Hotline.Taxii.Answers;

/// <summary>
/// Kestrel answers what it cannot read as a request (a malformed request line, headers without end) by itself, with a status and no body.
/// Here such an answer gets the error resource of TAXII 2.1, section 3.6.1, on its way out. Nothing else is touched.
/// </summary>
internal static class BareFailures
{
    private const int LongestHead = 1024;

    /// <summary>Every answer of ours that fails has a body and its type, so only the server's own looks like this.</summary>
    public static bool IsBareFailure(ReadOnlySpan<byte> written) =>
        written.Length is > 16 and < LongestHead && (written.StartsWith("HTTP/1.1 4"u8) || written.StartsWith("HTTP/1.1 5"u8))
        && written.EndsWith("\r\n\r\n"u8) && written.IndexOf("\r\nContent-Length: 0\r\n"u8) > 0 && written.IndexOf("\r\nContent-Type:"u8) < 0;

    /// <returns>The same answer with an error resource.</returns>
    public static byte[] Complete(ReadOnlySpan<byte> bare)
    {
        var head = Encoding.ASCII.GetString(bare);
        var body = AnswerWriter.JsonOf(TaxiiErrors.ErrorOf(int.Parse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture)));
        head = head.Replace(
            "\r\nContent-Length: 0\r\n",
            string.Create(CultureInfo.InvariantCulture, $"\r\nContent-Length: {body.Length}\r\nContent-Type: {TaxiiMediaType.Value}\r\n"), StringComparison.Ordinal);
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    internal sealed class Transport(IDuplexPipe inner) : IDuplexPipe
    {
        public PipeReader Input => inner.Input;

        public PipeWriter Output { get; } = new Writer(inner.Output);
    }

    private sealed class Writer(PipeWriter inner) : PipeWriter
    {
        private Memory<byte> _given;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => _given = inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            if (bytes <= _given.Length && IsBareFailure(_given.Span[..bytes]))
            {
                var completed = BareFailures.Complete(_given.Span[..bytes]);
                if (completed.Length <= _given.Length)
                {
                    completed.CopyTo(_given.Span);
                    bytes = completed.Length;
                }
            }

            // The server goes on writing in what is left of the memory it was given.
            _given = _given[Math.Min(bytes, _given.Length)..];
            inner.Advance(bytes);
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}
