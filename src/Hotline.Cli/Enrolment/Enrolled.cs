using Hotline.Rosters;

namespace Hotline.Cli.Enrolment;

/// <summary>A fresh hub, node or auditor: what was made, all of it public.</summary>
/// <param name="Directory">Full path of its data directory.</param>
/// <param name="Entry">What goes on the roster; also in <c>entry.json</c>.</param>
/// <param name="Keys">Fingerprints of every key made.</param>
internal sealed record Enrolled(string Directory, RosterEntry Entry, IReadOnlyList<KeyFingerprint> Keys);

/// <param name="Key">Name of its file in <c>keys/</c>, without the ending.</param>
/// <param name="Fingerprint">SHA-256 of the public key: of its SubjectPublicKeyInfo for P-256, of its bare bytes for the others.</param>
internal sealed record KeyFingerprint(string Key, string Fingerprint);
