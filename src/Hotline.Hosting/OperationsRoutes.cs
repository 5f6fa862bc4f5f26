using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Hosting;

/// <summary>Puts the operator's protocol into a program.</summary>
public static class OperationsRoutes
{
    public static void AddOperations(this IServiceCollection services, OperationsSource source) => services.AddSingleton(source);

    public static void MapOperations(this IEndpointRouteBuilder routes) => routes.MapGrpcService<OperationsService>();
}
