using Hotline.Channels;
using Hotline.Cryptography.Hpke;
using Hotline.Envelopes;
using Hotline.Member.Keys;
using Hotline.Stores;

namespace Hotline.Member.Tests.Keys;

public sealed class ArchiveTests(Networks networks)
{
    private static readonly MessageKey Message = new(NodeName.Parse("alba.example"), MessageId.Parse("019ab5c4-8c00-7000-8000-000000000001"));
    private readonly Archive _archive = networks.Borea.Archive;

    [Fact]
    public void What_is_kept_is_read_again()
    {
        var kept = _archive.Keep(Direction.Received, Message, "the text"u8);

        _archive.Open(Direction.Received, Message, kept).Should().Equal("the text"u8.ToArray());
    }

    [Fact]
    public void A_content_is_kept_for_one_message_and_direction()
    {
        var kept = _archive.Keep(Direction.Received, Message, "the text"u8);

        Opening(Direction.Sent, Message, kept).Should().Throw<HpkeException>();
        Opening(Direction.Received, Message with { From = NodeName.Parse("cambria.example") }, kept).Should().Throw<HpkeException>();
    }

    [Fact]
    public void A_change_of_any_byte_is_refused()
    {
        var kept = _archive.Keep(Direction.Received, Message, "the text"u8);
        var (key, content) = (kept.WrappedKey.ToArray(), kept.Sealed.ToArray());

        foreach (var bytes in new[] { key, content })
        {
            for (var index = 0; index < bytes.Length; index++)
            {
                bytes[index] ^= 1;
                Opening(Direction.Received, Message, new ArchivedContent(key, content)).Should().Throw<HpkeException>($"byte {index} was changed");
                bytes[index] ^= 1;
            }
        }
    }

    [Fact]
    public void Cut_contents_are_refused()
    {
        var kept = _archive.Keep(Direction.Received, Message, "the text"u8);

        Opening(Direction.Received, Message, kept with { WrappedKey = kept.WrappedKey[..10] }).Should().Throw<HpkeException>();
        Opening(Direction.Received, Message, kept with { Sealed = kept.Sealed[..10] }).Should().Throw<HpkeException>();
    }

    [Fact]
    public void Each_message_has_a_content_key_of_its_own()
    {
        var one = _archive.Keep(Direction.Received, Message, "the text"u8);
        var two = _archive.Keep(Direction.Received, Message, "the text"u8);

        Opening(Direction.Received, Message, one with { WrappedKey = two.WrappedKey }).Should().Throw<HpkeException>();
    }

    private Action Opening(Direction direction, MessageKey message, ArchivedContent content) => () => _archive.Open(direction, message, content);
}
