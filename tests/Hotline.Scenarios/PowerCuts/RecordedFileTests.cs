namespace Hotline.Scenarios.PowerCuts;

/// <summary>What a power cut leaves of a file.</summary>
public sealed class RecordedFileTests
{
    private readonly Dice _dice = new(7);

    [Theory]
    [InlineData(Loss.Everything)]
    [InlineData(Loss.SomeWrites)]
    [InlineData(Loss.SomeSectors)]
    [InlineData(Loss.Nothing)]
    internal void What_was_synced_stays(Loss loss)
    {
        var file = new RecordedFile("before"u8.ToArray());
        file.Write(6, " and after"u8.ToArray());
        file.Sync(file.Changes);

        file.Cut(loss, _dice).Should().Equal("before and after"u8.ToArray());
    }

    [Fact]
    public void What_was_written_after_the_sync_began_is_not_covered()
    {
        var file = new RecordedFile([]);
        file.Write(0, "covered"u8.ToArray());
        var began = file.Changes;
        file.Write(7, " not covered"u8.ToArray());
        file.Sync(began);

        file.Cut(Loss.Everything, _dice).Should().Equal("covered"u8.ToArray());
        file.Live().Should().Equal("covered not covered"u8.ToArray());
    }

    [Fact]
    public void Of_two_syncs_at_once_the_later_one_covers_nothing_twice_and_nothing_new()
    {
        var file = new RecordedFile([]);
        file.Write(0, "one"u8.ToArray());
        var first = file.Changes;
        file.Write(3, "two"u8.ToArray());
        var second = file.Changes;
        file.Write(6, "three"u8.ToArray());
        file.Sync(second);
        file.Sync(first);

        file.Cut(Loss.Everything, _dice).Should().Equal("onetwo"u8.ToArray());
    }

    [Fact]
    public void A_torn_write_is_torn_between_sectors()
    {
        var written = new byte[8 * 512];
        Array.Fill(written, (byte)1);
        var kinds = new HashSet<int>();
        for (var round = 0; round < 100; round++)
        {
            var file = new RecordedFile(new byte[10 * 512]);
            file.Write(512, written);

            var after = file.Cut(Loss.SomeSectors, _dice);

            foreach (var sector in after.Chunk(512)) sector.Distinct().Should().ContainSingle();
            after[..512].Concat(after[^512..]).Should().OnlyContain(one => one == 0);
            kinds.Add(after.Chunk(512).Count(sector => sector[0] == 1));
        }

        kinds.Should().HaveCountGreaterThan(4, "chance tears in many places");
    }

    [Fact]
    public void A_file_that_was_shortened_without_a_sync_has_either_length()
    {
        var lengths = new HashSet<int>();
        for (var round = 0; round < 100; round++)
        {
            var file = new RecordedFile(new byte[100]);
            file.Resize(10);
            lengths.Add(file.Cut(Loss.SomeWrites, _dice).Length);
        }

        lengths.Should().BeEquivalentTo([10, 100]);
    }
}
