using Hotline.Taxii.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Taxii.Requests;

/// <summary>A request that came through the gate.</summary>
/// <param name="Account">Name of the account whose password it carries.</param>
internal sealed record TaxiiRequest(HttpContext Http, string Account)
{
    /// <summary>A part of the path; empty where the path has none of that name.</summary>
    public string Part(string name) => Http.GetRouteValue(name) as string ?? "";
}

/// <summary>What one method does at one path.</summary>
internal delegate Task<TaxiiAnswer> TaxiiAction(TaxiiRequest request, CancellationToken cancellationToken);
