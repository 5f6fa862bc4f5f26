using System.Net.Sockets;
using Hotline.Evidence;
using Hotline.Stores;
using Microsoft.AspNetCore.Connections;

namespace Hotline.Hosting;

/// <summary>How a hub or node is started: <c>--data DIR [--passphrase-file FILE]</c>.</summary>
public sealed record ServerArguments(string Data, string? PassphraseFile)
{
    /// <summary>The exit code of a program that could not start.</summary>
    public const int CannotStart = 2;

    /// <exception cref="StartupException">Another form.</exception>
    public static ServerArguments Parse(string[] arguments)
    {
        string? data = null, passphrase = null;
        for (var at = 0; at < arguments.Length; at += 2)
        {
            var value = at + 1 < arguments.Length ? arguments[at + 1] : throw new StartupException($"{arguments[at]} needs a value.");
            if (arguments[at] == "--data") data = value;
            else if (arguments[at] == "--passphrase-file") passphrase = value;
            else throw new StartupException($"Unknown option {arguments[at]}: a hub or node takes --data DIR and --passphrase-file FILE.");
        }

        return new ServerArguments(data ?? throw new StartupException("Name the data directory with --data DIR."), passphrase);
    }

    /// <summary>Runs a program and turns what keeps it from starting into one sentence on standard error and exit code 2.</summary>
    public static async Task<int> RunAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception refused) when (refused is StartupException or RosterRefusedException or StoreException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return CannotStart;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{taken.Message} Stop what listens there, or change the address in hotline.json.");
            return CannotStart;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return CannotStart;
        }
        catch (SocketException unbound)
        {
            await Console.Error.WriteLineAsync($"An address in hotline.json cannot be listened on: {unbound.Message}.");
            return CannotStart;
        }
    }
}
