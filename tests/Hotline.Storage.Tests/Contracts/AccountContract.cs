using System.Collections.Immutable;
using Hotline.Collections;
using Hotline.Stores;
using static Hotline.Tests.AnOrigin;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>Accounts with their rights, keys and tokens, and saved watches.</summary>
public abstract class AccountContract(IEngine engine) : MemberContract(engine)
{
    private static readonly Digest Key = Digest.Of("key"u8);

    [Fact]
    public async Task Rights_are_kept_for_each_collection_and_replaced_whole()
    {
        var rights = new AccountRights(new CollectionRights(true, false), ImmutableSortedDictionary<Guid, CollectionRights>.Empty.Add(AnObject.Collection, CollectionRights.ReadAndWrite));
        await Collections.KeepAccountAsync(new Account("soc", "$hash", Noon) { Rights = rights }, Ct);

        await RestartAsync();
        (await Collections.FindAccountAsync("soc", Ct))!.Rights.Should().Be(rights);
        await Collections.KeepAccountAsync(new Account("soc", "$hash", Noon) { Rights = new AccountRights(default, ImmutableSortedDictionary<Guid, CollectionRights>.Empty) }, Ct);

        var kept = (await Collections.FindAccountAsync("soc", Ct))!.Rights;
        (kept.On(AnObject.Collection), kept.On(AnObject.NewId())).Should().Be((default(CollectionRights), default(CollectionRights)));
    }

    [Fact]
    public async Task A_key_belongs_to_the_account_that_got_it_last_and_goes_with_it()
    {
        await Collections.KeepAccountAsync(new Account("soc", "", Noon), Ct);
        await Collections.KeepAccountAsync(new Account("feed", "", Noon), Ct);
        await Collections.KeepKeyAsync("soc", Key, Ct);
        await Collections.KeepKeyAsync("feed", Key, Ct);

        await RestartAsync();
        (await Collections.FindAccountByKeyAsync(Key, Ct))!.Name.Should().Be("feed");
        (await Collections.FindAccountByKeyAsync(Digest.Of("other"u8), Ct)).Should().BeNull();
        await Collections.RemoveAccountAsync("feed", Ct);
        (await Collections.FindAccountByKeyAsync(Key, Ct)).Should().BeNull();
        var give = () => Collections.KeepKeyAsync("nobody", Key, Ct);
        await give.Should().ThrowAsync<StoreException>();
    }

    [Fact]
    public async Task A_token_is_found_by_its_hash_listed_and_removed_and_goes_with_its_account()
    {
        await Collections.KeepAccountAsync(new Account("soc", "", Noon), Ct);
        var (first, second) = (Token("one"), Token("two") with { Collections = [AnObject.Collection], Rights = new CollectionRights(true, false), Label = "" });
        await Collections.AddTokenAsync(first, Ct);
        await Collections.AddTokenAsync(second, Ct);

        await RestartAsync();
        (await Collections.ReadTokensAsync(Ct)).Should().BeEquivalentTo([first, second], options => options.WithStrictOrdering());
        (await Collections.FindTokenAsync(second.Hash, Ct)).Should().BeEquivalentTo(second);
        (await Collections.FindTokenAsync(Digest.Of("nothing"u8), Ct)).Should().BeNull();
        (await Collections.RemoveTokenAsync("one", Ct)).Should().BeTrue();
        (await Collections.RemoveTokenAsync("one", Ct)).Should().BeFalse();
        await Collections.RemoveAccountAsync("soc", Ct);
        (await Collections.ReadTokensAsync(Ct)).Should().BeEmpty();
        var orphan = () => Collections.AddTokenAsync(Token("three"), Ct);
        await orphan.Should().ThrowAsync<StoreException>();
        (await Collections.ReadTokensAsync(Ct)).Should().BeEmpty("what failed is not in memory either");
    }

    [Fact]
    public async Task A_watch_keeps_matches_together_with_how_far_it_looked()
    {
        var watch = new Watch("w1", AnObject.Collection, "[x:y = 1]", Noon, -1);
        await Collections.AddWatchAsync(watch, Ct);
        await Collections.AddWatchAsync(watch with { Id = "w2", Seen = 7 }, Ct);

        await Collections.AdvanceWatchAsync("w1", 20, [new WatchMatch("observed-data--a", 10), new WatchMatch("observed-data--b", 20)], Ct);
        await Collections.AdvanceWatchAsync("w1", 30, [new WatchMatch("observed-data--b", 20)], Ct);
        await Collections.AdvanceWatchAsync("gone", 30, [new WatchMatch("observed-data--b", 20)], Ct);

        await RestartAsync();
        var reports = await Collections.ReadWatchesAsync(1, Ct);
        reports.Select(report => (report.Watch, report.Matches)).Should().Equal((watch with { Seen = 30 }, 2), (watch with { Id = "w2", Seen = 7 }, 0));
        reports[0].Latest.Should().Equal(new WatchMatch("observed-data--b", 20));
        (await Collections.RemoveWatchAsync("w1", Ct)).Should().BeTrue();
        (await Collections.ReadWatchesAsync(1, Ct)).Should().ContainSingle();
        var again = () => Collections.AddWatchAsync(watch with { Id = "w2" }, Ct);
        await again.Should().ThrowAsync<StoreException>();
    }

    private static AccessToken Token(string id) =>
        new(id, Digest.Of(System.Text.Encoding.ASCII.GetBytes(id)), "soc", "feed", Noon, Noon.AddDays(1), CollectionRights.ReadAndWrite, []);
}
