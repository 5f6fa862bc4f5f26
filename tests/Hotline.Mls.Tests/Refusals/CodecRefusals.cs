namespace Hotline.Mls.Tests;

internal static class CodecRefusals
{
    public static IReadOnlyList<Refusal> All { get; } =
    [
        new("length_prefix_11", "2.1.2", "A length does not begin with the bits 11", MlsFault.Malformed, forgery => forgery.Put([0, 1, 0, 2, 0xc0])),
        new("length_not_minimal", "2.1.2", "A length takes its fewest bytes", MlsFault.Malformed, forgery => forgery.Put([0, 1, 0, 2, 0x40, 0x05, 1, 2, 3, 4, 5])),
        new("trailing_byte", "2.1", "Nothing follows a message", MlsFault.Malformed, forgery => forgery.Put([.. forgery.Honest().Message.Encode(), 0])),
        new("truncated", "2.1", "A message is whole", MlsFault.Malformed, forgery => forgery.Put(forgery.Honest().Message.Encode().AsSpan()[..^1])),
        new("optional_2", "2.1.1", "An optional value is absent or present", MlsFault.Malformed, forgery => Wire.Decode<Commit>([0, 2])),
        new("other_version", "6", "A message is of version mls10", MlsFault.Unsupported, forgery => forgery.Put([0, 2, 0, 1])),
        new("unknown_wire_format", "6", "A wire format is known", MlsFault.Unsupported, forgery => forgery.Put([0, 1, 0, 9])),
        new("unknown_sender_type", "6", "A sender is of a known type", MlsFault.Malformed, forgery => Wire.Decode<Sender>([5, 0, 0, 0, 0])),
        new("unknown_content_type", "6", "A content is of a known type", MlsFault.Malformed, forgery => forgery.Put([0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0])),
        new("unknown_proposal_type", "13.2", "A proposal is of a type that all support", MlsFault.Unsupported, forgery => Wire.Decode<Proposal>([0x0a, 0x0a])),
        new("unknown_leaf_source", "7.2", "A leaf is of a known source", MlsFault.Malformed, forgery => Wire.Decode<LeafNode>([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 9])),
    ];
}
