using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Hotline.Taxii.Accounts;

/// <summary>Passwords of accounts as they are kept: PBKDF2 with HMAC-SHA-256 and 600,000 iterations (RFC 8018), as a PHC string.</summary>
/// <remarks><c>$pbkdf2-sha256$i=600000$salt$hash</c>, with 16 bytes of salt and 32 of hash in base64 without padding.</remarks>
public static partial class AccountPasswords
{
    public const int MaxLength = 256;

    private const int Iterations = 600_000;
    private const int SaltSize = 16;
    private const int HashSize = 32;

    /// <summary>Takes about 0.2 s of one processor, by design.</summary>
    /// <exception cref="ArgumentException">The password is empty or longer than <see cref="MaxLength"/> characters.</exception>
    public static string Hash(ReadOnlySpan<char> password)
    {
        if (password.Length is 0 or > MaxLength) throw new ArgumentException($"A password has 1 to {MaxLength} characters.", nameof(password));
        Span<byte> salt = stackalloc byte[SaltSize];
        RandomNumberGenerator.Fill(salt);
        Span<byte> hash = stackalloc byte[HashSize];
        Rfc2898DeriveBytes.Pbkdf2(password, salt, hash, Iterations, HashAlgorithmName.SHA256);
        return Format(salt, hash);
    }

    /// <summary>Whether the password is the one that was hashed; false also for a hash that cannot be read.</summary>
    public static bool Verify(ReadOnlySpan<char> password, string passwordHash)
    {
        var parts = Form().Match(passwordHash);
        if (!parts.Success || password.Length is 0 or > MaxLength) return false;
        Span<byte> salt = stackalloc byte[SaltSize];
        Span<byte> expected = stackalloc byte[HashSize];
        if (!Convert.TryFromBase64String(parts.Groups["salt"].Value + "==", salt, out var saltSize) || saltSize != SaltSize) return false;
        if (!Convert.TryFromBase64String(parts.Groups["hash"].Value + "=", expected, out var hashSize) || hashSize != HashSize) return false;
        var iterations = int.Parse(parts.Groups["iterations"].ValueSpan, CultureInfo.InvariantCulture);
        Span<byte> hash = stackalloc byte[HashSize];
        Rfc2898DeriveBytes.Pbkdf2(password, salt, hash, iterations, HashAlgorithmName.SHA256);
        return CryptographicOperations.FixedTimeEquals(hash, expected);
    }

    /// <summary>A hash of no password, which costs as much to verify as a real one.</summary>
    internal static string Decoy() => Format(RandomNumberGenerator.GetBytes(SaltSize), RandomNumberGenerator.GetBytes(HashSize));

    private static string Format(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> hash) =>
        $"$pbkdf2-sha256$i={Iterations}${Convert.ToBase64String(salt).TrimEnd('=')}${Convert.ToBase64String(hash).TrimEnd('=')}";

    // Seven digits bound what a damaged row can cost.
    [GeneratedRegex(@"^\$pbkdf2-sha256\$i=(?<iterations>[1-9][0-9]{0,6})\$(?<salt>[A-Za-z0-9+/]{22})\$(?<hash>[A-Za-z0-9+/]{43})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
