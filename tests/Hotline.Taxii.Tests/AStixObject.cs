namespace Hotline.Taxii.Tests;

/// <summary>Small valid STIX 2.1 objects.</summary>
internal static class AStixObject
{
    public static string NewId(string type)
    {
        var bytes = System.Security.Cryptography.RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return $"{type}--{new Guid(bytes, bigEndian: true)}";
    }

    /// <param name="more">Further properties, each with a comma before it.</param>
    public static string Campaign(string? id = null, string modified = "2026-02-01T00:00:00.000Z", string more = "") =>
        $$"""{"type":"campaign","spec_version":"2.1","id":"{{id ?? NewId("campaign")}}","created":"2026-01-01T00:00:00.000Z","modified":"{{modified}}","name":"Quiet Fog"{{more}}}""";

    public static string Malware(string? id = null) =>
        $$"""{"type":"malware","spec_version":"2.1","id":"{{id ?? NewId("malware")}}","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"Fogbank","is_family":false}""";

    public static string MarkedBy(params string[] markings) =>
        Campaign(more: $",\"object_marking_refs\":[{string.Join(',', markings.Select(marking => $"\"{marking}\""))}]");

    public static string PartlyMarkedBy(string marking) =>
        Campaign(more: $",\"granular_markings\":[{{\"marking_ref\":\"{marking}\",\"selectors\":[\"name\"]}}]");

    public static string Statement(string id) =>
        $$$"""{"type":"marking-definition","spec_version":"2.1","id":"{{{id}}}","created":"2026-01-01T00:00:00.000Z","definition_type":"statement","definition":{"statement":"Copyright 2026, Alba"}}""";
}
