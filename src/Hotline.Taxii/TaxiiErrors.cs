using System.Diagnostics.Metrics;
using System.Net;
using Hotline.Taxii.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Taxii;

/// <summary>Failures that no TAXII endpoint answered: unknown API roots, what the framework refuses, what middleware throws.</summary>
public static partial class TaxiiErrors
{
    private const int MaxShown = 200;

    private static readonly object Told = new();
    private static readonly Meter Meter = new("Hotline.Taxii");
    private static readonly Counter<long> Rejected = Meter.CreateCounter<long>("hotline.taxii.rejected", description: "Requests that were turned away, by status");

    /// <summary>Gives every failure without a body the error resource of TAXII 2.1, section 3.6.1. Belongs first on the TAXII listener.</summary>
    public static IApplicationBuilder UseTaxiiErrors(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TaxiiErrors));
        return app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
            {
                context.Response.StatusCode = bad.StatusCode;
            }
            catch (Exception failure) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
            {
                LogFailed(logger, failure);
                MarkTold(context);
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }

            if (IsBareFailure(context.Response)) await AnswerAsync(context);
            if (context.Response.StatusCode >= StatusCodes.Status400BadRequest && !context.Items.ContainsKey(Told)) TellRejected(logger, context);
        });
    }

    /// <summary>The log says already, in better words, why this request fails.</summary>
    internal static void MarkTold(HttpContext context) => context.Items[Told] = true;

    private static void TellRejected(ILogger logger, HttpContext context)
    {
        var status = context.Response.StatusCode;
        Rejected.Add(1, KeyValuePair.Create<string, object?>("status", status));
        // The path is the client's own text: enough of it to find the client, and no more.
        var path = context.Request.Path.Value ?? "";
        LogRejected(logger, context.Request.Method, path.Length <= MaxShown ? path : path[..MaxShown], context.Connection.RemoteIpAddress, status);
    }

    private static bool IsBareFailure(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null, ContentLength: null or 0 };

    private static Task AnswerAsync(HttpContext context)
    {
        var error = ErrorOf(context.Response.StatusCode);
        return AnswerWriter.WriteAsync(context, error, !HttpMethods.IsHead(context.Request.Method), context.RequestAborted);
    }

    /// <summary>The error resource for a status of which nothing more is known.</summary>
    internal static TaxiiAnswer.Error ErrorOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => TaxiiAnswer.NotFound,
        StatusCodes.Status500InternalServerError => TaxiiAnswer.Internal,
        _ => new TaxiiAnswer.Error(status, ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "The request failed"),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rejected a TAXII request {Method} {Path} from {Remote}: {Status}")]
    private static partial void LogRejected(ILogger logger, string method, string path, IPAddress? remote, int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request on the TAXII listener failed")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
