using System.Text;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;

namespace Hotline.Wire.Tests;

/// <summary>Notes and receipts of the right form; whose signatures they bear is nothing the wire knows of.</summary>
internal static class Notes
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Signature = Encoding.UTF8.GetBytes("\n— alba.example/desk/watch AAAAAEdyaWQ=\n");

    public static byte[] Payload { get; } = "ciphertext"u8.ToArray();

    public static byte[] Origin { get; } = [.. Text.ToBytes(), .. Signature];

    public static byte[] Delivered { get; } = ReceiptText<Real>.About(OriginNote<Real>.Parse(Origin, default), ReceiptKind.Delivered, NodeName.Parse("borea.example"), Noon).ToBytes();

    private static OriginText<Real> Text => new(
        default, MessageId.Parse("019ab5c4-8c00-7000-8000-000000000001"), ChannelId.Letters, EnvelopeKind.Message, 0, Precedence.Flash, Noon.AddMinutes(10), 1,
        Digest.Of("roster"u8), SealSuite.HybridLetter.Name, Digest.Of("readers"u8), Digest.Of("conversation"u8), 1, null,
        NodeName.Parse("alba.example"), [NodeName.Parse("borea.example")], Noon, Cipher.Of(Payload), Digest.Of("statement"u8), [], null);
}
