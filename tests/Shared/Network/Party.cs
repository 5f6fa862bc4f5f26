using System.Collections.Immutable;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Member.Inbox;
using Hotline.Member.Keys;
using Hotline.Rosters;
using Hotline.Stores;
using Hotline.Member;

namespace Hotline.TestData;

/// <summary>One member with its keys, as its node composes and opens; nothing is sent or kept.</summary>
internal sealed class Party<TDomain> : IDisposable
    where TDomain : struct, ITrafficDomain
{
    private readonly EvidenceVerifier<TDomain> _verifier;
    private readonly Opening<TDomain> _opening;

    public Party(Network<TDomain> network, string name)
    {
        var directory = DataDirectory.Open(network[name]);
        Start = MemberStart<TDomain>.Load(network.Domain, directory, HotlineSettings.Load(directory), Network<TDomain>.Passphrase);
        _verifier = new EvidenceVerifier<TDomain>(network.Domain, Start.Rosters, TimeProvider.System);
        _opening = new Opening<TDomain>(Start);
        Archive = new Archive(Start.Keys.Archive);
    }

    public MemberStart<TDomain> Start { get; }

    public Archive Archive { get; }

    public NodeName Node => Start.Node;

    /// <summary>Seals a draft on a roster, by default the one in force.</summary>
    public MemberStep<TDomain>.Send Compose(Draft draft, Roster? roster = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var on = new ComposeOn(roster ?? Start.Rosters.Current, "conversation", null, SealState.None, null, now);
        var (suite, members, why) = Composer<TDomain>.Resolve(draft, on.Roster, Node, now);
        suite.Should().NotBeNull(why);
        return new Composer<TDomain>(Start, Archive).Compose(draft, MessageId.New(now), suite!, members, on);
    }

    public static Draft Message(string body, params ImmutableArray<string> to) => new(
        EnvelopeKind.Message, ChannelId.Letters, [.. to.Select(Network<TDomain>.Node)], Precedence.Flash, "Subject", body, "Lt. Aurelia", null, null, null, []);

    /// <summary>What this node does with an envelope that a hub hands it, in the order of its inbox.</summary>
    /// <returns>The rule that refuses it, or null when it opens.</returns>
    public string? WhyRefused(Envelope<TDomain> envelope)
    {
        if (_verifier.VerifyOrigin(envelope.Origin) is { } fault) return $"origin {fault}";
        if (!envelope.Origin.Text.To.Contains(Node)) return "not for this node";
        if (!envelope.PayloadMatches()) return "payload";
        return Open(envelope) is OpeningResult.Refused refused ? refused.Rule : null;
    }

    public OpeningResult Open(Envelope<TDomain> envelope) => _opening.Open(envelope, SealState.None);

    public void Dispose() => Start.Dispose();
}
