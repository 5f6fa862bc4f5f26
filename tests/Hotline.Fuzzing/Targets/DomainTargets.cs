using System.Text;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Leaves;
using Hotline.Receipts;
using Hotline.Rosters;
using Hotline.Statements;

namespace Hotline.Fuzzing.Targets;

/// <summary>Parsers of leaves, Statements and rosters.</summary>
internal static class DomainTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        FuzzTarget.Of<LeafFormatException>("origin-note", bytes =>
        {
            var text = OriginNote<Real>.Parse(bytes, default).Text.ToBytes();
            return FuzzTarget.Same(text, bytes.AsSpan(0, text.Length));
        }),
        FuzzTarget.Of<LeafFormatException>("receipt", bytes =>
        {
            // Of a reading receipt's note the text alone has one form.
            var text = Receipt<Real>.Parse(bytes, default, default).Text.ToBytes();
            return FuzzTarget.Same(text, bytes.AsSpan(0, text.Length));
        }),
        FuzzTarget.Of<StatementFormatException>("statement-document", bytes => FuzzTarget.Same(StatementDocument.Parse(bytes).Bytes.Span, bytes)),
        FuzzTarget.Of<StatementFormatException>("disclosure", bytes => Disclosure.Parse(Encoding.UTF8.GetString(bytes)).Name is not null),
        FuzzTarget.Of<RosterRefusedException>("signed-roster", bytes =>
        {
            var signed = SignedRoster.Parse(bytes);
            return FuzzTarget.Same(signed.Roster.Written().Text.Span, signed.Roster.Text.Span);
        }) with { AllocatedPerByte = 400 },
        FuzzTarget.Of<RosterFormatException>("roster-entry", bytes => RosterEntry.Parse(bytes) is not null) with { AllocatedPerByte = 400 },
    ];
}
