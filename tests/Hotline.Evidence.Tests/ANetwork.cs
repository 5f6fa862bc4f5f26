using System.Collections.Immutable;
using System.Text;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Rosters;
using Microsoft.Extensions.Time.Testing;

[assembly: AssemblyFixture(typeof(Hotline.Evidence.Tests.ANetwork))]

namespace Hotline.Evidence.Tests;

/// <summary>Three members on a roster, one that is not, and a hub; their keys are made once for all tests.</summary>
public sealed class ANetwork : IDisposable
{
    internal static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Payload = "ciphertext"u8.ToArray();

    internal AParty Alba { get; } = new("alba");

    internal AParty Borea { get; } = new("borea");

    internal AParty Cambria { get; } = new("cambria");

    /// <summary>Has keys and stands on no roster.</summary>
    internal AParty Dorna { get; } = new("dorna");

    internal AParty HubNorth { get; } = new("hub-north");

    /// <summary>Roster 1 of alba, borea and cambria, any two of whom are its quorum.</summary>
    internal Roster First => new Roster(
        "real", 1, null, Noon, 2, [Alba.AsMember(), Borea.AsMember(), Cambria.AsMember()], [HubNorth.AsHub()], [new Auditor("sample-auditor", [Digest.Of("auditor tls"u8)], null)]).Written();

    internal static Roster After(Roster roster, Func<Roster, Roster>? change = null)
    {
        var next = roster with { Number = roster.Number + 1, Previous = roster.Hash };
        return (change?.Invoke(next) ?? next).Written();
    }

    /// <summary>A roster with one member changed.</summary>
    internal static Roster With(Roster roster, AParty party, Func<RosterMember, RosterMember> change) =>
        roster with { Members = [.. roster.Members.Select(member => member.Member == party.Name ? change(member) : member)] };

    internal static SignedRoster Signed(Roster roster, params IReadOnlyList<AParty> signers) =>
        signers.Skip(1).Aggregate(SignedRoster.Begin(roster, signers[0].Root), (signed, signer) => signed.Sign(signer.Root));

    /// <summary>The first roster in force.</summary>
    internal RosterSeries Series() => RosterSeries.Begin(Signed(First, Alba, Borea), "real");

    /// <summary>A verifier under the first roster, or under one that follows it.</summary>
    internal EvidenceVerifier<Real> Verifier(Func<Roster, Roster>? change = null, DateTimeOffset? now = null)
    {
        var series = change is null ? Series() : Series().Add(Signed(After(First, change), Alba, Borea));
        return new EvidenceVerifier<Real>(default, new RosterBook(series, new RosterFolder("")), new FakeTimeProvider(now ?? Noon));
    }

    internal OriginText<Real> Text() => new(
        default, MessageId.Parse("019ab5c4-8c00-7000-8000-000000000001"), ChannelId.Letters, EnvelopeKind.Message, 0, Precedence.Flash,
        Noon.AddMinutes(10), 1, First.Hash, SealSuite.HybridLetter.Name, ReaderList.Digest(Readers), Digest.Of("conversation"u8), 2, Digest.Of("previous"u8),
        Alba.Node, [Borea.Node, Cambria.Node], Noon, Cipher.Of(Payload), Digest.Of("statement"u8), [Digest.Of("answered"u8)],
        new Seen("hub-north.example/transcript/1", 7, Digest.Of("root"u8)));

    internal ImmutableArray<Reader> Readers => [new(Borea.Node, Borea.Kem.Fingerprint), new(Cambria.Node, Cambria.Kem.Fingerprint)];

    /// <summary>Alba's NRO, signed by its desk.</summary>
    internal OriginNote<Real> Origin() => NoteSigning.SignOrigin(Text(), Alba.Desk);

    /// <summary>What a party says of alba's message.</summary>
    internal ReceiptText<Real> About(ReceiptKind kind, AParty from)
    {
        var text = ReceiptText<Real>.About(Origin(), kind, from.Node, Noon.AddMinutes(1), kind == ReceiptKind.Delivered ? Text().Seen : null);
        return kind switch
        {
            ReceiptKind.Refused => text with { Reason = RefusalReason.Mismatch },
            ReceiptKind.Failed => text with { Undelivered = [Cambria.Node] },
            _ => text,
        };
    }

    internal static byte[] Change(ReadOnlyMemory<byte> bytes, string was, string becomes)
    {
        var text = Encoding.UTF8.GetString(bytes.Span);
        text.Should().Contain(was);
        return Encoding.UTF8.GetBytes(text.Replace(was, becomes));
    }

    public void Dispose()
    {
        foreach (var party in new[] { Alba, Borea, Cambria, Dorna, HubNorth }) party.Dispose();
    }
}
