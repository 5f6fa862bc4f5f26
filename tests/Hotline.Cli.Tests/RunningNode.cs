using Grpc.Core;
using Hotline.Hosting;
using Hotline.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Cli.Tests;

/// <summary>Stands behind the operator's socket of a data directory, remembers what it was asked and answers what the test says.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private readonly WebApplication _application;

    private RunningNode(WebApplication application, OperatorAnswers answers) => (_application, Answers) = (application, answers);

    public OperatorAnswers Answers { get; }

    /// <param name="data">Data directory; made where it is missing.</param>
    public static async Task<RunningNode> StartAsync(string data, string domain = "real")
    {
        Directory.CreateDirectory(data);
        var answers = new OperatorAnswers(domain);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(answers);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(OperatorSocket.PathFor(data), listen => listen.Protocols = HttpProtocols.Http2));
        var application = builder.Build();
        application.MapGrpcService<FakeOperations>();
        application.MapGrpcService<FakeDesk>();
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new RunningNode(application, answers);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}

internal sealed class OperatorAnswers(string domain)
{
    public string Domain => domain;

    public SendRequest? Sent { get; set; }

    public InboxRequest? Listed { get; set; }

    public AcknowledgeRequest? Acknowledged { get; set; }

    public KeepAccountRequest? Kept { get; set; }

    public GrantRightsRequest? Granted { get; set; }

    public CreateTokenRequest? Asked { get; set; }

    public RevokeTokenRequest? Revoked { get; set; }

    public AddWatchRequest? Watched { get; set; }

    public List<MessageSummary> Messages { get; } = [];

    public ShowReply? Message { get; set; }
}

internal sealed class FakeOperations(OperatorAnswers answers) : Wire.Operations.OperationsBase
{
    public override Task<StatusReply> Status(StatusRequest request, ServerCallContext context) => Task.FromResult(new StatusReply
    {
        Name = "alba.example", Role = "node", Domain = answers.Domain, Version = "0.1.0", Started = "2026-11-24T12:00:00.000Z", RosterNumber = 1, RosterHash = "sha256:x",
        LogOrigin = "alba.example/transcript/1", LogSize = 12345,
        Routes = { new Route { Peer = "hub-north.example", State = "connected", LastHeard = "2026-11-24T12:00:01.000Z" } },
        Counts = { new Count { Name = "unread", Value = 3 } },
    });
}

internal sealed class FakeDesk(OperatorAnswers answers) : Desk.DeskBase
{
    public override Task<SendReply> Send(SendRequest request, ServerCallContext context)
    {
        answers.Sent = request;
        return Task.FromResult(new SendReply { Id = "019ab5c4-8c00-7000-8000-000000000001", Display = "HL-ALBA-2026-000001", Leaf = "sha256:leaf", Filed = "2026-11-24T12:00:00.000Z" });
    }

    public override async Task Inbox(InboxRequest request, IServerStreamWriter<MessageSummary> responseStream, ServerCallContext context)
    {
        answers.Listed = request;
        foreach (var message in answers.Messages) await responseStream.WriteAsync(message, context.CancellationToken);
    }

    public override Task<ShowReply> Show(ShowRequest request, ServerCallContext context) =>
        Task.FromResult(answers.Message ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no message {request.Id}.")));

    public override Task<AcknowledgeReply> Acknowledge(AcknowledgeRequest request, ServerCallContext context)
    {
        answers.Acknowledged = request;
        return Task.FromResult(new AcknowledgeReply { Leaf = "sha256:nrr", Time = "2026-11-24T12:01:00.000Z" });
    }

    public override Task<KeepAccountReply> KeepAccount(KeepAccountRequest request, ServerCallContext context)
    {
        answers.Kept = request;
        return Task.FromResult(new KeepAccountReply());
    }

    public override Task<ListAccountsReply> ListAccounts(ListAccountsRequest request, ServerCallContext context) => Task.FromResult(new ListAccountsReply
    {
        Accounts = { new AccountEntry { Name = "soc", Created = "2026-11-24T12:00:00.000Z", Rights = "ro", Grants = { new Grant { Collection = "indicators", Rights = "rw" } } } },
    });

    public override Task<GrantRightsReply> GrantRights(GrantRightsRequest request, ServerCallContext context)
    {
        answers.Granted = request;
        return Task.FromResult(new GrantRightsReply());
    }

    public override Task<CreateTokenReply> CreateToken(CreateTokenRequest request, ServerCallContext context)
    {
        answers.Asked = request;
        return Task.FromResult(new CreateTokenReply { Id = "0123456789ab", Token = "hotline_secret", Expires = "2027-02-22T12:00:00.000Z" });
    }

    public override Task<ListTokensReply> ListTokens(ListTokensRequest request, ServerCallContext context) => Task.FromResult(new ListTokensReply
    {
        Tokens = { new TokenEntry { Id = "0123456789ab", Account = "soc", Label = "feed", Created = "2026-11-24T12:00:00.000Z", Expires = "2027-02-22T12:00:00.000Z", Rights = "ro", Collections = { "indicators" } } },
    });

    public override Task<RevokeTokenReply> RevokeToken(RevokeTokenRequest request, ServerCallContext context)
    {
        answers.Revoked = request;
        return Task.FromResult(new RevokeTokenReply());
    }

    public override Task<AddWatchReply> AddWatch(AddWatchRequest request, ServerCallContext context)
    {
        answers.Watched = request;
        return Task.FromResult(new AddWatchReply { Id = "89abcdef" });
    }

    public override Task<ListWatchesReply> ListWatches(ListWatchesRequest request, ServerCallContext context) => Task.FromResult(new ListWatchesReply
    {
        Watches =
        {
            new WatchEntry
            {
                Id = "89abcdef", Collection = "indicators", Pattern = "[url:value LIKE '%.example']", Created = "2026-11-24T12:00:00.000Z", Matches = 1_234,
                Latest = { new WatchMatchEntry { Object = "observed-data--1", Added = "2026-11-24T12:00:00.000001Z" } },
            },
        },
    });

    public override Task<RemoveWatchReply> RemoveWatch(RemoveWatchRequest request, ServerCallContext context) => Task.FromResult(new RemoveWatchReply());
}
