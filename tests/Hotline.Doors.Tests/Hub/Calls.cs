using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using Grpc.Core;

namespace Hotline.Doors.Tests.Hub;

/// <summary>gRPC calls as text: the status and what it says.</summary>
internal static class Calls
{
    /// <summary>How a call ended, as <c>InvalidArgument: sentence</c>.</summary>
    public static async Task<string> EndOf(Func<Task> call)
    {
        try
        {
            await call();
            return "OK";
        }
        catch (RpcException ended)
        {
            return Text(ended.Status);
        }
    }

    public static string Text(Status status) => status.StatusCode == StatusCode.OK ? "OK" : $"{status.StatusCode}: {status.Detail}";

    /// <summary>Posts bytes as the body of a gRPC call, whatever they are.</summary>
    public static async Task<string> PostAsync(HttpClient http, string path, byte[] body, string contentType = "application/grpc", string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Version = System.Net.HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (encoding is not null) request.Headers.Add("grpc-encoding", encoding);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        if (Header(response, "grpc-status") is not { } status) return $"HTTP {(int)response.StatusCode}";
        var code = (StatusCode)int.Parse(status, CultureInfo.InvariantCulture);
        return Text(new Status(code, Uri.UnescapeDataString(Header(response, "grpc-message") ?? "")));
    }

    /// <summary>A gRPC message with its prefix: a flag for compression and its length.</summary>
    public static byte[] Framed(byte[] message, int? length = null, byte flag = 0)
    {
        var framed = new byte[5 + message.Length];
        framed[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), length ?? message.Length);
        message.CopyTo(framed, 5);
        return framed;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailing) || response.Headers.TryGetValues(name, out trailing) ? trailing.First() : null;
}
