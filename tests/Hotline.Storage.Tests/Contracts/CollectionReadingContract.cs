using CsCheck;
using Hotline.Collections;
using Hotline.Stores;
using static Hotline.Tests.AnOrigin;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>How the objects of a collection are read: filters, versions and pages.</summary>
public abstract class CollectionReadingContract(IEngine engine) : MemberContract(engine)
{
    [Fact]
    public async Task Pages_of_any_size_show_every_object_once_in_order()
    {
        await FillAsync();
        var all = (await Collections.ReadAsync(AnObject.All(), Ct)).Objects;

        await Gen.Int[1, all.Count + 1].SampleAsync(async size =>
        {
            var seen = new List<StoredObject>();
            ObjectPage page;
            ObjectCursor? after = null;
            do
            {
                page = await Collections.ReadAsync(AnObject.All(size) with { After = after }, Ct);
                seen.AddRange(page.Objects);
                after = seen[^1] is var last ? new ObjectCursor(last.DateAdded, last.Object.ObjectId, last.Object.Version) : null;
            }
            while (page.More);

            seen.Select(NameOf).Should().Equal(all.Select(NameOf));
        }, iter: 15);
    }

    [Fact]
    public async Task More_follow_only_when_more_pass_the_filter()
    {
        await FillAsync();

        (await Collections.ReadAsync(AnObject.All(12), Ct)).More.Should().BeFalse();
        (await Collections.ReadAsync(AnObject.All(11), Ct)).More.Should().BeTrue();
        (await Collections.ReadAsync(AnObject.All(1) with { Types = ["ipv4-addr"] }, Ct)).More.Should().BeFalse();
    }

    [Fact]
    public async Task Ids_and_types_keep_what_bears_one_of_them()
    {
        await FillAsync();

        (await NamesAsync(AnObject.All() with { Ids = [AnObject.Id(2), AnObject.Id(4), "campaign--stranger"] })).Should().Equal("2v1", "4v1", "2v2");
        (await NamesAsync(AnObject.All() with { Types = ["ipv4-addr", "tool"] })).Should().Equal("11v-");
        (await NamesAsync(AnObject.All() with { Ids = [AnObject.Id(2)], Types = ["tool"] })).Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"]; DROP TABLE object; --")]
    [InlineData("'")]
    [InlineData("\\")]
    [InlineData("%")]
    [InlineData("\u0000\u2028é")]
    public async Task Whatever_a_filter_holds_is_only_compared(string text)
    {
        await FillAsync();

        (await NamesAsync(AnObject.All() with { Ids = [text] })).Should().BeEmpty();
        (await NamesAsync(AnObject.All() with { Types = [text, "ipv4-addr"] })).Should().Equal("11v-");
    }

    [Fact]
    public async Task The_latest_version_is_by_its_own_date_and_not_by_the_date_it_came()
    {
        await AddAsync(AnObject.Numbered(1, version: 2));
        await AddAsync(AnObject.Numbered(1, version: 3));
        await AddAsync(AnObject.Numbered(1, version: 1));
        await AddAsync(AnObject.Numbered(2, version: null));

        (await NamesAsync(AnObject.All() with { Versions = VersionFilter.OnlyLast })).Should().Equal("1v3", "2v-");
        (await NamesAsync(AnObject.All())).Should().Equal("1v2", "1v3", "1v1", "2v-");
    }

    [Fact]
    public async Task Added_after_is_exclusive_and_comes_before_the_choice_of_the_latest()
    {
        await AddAsync(AnObject.Numbered(1, version: 3));
        await AddAsync(AnObject.Numbered(1, version: 1));
        await AddAsync(AnObject.Numbered(1, version: 2));
        var dates = (await Collections.ReadAsync(AnObject.All(), Ct)).Objects.Select(item => item.DateAdded).ToArray();

        (await NamesAsync(AnObject.All() with { AddedAfter = dates[0] })).Should().Equal("1v1", "1v2");
        (await NamesAsync(AnObject.All() with { AddedAfter = dates[0], Versions = VersionFilter.OnlyLast })).Should().Equal("1v2");
        (await NamesAsync(AnObject.All() with { AddedAfter = dates[0] - 1 })).Should().HaveCount(3);
        (await NamesAsync(AnObject.All() with { AddedAfter = dates[2] })).Should().BeEmpty();
    }

    [Fact]
    public async Task An_account_is_kept_replaced_listed_and_removed()
    {
        await Collections.KeepAccountAsync(new Account("soc", "$first", Noon), Ct);
        await Collections.KeepAccountAsync(new Account("feed", "$feed", Noon), Ct);
        await Collections.KeepAccountAsync(new Account("soc", "$second", Noon.AddDays(1)), Ct);

        (await Collections.FindAccountAsync("soc", Ct))!.PasswordHash.Should().Be("$second");
        (await Collections.FindAccountAsync("SOC", Ct)).Should().BeNull("names are compared as they stand");
        (await Collections.ReadAccountsAsync(Ct)).Select(account => account.Name).Should().Equal("feed", "soc");
        (await Collections.RemoveAccountAsync("soc", Ct)).Should().BeTrue();
        (await Collections.RemoveAccountAsync("soc", Ct)).Should().BeFalse();
        await RestartAsync();
        (await Collections.ReadAccountsAsync(Ct)).Should().Equal(new Account("feed", "$feed", Noon));
    }

    private async Task FillAsync()
    {
        for (var number = 1; number <= 10; number++) await AddAsync(AnObject.Numbered(number));
        await AddAsync(AnObject.Numbered(11, version: null, type: "ipv4-addr"));
        await AddAsync(AnObject.Numbered(2, version: 2));
    }

    private Task<AddStatus> AddAsync(CollectionObject item) => Collections.AddAsync(AnObject.Added(item), Ct);

    private async Task<IEnumerable<string>> NamesAsync(ObjectQuery query) => (await Collections.ReadAsync(query, Ct)).Objects.Select(NameOf);

    /// <summary>2v1: object 2 of the first of the month.</summary>
    private static string NameOf(StoredObject stored) =>
        $"{stored.Object.ObjectId[^12..].TrimStart('0')}v{(stored.Object.Version is { } version ? version[8..10].TrimStart('0') : "-")}";
}
