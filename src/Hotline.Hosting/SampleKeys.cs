using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hotline.Cryptography;
using Hotline.Leaves;
using Hotline.Rosters;
using Hotline.Transcript;

namespace Hotline.Hosting;

/// <summary>Sample keys are known to everybody: they never serve a real address. Known by a mark in their certificates and by a built-in list.</summary>
public static class SampleKeys
{
    private static readonly FrozenSet<Digest> Known = ReadKnown();

    public static bool Contains(Digest keyFingerprint) => Known.Contains(keyFingerprint);

    /// <summary>Refuses to start with a sample key, as own, peer's or roster's, unless every address is loopback.</summary>
    /// <exception cref="StartupException">A sample key would serve a real address.</exception>
    public static void RequireLoopback(IReadOnlyCollection<IPEndPoint> addresses, X509Certificate2 own, Roster roster)
    {
        if (AreLoopback(addresses, roster)) return;
        if (Certificates.IsSample(own) || Contains(new Digest(Certificates.KeyFingerprint(own))))
            throw new StartupException("The TLS key is a sample key, which everybody has: it serves loopback addresses only. Make your own with 'hotline init'.");
        RequireLoopback(addresses, roster);
    }

    /// <summary>The same for a roster that comes while the program runs.</summary>
    /// <exception cref="StartupException">A sample key would serve a real address.</exception>
    public static void RequireLoopback(IReadOnlyCollection<IPEndPoint> addresses, Roster roster)
    {
        if (AreLoopback(addresses, roster)) return;
        if (FindIn(roster) is { } owner)
            throw new StartupException($"The roster holds a sample key of {owner}, which everybody has: it may be used on loopback only. Make a roster of real keys.");
    }

    private static bool AreLoopback(IEnumerable<IPEndPoint> addresses, Roster roster) =>
        addresses.All(address => IPAddress.IsLoopback(address.Address)) && roster.Hubs.All(hub => hub.Address.IsLoopback);

    private static string? FindIn(Roster roster) =>
        roster.Members.FirstOrDefault(IsSample)?.Member
        ?? roster.Hubs.FirstOrDefault(hub => hub.Tls.Any(Contains) || IsSample(hub.Log) || IsSample(hub.LogMlDsa))?.Node.ToString()
        ?? roster.Auditors.FirstOrDefault(auditor => auditor.Tls.Any(Contains))?.Name;

    private static bool IsSample(RosterMember member) =>
        member.Tls.Any(Contains)
        || member.Kem.Any(key => Contains(key.Fingerprint))
        || ((string[])[member.Root, member.Log, member.LogMlDsa, member.Desk.Evidence, member.Service.Evidence]).Any(IsSample)
        || member.Desk.Statements.Concat(member.Service.Statements).Any(certificate => IsSample(certificate.Span));

    private static bool IsSample(string verifierKey)
    {
        try
        {
            return Contains(Digest.Of(VerifierKey.Parse(verifierKey).PublicKey.Span));
        }
        catch (NoteException)
        {
            // No key at all is no sample key; what it is worth, those who verify with it say.
            return false;
        }
    }

    private static bool IsSample(ReadOnlySpan<byte> certificate)
    {
        try
        {
            return Certificates.IsSample(certificate) || Contains(new Digest(Certificates.KeyFingerprint(certificate)));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static FrozenSet<Digest> ReadKnown()
    {
        using var list = typeof(SampleKeys).Assembly.GetManifestResourceStream("sample-fingerprints");
        if (list is null) return FrozenSet<Digest>.Empty;
        using var reader = new StreamReader(list);
        return reader.ReadToEnd().Split('\n')
            .Select(line => line.Split(' ')[0])
            .Select(word => LeafText.TryParseHash(word, out var fingerprint) ? fingerprint : (Digest?)null)
            .OfType<Digest>().ToFrozenSet();
    }
}
