using System.Buffers;
using System.Text;
using CsCheck;
using Hotline.Collections;
using Hotline.Stores;
using static Hotline.Tests.AnOrigin;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>Versions, specification versions and removing, against a model of a collection; and the other forms in which a page is read.</summary>
public abstract class CollectionVersionsContract(IEngine engine) : MemberContract(engine)
{
    private static readonly Gen<VersionFilter> AnyVersions = OneOf(
        VersionFilter.All, VersionFilter.OnlyLast, new VersionFilter(false, true, false, []), new VersionFilter(false, true, true, []),
        new VersionFilter(false, false, false, [InstantOf(2)]), new VersionFilter(false, false, false, [InstantOf(1), InstantOf(3)]),
        new VersionFilter(false, false, true, [InstantOf(2)]), new VersionFilter(false, false, false, [0]));

    private static readonly Gen<string[]> AnySpec = OneOf<string[]>([], ["2.0"], ["2.1"], ["2.0", "2.1"]);

    private static readonly Gen<(int Number, int? Version, string Spec)> AnyObject = Gen.Select(
        Gen.Int[1, 4], Gen.Int[0, 4], Gen.Bool, (number, version, isOld) => (number, version == 0 ? null : (int?)version, isOld ? "2.0" : "2.1"));

    [Fact]
    public async Task Every_query_gives_what_the_model_gives_whatever_was_added_and_removed()
    {
        var run = 0;
        await Gen.Select(AnyObject.Array[1, 14], Gen.Select(Gen.Int[1, 4], AnyVersions, AnySpec).Array[0, 3], Gen.Int[0, 13]).SampleAsync(
            async (objects, removals, at) =>
            {
                var (model, collection) = (new CollectionModel(), AnObject.NewId());
                for (var step = 0; step < objects.Length; step++)
                {
                    if (step == at)
                        foreach (var (number, versions, spec) in removals) await RemoveAsync(model, collection, number, versions, spec);
                    await AddAsync(model, collection, objects[step]);
                }

                if (at >= objects.Length)
                    foreach (var (number, versions, spec) in removals) await RemoveAsync(model, collection, number, versions, spec);
                await CompareAsync(model, collection);
                run++;
            },
            iter: 60, threads: 1);
        run.Should().BePositive();
    }

    [Fact]
    public async Task Removing_tells_an_unknown_object_from_one_without_such_a_version()
    {
        await Collections.AddAsync(AnObject.Added(AnObject.Numbered(1)), Ct);

        (await Collections.RemoveAsync(AnObject.Collection, AnObject.Id(2), VersionFilter.All, [], Ct)).Should().BeNull();
        (await Collections.RemoveAsync(AnObject.NewId(), AnObject.Id(1), VersionFilter.All, [], Ct)).Should().BeNull();
        (await Collections.RemoveAsync(AnObject.Collection, AnObject.Id(1), new VersionFilter(false, false, false, [1]), [], Ct)).Should().Be(0);
        (await Collections.RemoveAsync(AnObject.Collection, AnObject.Id(1), VersionFilter.All, [], Ct)).Should().Be(1);
        Collections.Contains(AnObject.Collection, AnObject.Id(1)).Should().BeFalse();
    }

    [Fact]
    public async Task A_removed_object_that_comes_again_gets_a_later_date_also_after_a_restart()
    {
        await Collections.AddAsync(AnObject.Added(AnObject.Numbered(1)), Ct);
        var before = (await Collections.ReadAsync(AnObject.All(), Ct)).Objects.Single().DateAdded;
        await Collections.RemoveAsync(AnObject.Collection, AnObject.Id(1), VersionFilter.All, [], Ct);
        await RestartAsync();

        await Collections.AddAsync(AnObject.Added(AnObject.Numbered(1)) with { At = Noon.AddDays(-1) }, Ct);

        (await Collections.ReadAsync(AnObject.All(), Ct)).Objects.Single().DateAdded.Should().BeGreaterThan(before);
    }

    [Fact]
    public async Task A_page_is_the_same_as_objects_as_JSON_and_as_a_manifest()
    {
        await Collections.AddAsync(AnObject.Added([.. Enumerable.Range(1, 10).Select(number => AnObject.Numbered(number))]), Ct);
        var query = AnObject.All(4) with { After = new ObjectCursor((await Collections.ReadAsync(AnObject.All(2), Ct)).Objects[1].DateAdded, "", null) };
        var json = new ArrayBufferWriter<byte>();

        var objects = await Collections.ReadAsync(query, Ct);
        var manifest = Collections.ReadManifest(query);
        var end = Collections.ReadJson(query, json, (byte)'|', long.MaxValue);

        manifest.Entries.Should().Equal(objects.Objects.Select(one => new ManifestEntry(one.Object.ObjectId, one.Object.Version, one.Object.SpecVersion, one.DateAdded)));
        Encoding.UTF8.GetString(json.WrittenSpan).Should().Be(string.Join('|', objects.Objects.Select(one => Encoding.UTF8.GetString(one.Object.Raw.Span))));
        var last = objects.Objects[^1];
        end.Should().Be(new PageEnd(4, objects.Objects[0].DateAdded, last.DateAdded, new ObjectCursor(last.DateAdded, last.Object.ObjectId, last.Object.Version)));
        (objects.More, manifest.More).Should().Be((true, true));
    }

    [Fact]
    public async Task A_page_that_is_full_by_its_bytes_ends_with_the_object_that_fills_it()
    {
        await Collections.AddAsync(AnObject.Added(AnObject.Numbered(1), AnObject.Numbered(2), AnObject.Numbered(3)), Ct);
        var json = new ArrayBufferWriter<byte>();

        var end = Collections.ReadJson(AnObject.All(), json, (byte)',', fullSize: AnObject.Numbered(1).Raw.Length + 1);

        (end.Count, end.Next!.ObjectId).Should().Be((2, AnObject.Id(2)));
    }

    [Fact]
    public async Task Changes_are_counted_and_told_to_whoever_waits()
    {
        var next = Collections.NextChange(AnObject.Collection);
        var before = Collections.ChangesOf(AnObject.Collection);

        await Collections.AddAsync(AnObject.Added(), Ct);
        next.IsCompleted.Should().BeFalse("nothing came");
        await Collections.AddAsync(AnObject.Added(AnObject.Numbered(1)), Ct);
        await next.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        next = Collections.NextChange(AnObject.Collection);
        await Collections.AddAsync(AnObject.Added(AnObject.Numbered(1)), Ct);
        next.IsCompleted.Should().BeFalse("it was there before");
        await Collections.RemoveAsync(AnObject.Collection, AnObject.Id(1), VersionFilter.All, [], Ct);
        await next.WaitAsync(TimeSpan.FromSeconds(30), Ct);

        Collections.ChangesOf(AnObject.Collection).Should().BeGreaterThan(before + 1);
        var changes = Collections.ChangesOf(AnObject.Collection);
        await RestartAsync();
        Collections.ChangesOf(AnObject.Collection).Should().Be(changes);
    }

    [Fact]
    public async Task A_large_addition_is_seen_whole_or_not_at_all_and_others_go_on_meanwhile()
    {
        await Collections.AddAsync(AnObject.Added(AnObject.Numbered(1)), Ct);
        var large = AnObject.Added([.. Enumerable.Range(1, 12_000).Select(number => AnObject.Numbered(number, version: 2))]);

        var adding = Collections.AddAsync(large, Ct);
        var seen = new HashSet<long>();
        var beside = 0;
        while (!adding.IsCompleted)
        {
            seen.Add(await Collections.CountAsync(AnObject.Collection, Ct));
            (await Collections.ReadAsync(AnObject.All(1) with { Versions = VersionFilter.OnlyLast }, Ct)).Objects.Should().ContainSingle("the first object is never without a last version");
            await Collections.AddAsync(AnObject.Added(AnObject.Numbered(beside++)) with { Collection = AnObject.NewId() }, Ct);
        }

        (await adding).Outcomes.Should().HaveCount(12_000).And.OnlyContain(outcome => outcome.Failure == null);
        seen.Add(await Collections.CountAsync(AnObject.Collection, Ct));
        seen.Should().BeSubsetOf([1, 12_001]).And.Contain(12_001);
        beside.Should().BeGreaterThan(1);
        (await Collections.FindStatusAsync(large.Status, Ct))!.Outcomes.Should().HaveCount(12_000);
    }

    [Fact]
    public async Task A_large_addition_that_fails_leaves_nothing_and_the_next_one_is_whole()
    {
        await Collections.AddAsync(AnObject.Added(AnObject.Numbered(1)), Ct);
        var parts = 0;
        var large = AnObject.Added([.. Enumerable.Range(1, 3_000).Select(number => AnObject.Numbered(number, version: 2))]);
        var failing = large with { MakeDrafts = _ => ++parts < 3 ? [AnObject.Draft(large.Status, Borea)] : throw new InvalidOperationException("a bug") };

        var add = () => Collections.AddAsync(failing, Ct);

        await add.Should().ThrowAsync<InvalidOperationException>();
        (await Collections.ReadAsync(AnObject.All(10_000) with { Versions = VersionFilter.OnlyLast }, Ct)).Objects.Select(one => one.Object.Version).Should().Equal(AnObject.Numbered(1).Version);
        (await Collections.ReadDraftsAsync(10, Ct)).Should().BeEmpty();
        (await Collections.FindStatusAsync(large.Status, Ct)).Should().BeNull();
        await Collections.AddAsync(large, Ct);
        (await Collections.CountAsync(AnObject.Collection, Ct)).Should().Be(3_001);
        (await Collections.ReadAsync(AnObject.All(10_000) with { Versions = VersionFilter.OnlyLast }, Ct)).Objects.Should().HaveCount(3_000);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static long InstantOf(int version) => AnObject.Numbered(1, version).VersionInstant!.Value;

    private static CollectionObject Make((int Number, int? Version, string Spec) item) =>
        AnObject.Numbered(item.Number, item.Version, item.Number == 4 ? "tool" : "campaign", more: $",\"spec\":\"{item.Spec}\"") with { SpecVersion = item.Spec };

    private async Task AddAsync(CollectionModel model, Guid collection, (int, int?, string) item)
    {
        var added = Make(item);
        await Collections.AddAsync(AnObject.Added(added) with { Collection = collection }, Ct);
        var stored = (await Collections.ReadAsync(AnObject.All() with { Collection = collection, SpecVersions = ["2.0", "2.1"] }, Ct)).Objects[^1];
        if (model.Objects.Count == 0 || stored.DateAdded > model.Objects[^1].DateAdded) model.Add(stored);
    }

    private async Task RemoveAsync(CollectionModel model, Guid collection, int number, VersionFilter versions, string[] spec)
    {
        var expected = model.Remove(AnObject.Id(number), versions, spec);
        ((await Collections.RemoveAsync(collection, AnObject.Id(number), versions, spec, Ct)) ?? 0).Should().Be(expected);
    }

    private async Task CompareAsync(CollectionModel model, Guid collection)
    {
        long?[] dates = [null, .. model.Objects.Select(one => (long?)one.DateAdded).Where((_, at) => at % 3 == 0)];
        string[][] ids = [[], [AnObject.Id(1), AnObject.Id(3)]];
        string[][] types = [[], ["campaign"], ["tool", "campaign"]];
        foreach (var (date, id, type) in dates.SelectMany(date => ids.SelectMany(id => types.Select(type => (date, id, type)))))
        {
            foreach (var versions in new[] { VersionFilter.All, VersionFilter.OnlyLast, new(false, true, false, []), new(false, true, true, [InstantOf(2)]), new(false, false, false, [InstantOf(2), 0]) })
            {
                foreach (var spec in new string[][] { [], ["2.0"], ["2.1"], ["2.0", "2.1"], ["1.0"] })
                {
                    var query = new ObjectQuery(collection, date, null, id, type, versions, 3) { SpecVersions = spec };
                    var expected = model.Read(query).ToList();
                    var page = await Collections.ReadAsync(query, Ct);
                    page.Objects.Select(one => one.DateAdded).Should().Equal(expected.Take(3).Select(one => one.DateAdded), $"{query} {string.Join(',', id)} {string.Join(',', type)} {string.Join(',', spec)}");
                    page.More.Should().Be(expected.Count > 3);
                }
            }
        }
    }
}
