using System.Security.Cryptography;
using System.Text;

namespace Hotline.Mls.Tests;

/// <summary>What all members of one epoch must agree on, and where one of them sits.</summary>
internal sealed record Standing(ulong Epoch, uint Leaf, bool IsMember, string Authenticator, string Exported);

/// <summary>A change that somebody proposes or commits.</summary>
internal abstract record Change
{
    private Change()
    {
    }

    /// <param name="KeyPackage">As an MLSMessage.</param>
    public sealed record Add(byte[] KeyPackage) : Change;

    public sealed record Remove(uint Leaf) : Change;

    /// <param name="Id">Everybody knows the key to it, see <see cref="Participant.SecretOf"/>.</param>
    public sealed record Psk(string Id) : Change;

    /// <summary>The resumption PSK of the present epoch.</summary>
    public sealed record Resumption : Change;

    /// <summary>The context's extensions are replaced by one that requires support of some credential types.</summary>
    public sealed record RequiredCredentials(params IReadOnlyList<CredentialType> Types) : Change;

    /// <summary>Of the proposer's own leaf; only ever a proposal.</summary>
    public sealed record Update : Change;
}

/// <param name="Welcome">Null when nobody is added.</param>
internal sealed record Sent(byte[] Message, byte[]? Welcome);

/// <summary>One member of a group, of either make. All that passes between members is bytes.</summary>
internal abstract class Participant(string name)
{
    public static readonly byte[] ExportContext = "context"u8.ToArray();

    public string Name { get; } = name;

    public abstract Standing Standing { get; }

    public static byte[] SecretOf(string pskId) => SHA256.HashData(Encoding.UTF8.GetBytes("secret of " + pskId));

    public abstract void Create(byte[] groupId);

    /// <summary>As an MLSMessage; the private keys stay, for one Join.</summary>
    public abstract byte[] KeyPackage();

    public abstract void Join(byte[] welcome);

    /// <summary>Waits for <see cref="Accept"/>.</summary>
    public abstract Sent Commit(bool isPublic, params IReadOnlyList<Change> changes);

    /// <summary>Waits for <see cref="Accept"/>.</summary>
    public abstract Sent ReInit(byte[] groupId, CipherSuiteId suite);

    /// <summary>The delivery service has taken the commit.</summary>
    public abstract void Accept();

    public abstract byte[] Propose(bool isPublic, Change change);

    public abstract void Process(byte[] handshake);

    public abstract byte[] Protect(string text);

    public abstract string Unprotect(byte[] message);

    public abstract byte[] GroupInfo();

    /// <summary>Waits for <see cref="Accept"/>.</summary>
    /// <param name="replaces">Our former leaf, when we lost our state and come back.</param>
    public abstract byte[] JoinExternally(byte[] groupInfo, uint? replaces);

    public abstract byte[] RatchetTree();

    /// <summary>The same client, about to be in the group that follows.</summary>
    public abstract Participant Successor(CipherSuiteId suite);

    /// <summary>Begins the group that follows a re-initialised one; waits for <see cref="Accept"/>.</summary>
    public abstract Sent Reinitialize(Participant former, params IReadOnlyList<byte[]> others);

    public abstract void JoinReinitialized(Participant former, byte[] welcome, byte[] tree);
}
