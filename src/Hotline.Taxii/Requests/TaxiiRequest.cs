using Hotline.Taxii.Accounts;
using Hotline.Taxii.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Taxii.Requests;

/// <summary>A request that came through the gate.</summary>
internal sealed record TaxiiRequest(HttpContext Http, TaxiiClient Client)
{
    /// <summary>Name of the account that sent it.</summary>
    public string Account => Client.Account.Name;

    /// <summary>A part of the path; empty where the path has none of that name.</summary>
    public string Part(string name) => Http.GetRouteValue(name) as string ?? "";
}

/// <summary>What one method does at one path.</summary>
internal delegate Task<TaxiiAnswer> TaxiiAction(TaxiiRequest request, CancellationToken cancellationToken);
