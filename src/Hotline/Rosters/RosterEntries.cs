using System.Collections.Immutable;
using Hotline.Envelopes;

namespace Hotline.Rosters;

/// <summary>A state or authority on the roster, with the public keys of its node and roles.</summary>
/// <param name="Member">Short name for people: alba.</param>
/// <param name="Root">C2SP verifier key that signs rosters for this member.</param>
/// <param name="Tls">SHA-256 of the SubjectPublicKeyInfo of each key it may use for TLS.</param>
/// <param name="Log">C2SP verifier key (Ed25519, 0x01) of its transcript.</param>
/// <param name="LogMlDsa">C2SP verifier key (ML-DSA-44, 0x06) of its transcript.</param>
/// <param name="MinimumSeal">Weakest seal it opens.</param>
/// <param name="RevokedSince">From then on nothing by its keys counts.</param>
public sealed record RosterMember(
    string Member, NodeName Node, string Root, ImmutableArray<Digest> Tls, string Log, string LogMlDsa,
    RoleKeys Desk, RoleKeys Service, ImmutableArray<KemKey> Kem, SealSuite MinimumSeal, DateTimeOffset? RevokedSince)
{
    public bool IsRevokedAt(DateTimeOffset time) => RevokedSince is { } since && time >= since;

    /// <summary>The key to seal to with that suite, if the member has one.</summary>
    public KemKey? KemFor(SealSuite suite) => Kem.FirstOrDefault(key => key.Seal == suite);
}

/// <summary>Keys of one role. A desk's are used by officers; a service's by automatic posts, so that evidence never claims an officer acted.</summary>
/// <param name="Evidence">C2SP verifier key (Ed25519, 0x01) of the role's notes.</param>
/// <param name="Statements">DER certificates of the keys that sign its Statements.</param>
public sealed record RoleKeys(string Evidence, ImmutableArray<ReadOnlyMemory<byte>> Statements);

/// <summary>A public key that letters are sealed to.</summary>
public sealed record KemKey(SealSuite Seal, ReadOnlyMemory<byte> PublicKey)
{
    /// <summary>SHA-256 of the public key, as it stands in reader lists.</summary>
    public Digest Fingerprint => Digest.Of(PublicKey.Span);
}

/// <summary>A hub that carries for the members. It is named here so that members can pin it; it decides nothing.</summary>
public sealed record RosterHub(
    NodeName Node, Uri Address, ImmutableArray<Digest> Tls, string Log, string LogMlDsa, DateTimeOffset? RevokedSince);

/// <summary>One who may read whole transcripts, entries included.</summary>
public sealed record Auditor(string Name, ImmutableArray<Digest> Tls, DateTimeOffset? RevokedSince);
