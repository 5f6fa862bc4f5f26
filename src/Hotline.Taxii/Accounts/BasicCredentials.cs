using System.Text;
using Microsoft.Extensions.Primitives;

namespace Hotline.Taxii.Accounts;

/// <summary>Name and password of an Authorization header (RFC 7617). A class, so that no record prints the password.</summary>
internal sealed class BasicCredentials
{
    private const string Scheme = "Basic ";
    private const int MaxLength = 4 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private BasicCredentials(string name, string password)
    {
        Name = name;
        Password = password;
    }

    public string Name { get; }

    public string Password { get; }

    /// <returns>Null for no, several, unreadable or other credentials.</returns>
    public static BasicCredentials? Read(StringValues authorization)
    {
        if (authorization is not [{ Length: <= MaxLength } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var encoded = header.AsSpan(Scheme.Length).Trim(' ');
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var length)) return null;
        try
        {
            var text = Strict.GetString(bytes, 0, length);
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon <= 0 ? null : new BasicCredentials(text[..colon], text[(colon + 1)..]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
