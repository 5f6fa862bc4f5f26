using CsCheck;

namespace Hotline.Transcript.Tests;

public sealed class EntryBundleTests
{
    [Fact]
    public void Entries_are_read_as_they_were_written() => Gen.Byte.Array[0, 300].Array[0, TileId.FullWidth].Sample(entries =>
    {
        var bundle = EntryBundle.Write([.. entries.Select(entry => new ReadOnlyMemory<byte>(entry))]);

        var read = EntryBundle.Read(bundle, entries.Length);

        read.Should().HaveCount(entries.Length);
        for (var at = 0; at < entries.Length; at++) read[at].Span.SequenceEqual(entries[at]).Should().BeTrue();
    });

    [Fact]
    public void Each_entry_stands_behind_its_length() =>
        EntryBundle.Write([new byte[] { 7, 8 }, ReadOnlyMemory<byte>.Empty]).Should().Equal(0, 2, 7, 8, 0, 0);

    [Fact]
    public void Another_number_of_entries_is_refused()
    {
        var bundle = EntryBundle.Write([new byte[] { 7 }, new byte[] { 8 }]);

        foreach (var count in new[] { 0, 1, 3, 256 }) FluentActions.Invoking(() => EntryBundle.Read(bundle, count)).Should().Throw<NoteException>();
        EntryBundle.Read(Array.Empty<byte>(), 0).Should().BeEmpty();
    }

    [Fact]
    public void A_bundle_that_is_cut_anywhere_is_refused()
    {
        var bundle = EntryBundle.Write([new byte[] { 7, 8, 9 }, new byte[] { 1 }]);

        for (var length = 0; length < bundle.Length; length++)
            FluentActions.Invoking(() => EntryBundle.Read(bundle.AsMemory(0, length), 2)).Should().Throw<NoteException>();
    }

    [Fact]
    public void An_entry_has_at_most_65535_bytes_and_a_bundle_256_entries()
    {
        EntryBundle.Write([new byte[EntryBundle.MaxEntrySize]]).Should().HaveCount(EntryBundle.MaxEntrySize + 2);
        EntryBundle.Write([.. Enumerable.Repeat(ReadOnlyMemory<byte>.Empty, 256)]).Should().HaveCount(512);

        FluentActions.Invoking(() => EntryBundle.Write([new byte[EntryBundle.MaxEntrySize + 1]])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => EntryBundle.Write([.. Enumerable.Repeat(ReadOnlyMemory<byte>.Empty, 257)])).Should().Throw<ArgumentException>();
    }
}
