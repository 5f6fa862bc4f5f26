using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>Object identifiers as a person can look them up.</summary>
internal static class AlgorithmName
{
    /// <returns>Name and number, or the number alone where nobody here knows the name.</returns>
    public static string Of(string oid) => new Oid(oid).FriendlyName is { } name && name != oid ? $"{name} ({oid})" : oid;
}
