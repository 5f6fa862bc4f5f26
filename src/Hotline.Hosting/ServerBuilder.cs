using Microsoft.AspNetCore.Builder;

namespace Hotline.Hosting;

/// <summary>Where a hub's or node's host begins.</summary>
public static class ServerBuilder
{
    /// <remarks>
    /// The content root is the data directory, where every commit writes: watching it for changed settings would cost a wakening for each
    /// write, and settings are read once, at the start.
    /// </remarks>
    public static WebApplicationBuilder Create(DataDirectory directory) => WebApplication.CreateSlimBuilder(
        new WebApplicationOptions { ContentRootPath = directory.Path, Args = ["--hostBuilder:reloadConfigOnChange=false"] });
}
