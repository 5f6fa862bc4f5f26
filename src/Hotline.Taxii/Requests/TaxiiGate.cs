using Hotline.Stores;
using Hotline.Taxii.Accounts;
using Hotline.Taxii.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hotline.Taxii.Requests;

/// <summary>Every request passes here: method, account, negotiation, then the action; whatever happens becomes a TAXII answer.</summary>
internal sealed partial class TaxiiGate(Authentication authentication, RequestRates<string> rates, ILogger<TaxiiGate> logger)
{
    /// <param name="methods">Actions by HTTP method. HEAD follows GET, and OPTIONS names them all.</param>
    public RequestDelegate Guard(params (string Method, TaxiiAction Action)[] methods) => Guard(also: null, methods);

    /// <param name="also">Another media type that the path serves beside TAXII's.</param>
    public RequestDelegate Guard(string? also, params (string Method, TaxiiAction Action)[] methods)
    {
        var actions = methods.ToDictionary(entry => entry.Method, entry => entry.Action, StringComparer.Ordinal);
        if (actions.TryGetValue(HttpMethods.Get, out var get)) actions[HttpMethods.Head] = get;
        var allow = string.Join(", ", actions.Keys.Append(HttpMethods.Options));
        return context => RunAsync(context, actions, allow, also);
    }

    /// <summary>Answers every method alike, after authentication: what is not there looks the same to all who may not look.</summary>
    public RequestDelegate GuardNothing() => context => GuardedAsync(context, Nothing, also: null);

    private async Task RunAsync(HttpContext context, Dictionary<string, TaxiiAction> actions, string allow, string? also)
    {
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers.Allow = allow;
            return;
        }

        if (!actions.TryGetValue(context.Request.Method, out var action)) action = (_, _) => Task.FromResult<TaxiiAnswer>(TaxiiAnswer.NotAllowed(allow));
        await GuardedAsync(context, action, also);
    }

    private static Task<TaxiiAnswer> Nothing(TaxiiRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<TaxiiAnswer>(TaxiiAnswer.NotFound);

    private async Task GuardedAsync(HttpContext context, TaxiiAction action, string? also)
    {
        var cancellationToken = context.RequestAborted;
        try
        {
            var answer = await AnswerAsync(context, action, also, cancellationToken);
            await AnswerWriter.WriteAsync(context, answer, !HttpMethods.IsHead(context.Request.Method), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            var answer = AnswerTo(failure);
            if (failure is not BadHttpRequestException) TaxiiErrors.MarkTold(context);
            await AnswerWriter.WriteAsync(context, answer, !HttpMethods.IsHead(context.Request.Method), cancellationToken);
        }
    }

    private async Task<TaxiiAnswer> AnswerAsync(HttpContext context, TaxiiAction action, string? also, CancellationToken cancellationToken)
    {
        switch (await authentication.FindAsync(context, cancellationToken))
        {
            case Authenticated.As { Client: var client }:
                if (rates.Take(client.Account.Name) is { } wait) return TaxiiAnswer.TooMany(wait);
                if (!TaxiiMediaType.IsAcceptable(context.Request.Headers.Accept, also)) return TaxiiAnswer.NotAcceptable;
                return await action(new TaxiiRequest(context, client), cancellationToken);
            case Authenticated.Later later:
                return TaxiiAnswer.TooMany(later.RetryAfter);
            default:
                // A wrong password is told and counted where it was judged.
                if (context.Request.Headers.Authorization is [{ } header, ..] && !AccessTokens.IsBearer(header)) TaxiiErrors.MarkTold(context);
                return TaxiiAnswer.Unauthenticated;
        }
    }

    /// <summary>The answer to what nobody expected; the cause goes to the log and not to the client (appendix B).</summary>
    internal TaxiiAnswer.Error AnswerTo(Exception failure)
    {
        switch (failure)
        {
            case BadHttpRequestException bad:
                return new TaxiiAnswer.Error(bad.StatusCode, "The request cannot be read");
            // Of the store, or of the disk on which a large body stands.
            case StoreException or IOException:
                LogStoreFailed(failure);
                return TaxiiAnswer.Unavailable;
            default:
                LogFailed(failure);
                return TaxiiAnswer.Internal;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store failed under a TAXII request")]
    private partial void LogStoreFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A TAXII request failed")]
    private partial void LogFailed(Exception failure);
}
