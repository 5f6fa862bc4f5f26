namespace Hotline.Mls.Tests;

/// <summary>An authentication service that believes everybody, for tests of everything else.</summary>
internal sealed class Anybody(bool sameByCredential) : IAuthenticationService
{
    public static Anybody Known { get; } = new(sameByCredential: true);

    /// <summary>No two leaves are of one client, whatever they call themselves.</summary>
    public static Anybody AlwaysNew { get; } = new(sameByCredential: false);

    public bool Accepts(Credential credential, ReadOnlySpan<byte> signatureKey, CredentialUse use) => true;

    public bool IsSuccessor(Credential former, Credential replacement) => true;

    public bool IsSameClient(LeafNode first, LeafNode second) => sameByCredential && first.Credential.Equals(second.Credential);
}

/// <summary>A clock that stands.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
