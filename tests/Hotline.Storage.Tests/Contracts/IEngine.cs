using Hotline.Stores;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>One engine's databases of a hub and of a node, fresh for each test. They go with it.</summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary>Opens the hub's database. A second one while the first is open is what another process would have.</summary>
    IHubStore<TDomain> OpenHub<TDomain>(TDomain domain)
        where TDomain : struct, ITrafficDomain;

    /// <summary>Opens the node's database.</summary>
    (IMemberStore<TDomain> Messages, ICollectionStore Collections) OpenNode<TDomain>(TDomain domain)
        where TDomain : struct, ITrafficDomain;

    /// <summary>Closes whatever is open, as a program that ends does.</summary>
    Task CloseAsync();

    /// <summary>Every row of every table as text: what is equal before and after was not touched.</summary>
    string Dump();
}
