using Hotline.Doors.Tests.Table;

namespace Hotline.Doors.Tests.Hub;

/// <summary>Requests for the hub's transcript that are not for it to answer, and paths that lead nowhere.</summary>
internal static class TranscriptRows
{
    private const string Door = "hub, HTTPS";

    public static IEnumerable<BadInput<HubRig>> All =>
    [
        Get("a member asks for entries", "transcript/1/tile/entries/000.p/2", 403),
        Get("a tile that is not there", "transcript/1/tile/0/001", 404),
        Get("a partial tile longer than the log", "transcript/1/tile/0/000.p/200", 404),
        Get("a tile of a level that cannot be", "transcript/1/tile/99/000", 404),
        Get("a tile with a number of 40 digits", "transcript/1/tile/0/" + string.Concat(Enumerable.Repeat("x999/", 40)) + "999", 404),
        Get("a path that climbs out", "transcript/1/..%2f..%2fhotline.json", 404),
        Get("another log", "transcript/2/checkpoint", 404),
        Get("a path that is nobody's", "admin", 404),
        Get("the operator's service", "hotline.v1.Operations/Status", 404),
        Get("a health check", "healthz", 404),
        Post("a gRPC call of another content type", "text/plain", "Internal: Content-Type 'text/plain' is not supported.", "HTTP 415"),
        new(Door, "a method that the service does not have", "Unimplemented: *", "Warning: Rejected a call POST /hotline.v1.Exchange/Destroy by alba.example: *",
            "hotline.calls.rejected listener=pinned status=Unimplemented", async rig =>
            {
                using var http = rig.Http(rig.Enrolled.Alba.Start.ServerKeys);
                return await Calls.PostAsync(http, "/hotline.v1.Exchange/Destroy", Calls.Framed([]));
            }),
    ];

    private static BadInput<HubRig> Get(string input, string path, int status) => new(
        Door, input, $"HTTP {status}", $"Warning: Rejected a call GET /* by alba.example: HTTP {status} ", $"hotline.calls.rejected listener=pinned status=HTTP {status}", async rig =>
        {
            using var http = rig.Http(rig.Enrolled.Alba.Start.ServerKeys);
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            return $"HTTP {(int)response.StatusCode}";
        });

    private static BadInput<HubRig> Post(string input, string contentType, string answer, string status) => new(
        Door, input, answer, "Warning: Rejected a call POST /hotline.v1.Exchange/Submit by alba.example: *", $"hotline.calls.rejected listener=pinned status={status}", async rig =>
        {
            using var http = rig.Http(rig.Enrolled.Alba.Start.ServerKeys);
            return await Calls.PostAsync(http, "/hotline.v1.Exchange/Submit", Calls.Framed([]), contentType);
        });
}
