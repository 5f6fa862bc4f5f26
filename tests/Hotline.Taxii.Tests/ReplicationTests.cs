using System.Text;
using System.Text.Json;
using Hotline.Collections;
using Hotline.Taxii.Objects;

namespace Hotline.Taxii.Tests;

public sealed class ReplicationTests
{
    private const string TlpRed = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";
    private const string TlpAmber = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82";
    private const string TlpGreen = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da";
    private const string Tlp2Red = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
    private const string Tlp2AmberStrict = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003";
    private const string Tlp2Clear = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";
    private const string Copyright = "marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168";

    [Fact]
    public void The_strictest_marking_decides_in_any_order()
    {
        (MarkingMeaning[] Meanings, StatementMarkingPolicy Statements, string? Reason)[] verdicts =
        [
            ([], StatementMarkingPolicy.Withhold, null),
            ([MarkingMeaning.Travels], StatementMarkingPolicy.Withhold, null),
            ([MarkingMeaning.Red], StatementMarkingPolicy.Share, "TLP:RED"),
            ([MarkingMeaning.AmberStrict], StatementMarkingPolicy.Share, "TLP:AMBER+STRICT"),
            ([MarkingMeaning.Unknown], StatementMarkingPolicy.Share, "does not know"),
            ([MarkingMeaning.Statement], StatementMarkingPolicy.Withhold, "statement"),
            ([MarkingMeaning.Statement], StatementMarkingPolicy.Share, null),
            ([MarkingMeaning.Travels, MarkingMeaning.Statement], StatementMarkingPolicy.Share, null),
            ([MarkingMeaning.Travels, MarkingMeaning.Statement, MarkingMeaning.Unknown], StatementMarkingPolicy.Share, "does not know"),
            ([MarkingMeaning.Statement, MarkingMeaning.AmberStrict, MarkingMeaning.Red], StatementMarkingPolicy.Withhold, "TLP:RED"),
        ];

        foreach (var (meanings, statements, reason) in verdicts)
            foreach (var order in new[] { meanings, [.. meanings.Reverse()] })
            {
                var judged = ReplicationPolicy.Judge(order, size: 100, statements);
                if (reason is null) judged.Should().BeNull();
                else judged.Should().Contain(reason);
            }
    }

    [Fact]
    public void An_object_that_no_message_can_carry_stays() =>
        ReplicationPolicy.Judge([], DraftPacking.LargestObject + 1, StatementMarkingPolicy.Share).Should().Contain("larger");

    [Theory]
    [InlineData(TlpRed, false)]
    [InlineData(Tlp2Red, false)]
    [InlineData(Tlp2AmberStrict, false)]
    [InlineData("marking-definition--00000000-0000-4000-8000-000000000000", false)]
    [InlineData(TlpAmber, true)]
    [InlineData(TlpGreen, true)]
    [InlineData(Tlp2Clear, true)]
    public async Task What_is_marked_for_fewer_eyes_stays_here_whole_or_in_part_and_is_listed(string marking, bool travels)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared", StatementMarkingPolicy.Withhold, "borea"));

        var status = await node.Alice.AddAsync(node.Objects, AStixObject.MarkedBy(marking), AStixObject.PartlyMarkedBy(marking), AStixObject.Malware());

        AddingTests.Counts(status).Should().Be((3, 3, 0, 0));
        (await TravellingAsync(node)).Should().HaveCount(travels ? 3 : 1);
        if (travels)
        {
            status.TryGetProperty("x_hotline_withheld", out _).Should().BeFalse();
        }
        else
        {
            var withheld = status.GetProperty("x_hotline_withheld");
            withheld.GetProperty("count").GetInt32().Should().Be(2);
            withheld.GetProperty("objects").EnumerateArray().Should().OnlyContain(item => item.GetProperty("message").GetString()!.Length > 0);
        }

        (await node.Alice.GetOkAsync(node.Objects)).Ids().Should().HaveCount(3, "what is withheld from others is served here");
    }

    [Theory]
    [InlineData(StatementMarkingPolicy.Withhold, 1)]
    [InlineData(StatementMarkingPolicy.Share, 2)]
    public async Task Statements_follow_the_collections_policy_and_are_found_in_the_same_request(StatementMarkingPolicy policy, int travelling)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared", policy, "borea"));

        await node.Alice.AddAsync(node.Objects, AStixObject.MarkedBy(Copyright), AStixObject.Statement(Copyright));

        (await TravellingAsync(node)).Should().HaveCount(travelling);
    }

    [Fact]
    public async Task Definitions_are_found_in_the_collection_too()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared", StatementMarkingPolicy.Share, "borea"));
        await node.Alice.AddAsync(node.Objects, AStixObject.Statement(Copyright));

        var status = await node.Alice.AddAsync(node.Objects, AStixObject.MarkedBy(Copyright));

        status.TryGetProperty("x_hotline_withheld", out _).Should().BeFalse();
        (await TravellingAsync(node)).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_definition_of_TLP_RED_as_a_mere_statement_changes_nothing()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared", StatementMarkingPolicy.Share, "borea"));

        var status = await node.Alice.AddAsync(node.Objects, AStixObject.Statement(TlpRed), AStixObject.MarkedBy(TlpRed));

        status.GetProperty("x_hotline_withheld").GetProperty("objects").EnumerateArray()
            .Should().Contain(item => item.GetProperty("id").GetString()!.StartsWith("campaign"));
    }

    [Fact]
    public async Task Accepted_objects_leave_in_drafts_for_the_nodes_that_share_the_collection_and_the_status_says_so()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared", StatementMarkingPolicy.Withhold, "borea", "cambria"));
        var campaign = AStixObject.Campaign();

        var status = await node.Alice.AddAsync(node.Objects, campaign);
        var again = await node.Alice.AddAsync(node.Objects, campaign);

        var replication = status.GetProperty("x_hotline_replication");
        replication.GetProperty("messages").GetInt32().Should().Be(1);
        replication.GetProperty("sent").GetInt32().Should().Be(0);
        replication.GetProperty("delivered").GetInt32().Should().Be(0);
        again.TryGetProperty("x_hotline_replication", out _).Should().BeFalse("what was known does not travel twice");
        var draft = (await node.Store.ReadDraftsAsync(10, TestContext.Current.CancellationToken)).Single();
        draft.To.Select(name => name.ToString()).Should().Equal("borea", "cambria");
        draft.Id.Version.Should().Be(7);
        draft.Collection.Should().Be(node.Settings.ApiRoots[0].Collections[0].Id);
        draft.Status.Should().Be(status.GetProperty("id").GetGuid());
        Encoding.UTF8.GetString(draft.Content.Span).Should().Be($"{{\"objects\":[{campaign}]}}");
    }

    [Fact]
    public async Task A_collection_shared_with_nobody_makes_no_drafts_and_withholds_nothing()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Own"));

        var status = await node.Alice.AddAsync(node.Objects, AStixObject.MarkedBy(TlpRed), AStixObject.Campaign());

        status.TryGetProperty("x_hotline_withheld", out _).Should().BeFalse();
        status.TryGetProperty("x_hotline_replication", out _).Should().BeFalse();
        (await TravellingAsync(node)).Should().BeEmpty();
    }

    [Fact]
    public async Task No_draft_has_more_than_a_mebibyte_of_objects_unless_one_object_has()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared", StatementMarkingPolicy.Withhold, "borea"));
        string[] objects =
        [
            .. Enumerable.Range(0, 9).Select(_ => AStixObject.Campaign(more: $",\"description\":\"{new string('x', 300_000)}\"")),
            AStixObject.Campaign(more: $",\"description\":\"{new string('y', 2_000_000)}\""),
            AStixObject.Campaign(),
        ];

        await node.Alice.AddAsync(node.Objects, objects);

        var drafts = await node.Store.ReadDraftsAsync(100, TestContext.Current.CancellationToken);
        string[][] contents = [.. drafts.Select(draft => JsonDocument.Parse(draft.Content).RootElement.Ids())];
        contents.Select(ids => ids.Length).Should().Equal(3, 3, 3, 1, 1);
        contents.SelectMany(ids => ids).Should().Equal(objects.Select(item => JsonDocument.Parse(item).RootElement.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task What_another_node_sent_is_served_here_byte_for_byte_and_goes_no_further()
    {
        var collection = TaxiiNode.ACollection("Shared", StatementMarkingPolicy.Withhold, "borea");
        await using var alba = await TaxiiNode.StartAsync(collection);
        await using var borea = await TaxiiNode.StartAsync(collection with { SharedWith = [NodeName.Parse("alba")] });
        var door = new ReceivedObjects(borea.Settings.ApiRoots[0].Collections, borea.Store, borea.Clock);
        await alba.Alice.AddAsync(alba.Objects, [.. Enumerable.Range(0, 20).Select(_ => AStixObject.Campaign())]);
        var draft = (await alba.Store.ReadDraftsAsync(10, TestContext.Current.CancellationToken)).Single();

        var first = await door.AddAsync(NodeName.Parse("alba"), draft.Collection, draft.Content, TestContext.Current.CancellationToken);
        var again = await door.AddAsync(NodeName.Parse("alba"), draft.Collection, draft.Content, TestContext.Current.CancellationToken);

        first.Should().BeOfType<Reception.Kept>().Which.Status.Outcomes.Should().HaveCount(20).And.OnlyContain(outcome => outcome.Failure == null);
        again.Should().BeOfType<Reception.Kept>().Which.Status.Outcomes.Should().OnlyContain(outcome => outcome.Failure == null);
        (await borea.Alice.GetOkAsync(borea.Objects)).GetRawText().Should().Be((await alba.Alice.GetOkAsync(alba.Objects)).GetRawText());
        (await borea.Store.ReadDraftsAsync(10, TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_arrives_from_a_stranger_or_as_no_envelope_is_refused_by_a_value()
    {
        var collection = TaxiiNode.ACollection("Shared", StatementMarkingPolicy.Withhold, "borea");
        await using var node = await TaxiiNode.StartAsync(collection);
        var door = new ReceivedObjects([collection], node.Store, node.Clock);
        var cancellation = TestContext.Current.CancellationToken;

        (await door.AddAsync(NodeName.Parse("elbonia"), collection.Id, AnEnvelope.Of(AStixObject.Campaign()), cancellation)).Should().BeOfType<Reception.NotShared>();
        (await door.AddAsync(NodeName.Parse("borea"), Guid.Empty, AnEnvelope.Of(AStixObject.Campaign()), cancellation)).Should().BeOfType<Reception.NotShared>();
        (await door.AddAsync(NodeName.Parse("borea"), collection.Id, "{"u8.ToArray(), cancellation)).Should().BeOfType<Reception.Malformed>();
        (await node.Store.CountAsync(collection.Id, cancellation)).Should().Be(0);
    }

    private static async Task<string[]> TravellingAsync(TaxiiNode node)
    {
        var drafts = await node.Store.ReadDraftsAsync(100, TestContext.Current.CancellationToken);
        return [.. drafts.SelectMany(draft => JsonDocument.Parse(draft.Content).RootElement.Ids())];
    }
}
