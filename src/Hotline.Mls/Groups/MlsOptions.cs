using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>A pre-shared key by its id: one that came another way, or the resumption PSK of a group that is not at hand.</summary>
/// <returns>A copy, which the library zeroes; null when there is none.</returns>
public delegate byte[]? PskLookup(PskId id);

/// <summary>Who asks for a change.</summary>
/// <param name="Member">The member, or null when it comes from outside.</param>
/// <param name="ExternalSender">Place in the context's list of external senders, or null.</param>
public sealed record ProposalOrigin(LeafIndex? Member, uint? ExternalSender);

/// <summary>Whether the application lets somebody ask for a change (RFC 9420, section 12.2).</summary>
public delegate bool ProposalPolicy(Proposal proposal, ProposalOrigin origin);

/// <summary>What a client may choose. Each limit is there because a hostile member could otherwise choose it for us.</summary>
public sealed record MlsOptions
{
    public static MlsOptions Default { get; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long our own key packages are good for. Default 28 days.</summary>
    public TimeSpan KeyPackageLifetime { get; init; } = TimeSpan.FromDays(28);

    /// <summary>Longest lifetime of a key package that is accepted (section 7.2). Default 90 days; <see cref="TimeSpan.MaxValue"/> for any.</summary>
    public TimeSpan MaxKeyPackageLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How far clocks may differ. Default 1 hour.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether our proposals and commits are encrypted (section 6). Default true.</summary>
    public bool EncryptHandshakes { get; init; } = true;

    /// <summary>Encrypted contents are padded to a multiple of this many bytes; 0 for no padding. Default 64.</summary>
    public int PaddingBlock { get; init; } = 64;

    /// <summary>Generations that one message may lie ahead of the last of its sender (section 15.3). Default 1,000.</summary>
    public int MaxForwardGenerations { get; init; } = 1000;

    /// <summary>Keys of missing messages kept for each sender and kind (section 15.3). Default 1,000.</summary>
    public int MaxSkippedKeys { get; init; } = 1000;

    /// <summary>Past epochs whose late application messages can be opened. Default 4. Each one kept is forward secrecy put off.</summary>
    public int MaxPastEpochs { get; init; } = 4;

    /// <summary>Past epochs whose resumption PSK is kept (section 8.6). Default 4.</summary>
    public int MaxResumptionPsks { get; init; } = 4;

    /// <summary>Proposals kept in one epoch. Default 1,000.</summary>
    public int MaxProposals { get; init; } = 1000;

    /// <summary>Suites that we may have groups of, the best first; our capabilities list them. Default all but the two with X448.</summary>
    public IReadOnlyList<CipherSuiteId> CipherSuites { get; init; } =
    [
        .. Suites.All.Select(suite => suite.IdOf())
            .Except([CipherSuiteId.X448Aes256GcmSha512Ed448, CipherSuiteId.X448ChaCha20Poly1305Sha512Ed448]),
    ];

    /// <summary>Extension types beyond the defaults that the application understands.</summary>
    public IReadOnlyList<ExtensionType> Extensions { get; init; } = [ExtensionType.LastResort];

    /// <summary>Credential types that the authentication service understands. Default basic and X.509.</summary>
    public IReadOnlyList<CredentialType> Credentials { get; init; } = [CredentialType.Basic, CredentialType.X509];

    /// <summary>Extensions of our own leaf; their types must be defaults or stand in <see cref="Extensions"/>.</summary>
    public IReadOnlyList<Extension> LeafExtensions { get; init; } = [];

    /// <summary>Whether strangers may join by an external commit (section 12.4.3.2). Default true; the authentication service judges each.</summary>
    public bool AllowExternalCommits { get; init; } = true;

    /// <summary>Whether numbers without meaning are listed among our capabilities, so that peers learn to ignore them (section 13.5). Default true.</summary>
    public bool Grease { get; init; } = true;

    public PskLookup Psks { get; init; } = _ => null;

    public ProposalPolicy Policy { get; init; } = (_, _) => true;

    /// <exception cref="ArgumentException">A number is out of range, or our own leaf would break a rule.</exception>
    internal MlsOptions Checked(Credential credential)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(KeyPackageLifetime.Ticks, nameof(KeyPackageLifetime));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxKeyPackageLifetime.Ticks, nameof(MaxKeyPackageLifetime));
        ArgumentOutOfRangeException.ThrowIfNegative(ClockTolerance.Ticks, nameof(ClockTolerance));
        foreach (var number in (int[])[PaddingBlock, MaxForwardGenerations, MaxSkippedKeys, MaxPastEpochs, MaxResumptionPsks, MaxProposals])
            ArgumentOutOfRangeException.ThrowIfNegative(number);
        if (!Credentials.Contains(credential.Type)) throw new ArgumentException("The options do not list the type of our own credential (RFC 9420, section 7.2).");
        foreach (var extension in LeafExtensions)
            if (!Mls.Extensions.IsDefault(extension.Type) && !Extensions.Contains(extension.Type))
                throw new ArgumentException("The options do not list the type of an extension of our own leaf (RFC 9420, section 7.2).");
        return this;
    }

    internal RatchetLimits Ratchets => new((uint)MaxForwardGenerations, MaxSkippedKeys);
}
