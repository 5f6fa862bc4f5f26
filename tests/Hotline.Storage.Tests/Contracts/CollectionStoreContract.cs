using Hotline.Collections;
using Hotline.Receipts;
using Hotline.Stores;
using static Hotline.Tests.AnOrigin;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>What adding to a collection keeps, and what a client is told of it.</summary>
public abstract class CollectionStoreContract(IEngine engine) : MemberContract(engine)
{
    [Fact]
    public async Task Objects_are_kept_byte_for_byte_in_the_order_they_came()
    {
        var objects = new[] { AnObject.Numbered(2), AnObject.Numbered(1), AnObject.Numbered(3, version: null, type: "ipv4-addr") };

        await AddAsync(AnObject.Added(objects));

        var kept = (await Collections.ReadAsync(AnObject.All(), Ct)).Objects;
        kept.Select(item => item.Object with { Raw = default }).Should().Equal(objects.Select(item => item with { Raw = default }));
        kept.Select(item => Convert.ToHexString(item.Object.Raw.Span)).Should().Equal(objects.Select(item => Convert.ToHexString(item.Raw.Span)));
    }

    [Fact]
    public async Task The_status_has_an_outcome_for_each_object_and_then_for_each_refused_before()
    {
        var addition = AnObject.Added(AnObject.Numbered(1), AnObject.Numbered(2)) with { Failures = [new ObjectOutcome(AnObject.Id(9), null, "no such type", null)] };
        addition = addition with { Objects = [addition.Objects[0], addition.Objects[1] with { Withheld = "TLP:RED" }] };

        var status = await AddAsync(addition);

        (status.Id, status.Collection, status.RequestedAt, status.Drafts).Should().Be((addition.Status, AnObject.Collection, Noon, new DraftProgress(0, 0, 0)));
        status.Outcomes.Should().Equal(
            new ObjectOutcome(AnObject.Id(1), AnObject.Numbered(1).Version, null, null),
            new ObjectOutcome(AnObject.Id(2), AnObject.Numbered(2).Version, null, "TLP:RED"),
            new ObjectOutcome(AnObject.Id(9), null, "no such type", null));
        (await Collections.FindStatusAsync(addition.Status, Ct))!.Should().BeEquivalentTo(status);
        (await Collections.FindStatusAsync(AnObject.NewId(), Ct)).Should().BeNull();
    }

    [Fact]
    public async Task The_same_bytes_again_are_no_failure_and_get_no_new_date()
    {
        await AddAsync(AnObject.Added(AnObject.Numbered(1)));
        var before = (await Collections.ReadAsync(AnObject.All(), Ct)).Objects.Single();

        var status = await AddAsync(AnObject.Added(AnObject.Numbered(1)) with { At = Noon.AddHours(1) });

        status.Outcomes.Single().Failure.Should().BeNull();
        (await Collections.ReadAsync(AnObject.All(), Ct)).Objects.Single().DateAdded.Should().Be(before.DateAdded);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(null)]
    public async Task Other_bytes_for_one_id_and_version_fail_with_a_reason_and_overwrite_nothing(int? version)
    {
        var kept = AnObject.Numbered(1, version);
        await AddAsync(AnObject.Added(kept));

        var status = await AddAsync(AnObject.Added(AnObject.Numbered(1, version, more: ",\"name\":\"other\""), AnObject.Numbered(2)));

        status.Outcomes.Select(outcome => outcome.Failure is null).Should().Equal(false, true);
        (await Collections.ReadAsync(AnObject.All(), Ct)).Objects[0].Object.Raw.ToArray().Should().Equal(kept.Raw.ToArray());
    }

    [Fact]
    public async Task Within_one_request_too_a_version_is_stored_once()
    {
        var status = await AddAsync(AnObject.Added(AnObject.Numbered(1), AnObject.Numbered(1), AnObject.Numbered(1, more: ",\"name\":\"other\"")));

        status.Outcomes.Select(outcome => outcome.Failure is null).Should().Equal(true, true, false);
        (await Collections.CountAsync(AnObject.Collection, Ct)).Should().Be(1);
    }

    [Fact]
    public async Task Dates_rise_strictly_even_when_the_clock_goes_back()
    {
        await AddAsync(AnObject.Added(AnObject.Numbered(1), AnObject.Numbered(2)));
        await AddAsync(AnObject.Added(AnObject.Numbered(3)) with { At = Noon.AddHours(-1) });
        await RestartAsync();
        await AddAsync(AnObject.Added(AnObject.Numbered(4)) with { At = Noon.AddDays(-1) });
        await AddAsync(AnObject.Added(AnObject.Numbered(5)) with { At = Noon.AddDays(1) });

        var kept = (await Collections.ReadAsync(AnObject.All(), Ct)).Objects;

        kept.Select(item => item.Object.ObjectId).Should().Equal(Enumerable.Range(1, 5).Select(AnObject.Id));
        kept.Select(item => item.DateAdded).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder();
        kept[0].DateAdded.Should().Be(Noon.ToUnixTimeMilliseconds() * 1000);
        kept[4].DateAdded.Should().Be(Noon.AddDays(1).ToUnixTimeMilliseconds() * 1000);
    }

    [Fact]
    public async Task Collections_have_nothing_in_common()
    {
        var other = AnObject.NewId();
        await AddAsync(AnObject.Added(AnObject.Numbered(1)));
        await AddAsync(AnObject.Added(AnObject.Numbered(1, more: ",\"name\":\"other\"")) with { Collection = other });

        (await Collections.CountAsync(AnObject.Collection, Ct)).Should().Be(1);
        (await Collections.CountAsync(other, Ct)).Should().Be(1);
        (await Collections.CountAsync(AnObject.NewId(), Ct)).Should().Be(0);
        (await Collections.ReadAsync(AnObject.All() with { Collection = AnObject.NewId() }, Ct)).Objects.Should().BeEmpty();
    }

    [Fact]
    public async Task Drafts_are_made_of_what_is_new_and_may_travel()
    {
        await AddAsync(AnObject.Added(AnObject.Numbered(1)));
        IReadOnlyList<CollectionObject> travelling = [];
        var addition = AnObject.Added(AnObject.Numbered(1), AnObject.Numbered(2), AnObject.Numbered(3), AnObject.Numbered(3), AnObject.Numbered(1, more: ",\"name\":\"other\""));
        addition = addition with
        {
            Objects = [.. addition.Objects.Select((offered, at) => at == 1 ? offered with { Withheld = "TLP:RED" } : offered)],
            MakeDrafts = objects => { travelling = objects; return [AnObject.Draft(addition.Status, Borea, Cambria), AnObject.Draft(addition.Status, Borea)]; },
        };

        var status = await AddAsync(addition);

        travelling.Select(item => item.ObjectId).Should().Equal(AnObject.Id(3));
        status.Drafts.Should().Be(new DraftProgress(Total: 2, Sent: 0, Delivered: 0));
        var drafts = await Collections.ReadDraftsAsync(10, Ct);
        drafts.Select(draft => (draft.Collection, draft.Status)).Should().Equal((AnObject.Collection, addition.Status), (AnObject.Collection, addition.Status));
        drafts[0].To.Should().Equal(Borea, Cambria);
        drafts[0].Content.ToArray().Should().Equal("{\"objects\":[]}"u8.ToArray());
        (await Collections.ReadDraftsAsync(1, Ct)).Single().Id.Should().Be(drafts[0].Id, "the oldest comes first");
    }

    [Fact]
    public async Task Where_nothing_travels_no_draft_is_made()
    {
        await AddAsync(AnObject.Added(AnObject.Numbered(1)));

        await AddAsync(AnObject.Added(AnObject.Numbered(1)) with { MakeDrafts = _ => throw new InvalidOperationException("nothing to draft") });

        (await Collections.ReadDraftsAsync(10, Ct)).Should().BeEmpty();
    }

    [Fact]
    public async Task Drafting_that_fails_leaves_everything_as_it_was()
    {
        await AddAsync(AnObject.Added(AnObject.Numbered(1)));
        var before = Engine.Dump();

        var add = () => AddAsync(AnObject.Added(AnObject.Numbered(2), AnObject.Numbered(3)) with { MakeDrafts = _ => throw new InvalidOperationException("a bug") });

        await add.Should().ThrowAsync<InvalidOperationException>().WithMessage("a bug");
        Engine.Dump().Should().Be(before);
    }

    [Fact]
    public async Task A_status_id_is_used_once()
    {
        var first = AnObject.Added(AnObject.Numbered(1));
        await AddAsync(first);
        var before = Engine.Dump();

        var add = () => AddAsync(AnObject.Added(AnObject.Numbered(2)) with { Status = first.Status });

        (await add.Should().ThrowAsync<StoreException>()).Which.IsDoubtful.Should().BeFalse();
        Engine.Dump().Should().Be(before);
    }

    [Fact]
    public async Task The_status_follows_its_drafts_to_every_recipient()
    {
        var addition = AnObject.Added(AnObject.Numbered(1));
        ObjectDraft[] drafts = [AnObject.Draft(addition.Status, Borea, Cambria), AnObject.Draft(addition.Status, Borea)];
        await AddAsync(addition with { MakeDrafts = _ => drafts });
        var (both, one) = (AMessage.Numbered(1), AMessage.To(2, Borea));

        (await ProgressAsync()).Should().Be(new DraftProgress(2, 0, 0));
        await CommitAsync(Send(both, draft: drafts[0].Id), Send(one, draft: drafts[1].Id));
        (await ProgressAsync()).Should().Be(new DraftProgress(2, 2, 0));
        (await Collections.ReadDraftsAsync(10, Ct)).Should().BeEmpty("what is sealed is the outbox's");
        await CommitAsync(Keep(both.Receipt(ReceiptKind.Delivered, Borea), 1), Keep(one.Receipt(ReceiptKind.Read, Borea), 2));
        (await ProgressAsync()).Should().Be(new DraftProgress(2, 2, 1), "cambria has not got the first");
        await CommitAsync(Keep(both.Receipt(ReceiptKind.Delivered, Cambria), 3));
        (await ProgressAsync()).Should().Be(new DraftProgress(2, 2, 2));

        async Task<DraftProgress> ProgressAsync() => (await Collections.FindStatusAsync(addition.Status, Ct))!.Drafts;
    }

    [Fact]
    public async Task A_draft_waits_on_when_its_message_lost_the_race()
    {
        var addition = AnObject.Added(AnObject.Numbered(1));
        var draft = AnObject.Draft(addition.Status, Borea);
        await AddAsync(addition with { MakeDrafts = _ => [draft] });
        await KeepAsync(Send(AMessage.Numbered(1), "collection"));

        (await KeepAsync(Send(AMessage.Numbered(2), "collection", draft.Id))).Should().Be(MemberOutcome.LostRace);

        (await Collections.ReadDraftsAsync(10, Ct)).Single().Id.Should().Be(draft.Id);
        (await Store.CountAsync(Ct)).Drafts.Should().Be(1);
    }

    [Fact]
    public async Task Requests_that_come_at_once_are_all_kept_under_dates_of_their_own()
    {
        await Task.WhenAll(Enumerable.Range(1, 100).Select(number => Task.Run(() => AddAsync(AnObject.Added(AnObject.Numbered(number), AnObject.Numbered(1000))))));

        var kept = (await Collections.ReadAsync(AnObject.All(1000), Ct)).Objects;
        kept.Should().HaveCount(101);
        kept.Select(item => item.DateAdded).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task After_a_restart_objects_status_and_drafts_are_there()
    {
        var addition = AnObject.Added(AnObject.Numbered(1));
        var status = await AddAsync(addition with { MakeDrafts = _ => [AnObject.Draft(addition.Status, Borea)] });
        var before = Engine.Dump();

        await RestartAsync();

        Engine.Dump().Should().Be(before);
        (await Collections.FindStatusAsync(addition.Status, Ct))!.Should().BeEquivalentTo(status);
        (await Collections.ReadDraftsAsync(10, Ct)).Should().ContainSingle();
    }

    private Task<AddStatus> AddAsync(Addition addition) => Collections.AddAsync(addition, Ct);
}
