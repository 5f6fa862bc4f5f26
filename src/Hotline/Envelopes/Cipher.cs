namespace Hotline.Envelopes;

/// <summary>What was relayed: SHA-256 and size in bytes of the payload.</summary>
public sealed record Cipher(Digest Digest, long Size)
{
    public static Cipher Of(ReadOnlySpan<byte> payload) => new(Digest.Of(payload), payload.Length);
}

/// <summary>The last checkpoint of a hub that a signer holds: two members who were shown different logs find out by it.</summary>
/// <param name="Origin">Origin of the hub's log.</param>
public sealed record Seen(string Origin, ulong Size, Digest Root);
