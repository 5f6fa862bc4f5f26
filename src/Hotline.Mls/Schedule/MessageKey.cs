using System.Security.Cryptography;

namespace Hotline.Mls;

/// <summary>Key and nonce of one generation, for one message (RFC 9420, section 9.1).</summary>
internal sealed record MessageKey(byte[] Key, byte[] Nonce)
{
    public void Zero()
    {
        CryptographicOperations.ZeroMemory(Key);
        CryptographicOperations.ZeroMemory(Nonce);
    }

    /// <summary>A secret's name is enough for a log.</summary>
    public override string ToString() => nameof(MessageKey);
}

/// <summary>How far out of order messages may come (RFC 9420, section 15.3).</summary>
/// <param name="MaxForward">Generations that one message may lie ahead of the last: each costs three derivations.</param>
/// <param name="MaxKept">Keys of missing messages kept for each sender; beyond it the oldest are dropped.</param>
internal readonly record struct RatchetLimits(uint MaxForward, int MaxKept);
