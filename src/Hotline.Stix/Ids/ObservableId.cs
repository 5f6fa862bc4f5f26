using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Hotline.Stix.Checks;
using Hotline.Stix.Ids;

namespace Hotline.Stix;

/// <summary>Deterministic identifiers of cyber-observables: a UUIDv5 over the canonical JSON of what makes them the same (section 2.9).</summary>
public static class ObservableId
{
    private static readonly Guid Namespace = new("00abedb4-aa42-466c-9c01-fed23315a9b7");

    /// <summary>Of several hashes one contributes: the first of these, else the first there is (section 6.1.1, say).</summary>
    private static readonly string[] PreferredHashes = ["MD5", "SHA-1", "SHA-256", "SHA-512"];

    /// <param name="observable">An object of a type that the standard defines, with or without an id.</param>
    /// <returns>False where none of the contributing properties is there; such an object has a random UUID.</returns>
    public static bool TryCompute(JsonElement observable, out StixId id)
    {
        id = default;
        if (observable.ValueKind != JsonValueKind.Object || RawJson.TextOf(observable, "type") is not { } name || StixTypes.Find(name) is not { } type) return false;
        var contributing = type.Contributing.Where(property => RawJson.Has(observable, property)).ToArray();
        if (contributing.Length == 0) return false;
        var canonical = new ArrayBufferWriter<byte>(256);
        CanonicalJson.WriteObject(contributing.Select(property => (property, Selected(property, observable.GetProperty(property)))), canonical);
        return StixId.TryParse($"{name}--{NameUuid(canonical.WrittenSpan)}", out id);
    }

    private static JsonElement Selected(string property, JsonElement value)
    {
        if (property != "hashes" || value.ValueKind != JsonValueKind.Object) return value;
        var names = value.EnumerateObject().Select(hash => hash.Name).ToArray();
        if (names.Length <= 1) return value;
        var chosen = PreferredHashes.FirstOrDefault(names.Contains) ?? names[0];
        var one = new ArrayBufferWriter<byte>(200);
        CanonicalJson.WriteObject([(chosen, value.GetProperty(chosen))], one);
        return JsonElement.Parse(one.WrittenSpan);
    }

    /// <summary>RFC 4122, section 4.3, with SHA-1.</summary>
    private static Guid NameUuid(ReadOnlySpan<byte> name)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Namespace.ToByteArray(bigEndian: true));
        hash.AppendData(name);
        Span<byte> digest = stackalloc byte[20];
        hash.GetHashAndReset(digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x50);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest[..16], bigEndian: true);
    }
}
