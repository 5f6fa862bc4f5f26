using System.Collections.Immutable;
using System.Net;

namespace Hotline.Cli.Enrolment;

/// <summary>What a fresh node offers to TAXII clients.</summary>
/// <param name="PublicUrl">How clients reach it, without a path: https.</param>
/// <param name="Collections">None is a valid start; more are added in the settings.</param>
internal sealed record TaxiiPlan(IPEndPoint Listen, Uri PublicUrl, ImmutableArray<PlannedCollection> Collections)
{
    public static TaxiiPlan Empty(IPEndPoint listen) => new(listen, new Uri($"https://{listen}"), []);
}

/// <param name="Id">UUID version 4, the same at every node that shares it.</param>
/// <param name="SharedWith">The other nodes that replicate it.</param>
internal sealed record PlannedCollection(Guid Id, string Title, string? Alias, ImmutableArray<NodeName> SharedWith);
