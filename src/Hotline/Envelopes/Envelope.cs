namespace Hotline.Envelopes;

/// <summary>A sealed message on its way: the sender's signed origin note and what it covers. A hub sees no more.</summary>
/// <param name="Origin">The NRO as carried; its signature covers the digest of <paramref name="Payload"/>.</param>
/// <param name="Payload">A letter, or an MLSMessage (RFC 9420, section 6). Compare envelopes by origin, not by these bytes.</param>
public sealed record Envelope<TDomain>(OriginNote<TDomain> Origin, ReadOnlyMemory<byte> Payload)
    where TDomain : struct, ITrafficDomain
{
    public MessageId Id => Origin.Id;

    /// <summary>Whether this payload is the one the origin note speaks of.</summary>
    public bool PayloadMatches() => Origin.Text.Cipher == Cipher.Of(Payload.Span);
}
