using Grpc.Core;
using Hotline.TestData;
using Hotline.Wire;

namespace Hotline.Node.Tests;

/// <summary>Messages from desk to desk, through a real hub.</summary>
[Collection(nameof(Talking))]
public sealed class MessageTests(Talking talking)
{
    private readonly RunningNode<Real> _alba = talking.Alba;
    private readonly RunningNode<Real> _borea = talking.Borea;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_climbs_every_rung()
    {
        var sent = await _alba.SendAsync("The grid is down.", "borea");
        var received = await _borea.ShowAsync(sent.Id, _ => true);
        await _alba.ShowAsync(sent.Id, shown => shown.Summary.Rung == Rung.Delivered);
        var read = await _borea.Desk.AcknowledgeAsync(new AcknowledgeRequest { Id = sent.Id }, cancellationToken: Stop);

        var shown = await _alba.ShowAsync(sent.Id, shown => shown.Summary.Rung == Rung.Read);

        received.Fields.Should().Contain(field => field.Name == "body" && field.Value == "\"The grid is down.\"");
        received.Signers.Should().Equal(["CN=alba.example desk (ECDSA)", "CN=alba.example desk (ML-DSA-65)"], "the officer signs twice: for today, and for a day with quantum computers");
        shown.Recipients.Single().Steps.Select(step => step.Kind).Should().Equal("NRS", "NRD", "NRR");
        shown.Recipients.Single().Steps[2].Leaf.Should().Be(read.Leaf);
    }

    [Fact]
    public async Task An_acknowledgement_said_again_is_the_one_said_before()
    {
        var sent = await _alba.SendAsync("The grid is down.", "borea");
        await _borea.ShowAsync(sent.Id, _ => true);

        var first = await _borea.Desk.AcknowledgeAsync(new AcknowledgeRequest { Id = sent.Id }, cancellationToken: Stop);

        (await _borea.Desk.AcknowledgeAsync(new AcknowledgeRequest { Id = sent.Id }, cancellationToken: Stop)).Should().Be(first);
    }

    [Fact]
    public async Task Attachments_arrive_as_they_were()
    {
        var content = Google.Protobuf.ByteString.CopyFrom(Enumerable.Range(0, 100_000).Select(index => (byte)index).ToArray());
        var sent = await _alba.Desk.SendAsync(new SendRequest
        {
            To = { "borea" }, Precedence = Lane.Priority, Subject = "Samples", Body = "See the file.",
            Attachments = { new AttachmentContent { Name = "sample.bin", MediaType = "application/octet-stream", Content = content } },
        }, cancellationToken: Stop);

        (await _borea.ShowAsync(sent.Id, _ => true)).Attachments.Single().Content.Should().Equal(content);
    }

    [Fact]
    public async Task An_inbox_that_is_followed_shows_what_comes()
    {
        using var inbox = _borea.Desk.Inbox(new InboxRequest { Follow = true, Limit = 1 }, cancellationToken: Stop);
        var sent = await _alba.SendAsync("The grid is down.", "borea");

        do (await inbox.ResponseStream.MoveNext(Stop)).Should().BeTrue();
        while (inbox.ResponseStream.Current.Id != sent.Id);

        inbox.ResponseStream.Current.Display.Should().Be(sent.Display);
    }

    [Fact]
    public async Task Answers_stay_in_their_conversation()
    {
        var question = await _alba.SendAsync("Is it you?", "borea");
        await _borea.ShowAsync(question.Id, _ => true);
        var answer = await _borea.Desk.SendAsync(new SendRequest { To = { "alba" }, Precedence = Lane.Flash, Subject = "Re", Body = "No.", Conversation = question.Conversation }, cancellationToken: Stop);

        (await _alba.ShowAsync(answer.Id, _ => true)).Conversation.Should().Be(question.Conversation);
    }

    public static TheoryData<string, StatusCode> Refused => new()
    {
        { "nobody", StatusCode.FailedPrecondition },
        { "unknown name", StatusCode.FailedPrecondition },
        { "malformed name", StatusCode.InvalidArgument },
        { "oneself", StatusCode.FailedPrecondition },
        { "twice", StatusCode.FailedPrecondition },
        { "past", StatusCode.FailedPrecondition },
        { "no time", StatusCode.InvalidArgument },
        { "long flash", StatusCode.FailedPrecondition },
        { "seal", StatusCode.InvalidArgument },
        { "lane", StatusCode.InvalidArgument },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_sent_is_refused_with_a_sentence_and_not_kept(string what, StatusCode status)
    {
        var request = new SendRequest { To = { "borea" }, Precedence = Lane.Flash, Subject = "Subject", Body = "Body" };
        switch (what)
        {
            case "nobody": request.To.Clear(); break;
            case "unknown name": request.To.Add("elbonia.example"); break;
            case "malformed name": request.To.Add("el bonia"); break;
            case "oneself": request.To.Add("alba"); break;
            case "twice": request.To.Add("borea"); break;
            case "past": request.Deadline = "2020-01-01T00:00:00Z"; break;
            case "no time": request.ReplyBy = "soon"; break;
            case "long flash": request.Body = string.Concat(Enumerable.Repeat("word ", 201)); break;
            case "seal": request.Seal = "rot13"; break;
            default: request.Precedence = (Lane)77; break;
        }

        var before = (await _alba.Store.CountAsync(Stop)).Sent;

        var send = async () => await _alba.Desk.SendAsync(request, cancellationToken: Stop);

        var refusal = (await send.Should().ThrowAsync<RpcException>()).Which.Status;
        refusal.StatusCode.Should().Be(status);
        refusal.Detail.Should().EndWith(".").And.NotContain("Exception");
        (await _alba.Store.CountAsync(Stop)).Sent.Should().Be(before);
    }

    [Fact]
    public async Task Ids_that_name_nothing_are_told_so()
    {
        var show = async () => await _alba.Desk.ShowAsync(new ShowRequest { Id = "019ab5c4-8c00-7000-8000-000000000001" }, cancellationToken: Stop);
        var malformed = async () => await _alba.Desk.ShowAsync(new ShowRequest { Id = "HL-ALBA" }, cancellationToken: Stop);
        var acknowledge = async () => await _alba.Desk.AcknowledgeAsync(new AcknowledgeRequest { Id = "019ab5c4-8c00-7000-8000-000000000001" }, cancellationToken: Stop);

        (await show.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.NotFound);
        (await malformed.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.InvalidArgument);
        (await acknowledge.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.NotFound);
    }
}
