using Hotline.Collections;

namespace Hotline.Taxii.Accounts;

/// <summary>Who sent a request, as far as it proved it.</summary>
/// <param name="Token">What it was proved by, where that was a token: it narrows what the account may do.</param>
internal sealed record TaxiiClient(Account Account, AccessToken? Token)
{
    public CollectionRights On(Collection collection)
    {
        var rights = Account.Rights.On(collection.Id);
        return Token is null ? rights : rights & Token.On(collection.Id);
    }
}
