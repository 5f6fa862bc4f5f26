using Hotline.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Hosting;

/// <summary>Health for whoever supervises the process: <c>/healthz</c> says that it lives, <c>/readyz</c> that it can do its work.</summary>
public static class HealthRoutes
{
    /// <param name="isReady">Whether database and roster are there.</param>
    public static void MapHealth(this IEndpointRouteBuilder routes, Func<CancellationToken, Task<bool>> isReady)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("alive\n"));
        routes.MapGet("/readyz", async (CancellationToken cancellationToken) => await IsReadyAsync(isReady, cancellationToken)
            ? TypedResults.Text("ready\n")
            : TypedResults.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    private static async Task<bool> IsReadyAsync(Func<CancellationToken, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        try
        {
            return await isReady(cancellationToken);
        }
        catch (StoreException)
        {
            return false;
        }
    }
}
