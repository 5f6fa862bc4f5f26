using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hotline.Hosting;

/// <summary>By which of its listeners a program was reached.</summary>
internal enum Listener
{
    /// <summary>Mutual TLS, for peers on the roster.</summary>
    Pinned,

    /// <summary>Plain HTTP on loopback.</summary>
    Health,

    /// <summary>The operator's Unix domain socket.</summary>
    Operator,

    /// <summary>TLS for TAXII clients; bears no mark, because what it serves is not Hosting's.</summary>
    Taxii,
}

internal static class ListenerMark
{
    private static readonly object Key = new();

    /// <summary>Every connection of this listener bears its mark, which nothing a peer sends can change.</summary>
    public static void Mark(this ListenOptions listen, Listener listener) => listen.Use(next => connection =>
    {
        connection.Items[Key] = listener;
        return next(connection);
    });

    /// <summary>Null for a listener that is not one of Hosting's.</summary>
    public static Listener? CameBy(this HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out var listener) == true ? (Listener)listener! : null;
}
