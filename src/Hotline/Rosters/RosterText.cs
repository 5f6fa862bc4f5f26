using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Hotline.Rosters;

/// <summary>The roster as it is written: JSON of one form, the text of a C2SP signed note.</summary>
/// <param name="Hotline">Always <c>roster/v0</c>.</param>
/// <param name="Domain"><c>real</c> or <c>exercise:ID</c>.</param>
/// <param name="Number">1 for the first; each next one is one higher.</param>
/// <param name="Previous">Hash of the roster before, null in the first.</param>
/// <param name="Issued">UTC with milliseconds. Informs only.</param>
/// <param name="Quorum">How many members must sign the next roster.</param>
internal sealed record RosterText(
    string Hotline, string Domain, long Number, string? Previous, string Issued, int Quorum,
    ImmutableArray<MemberText> Members, ImmutableArray<HubText> Hubs, ImmutableArray<AuditorText> Auditors);

/// <param name="Member">Short name: alba.</param>
/// <param name="Node">DNS name of the member's node.</param>
/// <param name="Root">Verifier key that signs rosters for this member.</param>
/// <param name="Tls">SHA-256 of the SubjectPublicKeyInfo of each TLS key.</param>
/// <param name="Log">Verifier key (0x01) of the node's transcript.</param>
/// <param name="LogMlDsa">Verifier key (0x06) of the same.</param>
/// <param name="MinimumSeal">Weakest seal this member opens.</param>
/// <param name="RevokedSince">UTC with milliseconds from which on nothing by these keys counts; null while in good standing.</param>
internal sealed record MemberText(
    string Member, string Node, string Root, ImmutableArray<string> Tls, string Log, string LogMlDsa,
    RoleText Desk, RoleText Service, ImmutableArray<KemText> Kem, string MinimumSeal, string? RevokedSince);

/// <param name="Evidence">Verifier key (0x01) of the role's notes.</param>
/// <param name="Statements">Certificates (base64 of DER) of the keys that sign Statements for the role.</param>
internal sealed record RoleText(string Evidence, ImmutableArray<string> Statements);

/// <param name="Seal">The seal this key is for.</param>
/// <param name="Key">Base64 of the public key in the KEM's own encoding.</param>
internal sealed record KemText(string Seal, string Key);

/// <param name="Address">Where members reach its exchange: https URL.</param>
internal sealed record HubText(
    string Node, string Address, ImmutableArray<string> Tls, string Log, string LogMlDsa, string? RevokedSince);

internal sealed record AuditorText(string Name, ImmutableArray<string> Tls, string? RevokedSince);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", IndentSize = 1,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RosterText))]
internal sealed partial class RosterJson : JsonSerializerContext;
