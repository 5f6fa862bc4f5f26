using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hotline.Hosting;

/// <summary>Traces, metrics and logs: by OTLP where that is configured, else only a log of identifiers on standard error.</summary>
public static class Telemetry
{
    /// <summary>Every meter and activity source of Hotline has a name that begins so.</summary>
    public const string Prefix = "Hotline.";

    public static void AddTelemetry(this IHostApplicationBuilder builder, HotlineSettings settings)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(options => options.UseUtcTimestamp = true);
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Grpc", LogLevel.Warning);
        // Why a program could not start is its own last sentence; what stops a running one is critical.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        if (settings.Otlp is null) return;

        var endpoint = new Uri(settings.Otlp);
        builder.Logging.AddOpenTelemetry();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("hotline-" + settings.Role, serviceInstanceId: settings.Name))
            .WithMetrics(metrics => metrics.AddMeter(Prefix + "*").AddAspNetCoreInstrumentation().AddRuntimeInstrumentation())
            .WithTracing(traces => traces.AddSource(Prefix + "*").AddAspNetCoreInstrumentation())
            .UseOtlpExporter(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, endpoint);
    }
}
