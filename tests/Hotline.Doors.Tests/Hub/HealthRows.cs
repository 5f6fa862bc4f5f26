using Hotline.Doors.Tests.Table;

namespace Hotline.Doors.Tests.Hub;

/// <summary>What comes to the port for health checks, which is plain HTTP on loopback.</summary>
internal static class HealthRows
{
    private const string Door = "hub, health";

    public static IEnumerable<BadInput<HubRig>> All =>
    [
        new(Door, "a path that is nobody's", "HTTP 404", "Warning: Rejected a call GET /etc/passwd by 127.0.0.1: HTTP 404 ", "hotline.calls.rejected listener=health status=HTTP 404", rig => GetAsync(rig, "etc/passwd")),
        new(Door, "the exchange", "HTTP 404", "Warning: Rejected a call GET /hotline.v1.Exchange/Submit by 127.0.0.1: HTTP 404 ", "hotline.calls.rejected listener=health status=HTTP 404",
            rig => GetAsync(rig, "hotline.v1.Exchange/Submit")),
        Raw("random bytes", "HTTP 400", "*", "nonsense\0\r\n\r\n"),
        Raw("a header of 20 KiB", "HTTP 431", "*", $"GET /healthz HTTP/1.1\r\nHost: hub\r\nX: {new string('x', 20 * 1024)}\r\n\r\n"),
    ];

    private static async Task<string> GetAsync(HubRig rig, string path)
    {
        using var http = new HttpClient { BaseAddress = rig.Health };
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return $"HTTP {(int)response.StatusCode}";
    }

    private static BadInput<HubRig> Raw(string input, string answer, string reason, string text) => new(
        Door, input, answer + ", connection closed", "Warning: A connection to the health listener from 127.0.0.1:* was ended: *", $"hotline.connections.broken listener=health reason={reason}", async rig =>
        {
            using var connection = await RawConnection.PlainAsync(rig.Health);
            await connection.SendAsync(text);
            return await connection.HttpEndAsync();
        });
}
