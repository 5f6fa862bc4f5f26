using System.CommandLine;
using Grpc.Core;
using Hotline.Cli.Terminals;
using Hotline.Envelopes;
using Hotline.Wire;

namespace Hotline.Cli.Messages;

/// <summary><c>hotline inbox</c>: what came in, newest first; with <c>--follow</c> then each that comes. FLASH and above ring the bell.</summary>
internal static class InboxVerb
{
    public static Command Create(Terminal terminal)
    {
        var follow = new Option<bool>("--follow") { Description = "Stay and show each message as it comes, until Ctrl-C." };
        var unread = new Option<bool>("--unread") { Description = "Only those that nobody acknowledged yet." };
        var sent = new Option<bool>("--sent") { Description = "Messages sent from here too." };
        var limit = new Option<int>("--limit")
        {
            HelpName = "N", Description = "At most so many, 1 to 1000.", DefaultValueFactory = _ => 50,
        };
        limit.Validators.Add(result =>
        {
            // Asking for the value of what is no number throws; the parser refuses that itself.
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var number) && number is < 1 or > 1000) result.AddError("--limit is 1 to 1000.");
        });
        var command = new Command("inbox", "List messages.")
        {
            follow, unread, sent, limit, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var request = new InboxRequest
            {
                UnreadOnly = parsed.GetValue(unread),
                Sent = parsed.GetValue(sent),
                Limit = parsed.GetValue(limit),
                Follow = parsed.GetValue(follow),
            };
            using var call = node.Desk.Inbox(request, cancellationToken: cancellationToken);
            var messages = call.ResponseStream.ReadAllAsync(cancellationToken);
            var json = parsed.GetValue(CommonOptions.Json);
            if (request.Follow) await FollowAsync(terminal, node.Banner, messages, json);
            else terminal.Answer(json, await ReadListAsync(node.Banner, messages), AnswerJson.Default.MessageList, MessageTable.Show);
            return ExitCode.Fine;
        });
        return command;
    }

    private static async Task<MessageList> ReadListAsync(string banner, IAsyncEnumerable<MessageSummary> messages)
    {
        var lines = new List<MessageLine>();
        await foreach (var message in messages) lines.Add(message.ToLine());
        return new MessageList(banner, lines);
    }

    // A list that grows is one document a line.
    private static async Task FollowAsync(Terminal terminal, string banner, IAsyncEnumerable<MessageSummary> messages, bool json)
    {
        if (!json) terminal.Screen.WriteBanner(banner);
        try
        {
            await foreach (var message in messages)
            {
                terminal.Answer(json, message.ToLine(), AnswerJson.Default.MessageLine, MessageTable.ShowLine);
                if (!json && !message.Sent && message.Precedence.ToDomain() >= Precedence.Flash) terminal.RingBell();
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            // Ctrl-C is how an officer ends it.
        }
    }
}
