using System.Globalization;

namespace Hotline.Evidence;

/// <summary>Origin of a node's log, which is also the name of its log keys (transcript, section 2.1).</summary>
public static class LogOrigin
{
    /// <param name="shard">Grows when a log is frozen and a new one begins.</param>
    /// <returns><c>alba.example/transcript/1</c>, or <c>alba.example/exercise/ID/1</c>.</returns>
    public static string Of<TDomain>(NodeName node, TDomain domain, int shard = 1)
        where TDomain : struct, ITrafficDomain =>
        string.Create(CultureInfo.InvariantCulture, $"{node}/{domain.LogPath}/{shard}");

    /// <param name="domain">As a roster names it: <c>real</c> or <c>exercise:ID</c>.</param>
    /// <exception cref="RosterRefusedException">Another name.</exception>
    internal static string Of(NodeName node, string domain)
    {
        if (domain == default(Real).Name) return Of(node, default(Real));
        try
        {
            if (domain.Split(':', 2) is ["exercise", var id]) return Of(node, new Exercise(id));
        }
        catch (FormatException malformed)
        {
            throw new RosterRefusedException($"A roster is for 'real' or 'exercise:ID', not for '{domain}': {malformed.Message}", malformed);
        }

        throw new RosterRefusedException($"A roster is for 'real' or 'exercise:ID', not for '{domain}'.");
    }
}
