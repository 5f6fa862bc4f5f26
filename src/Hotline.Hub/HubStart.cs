using Hotline.Evidence;
using Hotline.Hosting;

namespace Hotline.Hub;

/// <summary>All that a hub is started with, checked.</summary>
internal sealed record HubStart<TDomain>(TDomain Domain, DataDirectory Directory, HotlineSettings Settings, ServerKeys Keys, RosterBook Rosters) : IDisposable
    where TDomain : struct, ITrafficDomain
{
    /// <exception cref="StartupException">A key is missing, or is a sample key for a real address.</exception>
    /// <exception cref="RosterRefusedException">There is no valid roster.</exception>
    public static HubStart<TDomain> Load(TDomain domain, DataDirectory directory, HotlineSettings settings, ReadOnlySpan<byte> passphrase)
    {
        var folder = new RosterFolder(directory.Rosters);
        var rosters = new RosterBook(folder.Load(domain.Name), folder);
        if (rosters.Current.FindHub(settings.NodeName) is null)
            throw new StartupException($"{settings.Name} is no hub on roster {rosters.Current.Number}: have the members sign a roster that names it.");
        var keys = ServerKeys.Load(directory, LogOrigin.Of(settings.NodeName, domain), passphrase);
        try
        {
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
}
