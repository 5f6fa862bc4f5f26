using System.Collections.Immutable;
using System.Text;
using Hotline.Channels;
using Hotline.Envelopes;

namespace Hotline.Tests;

/// <summary>NROs for tests of rules; their signature lines are well-formed and by nobody.</summary>
internal static class AnOrigin
{
    public static readonly NodeName Alba = NodeName.Parse("alba.example");
    public static readonly NodeName Borea = NodeName.Parse("borea.example");
    public static readonly NodeName Cambria = NodeName.Parse("cambria.example");
    public static readonly NodeName HubNorth = NodeName.Parse("hub-north.example");
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    public static readonly byte[] Payload = Encoding.ASCII.GetBytes("ciphertext");

    public static OriginText<Real> Text(ImmutableArray<NodeName>? to = null) => new(
        default, MessageId.Parse("019ab5c4-8c00-7000-8000-000000000001"), ChannelId.Letters, EnvelopeKind.Message, 0, Precedence.Flash,
        Noon.AddMinutes(10), 1, ARoster.Of("alba", "borea", "cambria").Hash, SealSuite.HybridLetter.Name, Digest.Of("readers"u8), Digest.Of("conversation"u8), 1, null,
        Alba, to ?? [Borea, Cambria], Noon, Cipher.Of(Payload), Digest.Of("statement"u8), [], null);

    public static OriginNote<Real> Note(OriginText<Real>? text = null) =>
        OriginNote<Real>.Parse(WithSignature((text ?? Text()).ToBytes()), default);

    public static byte[] WithSignature(byte[] text) => [.. text, .. Encoding.UTF8.GetBytes("\n\u2014 alba.example/desk/watch AAAAAAAA\n")];

    public static Envelope<Real> Envelope(OriginText<Real>? text = null) => new(Note(text), Payload);
}
