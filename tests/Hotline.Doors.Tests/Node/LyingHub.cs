using Grpc.Core;
using Hotline.Hosting;
using Hotline.Hub;
using Hotline.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Doors.Tests.Node;

/// <summary>Stands in the hub's place, with its keys and at its address, and says what the test makes it say.</summary>
internal sealed class LyingHub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LyingHub(WebApplication app, Script script) => (_app, Script) = (app, script);

    public Script Script { get; }

    public static async Task<LyingHub> StartAsync(HubStart<Real> hub, Uri address)
    {
        var script = new Script();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, address.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(PinnedTls.ForServer(hub.Keys, hub.Rosters, TimeProvider.System));
        }));
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton(script);
        var app = builder.Build();
        app.MapGrpcService<ScriptedExchange>();
        await app.StartAsync();
        return new LyingHub(app, script);
    }

    public async ValueTask DisposeAsync()
    {
        Script.End();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Script.Dispose();
    }
}

/// <summary>What the hub says. Without a line in it, it says nothing.</summary>
internal sealed class Script : IDisposable
{
    private readonly CancellationTokenSource _end = new();

    public TaskCompletionSource<SubmitRequest> Submitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<SubmitReply> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>To the receipts that the node sends, the first time.</summary>
    public Func<AnswerRequest, AnswerReply>? Taken { get; set; }

    public TaskCompletionSource Followed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What comes on the node's first stream, after it is let go.</summary>
    public TaskCompletionSource<FollowReply?[]> Items { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Without even an echo on the first stream.</summary>
    public bool IsSilent { get; set; }

    public int Streams => _streams;

    private int _streams;

    public CancellationToken Ended => _end.Token;

    public bool IsFirstStream() => Interlocked.Increment(ref _streams) == 1;

    public void End() => _end.Cancel();

    public void Dispose() => _end.Dispose();
}

internal sealed class ScriptedExchange(Script script) : Exchange.ExchangeBase
{
    public override async Task<SubmitReply> Submit(SubmitRequest request, ServerCallContext context)
    {
        if (script.Submitted.TrySetResult(request)) return await script.Answer.Task.WaitAsync(context.CancellationToken);
        // What is sent again waits.
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return new SubmitReply();
    }

    public override async Task<AnswerReply> Answer(AnswerRequest request, ServerCallContext context)
    {
        if (script.Taken is { } taken)
        {
            script.Taken = null;
            return taken(request);
        }

        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return new AnswerReply();
    }

    public override async Task Follow(IAsyncStreamReader<FollowRequest> requestStream, IServerStreamWriter<FollowReply> responseStream, ServerCallContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, script.Ended);
        var isFirst = script.IsFirstStream();
        await requestStream.MoveNext(either.Token);
        if (isFirst)
        {
            script.Followed.TrySetResult();
            // A null hangs up.
            foreach (var item in await script.Items.Task.WaitAsync(either.Token))
            {
                if (item is null) return;
                await responseStream.WriteAsync(item, either.Token);
            }
        }

        while (!either.IsCancellationRequested)
        {
            if (!isFirst || !script.IsSilent) await responseStream.WriteAsync(new FollowReply { Echo = new Echo() }, either.Token);
            await Task.Delay(TimeSpan.FromSeconds(4), either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
