using Google.Protobuf;
using Hotline.Cryptography.Hpke;
using Hotline.Envelopes;
using Hotline.Leaves;
using Hotline.Member.Letters;
using Hotline.Statements;
using Hotline.Stores;
using Hotline.Wire;

namespace Hotline.Fuzzing.Targets;

/// <summary>Protobuf, and what it becomes in the domain.</summary>
internal static class WireTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        Mapped("submit-request", bytes => SubmitRequest.Parser.ParseFrom(bytes).Envelope.ToDomain(default(Real)).Payload.Length >= 0),
        Mapped("answer-request", bytes => AnswerRequest.Parser.ParseFrom(bytes).Receipts.ToArray() is { Length: > 0 } receipts && receipts.All(receipt => receipt.ToDomain(default(Real)).Text is not null)),
        Mapped("follow-reply", bytes =>
        {
            var reply = FollowReply.Parser.ParseFrom(bytes);
            _ = reply.Item?.Position?.Lane.ToDomain();
            return reply.Item?.ContentCase switch
            {
                Item.ContentOneofCase.Message => reply.Item.Message.Envelope.ToDomain(default(Real)).Id.ToString().Length > 0,
                Item.ContentOneofCase.Receipt => reply.Item.Receipt.ToDomain(default(Real)).Text is not null,
                _ => reply.Welcome is not null,
            };
        }),
        FuzzTarget.Of<HpkeException>("letter", bytes => LetterSeal.Open(SealState.None, SealSuite.ClassicalLetter, Seeds.Binding, Seeds.LetterKey, bytes).Plaintext is not null),
        FuzzTarget.Of<StatementFormatException>("sealed-statement", bytes => StatementForm.Read(bytes) is not null),
    ];

    private static FuzzTarget Mapped(string name, Func<byte[], bool> parses) => FuzzTarget.Of<LeafFormatException>(name, bytes =>
    {
        try
        {
            return parses(bytes);
        }
        catch (InvalidProtocolBufferException malformed)
        {
            // gRPC's own refusal, before the mapping is asked.
            throw new LeafFormatException(malformed.Message);
        }
    });
}
