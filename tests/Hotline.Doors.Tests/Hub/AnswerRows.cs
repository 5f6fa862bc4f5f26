using Google.Protobuf;
using Hotline.Doors.Tests.Table;
using Hotline.Receipts;
using Hotline.Wire;
using Receipt = Hotline.Wire.Receipt;

namespace Hotline.Doors.Tests.Hub;

/// <summary>Bad receipts at the hub's exchange.</summary>
internal static class AnswerRows
{
    private const string Door = "hub, Answer";
    private const string Counted = "hotline.hub.rejected rule=receipt";

    public static IEnumerable<BadInput<HubRig>> All =>
    [
        Invalid("an empty receipt", "Warning: Rejected a call by borea.example: *", _ => new Receipt()),
        Invalid("an entry that is no leaf", "Warning: Rejected a call by borea.example: *", _ => new Receipt { Entry = ByteString.CopyFromUtf8("hello\n") }),
        Invalid("a receipt without a proof", "Warning: A receipt about * by borea.example does not hold", rig => With(Delivered(rig), proof: [])),
        Invalid("a receipt whose proof is cut short", "Warning: A receipt about * by borea.example does not hold", rig => With(Delivered(rig), proof: Delivered(rig).Proof.ToByteArray()[..^40])),
        Invalid("a receipt whose proof is of another entry", "Warning: A receipt about * by borea.example does not hold", rig =>
        {
            var (one, _) = (Delivered(rig), Delivered(rig));
            return With(one, proof: rig.Borea.Say(ReceiptKind.Refused, rig.Carried.Origin).Proof.ToByteArray());
        }),
        Invalid("a proof of 33 KiB", "Warning: *", rig => With(Delivered(rig), proof: new byte[33 * 1024])),
        Invalid("a receipt of another member", "Warning: A receipt about * by alba.example does not hold", Delivered, asAlba: true),
        Invalid("a reading receipt with one bit of its signature flipped", "Warning: A receipt about * by borea.example does not hold", rig =>
        {
            var read = rig.Borea.Say(ReceiptKind.Read, rig.Carried.Origin);
            var entry = read.Entry.ToByteArray();
            entry[^20] = entry[^20] == (byte)'A' ? (byte)'B' : (byte)'A';
            return new Receipt { Entry = ByteString.CopyFrom(entry), Proof = read.Proof };
        }),
        new(Door, "a receipt about a message that the hub does not carry", "NotOurs", null, null,
            async rig => (await rig.Borea.AnswerAsync(rig.Borea.Say(ReceiptKind.Delivered, rig.Compose().Origin))).ToString()),
        new(Door, "257 receipts at once", "ResourceExhausted: An answer holds at most 256 receipts.", "Warning: Rejected a call by borea.example: *", "hotline.hub.rejected rule=receipts",
            rig => Calls.EndOf(async () => await rig.Borea.Exchange.AnswerAsync(
                new AnswerRequest { Receipts = { Enumerable.Repeat(new Receipt(), 257) } }, cancellationToken: TestContext.Current.CancellationToken))),
    ];

    private static BadInput<HubRig> Invalid(string input, string logged, Func<HubRig, Receipt> receipt, bool asAlba = false) => new(
        Door, input, "Invalid", logged, Counted, async rig => (await (asAlba ? rig.Alba : rig.Borea).AnswerAsync(receipt(rig))).ToString());

    private static Receipt Delivered(HubRig rig) => rig.Borea.Say(ReceiptKind.Delivered, rig.Carried.Origin);

    private static Receipt With(Receipt receipt, byte[] proof) => new() { Entry = receipt.Entry, Proof = ByteString.CopyFrom(proof) };
}
