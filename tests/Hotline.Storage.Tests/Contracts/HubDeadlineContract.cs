using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;
using static Hotline.Tests.AnOrigin;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>Which messages a hub must say FAILED about, and when.</summary>
public abstract class HubDeadlineContract(IEngine engine) : HubContract(engine)
{
    private static readonly DateTimeOffset Deadline = Noon.AddMinutes(10);

    [Fact]
    public async Task A_message_is_overdue_at_its_deadline_and_not_a_millisecond_before()
    {
        var envelope = AMessage.Numbered(1);
        await SubmitAsync(envelope);

        (await Store.ReadOverdueAsync(Deadline.AddMilliseconds(-1), 10, Ct)).Should().BeEmpty();
        (await Store.ReadOverdueAsync(Deadline, 10, Ct)).Should().Equal(envelope.Key());
    }

    [Fact]
    public async Task The_oldest_deadline_comes_first()
    {
        foreach (var (number, minutes) in new[] { (1, 3), (2, 1), (3, 2) }) await SubmitAsync(Due(number, minutes));

        (await Store.ReadOverdueAsync(Deadline, 10, Ct)).Select(key => key.Id).Should().Equal(AMessage.Id(2), AMessage.Id(3), AMessage.Id(1));
        (await Store.ReadOverdueAsync(Deadline, 2, Ct)).Select(key => key.Id).Should().Equal(AMessage.Id(2), AMessage.Id(3));
        (await Store.ReadNextDeadlineAsync(Ct)).Should().Be(Noon.AddMinutes(1));
    }

    [Fact]
    public async Task While_one_recipient_is_without_delivery_the_deadline_stands()
    {
        var envelope = AMessage.Numbered(1);
        await SubmitAsync(envelope);

        await AnswerAsync(envelope.Receipt(ReceiptKind.Delivered, Borea));
        var afterOne = await Store.ReadOverdueAsync(Deadline, 10, Ct);
        await AnswerAsync(envelope.Receipt(ReceiptKind.Read, Cambria));

        afterOne.Should().Equal(envelope.Key());
        (await Store.ReadOverdueAsync(Deadline, 10, Ct)).Should().BeEmpty();
        (await Store.ReadNextDeadlineAsync(Ct)).Should().BeNull();
    }

    [Fact]
    public async Task Who_refused_a_message_is_not_waited_for()
    {
        var envelope = AMessage.To(1, Borea);
        await SubmitAsync(envelope);

        await AnswerAsync(envelope.Receipt(ReceiptKind.Refused, Borea));

        (await Store.ReadOverdueAsync(Deadline, 10, Ct)).Should().BeEmpty();
    }

    [Fact]
    public async Task After_FAILED_the_message_is_overdue_no_more_and_each_recipient_without_delivery_stands_at_it()
    {
        var envelope = AMessage.Numbered(1);
        await SubmitAsync(envelope);
        await AnswerAsync(envelope.Receipt(ReceiptKind.Delivered, Borea));
        Now = Deadline;

        var result = await ExpireAsync(envelope);
        var before = Engine.Dump();
        var again = await ExpireAsync(envelope);

        result.Current!.Deliveries.Should().Contain(Borea, Rung.Delivered).And.Contain(Cambria, Rung.Failed);
        (await Store.ReadOverdueAsync(Deadline, 10, Ct)).Should().BeEmpty();
        (await Store.ReadNextDeadlineAsync(Ct)).Should().BeNull();
        again.Decision.Should().BeOfType<HubDecision<Real>.AsBefore>();
        Engine.Dump().Should().Be(before);
    }

    [Fact]
    public async Task A_late_delivery_moves_on_from_FAILED_and_opens_no_deadline()
    {
        var envelope = AMessage.To(1, Borea);
        await SubmitAsync(envelope);
        Now = Deadline;
        await ExpireAsync(envelope);

        var late = await AnswerAsync(envelope.Receipt(ReceiptKind.Delivered, Borea));

        late.Current!.Deliveries[Borea].Should().Be(Rung.Delivered);
        (await Store.ReadNextDeadlineAsync(Ct)).Should().BeNull();
    }

    [Fact]
    public async Task Without_messages_there_is_no_deadline_and_refused_ones_have_none()
    {
        (await Store.ReadNextDeadlineAsync(Ct)).Should().BeNull();

        await SubmitAsync(Due(1, minutes: 0));

        (await Store.ReadNextDeadlineAsync(Ct)).Should().BeNull("it came too late and was refused");
    }

    [Fact]
    public async Task Deadlines_are_there_after_a_restart()
    {
        await SubmitAsync(Due(1, 5));

        await RestartAsync();

        (await Store.ReadNextDeadlineAsync(Ct)).Should().Be(Noon.AddMinutes(5));
        (await Store.ReadOverdueAsync(Deadline, 10, Ct)).Should().ContainSingle();
    }

    private static Envelope<Real> Due(int number, int minutes) => AMessage.Numbered(number, text => text with { Deadline = Noon.AddMinutes(minutes) });
}
