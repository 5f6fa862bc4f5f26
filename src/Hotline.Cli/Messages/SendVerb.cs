using System.CommandLine;
using Google.Protobuf;
using Hotline.Cli.Terminals;
using Hotline.Envelopes;
using Hotline.Hosting;
using Hotline.Wire;
using Spectre.Console;

namespace Hotline.Cli.Messages;

/// <summary><c>hotline send</c>: hands a message to the running node, which signs, seals and keeps it before it answers.</summary>
internal static class SendVerb
{
    public static Command Create(Terminal terminal)
    {
        var to = new Option<string[]>("--to")
        {
            HelpName = "A,B", Description = "Members or nodes that shall read it, and nobody else.", Required = true,
        };
        var precedence = new Option<Precedence>("--precedence")
        {
            HelpName = "P",
            Description = "DEFERRED, ROUTINE, PRIORITY, IMMEDIATE, FLASH or OVERRIDE.",
            DefaultValueFactory = _ => Precedence.Routine,
            CustomParser = result =>
            {
                if (Precedences.TryParse(result.Tokens[0].Value.ToUpperInvariant(), out var parsed)) return parsed;
                result.AddError(
                    $"'{result.Tokens[0].Value}' is no precedence: write DEFERRED, ROUTINE, PRIORITY, IMMEDIATE, FLASH or OVERRIDE.");
                return default;
            },
        };
        var replyBy = new Option<Moment?>("--reply-by")
        {
            HelpName = "T", Description = $"When an answer is needed: {Moment.Form}.", CustomParser = Moment.Parse,
        };
        var deadline = new Option<Moment?>("--deadline")
        {
            HelpName = "T",
            Description = "When it counts as NOT DELIVERED (default: --reply-by, or by precedence).",
            CustomParser = Moment.Parse,
        };
        var subject = new Option<string>("--subject") { HelpName = "S", Description = "One line.", Required = true };
        var file = new Option<string?>("--file") { HelpName = "F", Description = "File with the text (UTF-8)." };
        var attach = new Option<string[]>("--attach")
        {
            HelpName = "F", Description = "File to attach; may be repeated.", AllowMultipleArgumentsPerToken = true,
        };
        var conversation = new Option<string?>("--conversation")
        {
            HelpName = "ID", Description = "Conversation it continues (default: a new one).",
        };
        var officer = new Option<string?>("--officer") { HelpName = "NAME", Description = "Who acts, as the Statement shall say it." };
        var seal = new Option<string?>("--seal")
        {
            HelpName = "SUITE", Description = "Seal by name (default: the strongest that every recipient opens).",
        };
        var text = new Argument<string?>("TEXT")
        {
            Description = "The text (default: --file, or standard input).", Arity = ArgumentArity.ZeroOrOne,
        };

        var command = new Command("send", "Send a message: signed by this desk, sealed to its readers.")
        {
            to, precedence, replyBy, deadline, subject, file, attach, conversation, officer, seal, text,
            CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new SendRequest
            {
                Precedence = parsed.GetValue(precedence).ToWire(),
                Subject = parsed.GetRequiredValue(subject),
                Body = await ReadBodyAsync(parsed.GetValue(text), parsed.GetValue(file), terminal, cancellationToken),
                ReplyBy = parsed.GetValue(replyBy)?.ToWire(terminal.Clock) ?? "",
                Deadline = parsed.GetValue(deadline)?.ToWire(terminal.Clock) ?? "",
                Conversation = parsed.GetValue(conversation) ?? "",
                Officer = parsed.GetValue(officer) ?? "",
                Seal = parsed.GetValue(seal) ?? "",
            };
            request.To.AddRange(SplitNames(parsed.GetRequiredValue(to)));
            foreach (var path in parsed.GetValue(attach) ?? []) request.Attachments.Add(await ReadAttachmentAsync(path, cancellationToken));

            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var reply = await node.Desk.SendAsync(request, cancellationToken: cancellationToken);
            var sent = new SentMessage(node.Banner, reply.Id, reply.Display, reply.Leaf, reply.Filed, reply.Deadline, reply.Conversation);
            terminal.Answer(parsed.GetValue(CommonOptions.Json), sent, AnswerJson.Default.SentMessage, Show);
            return ExitCode.Fine;
        });
        return command;
    }

    /// <summary>Names apart: officers write <c>--to a,b</c> and <c>--to a --to b</c>.</summary>
    internal static IEnumerable<string> SplitNames(IEnumerable<string> given) =>
        given.SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct();

    private static async Task<string> ReadBodyAsync(string? text, string? file, Terminal terminal, CancellationToken cancellationToken)
    {
        if (text is not null && file is not null) throw new StartupException("Give the text or --file, not both.");
        if (text is not null) return text;
        if (file is not null) return await File.ReadAllTextAsync(file, cancellationToken);
        if (terminal.IsInputRedirected) return await terminal.Input.ReadToEndAsync(cancellationToken);
        throw new StartupException("There is no text: give it as the last argument, with --file, or on standard input.");
    }

    private static async Task<AttachmentContent> ReadAttachmentAsync(string path, CancellationToken cancellationToken) => new()
    {
        Name = Path.GetFileName(path),
        MediaType = MediaTypes.OfFile(path),
        Content = UnsafeByteOperations.UnsafeWrap(await File.ReadAllBytesAsync(path, cancellationToken)),
    };

    private static void Show(IAnsiConsole screen, SentMessage sent)
    {
        screen.WriteBanner(sent.Banner);
        screen.MarkupLineInterpolated($"[green]FILED[/] [bold]{sent.Display}[/]  {sent.Id}");
        screen.WriteFields(
            ("Filed", sent.Filed), ("Deadline", sent.Deadline), ("Conversation", sent.Conversation), ("Evidence leaf", sent.Leaf));
        screen.MarkupLineInterpolated($"How far it has come: hotline show {sent.Id}");
    }
}
