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
}
