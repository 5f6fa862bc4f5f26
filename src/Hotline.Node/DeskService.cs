using System.Globalization;
using Grpc.Core;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Leaves;
using Hotline.Member;
using Hotline.Statements;
using Hotline.Stores;
using Hotline.Wire;

namespace Hotline.Node;

/// <summary>What officers and administrators do, at the edge: translate, call, translate back.</summary>
internal sealed class DeskService<TDomain>(
    MemberStart<TDomain> start, Member<TDomain> member, IMemberStore<TDomain> store, AccountDesk accounts, WatchDesk watches, RosterBook rosters, InboxSignal arrivals, TimeProvider clock)
    : Desk.DeskBase
    where TDomain : struct, ITrafficDomain
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    private readonly MessageView<TDomain> _view = new(start, clock);

    public override async Task<SendReply> Send(SendRequest request, ServerCallContext context)
    {
        var draft = new Draft(
            EnvelopeKind.Message, ChannelId.Letters, [.. request.To.Select(Resolve)], request.Precedence.ToDomain() ?? throw Invalid("The precedence is unknown."),
            request.Subject, request.Body, request.Officer, Time(request.ReplyBy, "reply-by"), Time(request.Deadline, "deadline"),
            request.Conversation.Length == 0 ? null : request.Conversation,
            [.. request.Attachments.Select(attachment => new Attachment(attachment.Name, attachment.MediaType, attachment.Content.Memory))],
            request.Seal.Length == 0 ? null : SealSuite.Find(request.Seal) ?? throw Invalid("The seal is unknown."));
        switch (await Keep(() => member.SendAsync(draft, context.CancellationToken)))
        {
            case SendResult.Filed filed:
                return new SendReply
                {
                    Id = filed.Message.Id.ToString(), Display = _view.DisplayOf(filed.Message, filed.At), Leaf = LeafText.FormatHash(filed.Leaf),
                    Filed = LeafText.FormatTime(filed.At), Deadline = LeafText.FormatTime(filed.Deadline), Conversation = filed.Conversation,
                };
            case SendResult.Refused refused:
                throw new RpcException(new Status(StatusCode.FailedPrecondition, refused.Sentence));
            default:
                throw new InvalidOperationException("An unknown result.");
        }
    }

    public override async Task Inbox(InboxRequest request, IServerStreamWriter<MessageSummary> responseStream, ServerCallContext context)
    {
        var cancellationToken = context.CancellationToken;
        var limit = request.Limit switch { 0 => DefaultLimit, >= 1 and <= MaxLimit => request.Limit, _ => throw Invalid("A limit is 1 to 1,000.") };
        var next = arrivals.Next;
        var records = await store.ReadInboxAsync(request.UnreadOnly, null, limit, cancellationToken);
        var last = records.Count == 0 ? (await store.ReadInboxAsync(false, null, 1, cancellationToken)).Select(record => record.Row).FirstOrDefault() : records[0].Row;
        IEnumerable<MessageRecord<TDomain>> shown = records;
        if (request.Sent) shown = records.Concat(await store.ReadSentAsync(null, limit, cancellationToken)).OrderByDescending(record => record.At).Take(limit);
        foreach (var record in shown) await responseStream.WriteAsync(_view.Summarize(member.Open(record)), cancellationToken);
        while (request.Follow)
        {
            await next.WaitAsync(cancellationToken);
            next = arrivals.Next;
            foreach (var record in await store.ReadInboxAfterAsync(last, limit, cancellationToken))
            {
                await responseStream.WriteAsync(_view.Summarize(member.Open(record)), cancellationToken);
                last = record.Row;
            }
        }
    }

    public override async Task<ShowReply> Show(ShowRequest request, ServerCallContext context)
    {
        var (id, from) = Name(request.Id, request.From);
        return await member.OpenAsync(id, from, context.CancellationToken) is { } message ? _view.Show(message) : throw NotFound(request.Id);
    }

    public override async Task<AcknowledgeReply> Acknowledge(AcknowledgeRequest request, ServerCallContext context)
    {
        var (id, from) = Name(request.Id, request.From);
        if (await store.FindAsync(id, from, context.CancellationToken) is not { } record) throw NotFound(request.Id);
        return await Keep(() => member.AcknowledgeAsync(record.Key, context.CancellationToken)) is { } acknowledged
            ? new AcknowledgeReply { Leaf = LeafText.FormatHash(acknowledged.Leaf), Time = LeafText.FormatTime(acknowledged.Receipt.Time) }
            : throw new RpcException(new Status(StatusCode.FailedPrecondition, "This message was not delivered here: there is nothing to acknowledge."));
    }

    public override Task<KeepAccountReply> KeepAccount(KeepAccountRequest request, ServerCallContext context) => accounts.KeepAsync(request, context.CancellationToken);

    public override Task<ListAccountsReply> ListAccounts(ListAccountsRequest request, ServerCallContext context) => accounts.ListAsync(context.CancellationToken);

    public override Task<RemoveAccountReply> RemoveAccount(RemoveAccountRequest request, ServerCallContext context) => accounts.RemoveAsync(request, context.CancellationToken);

    public override Task<GrantRightsReply> GrantRights(GrantRightsRequest request, ServerCallContext context) => accounts.GrantAsync(request, context.CancellationToken);

    public override Task<CreateTokenReply> CreateToken(CreateTokenRequest request, ServerCallContext context) => accounts.CreateTokenAsync(request, context.CancellationToken);

    public override Task<ListTokensReply> ListTokens(ListTokensRequest request, ServerCallContext context) => accounts.ListTokensAsync(context.CancellationToken);

    public override Task<RevokeTokenReply> RevokeToken(RevokeTokenRequest request, ServerCallContext context) => accounts.RevokeTokenAsync(request, context.CancellationToken);

    public override Task<AddWatchReply> AddWatch(AddWatchRequest request, ServerCallContext context) => watches.AddAsync(request, context.CancellationToken);

    public override Task<ListWatchesReply> ListWatches(ListWatchesRequest request, ServerCallContext context) => watches.ListAsync(context.CancellationToken);

    public override Task<RemoveWatchReply> RemoveWatch(RemoveWatchRequest request, ServerCallContext context) => watches.RemoveAsync(request, context.CancellationToken);

    private NodeName Resolve(string name) =>
        rosters.Current.FindMember(name)?.Node ?? (NodeName.TryParse(name, out var node) ? node : throw Invalid($"{name} is neither a member nor a node."));

    private (MessageId Id, NodeName? From) Name(string id, string from)
    {
        if (!MessageId.TryParse(id, out var message)) throw Invalid("A message's id is a UUIDv7 in lower case.");
        return (message, from.Length == 0 ? null : Resolve(from));
    }

    private static DateTimeOffset? Time(string text, string what)
    {
        if (text.Length == 0) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? LeafText.WholeMilliseconds(time)
            : throw Invalid($"{what} is not a time: write 2026-11-24T12:00:00Z.");
    }

    private static async Task<T> Keep<T>(Func<Task<T>> keep)
    {
        try
        {
            return await keep();
        }
        catch (StoreException failed)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"Nothing was kept: {failed.Message}"));
        }
    }

    private static RpcException Invalid(string sentence) => new(new Status(StatusCode.InvalidArgument, sentence));

    private static RpcException NotFound(string id) => new(new Status(StatusCode.NotFound, $"There is no message {id}: see 'hotline inbox'."));
}
