using Hotline.Evidence;
using Hotline.Rosters;
using Hotline.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Hotline.Hosting;

/// <summary>
/// A transcript over HTTPS in the layout of C2SP tlog-tiles. Checkpoint and hash tiles are for every peer on the roster, entry bundles for the
/// log's owner and auditors: no state reads who else talks to whom (architecture, decision 11).
/// </summary>
public static class TranscriptRoutes
{
    /// <param name="path">The log's path: <c>transcript/1</c>.</param>
    /// <param name="own">Fingerprint of the owner's own TLS key.</param>
    public static void MapTranscript(this IEndpointRouteBuilder routes, ITranscriptStore transcript, string path, RosterBook rosters, Digest own, TimeProvider clock)
    {
        var source = new TranscriptStoreSource(transcript);
        routes.MapGet($"/{path}/{{**file}}", (Delegate)((HttpContext context, string file) =>
        {
            var peer = context.FindPeer(rosters, clock);
            var mayRead = file.StartsWith("tile/entries/", StringComparison.Ordinal) ? peer is Peer.Reader || IsOwner(context, own) : peer is not null;
            return AnswerAsync(context, source, file, mayRead);
        }));
    }

    private static bool IsOwner(HttpContext context, Digest own) =>
        context.Connection.ClientCertificate is { } certificate && PinnedTls.FingerprintOf(certificate) == own;

    private static async Task<IResult> AnswerAsync(HttpContext context, TranscriptStoreSource source, string file, bool mayRead)
    {
        if (!mayRead) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        if (await source.ReadAsync(file, context.RequestAborted) is not { } content) return TypedResults.NotFound();
        var isCheckpoint = file == "checkpoint";
        // A tile never changes under its path; a checkpoint does with every batch.
        context.Response.Headers[HeaderNames.CacheControl] = isCheckpoint ? "no-store" : "private, max-age=31536000, immutable";
        return TypedResults.Bytes(content, isCheckpoint ? "text/plain; charset=utf-8" : "application/octet-stream");
    }
}
