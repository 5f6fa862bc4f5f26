using Hotline.Hosting;
using Hotline.Rosters;

namespace Hotline.Cli.Enrolment;

/// <summary>Makes the data directory of a new hub. It gets no key that could open anything.</summary>
internal static class HubEnrolment
{
    /// <param name="address">Where members reach it: https.</param>
    /// <exception cref="StartupException">The directory is not empty.</exception>
    public static Enrolled Create(EnrolmentPlan plan, Uri address, ReadOnlyMemory<byte> passphrase, TimeProvider clock)
    {
        var directory = FreshDirectory.Create(plan.Directory, passphrase);
        using var certification = Certification.By(plan.Issuer, directory, plan.Name.ToString(), plan.IsSample, clock.GetUtcNow());
        var peer = PeerKeys.Create(plan, directory, certification);

        var entry = new RosterEntry.OfHub(
            new RosterHub(plan.Name, address, [peer.TlsFingerprint], peer.Log, peer.LogMlDsa, RevokedSince: null));
        plan.SettingsOfHub().Save(DataDirectory.Open(directory.Path));
        directory.WriteEntry(entry.Write());
        return new Enrolled(directory.Path, entry, directory.Fingerprints);
    }
}
