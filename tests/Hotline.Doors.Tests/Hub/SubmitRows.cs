using Google.Protobuf;
using Hotline.Doors.Tests.Table;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Leaves;
using Hotline.TestData;
using Hotline.Wire;
using Envelope = Hotline.Wire.Envelope;
using Precedence = Hotline.Envelopes.Precedence;

namespace Hotline.Doors.Tests.Hub;

/// <summary>Bad envelopes at the hub's exchange.</summary>
internal static class SubmitRows
{
    private const string Door = "hub, Submit";
    private const string Path = "/hotline.v1.Exchange/Submit";
    private const string Form = "hotline.hub.rejected rule=form";

    public static IEnumerable<BadInput<HubRig>> All =>
    [
        Rejected("nothing", "InvalidArgument: There is no envelope.", Form, _ => new SubmitRequest()),
        Rejected("an empty note", "InvalidArgument: A note has an empty line before its signatures.", Form, _ => Note(Array.Empty<byte>())),
        Rejected("a note of 16 KiB and a byte", "InvalidArgument: A note has at most 16384 bytes.", Form, _ => Note(new byte[OriginNote<Real>.MaxSize + 1])),
        Rejected("a note of 16 KiB of line feeds", "InvalidArgument: *", Form, _ => Note(Filled(OriginNote<Real>.MaxSize, (byte)'\n'))),
        Rejected("a note cut in half", "InvalidArgument: *", Form, rig => Note(rig.Compose().Origin.Bytes[..300])),
        Rejected("a note without its signature", "Unauthenticated: The note is no evidence of origin: Signature.", "hotline.hub.rejected rule=origin", rig => Note(Unsigned(rig))),
        Rejected("a note that is not UTF-8", "InvalidArgument: *", Form, rig => Note(Changed(rig.Compose().Origin.Bytes, 60, 0xFF))),
        Rejected("a note with a line of another order", "InvalidArgument: *", Form, rig => Note(Swapped(rig.Compose().Origin.Bytes))),
        Rejected("a note of an exercise", "InvalidArgument: *", Form, rig => Note(OfExercise(rig))),
        Rejected("a receipt in place of a note", "InvalidArgument: *", Form, rig => Note(rig.Borea.Say(Receipts.ReceiptKind.Delivered, rig.Carried.Origin).Entry.Memory)),
        Rejected("a note by another member than the connection's", "PermissionDenied: The note is by another node than this connection's.", "hotline.hub.rejected rule=sender",
            rig => Of(rig.Compose()), asBorea: true),
        Rejected("a note re-signed by a stranger", "Unauthenticated: The note is no evidence of origin: Signature.", "hotline.hub.rejected rule=origin",
            rig => Of(rig.Resigned(text => text, rig.Enrolled.Stranger))),
        Rejected("a note re-signed by another member", "Unauthenticated: The note is no evidence of origin: Signature.", "hotline.hub.rejected rule=origin",
            rig => Of(rig.Resigned(text => text, rig.Enrolled.Borea))),
        Rejected("a note of a person's message signed by the service key", "Unauthenticated: The note is no evidence of origin: WrongRole.", "hotline.hub.rejected rule=origin", rig =>
        {
            var envelope = rig.Compose();
            return Of(envelope with { Origin = NoteSigning.SignOrigin(envelope.Origin.Text, rig.Enrolled.Alba.Start.Keys.Service.Notes) });
        }),
        Rejected("a note with one bit of its signature flipped", "Unauthenticated: The note is no evidence of origin: Signature.", "hotline.hub.rejected rule=origin", rig =>
        {
            var envelope = rig.Compose();
            return Note(Changed(envelope.Origin.Bytes, envelope.Origin.Bytes.Length - 20, (byte)'A', (byte)'B'), envelope.Payload);
        }),
        new(Door, "the envelope that it carries, again", "Submitted, the same leaf", null, null, async rig =>
            (await rig.Alba.AcceptedAsync(rig.Carried)).Answers(rig.Carried.Origin) ? "Submitted, the same leaf" : "another"),
        Refused("another envelope under a known id", "conflict", rig => new Envelope<Real>(
            NoteSigning.SignOrigin(rig.Carried.Origin.Text with { Precedence = Precedence.Routine }, rig.Enrolled.Alba.Start.Keys.Desk.Notes), rig.Carried.Payload)),
        Refused("a payload with another digest", "mismatch", rig =>
        {
            var envelope = rig.Compose();
            return envelope with { Payload = Changed(envelope.Payload, envelope.Payload.Length - 1, 0, 1) };
        }),
        Refused("a payload cut short by a byte", "size", rig =>
        {
            var envelope = rig.Compose();
            return envelope with { Payload = envelope.Payload[..^1] };
        }),
        Refused("a payload of 8 MiB and a byte", "size", rig =>
        {
            var payload = new byte[(8 * 1024 * 1024) + 1];
            return rig.Resigned(text => text with { Cipher = Cipher.Of(payload) }) with { Payload = payload };
        }),
        Refused("a recipient on no roster", "unknown-recipient", rig => rig.Resigned(text => text with { To = [NodeName.Parse("elbonia.example")] })),
        Refused("a recipient whose keys are revoked", "unknown-recipient", rig => rig.Resigned(text => text with { To = [Network<Real>.Node("cambria")] })),
        Refused("a deadline that has passed", "too-late", rig => rig.Resigned(text => text with { Deadline = LeafText.WholeMilliseconds(TimeProvider.System.GetUtcNow().AddDays(-1)) })),
        Refused("a deadline beyond 30 days", "deadline-too-far", rig => rig.Resigned(text => text with { Deadline = LeafText.WholeMilliseconds(TimeProvider.System.GetUtcNow().AddDays(31)) })),
        Refused("a roster of another hash under the present number", "unknown-roster",
            rig => rig.Resigned(text => text with { RosterNumber = rig.Hub.Rosters.Current.Number, RosterHash = Digest.Of("another"u8) })),
        Posted("bytes that are no protobuf", "InvalidArgument: The request is no message of this protocol.", Calls.Framed([0xFF, 0xFF, 0xFF, 0xFF])),
        Posted("a field that is longer than the message", "InvalidArgument: The request is no message of this protocol.", Calls.Framed([0x0A, 0x7F, 0x01])),
        Posted("a message shorter than its prefix says", "Internal: Incomplete message.", Calls.Framed([0x0A], length: 100)),
        Posted("no message", "Internal: Incomplete message.", []),
        Posted("two messages in one call", "Internal: Additional data after the message received.", [.. Calls.Framed([]), .. Calls.Framed([])]),
        Posted("a prefix that says 2 GiB", "ResourceExhausted: Received message exceeds the maximum configured message size.", Calls.Framed([], length: int.MaxValue)),
        Posted("a message of 9 MiB", "ResourceExhausted: The request is larger than this server takes.", Calls.Framed(new byte[9 * 1024 * 1024])),
        Posted("a compressed message without an encoding", "Internal: *", Calls.Framed([1, 2, 3], flag: 1)),
    ];

    private static BadInput<HubRig> Rejected(string input, string answer, string counted, Func<HubRig, SubmitRequest> request, bool asBorea = false) => new(
        Door, input, answer, $"Warning: Rejected a call by {(asBorea ? "borea" : "alba")}.example: *", counted,
        rig => Calls.EndOf(async () => await (asBorea ? rig.Borea : rig.Alba).Exchange.SubmitAsync(request(rig), cancellationToken: TestContext.Current.CancellationToken)));

    private static BadInput<HubRig> Refused(string input, string reason, Func<HubRig, Envelope<Real>> envelope) =>
        new(Door, input, $"REFUSED {reason}, with evidence", $"Warning: Refused *: *", $"hotline.hub.refused reason={reason}", async rig =>
        {
            var answer = await rig.Alba.RefusedAsync(envelope(rig));
            return answer is { } why ? $"REFUSED {Receipts.RefusalReasons.ToWord(why)}, with evidence" : "accepted";
        })
        { But = "the leaf of the refusal" };

    private static BadInput<HubRig> Posted(string input, string answer, byte[] body) =>
        new(Door, input, answer, $"Warning: Rejected a call POST {Path} by alba.example: *", $"hotline.calls.rejected listener=pinned status={answer[..answer.IndexOf(':', StringComparison.Ordinal)]}", async rig =>
        {
            using var http = rig.Http(rig.Enrolled.Alba.Start.ServerKeys);
            return await Calls.PostAsync(http, Path, body);
        });

    private static SubmitRequest Of(Envelope<Real> envelope) => new() { Envelope = envelope.ToWire() };

    private static SubmitRequest Note(ReadOnlyMemory<byte> note, ReadOnlyMemory<byte> payload = default) =>
        new() { Envelope = new Envelope { OriginNote = ByteString.CopyFrom(note.Span), Payload = ByteString.CopyFrom(payload.Span) } };

    private static byte[] Filled(int size, byte value)
    {
        var bytes = new byte[size];
        Array.Fill(bytes, value);
        return bytes;
    }

    private static byte[] Unsigned(HubRig rig)
    {
        var note = rig.Compose().Origin.Bytes;
        return note[..(note.Span.LastIndexOf("\n\n"u8) + 2)].ToArray();
    }

    /// <summary>One byte becomes another, or a third where it is that one already.</summary>
    private static byte[] Changed(ReadOnlyMemory<byte> bytes, int at, byte to, byte otherwise = 0)
    {
        var copy = bytes.ToArray();
        copy[at] = copy[at] == to ? otherwise : to;
        return copy;
    }

    private static byte[] Swapped(ReadOnlyMemory<byte> note)
    {
        var lines = System.Text.Encoding.UTF8.GetString(note.Span).Split('\n');
        (lines[3], lines[4]) = (lines[4], lines[3]);
        return System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static ReadOnlyMemory<byte> OfExercise(HubRig rig)
    {
        var text = rig.Compose().Origin.Text;
        var exercise = new OriginText<Exercise>(
            new Exercise("autumn"), text.Message, text.Channel, text.Kind, text.Epoch, text.Precedence, text.Deadline, text.RosterNumber, text.RosterHash, text.Seal,
            text.Readers, text.Conversation, text.Sequence, text.Previous, text.From, text.To, text.Time, text.Cipher, text.Statement, text.Refs, text.Seen);
        return NoteSigning.SignOrigin(exercise, rig.Enrolled.Alba.Start.Keys.Desk.Notes).Bytes;
    }
}
