using System.Buffers;
using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Benchmarks.Taxii;

/// <summary>The ceiling: the bytes of one answer from memory, by Kestrel over TLS and nothing else, in a process of its own as the node is.</summary>
internal sealed class MemoryServer : IDisposable
{
    private readonly Process _process;

    private MemoryServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<MemoryServer> StartAsync(string file, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        // Under `dotnet run` the process is the program; under the bare host it is dotnet, which needs the assembly.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(MemoryServer).Assembly.Location);
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(file);
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return new MemoryServer(process, new Uri(line!));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The verb under which the benchmark starts it.</summary>
    public static Command CreateVerb(TimeProvider clock)
    {
        var file = new Argument<string>("FILE");
        var command = new Command("serve", "Serves a file's bytes from memory; the benchmark starts it.") { file };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => ServeAsync(parsed.GetRequiredValue(file), clock, cancellationToken));
        return command;
    }

    private static async Task ServeAsync(string file, TimeProvider clock, CancellationToken cancellationToken)
    {
        var body = await File.ReadAllBytesAsync(file, cancellationToken);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(clock.GetUtcNow().AddDays(-1), clock.GetUtcNow().AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        await using var app = builder.Build();
        app.Run(async context =>
        {
            context.Response.ContentType = "application/taxii+json;version=2.1";
            context.Response.ContentLength = body.Length;
            context.Response.BodyWriter.Write(body);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync(app.Urls.Single().AsMemory(), cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
