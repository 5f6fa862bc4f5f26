using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Hotline.Hosting;

namespace Hotline.Cli.Terminals;

/// <summary>A connection to the hub or node that runs on a data directory, over the Unix socket that only its owner may open.</summary>
internal sealed class OperatorClient : IDisposable
{
    /// <summary>A message with all its attachments, and room to spare.</summary>
    private const int MaxMessageSize = 64 * 1024 * 1024;
    private readonly GrpcChannel _channel;

    private OperatorClient(GrpcChannel channel, DataRoot root, Wire.StatusReply status)
    {
        _channel = channel;
        Banner = root.Banner;
        Status = status;
        Operations = new Wire.Operations.OperationsClient(channel);
        Desk = new Wire.Desk.DeskClient(channel);
    }

    /// <summary>What stands over every answer; empty for real traffic.</summary>
    public string Banner { get; }

    /// <summary>What the process said of itself when this connection began.</summary>
    public Wire.StatusReply Status { get; }

    public Wire.Operations.OperationsClient Operations { get; }

    public Wire.Desk.DeskClient Desk { get; }

    /// <exception cref="StartupException">Nothing runs there, or it runs for other traffic than was asked for.</exception>
    public static async Task<OperatorClient> ConnectAsync(DataRoot root, CancellationToken cancellationToken) =>
        await TryConnectAsync(root, cancellationToken)
        ?? throw new StartupException($"Nothing is running on {root.Path}: start it with 'hotline run {root.Options}'.");

    /// <returns>Null when nothing runs there.</returns>
    /// <exception cref="StartupException">It runs for other traffic than was asked for.</exception>
    public static async Task<OperatorClient?> TryConnectAsync(DataRoot root, CancellationToken cancellationToken)
    {
        var channel = Open(OperatorSocket.PathFor(root.Path));
        try
        {
            var status = await new Wire.Operations.OperationsClient(channel).StatusAsync(new(), cancellationToken: cancellationToken);
            RequireDomain(root, status.Domain);
            return new OperatorClient(channel, root, status);
        }
        catch (RpcException silent) when (silent.StatusCode == StatusCode.Unavailable)
        {
            channel.Dispose();
            return null;
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    public void Dispose() => _channel.Dispose();

    // Whoever means an exercise says so each time: a habit of leaving it out would one day send an inject for real.
    private static void RequireDomain(DataRoot root, string running)
    {
        if (running == root.Domain) return;
        var next = running.StartsWith("exercise:", StringComparison.Ordinal)
            ? $"add --exercise {running["exercise:".Length..]} if you mean the exercise"
            : "leave --exercise away if you mean real traffic";
        throw new StartupException($"What runs on {root.Path} is for {running}, not for {root.Domain}: {next}.");
    }

    private static GrpcChannel Open(string socketPath)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxMessageSize,
            MaxSendMessageSize = MaxMessageSize,
        });
    }
}
