using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Member.Keys;

namespace Hotline.Member;

/// <summary>All that a member's node is started with, checked.</summary>
public sealed record MemberStart<TDomain>(
    TDomain Domain, DataDirectory Directory, HotlineSettings Settings, ServerKeys ServerKeys, MemberKeys Keys, RosterBook Rosters) : IDisposable
    where TDomain : struct, ITrafficDomain
{
    public NodeName Node => Settings.NodeName;

    /// <exception cref="StartupException">A key is missing, or is a sample key for a real address, or the node is not on the roster.</exception>
    /// <exception cref="RosterRefusedException">There is no valid roster.</exception>
    public static MemberStart<TDomain> Load(TDomain domain, DataDirectory directory, HotlineSettings settings, byte[] passphrase)
    {
        var folder = new RosterFolder(directory.Rosters);
        var rosters = new RosterBook(folder.Load(domain.Name), folder);
        if (rosters.Current.Find(settings.NodeName) is null)
            throw new StartupException($"{settings.Name} is no member's node on roster {rosters.Current.Number}: have the members sign a roster that names it.");
        var server = ServerKeys.Load(directory, LogOrigin.Of(settings.NodeName, domain), passphrase);
        MemberKeys? own = null;
        try
        {
            own = MemberKeys.Load(directory, settings.NodeName, passphrase);
            SampleKeys.RequireLoopback(settings.EndPoints, server.Tls, rosters.Current);
            return new MemberStart<TDomain>(domain, directory, settings, server, own, rosters);
        }
        catch
        {
            own?.Dispose();
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Keys.Dispose();
        ServerKeys.Dispose();
    }
}
