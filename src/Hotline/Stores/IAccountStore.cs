using Hotline.Collections;

namespace Hotline.Stores;

/// <summary>Who may use a node's collections, and by what they show who they are. Reading is asked for with every request and comes from memory.</summary>
public interface IAccountStore
{
    /// <summary>Adds or replaces an account. Its tokens and keys stay.</summary>
    Task KeepAccountAsync(Account account, CancellationToken cancellationToken);

    Task<Account?> FindAccountAsync(string name, CancellationToken cancellationToken);

    /// <summary>By name.</summary>
    Task<IReadOnlyList<Account>> ReadAccountsAsync(CancellationToken cancellationToken);

    /// <summary>Its tokens and keys go with it.</summary>
    /// <returns>False when there was no such account.</returns>
    Task<bool> RemoveAccountAsync(string name, CancellationToken cancellationToken);

    /// <summary>The account whose client certificate has this key.</summary>
    /// <param name="key">SHA-256 of the SubjectPublicKeyInfo.</param>
    Task<Account?> FindAccountByKeyAsync(Digest key, CancellationToken cancellationToken);

    /// <summary>Gives an account a key; one that another account had is that one's no longer.</summary>
    /// <exception cref="StoreException">There is no such account.</exception>
    Task KeepKeyAsync(string account, Digest key, CancellationToken cancellationToken);

    /// <exception cref="StoreException">There is no such account, or the id is taken.</exception>
    Task AddTokenAsync(AccessToken token, CancellationToken cancellationToken);

    Task<AccessToken?> FindTokenAsync(Digest hash, CancellationToken cancellationToken);

    /// <summary>Oldest first, the expired ones too.</summary>
    Task<IReadOnlyList<AccessToken>> ReadTokensAsync(CancellationToken cancellationToken);

    /// <returns>False when there was no such token.</returns>
    Task<bool> RemoveTokenAsync(string id, CancellationToken cancellationToken);
}
