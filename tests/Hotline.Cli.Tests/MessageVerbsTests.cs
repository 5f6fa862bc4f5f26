using Google.Protobuf;
using Hotline.Wire;

namespace Hotline.Cli.Tests;

public sealed class MessageVerbsTests : IAsyncLifetime
{
    private readonly Fresh _fresh = new();
    private RunningNode _node = null!;

    private string Data => _fresh["alba"];

    public async ValueTask InitializeAsync() => _node = await RunningNode.StartAsync(Data);

    [Fact]
    public async Task Send_hands_over_what_the_officer_wrote()
    {
        await File.WriteAllTextAsync(_fresh["map.pdf"], "a map", TestContext.Current.CancellationToken);

        var run = await RunOfHotline.Of(
            "send", "--to", "borea, cambria", "--to", "borea", "--precedence", "immediate", "--reply-by", "+2h", "--subject", "Feeder 7 down", "--officer", "Lt. Vidal",
            "--attach", _fresh["map.pdf"], "--data", Data, "--json", "Load shed 40 MW.");

        run.Code.Should().Be(0, run.Complaints);
        run.Json.GetProperty("display").GetString().Should().Be("HL-ALBA-2026-000001");
        var sent = _node.Answers.Sent!;
        sent.To.Should().Equal("borea", "cambria");
        sent.Precedence.Should().Be(Lane.Immediate);
        sent.ReplyBy.Should().Be("2026-11-24T14:00:00.000Z");
        sent.Deadline.Should().BeEmpty("the node knows the default of each precedence");
        sent.Body.Should().Be("Load shed 40 MW.");
        sent.Attachments.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new AttachmentContent { Name = "map.pdf", MediaType = "application/pdf", Content = ByteString.CopyFromUtf8("a map") });
    }

    [Fact]
    public async Task The_text_may_come_through_a_pipe()
    {
        var run = await RunOfHotline.WithInput("from a pipe\n", "send", "--to", "borea", "--subject", "s", "--data", Data);

        run.Code.Should().Be(0, run.Complaints);
        _node.Answers.Sent!.Body.Should().Be("from a pipe\n");
        run.Output.Should().Contain("FILED").And.Contain("HL-ALBA-2026-000001").And.Contain("hotline show 019ab5c4");
    }

    [Fact]
    public async Task Whoever_means_the_exercise_but_reaches_the_real_node_sends_nothing()
    {
        await using var mistaken = await RunningNode.StartAsync(Path.Combine(Data, "exercises", "spring"), domain: "real");

        var run = await RunOfHotline.Of("send", "--to", "borea", "--subject", "s", "--exercise", "spring", "--data", Data, "text");

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain("is for real, not for exercise:spring");
        mistaken.Answers.Sent.Should().BeNull();
    }

    [Fact]
    public async Task Whoever_means_it_for_real_but_reaches_an_exercise_sends_nothing()
    {
        await using var exercise = await RunningNode.StartAsync(_fresh["spring"], domain: "exercise:spring");

        var run = await RunOfHotline.Of("send", "--to", "borea", "--subject", "s", "--data", _fresh["spring"], "text");

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain("add --exercise spring");
        exercise.Answers.Sent.Should().BeNull();
    }

    [Theory]
    [InlineData("send", "--to", "borea", "--subject", "s", "text")]
    [InlineData("inbox")]
    [InlineData("status")]
    [InlineData("ack", "019ab5c4-8c00-7000-8000-000000000001")]
    [InlineData("account", "add", "soc")]
    public async Task Every_output_of_an_exercise_shows_its_banner(params string[] arguments)
    {
        await using var exercise = await RunningNode.StartAsync(Path.Combine(Data, "exercises", "spring"), domain: "exercise:spring");

        var people = await RunOfHotline.WithInput("secret\n", [.. arguments, "--exercise", "spring", "--data", Data]);
        var programs = await RunOfHotline.WithInput("secret\n", [.. arguments, "--exercise", "spring", "--data", Data, "--json"]);

        people.Output.Should().StartWith("EXERCISE EXERCISE EXERCISE (spring)");
        programs.Json.GetProperty("banner").GetString().Should().Be("EXERCISE EXERCISE EXERCISE (spring)");
    }

    [Fact]
    public async Task A_flash_that_comes_rings_the_bell_and_one_that_was_sent_does_not()
    {
        _node.Answers.Messages.AddRange([Summary("quiet", Lane.Priority), Summary("sent", Lane.Flash, sent: true)]);
        var quiet = await RunOfHotline.Of("inbox", "--follow", "--data", Data);
        _node.Answers.Messages.Add(Summary("alarm", Lane.Flash));

        var alarm = await RunOfHotline.Of("inbox", "--follow", "--unread", "--sent", "--limit", "7", "--data", Data);

        quiet.Complaints.Should().NotContain("\a");
        alarm.Complaints.Should().Be("\a");
        _node.Answers.Listed.Should().Be(new InboxRequest { Follow = true, UnreadOnly = true, Sent = true, Limit = 7 });
    }

    [Fact]
    public async Task Programs_that_follow_get_one_line_for_each_message()
    {
        _node.Answers.Messages.AddRange([Summary("one", Lane.Flash), Summary("two", Lane.Routine)]);

        var run = await RunOfHotline.Of("inbox", "--follow", "--json", "--data", Data);

        run.Output.Trim().Split('\n').Should().HaveCount(2).And.OnlyContain(line => line.StartsWith('{') && line.EndsWith('}'));
        run.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_subject_cannot_rewrite_the_screen()
    {
        _node.Answers.Messages.Add(Summary("\u001b[2J[red]All quiet[/]\u202E", Lane.Routine));

        var run = await RunOfHotline.Of("inbox", "--data", Data);

        run.Output.Should().NotContain("\u001b").And.NotContain("\u202E").And.Contain("[red]All quiet[/]");
    }

    [Fact]
    public async Task Show_has_every_rung_for_each_recipient()
    {
        _node.Answers.Message = Shown();

        var people = await RunOfHotline.Of("show", "019ab5c4-8c00-7000-8000-000000000001", "--data", Data);
        var programs = await RunOfHotline.Of("show", "019ab5c4-8c00-7000-8000-000000000001", "--data", Data, "--json");

        people.Output.Should().Contain("Load shed 40 MW.").And.Contain("officer").And.Contain("Lt. Vidal").And.Contain("NOT DELIVERED").And.Contain("sha256:nrd").And.Contain("sha256:nro");
        var recipients = programs.Json.GetProperty("recipients");
        recipients[0].GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("kind").GetString()).Should().Equal("NRS", "NRD");
        recipients[1].GetProperty("rung").GetString().Should().Be("NOT DELIVERED");
    }

    [Fact]
    public async Task Attachments_are_saved_where_the_officer_says()
    {
        _node.Answers.Message = Shown();

        var run = await RunOfHotline.Of("show", "019ab5c4-8c00-7000-8000-000000000001", "--save", _fresh["saved"], "--data", Data, "--json");

        var path = run.Json.GetProperty("attachments")[0].GetProperty("savedAs").GetString()!;
        path.Should().Be(Path.Combine(_fresh["saved"], "map.pdf"));
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Should().Be("a map");
    }

    [Fact]
    public async Task A_message_that_is_not_there_is_a_no()
    {
        var run = await RunOfHotline.Of("show", "019ab5c4-8c00-7000-8000-000000000001", "--data", Data);

        run.Code.Should().Be(1);
        run.Complaints.Trim().Should().Be("There is no message 019ab5c4-8c00-7000-8000-000000000001.");
    }

    [Fact]
    public async Task An_acknowledgement_shows_its_receipt()
    {
        var run = await RunOfHotline.Of("ack", "019ab5c4-8c00-7000-8000-000000000001", "--data", Data);

        run.Code.Should().Be(0, run.Complaints);
        run.Output.Should().Contain("READ").And.Contain("sha256:nrr");
        _node.Answers.Acknowledged!.Id.Should().Be("019ab5c4-8c00-7000-8000-000000000001");
    }

    [Fact]
    public async Task A_password_comes_from_a_file_or_a_pipe_and_is_never_printed()
    {
        await File.WriteAllTextAsync(_fresh["password"], "from the file\n", TestContext.Current.CancellationToken);

        var file = await RunOfHotline.Of("account", "add", "soc", "--password-file", _fresh["password"], "--data", Data);
        var fromFile = _node.Answers.Kept!.Password;
        var pipe = await RunOfHotline.WithInput("from the pipe\nnot this\n", "account", "add", "soc", "--data", Data);
        var nobody = await RunOfHotline.Of("account", "add", "soc", "--data", Data);

        fromFile.Should().Be("from the file");
        _node.Answers.Kept!.Password.Should().Be("from the pipe");
        (file.Output + pipe.Output + file.Complaints + pipe.Complaints).Should().NotContain("from the");
        nobody.Code.Should().Be(2, "there is nobody at a terminal");
    }

    [Fact]
    public async Task Status_shows_roster_transcript_and_routes()
    {
        var run = await RunOfHotline.Of("status", "--data", Data);

        run.Output.Should().Contain("alba.example (node, real)").And.Contain("12,345 leaves").And.Contain("hub-north.example").And.Contain("connected").And.Contain("unread");
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _fresh.Dispose();
    }

    private static MessageSummary Summary(string subject, Lane lane, bool sent = false) => new()
    {
        Id = "019ab5c4-8c00-7000-8000-000000000001", Display = "HL-BOREA-2026-000001", From = "borea.example", To = { "alba.example" }, Precedence = lane, Subject = subject,
        Time = "2026-11-24T12:00:00.000Z", Rung = Rung.Delivered, Sent = sent, Kind = "message",
    };

    private static ShowReply Shown() => new()
    {
        Summary = Summary("Feeder 7 down", Lane.Immediate, sent: true),
        Fields = { new Field { Name = "body", Value = "\"Load shed 40 MW.\"" }, new Field { Name = "officer", Value = "\"Lt. Vidal\"" } },
        Attachments = { new AttachmentContent { Name = "../map.pdf", MediaType = "application/pdf", Content = ByteString.CopyFromUtf8("a map") } },
        Recipients =
        {
            new Recipient
            {
                Node = "borea.example", Rung = Rung.Delivered,
                Steps =
                {
                    new Step { Kind = "NRS", Issuer = "hub-north.example", Time = "2026-11-24T12:00:00.100Z", Leaf = "sha256:nrs" },
                    new Step { Kind = "NRD", Issuer = "borea.example", Time = "2026-11-24T12:00:00.200Z", Leaf = "sha256:nrd" },
                },
            },
            new Recipient { Node = "cambria.example", Rung = Rung.Failed },
        },
        OriginLeaf = "sha256:nro", Statement = "sha256:stmt", Seal = "letter-mlkem768x25519-aes256gcm", OriginNote = ByteString.CopyFromUtf8("hotline/evidence/v1\n"),
    };
}
