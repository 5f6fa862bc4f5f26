using System.Collections.Immutable;
using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>One sender's keys of one kind, from generation to generation (RFC 9420, section 9.1). Immutable.</summary>
/// <param name="Secret">ratchet_secret of <paramref name="Generation"/>.</param>
/// <param name="Generation">The next that was not derived yet.</param>
/// <param name="Kept">Keys of earlier generations whose messages have not come.</param>
internal sealed record Ratchet(byte[] Secret, uint Generation, ImmutableSortedDictionary<uint, MessageKey> Kept)
{
    public static Ratchet From(byte[] secret) => new(secret, 0, ImmutableSortedDictionary<uint, MessageKey>.Empty);

    /// <summary>The key of a generation, and the ratchet without it. Keys of generations skipped are kept, their ratchet secrets are not.</summary>
    /// <exception cref="MlsException">The generation is used up, or too far ahead; before anything is derived.</exception>
    public (MessageKey Key, Ratchet Next) Take(CipherSuite suite, uint generation, RatchetLimits limits, Ledger ledger)
    {
        if (generation < Generation)
        {
            if (!Kept.TryGetValue(generation, out var kept)) throw new MlsException(MlsFault.GenerationConsumed, $"The key of generation {generation} was used or dropped.");
            ledger.Consume(kept.Key);
            ledger.Consume(kept.Nonce);
            return (kept, this with { Kept = Kept.Remove(generation) });
        }

        if (generation - Generation > limits.MaxForward || generation == uint.MaxValue)
            throw new MlsException(MlsFault.GenerationTooFar, $"Generation {generation} is more than {limits.MaxForward} ahead of {Generation}.");
        var keys = Kept.ToBuilder();
        var secret = Secret;
        ledger.Consume(Secret);
        for (var at = Generation; at < generation; at++)
        {
            var skipped = KeyAt(suite, secret, at);
            ledger.Make(skipped.Key);
            ledger.Make(skipped.Nonce);
            keys.Add(at, skipped);
            secret = Advance(suite, secret, at);
        }

        var taken = KeyAt(suite, secret, generation);
        foreach (var part in (byte[][])[taken.Key, taken.Nonce]) ledger.Consume(ledger.Make(part));
        secret = ledger.Make(Advance(suite, secret, generation));
        while (keys.Count > limits.MaxKept)
        {
            var (oldest, dropped) = keys.First();
            ledger.Consume(dropped.Key);
            ledger.Consume(dropped.Nonce);
            keys.Remove(oldest);
        }

        return (taken, new Ratchet(secret, generation + 1, keys.ToImmutable()));
    }

    public override string ToString() => $"generation {Generation}";

    private static MessageKey KeyAt(CipherSuite suite, byte[] secret, uint generation) => new(
        suite.DeriveTree(secret, "key", generation, suite.KeySize()), suite.DeriveTree(secret, "nonce", generation, Aead.NonceSize));

    /// <summary>The next secret; the one before is zeroed unless it is the state's own.</summary>
    private byte[] Advance(CipherSuite suite, byte[] secret, uint generation)
    {
        var next = suite.DeriveTree(secret, "secret", generation, suite.HashSize());
        if (!ReferenceEquals(secret, Secret)) CryptographicOperations.ZeroMemory(secret);
        return next;
    }
}
