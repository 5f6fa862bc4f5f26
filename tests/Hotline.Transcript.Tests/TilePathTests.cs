using CsCheck;

namespace Hotline.Transcript.Tests;

public sealed class TilePathTests
{
    private static readonly Gen<TilePath> APath = Gen.Select(
        Gen.Int[0, 63], Gen.OneOf<ulong>(Gen.ULong, Gen.ULong[0, 2000]), Gen.Bool, Gen.Int[1, 256],
        (level, index, isEntries, width) => new TilePath(new TileId(isEntries ? 0 : level, index), isEntries, width));

    [Fact]
    public void Every_path_is_read_as_it_was_written() => APath.Sample(path =>
    {
        TilePath.TryParse(path.ToString(), out var read).Should().BeTrue();
        read.Should().Be(path);
    });

    [Theory]
    [InlineData("tile/0/000", 0, 0UL, 256)]
    [InlineData("tile/0/999", 0, 999UL, 256)]
    [InlineData("tile/0/x001/000", 0, 1000UL, 256)]
    [InlineData("tile/63/x001/x234/067.p/8", 63, 1234067UL, 8)]
    [InlineData("tile/0/x018/x446/x744/x073/x709/x551/615.p/255", 0, ulong.MaxValue, 255)]
    public void A_path_names_level_index_and_width(string text, int level, ulong index, int width)
    {
        TilePath.TryParse(text, out var path).Should().BeTrue();

        path.Should().Be(new TilePath(new TileId(level, index), IsEntries: false, width));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("tile/entries")]
    [InlineData("tile/data/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/000/001")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/001/x000")]
    [InlineData("tile/0/X001/000")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p/+1")]
    [InlineData("tile/0/000.p/1/1")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/.p/1")]
    [InlineData("tile/0.p/1")]
    [InlineData("tile/0/.p/1")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/000/")]
    [InlineData("tile//000")]
    [InlineData("tile/0/../000")]
    [InlineData("tile/0/00\0")]
    [InlineData("tile/0/٠٠٠")]
    [InlineData("tile/0/x018/x446/x744/x073/x709/x551/616")]
    [InlineData("tile/0/x001/x000/x000/x000/x000/x000/x000/x000/x000/x000/x000/x000/000")]
    [InlineData("checkpoint")]
    public void Every_other_spelling_is_refused(string text) => TilePath.TryParse(text, out _).Should().BeFalse();
}
