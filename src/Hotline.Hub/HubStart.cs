using Hotline.Channels;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Rosters;

namespace Hotline.Hub;

/// <summary>All that a hub is started with, checked.</summary>
internal sealed record HubStart<TDomain>(TDomain Domain, DataDirectory Directory, HotlineSettings Settings, ServerKeys Keys, RosterBook Rosters) : IDisposable
    where TDomain : struct, ITrafficDomain
{
    public HubLimits Limits => Settings.Limits is { } limits ? new HubLimits(limits.MaxPayload, TimeSpan.FromDays(limits.MaxDeadlineDays)) : HubLimits.Default;

    /// <exception cref="StartupException">A key is missing, is not the roster's, or is a sample key for a real address.</exception>
    /// <exception cref="RosterRefusedException">There is no valid roster.</exception>
    public static HubStart<TDomain> Load(TDomain domain, DataDirectory directory, HotlineSettings settings, ReadOnlySpan<byte> passphrase)
    {
        var folder = new RosterFolder(directory.Rosters);
        var rosters = new RosterBook(folder.Load(domain.Name), folder);
        var entry = rosters.Current.FindHub(settings.NodeName)
            ?? throw new StartupException($"{settings.Name} is no hub on roster {rosters.Current.Number}: have the members sign a roster that names it.");
        var keys = ServerKeys.Load(directory, LogOrigin.Of(settings.NodeName, domain), passphrase);
        try
        {
            RequireOnRoster(entry, keys, rosters.Current);
            SampleKeys.RequireLoopback(settings.EndPoints, keys.Tls, rosters.Current);
            return new HubStart<TDomain>(domain, directory, settings, keys, rosters);
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    public void Dispose() => Keys.Dispose();

    /// <summary>With other keys every member would turn away, each with a less helpful sentence.</summary>
    private static void RequireOnRoster(RosterHub entry, ServerKeys keys, Roster roster)
    {
        if (entry.Tls.Contains(keys.TlsFingerprint) && entry.Log == keys.Checkpoints.LogKey.ToString() && entry.LogMlDsa == keys.Checkpoints.MlDsaKey.ToString()) return;
        throw new StartupException($"Roster {roster.Number} gives {entry.Node} other keys than this directory holds: have the members sign a roster with its entry.json.");
    }
}
