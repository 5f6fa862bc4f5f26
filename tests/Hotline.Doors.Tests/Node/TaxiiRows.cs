using System.Net.Http.Headers;
using System.Text;
using Hotline.Doors.Tests.Hub;
using Hotline.Doors.Tests.Table;

namespace Hotline.Doors.Tests.Node;

/// <summary>What comes to a node's TAXII listener and is no TAXII 2.1, or not for this client.</summary>
internal static class TaxiiRows
{
    private const string Door = "node, TAXII";
    private const string Objects = $"share/collections/{NodeRig.Collection}/objects/";
    private const string Taxii = "application/taxii+json;version=2.1";

    public static IEnumerable<BadInput<NodeRig>> All =>
    [
        Get("no credentials", "taxii2/", 401, authorization: null),
        Login("a wrong password", "Warning: Wrong password for TAXII account analyst from *", "analyst:wrong"),
        Login("an account that does not exist", "Warning: A TAXII request from * names no known account", "nobody:correct horse"),
        Login("credentials without a colon", "Warning: A TAXII request from * carries credentials that cannot be read", "analyst"),
        Get("another media type asked for", "taxii2/", 406, accept: "application/xml"),
        Get("an API root that does not exist", "elsewhere/", 404),
        Get("a collection that does not exist", "share/collections/00000000-0000-4000-8000-000000000000/", 404),
        Get("a status that does not exist", "share/status/00000000-0000-4000-8000-000000000000/", 404),
        Get("a path that is no TAXII", ".git/config", 404),
        Get("the operator's service", "hotline.v1.Desk/Send", 404),
        Get("a limit of 0", Objects + "?limit=0", 400),
        Get("a limit that is given twice", Objects + "?limit=1&limit=2", 400),
        Get("a time that is none", Objects + "?added_after=yesterday", 400),
        Get("a filter that does not exist", Objects + "?match[colour]=red", 400),
        Get("a type with a quote in it", Objects + "?match[type]=indicator'--", 400),
        Get("a next that this node never wrote", Objects + "?next=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 400),
        Post("no JSON", "nonsense", 400),
        Post("JSON cut short", "{\"objects\":[", 400),
        Post("a list in place of an envelope", "[]", 400),
        Post("objects that are no list", "{\"objects\":7}", 400),
        Post("two lists of objects", "{\"objects\":[],\"objects\":[]}", 400),
        Post("JSON nested 100,000 deep", new string('[', 100_000), 400),
        Post("another media type", "{\"objects\":[]}", 415, contentType: "application/json"),
        Post("compressed content", "{\"objects\":[]}", 415, encoding: "gzip"),
        Post("a body over the limit", new string(' ', 300 * 1024), 413),
        new(Door, "a method that the path does not have", "HTTP 405", "Warning: Rejected a TAXII request DELETE /taxii2/ from *: 405", "hotline.taxii.rejected status=405", async rig =>
        {
            using var client = rig.Client();
            using var response = await client.DeleteAsync(new Uri("taxii2/", UriKind.Relative), TestContext.Current.CancellationToken);
            return $"HTTP {(int)response.StatusCode}";
        }),
        Raw("random bytes", "connection closed", async rig => await RawConnection.PlainAsync(rig.Node.Taxii), "nonsense, and more of it, with an end\r\n\r\n", "tls_handshake_failed"),
        Raw("a line that is no request", "HTTP 400, connection closed", rig => RawConnection.TlsAsync(rig.Node.Taxii, null, "http/1.1"), "NONSENSE\r\n\r\n", "*"),
        Raw("a header of 20 KiB", "HTTP 431, connection closed", rig => RawConnection.TlsAsync(rig.Node.Taxii, null, "http/1.1"), $"GET /taxii2/ HTTP/1.1\r\nHost: node\r\nX: {new string('x', 20 * 1024)}\r\n\r\n", "*"),
        new(Door, "a body that comes too slowly", "HTTP 408, connection closed", $"Warning: Rejected a TAXII request POST /{Objects} from *: 408", "hotline.taxii.rejected status=408", async rig =>
        {
            using var connection = await RawConnection.TlsAsync(rig.Node.Taxii, null, "http/1.1");
            await connection.SendAsync(PostHead(1000) + "\r\n{");
            return await connection.HttpEndAsync();
        }),
    ];

    /// <summary>The head of a POST to the collection, for as many bytes of content.</summary>
    internal static string PostHead(int length, string contentType = Taxii) =>
        $"POST /{Objects} HTTP/1.1\r\nHost: node\r\nAuthorization: Basic {Convert.ToBase64String("analyst:correct horse"u8)}\r\nAccept: {Taxii}\r\nContent-Type: {contentType}\r\nContent-Length: {length}\r\n";

    private static BadInput<NodeRig> Get(string input, string path, int status, string? authorization = "analyst:correct horse", string? accept = null) => new(
        Door, input, $"HTTP {status}, error resource", $"Warning: Rejected a TAXII request GET /* from *: {status}", $"hotline.taxii.rejected status={status}", async rig =>
        {
            using var client = rig.Client(authorization);
            if (accept is not null)
            {
                client.DefaultRequestHeaders.Remove("Accept");
                client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
            }

            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            return await ErrorAsync(response);
        });

    private static BadInput<NodeRig> Login(string input, string logged, string authorization) => new(
        Door, input, "HTTP 401, error resource", logged, "hotline.taxii.logins.failed", async rig =>
        {
            using var client = rig.Client(authorization);
            using var response = await client.GetAsync(new Uri("taxii2/", UriKind.Relative), TestContext.Current.CancellationToken);
            return await ErrorAsync(response);
        });

    private static BadInput<NodeRig> Post(string input, string body, int status, string contentType = Taxii, string? encoding = null) => new(
        Door, input, $"HTTP {status}, error resource", $"Warning: Rejected a TAXII request POST /{Objects} from *: {status}", $"hotline.taxii.rejected status={status}", async rig =>
        {
            using var client = rig.Client();
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            if (encoding is not null) content.Headers.ContentEncoding.Add(encoding);
            using var response = await client.PostAsync(new Uri(Objects, UriKind.Relative), content, TestContext.Current.CancellationToken);
            return await ErrorAsync(response);
        });

    private static BadInput<NodeRig> Raw(string input, string answer, Func<NodeRig, Task<RawConnection>> open, string text, string reason) => new(
        Door, input, answer, "Warning: *", $"hotline.connections.broken listener=taxii reason={reason}", async rig =>
        {
            using var connection = await open(rig);
            await connection.SendAsync(text);
            return await connection.HttpEndAsync();
        });

    /// <summary>A failure has the error resource of TAXII 2.1, section 3.6.1.</summary>
    private static async Task<string> ErrorAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return $"HTTP {(int)response.StatusCode}{(body.Contains("\"http_status\"", StringComparison.Ordinal) ? ", error resource" : "")}";
    }
}
