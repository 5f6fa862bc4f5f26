using System.Collections.Immutable;
using Hotline.Evidence;
using Hotline.Receipts;
using Hotline.Statements;
using Hotline.Stores;

namespace Hotline.Member.Inbox;

/// <summary>A receipt about a message, with its leaf hash.</summary>
public sealed record ShownReceipt<TDomain>(ReceiptText<TDomain> Text, Digest Leaf)
    where TDomain : struct, ITrafficDomain;

/// <summary>A message as a person reads it.</summary>
/// <param name="Statement">Null when the content was refused or erased.</param>
/// <param name="Signers">DER of the certificates whose signatures hold now, by the roster the sender named.</param>
public sealed record OpenedMessage<TDomain>(
    MessageRecord<TDomain> Record, Statement? Statement, ImmutableArray<ReadOnlyMemory<byte>> Signers, ImmutableArray<ShownReceipt<TDomain>> Receipts)
    where TDomain : struct, ITrafficDomain
{
    internal static OpenedMessage<TDomain> From(
        MessageRecord<TDomain> record, IReadOnlyList<ReceiptRecord> receipts, Func<MessageRecord<TDomain>, Statement?> open, RosterSeries rosters, TDomain domain)
    {
        var statement = open(record);
        var roster = rosters.Find(record.Origin.Text.RosterHash);
        ImmutableArray<ReadOnlyMemory<byte>> signers =
            statement is null || roster is null ? [] : StatementVerifier.SignersOf(statement, record.Origin.Text, roster);
        return new OpenedMessage<TDomain>(record, statement, signers, [.. receipts.Select(kept => Show(kept, domain))]);
    }

    private static ShownReceipt<TDomain> Show(ReceiptRecord kept, TDomain domain)
    {
        var receipt = Receipt<TDomain>.Parse(kept.Entry, kept.Proof, domain);
        return new ShownReceipt<TDomain>(receipt.Text, receipt.LeafHash);
    }
}
