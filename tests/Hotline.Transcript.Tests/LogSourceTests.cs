using System.Net;
using System.Text;

namespace Hotline.Transcript.Tests;

/// <summary>Whatever a directory or a server does, a reader sees content, nothing, or one kind of exception.</summary>
public sealed class LogSourceTests : IDisposable
{
    private static readonly Uri Prefix = new("https://alba.example/transcript/1/");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_asked_below_its_prefix()
    {
        using var server = new Server(request => Answer(HttpStatusCode.OK, Encoding.ASCII.GetBytes(request.RequestUri!.AbsoluteUri)));

        var content = await server.ReadAsync("tile/0/x001/234.p/5");

        Encoding.ASCII.GetString(content!).Should().Be("https://alba.example/transcript/1/tile/0/x001/234.p/5");
    }

    [Fact]
    public async Task What_a_server_does_not_have_is_nothing()
    {
        using var server = new Server(_ => Answer(HttpStatusCode.NotFound));

        (await server.ReadAsync("checkpoint")).Should().BeNull();
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, true)]
    [InlineData(HttpStatusCode.Unauthorized, true)]
    [InlineData(HttpStatusCode.InternalServerError, false)]
    [InlineData(HttpStatusCode.Redirect, false)]
    [InlineData(HttpStatusCode.NoContent, false)]
    public async Task Any_other_answer_is_an_exception_that_tells_a_closed_door_from_a_broken_one(HttpStatusCode status, bool isForbidden)
    {
        using var server = new Server(_ => Answer(status));

        (await server.Invoking(asked => asked.ReadAsync("checkpoint")).Should().ThrowAsync<LogSourceException>())
            .Which.IsForbidden.Should().Be(isForbidden);
    }

    [Fact]
    public async Task A_server_that_sends_without_end_is_cut_off()
    {
        using var server = new Server(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new Endless()) });

        await server.Invoking(asked => asked.ReadAsync("checkpoint")).Should().ThrowAsync<LogSourceException>();
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_hangs_up_or_is_silent_is_the_same_exception()
    {
        using var unreachable = new Server(_ => throw new HttpRequestException("no route"));
        using var hangsUp = new Server(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new Endless { Until = 5 }) });
        using var silent = new Server(_ => throw new TaskCanceledException("timed out", new TimeoutException()));

        foreach (var server in new[] { unreachable, hangsUp, silent })
            await server.Invoking(asked => asked.ReadAsync("checkpoint")).Should().ThrowAsync<LogSourceException>();
    }

    [Fact(Timeout = 20_000)]
    public async Task A_server_that_stalls_within_a_file_is_not_waited_for_without_end()
    {
        using var stalls = new Server(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new Stalled()) }) { Timeout = TimeSpan.FromMilliseconds(100) };

        await stalls.Invoking(asked => asked.ReadAsync("checkpoint", TestContext.Current.CancellationToken)).Should().ThrowAsync<LogSourceException>();
    }

    [Fact]
    public async Task A_reader_that_gives_up_is_cancelled_and_not_told_of_a_broken_server()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        using var server = new Server(_ => Answer(HttpStatusCode.OK));

        await server.Invoking(asked => asked.ReadAsync("checkpoint", cancelled.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_nothing()
    {
        var directory = new DirectoryLogSource(_folder.Path);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "tile", "0"));

        (await directory.ReadAsync("checkpoint", Cancel)).Should().BeNull();
        (await directory.ReadAsync("tile/0", Cancel)).Should().BeNull();
        (await directory.ReadAsync("no/such/folder", Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task A_file_larger_than_any_of_a_log_is_not_read()
    {
        using (var file = File.Create(Path.Combine(_folder.Path, "checkpoint"))) file.SetLength(EntryBundle.MaxSize + 1);

        await new DirectoryLogSource(_folder.Path).Invoking(directory => directory.ReadAsync("checkpoint", Cancel)).Should().ThrowAsync<LogSourceException>();
    }

    [Fact]
    public async Task A_file_that_another_program_holds_is_an_exception_of_the_source()
    {
        await using var held = new FileStream(Path.Combine(_folder.Path, "checkpoint"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        await new DirectoryLogSource(_folder.Path).Invoking(directory => directory.ReadAsync("checkpoint", Cancel)).Should().ThrowAsync<LogSourceException>();
    }

    public void Dispose() => _folder.Dispose();

    private static HttpResponseMessage Answer(HttpStatusCode status, byte[]? content = null) => new(status) { Content = new ByteArrayContent(content ?? []) };

    private sealed class Server(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

        public async Task<byte[]?> ReadAsync(string path, CancellationToken? cancellationToken = null)
        {
            using var client = new HttpClient(this, disposeHandler: false) { Timeout = Timeout };
            return await new HttpLogSource(client, Prefix).ReadAsync(path, cancellationToken ?? Cancel);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(answer(request));
        }
    }

    /// <summary>A body of zeroes.</summary>
    private sealed class Endless : Body
    {
        private long _read;

        /// <summary>Bytes after which the connection breaks.</summary>
        public long Until { get; init; } = long.MaxValue;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_read >= Until) throw new HttpIOException(HttpRequestError.ResponseEnded);
            var count = (int)Math.Min(buffer.Length, Until - _read);
            _read += count;
            return ValueTask.FromResult(count);
        }
    }

    /// <summary>A body of which nothing ever comes.</summary>
    private sealed class Stalled : Body
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }

    private abstract class Body : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
