using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Tests;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>Messages and receipts for stores, which judge neither signatures nor proofs.</summary>
internal static class AMessage
{
    /// <summary>Stands where an issuer's proof stands.</summary>
    public static readonly byte[] Proof = "c2sp.org/tlog-proof@v1\nindex 7\n\n"u8.ToArray();

    public static MessageId Id(int number) => MessageId.Parse("019ab5c4-8c00-7000-8000-" + number.ToString("x12", CultureInfo.InvariantCulture));

    /// <summary>From alba to borea and cambria, unless said otherwise; its payload has its number.</summary>
    public static Envelope<Real> Numbered(int number, Func<OriginText<Real>, OriginText<Real>>? change = null)
    {
        var payload = Encoding.ASCII.GetBytes($"ciphertext {number}");
        var text = AnOrigin.Text() with { Message = Id(number), Cipher = Cipher.Of(payload) };
        return new Envelope<Real>(AnOrigin.Note(change?.Invoke(text) ?? text), payload);
    }

    public static Envelope<Real> To(int number, params ImmutableArray<NodeName> to) => Numbered(number, text => text with { To = to });

    public static Envelope<Real> In(int number, Precedence precedence) => Numbered(number, text => text with { Precedence = precedence });

    public static MessageKey Key(this Envelope<Real> envelope) => new(envelope.Origin.Text.From, envelope.Id);

    public static ReceiptText<Real> Say(this Envelope<Real> envelope, ReceiptKind kind, NodeName from, params ImmutableArray<NodeName> undelivered)
    {
        var text = ReceiptText<Real>.About(envelope.Origin, kind, from, AnOrigin.Noon.AddMinutes(1)) with { Undelivered = undelivered };
        return kind == ReceiptKind.Refused ? text with { Reason = RefusalReason.Mismatch } : text;
    }

    /// <summary>The same with the issuer's proof; an NRR as a signed note.</summary>
    public static Receipt<Real> Receipt(this Envelope<Real> envelope, ReceiptKind kind, NodeName from, params ImmutableArray<NodeName> undelivered) =>
        envelope.Say(kind, from, undelivered).Proven();

    public static Receipt<Real> Proven(this ReceiptText<Real> text) =>
        Receipts.Receipt<Real>.Parse(text.Kind == ReceiptKind.Read ? AnOrigin.WithSignature(text.ToBytes()) : text.ToBytes(), Proof, default);

    /// <summary>A checkpoint by nobody: stores keep what they are given.</summary>
    public static byte[] Sign(ulong size, Digest root) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"checkpoint {size} {root}\n"));
}
