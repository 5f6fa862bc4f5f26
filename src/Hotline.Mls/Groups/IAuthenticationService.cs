namespace Hotline.Mls;

/// <summary>Why a credential is put before the authentication service (RFC 9420, section 5.3.1).</summary>
public enum CredentialUse
{
    /// <summary>Of a client that is to be added, or that adds itself.</summary>
    Joining,

    /// <summary>Of a member of a group that we join.</summary>
    Member,

    /// <summary>Of a member that replaces its credential or its signature key.</summary>
    Replacing,

    /// <summary>Of a party outside that may propose.</summary>
    ExternalSender,
}

/// <summary>Judges who is who (RFC 9420, section 5.3.1). The library knows keys; only its caller knows identities.</summary>
public interface IAuthenticationService
{
    /// <summary>Whether the credential truly stands for the holder of the signature key, and is one that belongs here.</summary>
    /// <param name="credential">An X.509 credential's end-entity key is known to be <paramref name="signatureKey"/>; its chain is not yet checked.</param>
    bool Accepts(Credential credential, ReadOnlySpan<byte> signatureKey, CredentialUse use);

    /// <summary>Whether a member may replace its credential by another. By default only by an equal one.</summary>
    bool IsSuccessor(Credential former, Credential replacement) => former.Equals(replacement);

    /// <summary>
    /// Whether two leaves are of one client, which may be in a group only once (section 12.2), and whose leaf in one group matches that
    /// in a group that follows it (sections 11.2 and 11.3). By default by equal credentials.
    /// </summary>
    bool IsSameClient(LeafNode first, LeafNode second) => first.Credential.Equals(second.Credential);
}
