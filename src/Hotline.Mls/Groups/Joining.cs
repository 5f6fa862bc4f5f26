using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>What else a newcomer knows.</summary>
public sealed record JoinOptions
{
    public static JoinOptions Default { get; } = new();

    /// <summary>The ratchet tree as the extension has it (RFC 9420, section 12.4.3.3), when it does not come in the message.</summary>
    public ReadOnlyMemory<byte> RatchetTree { get; init; }

    /// <summary>The group that this one follows by re-init or branch (sections 11.2 and 11.3); else such a Welcome is refused.</summary>
    public Group? Predecessor { get; init; }

    /// <summary>Whether a group of this id is at hand already (section 12.4.3): it must not be joined again.</summary>
    public Func<ReadOnlyMemory<byte>, bool> IsKnown { get; init; } = _ => false;
}

/// <summary>Joining by a Welcome (RFC 9420, section 12.4.3.1).</summary>
internal static class Joining
{
    public static GroupState Join(MlsClient client, KeyPackageBundle bundle, Welcome welcome, JoinOptions options)
    {
        var ledger = new Ledger();
        try
        {
            return Join(client, bundle, welcome, options, ledger);
        }
        catch
        {
            ledger.GiveUp();
            throw;
        }
    }

    private static GroupState Join(MlsClient client, KeyPackageBundle bundle, Welcome welcome, JoinOptions options, Ledger ledger)
    {
        var suite = client.Suite;
        var secrets = OpenSecrets(client, bundle, welcome);
        ledger.Make(secrets.JoinerSecret);
        if (secrets.PathSecret is { } received) ledger.Make(received);
        var succession = SuccessionPsk(secrets.Psks);
        var pskSecret = ledger.Make(Epochs.Psks(suite, secrets.Psks, id => Succession.Find(options.Predecessor, id) ?? client.Options.Psks(id)));
        var (key, nonce) = Welcoming.Key(suite, secrets.JoinerSecret, pskSecret);
        var info = Wire.Decode<GroupInfo>(suite.Open(key, nonce, [], welcome.EncryptedGroupInfo.Span));
        CryptographicOperations.ZeroMemory(key);
        var tree = RequireInfo(client, info, options);
        var self = FindSelf(tree, bundle.KeyPackage.Leaf);
        var keys = PrivateKeys.Of(self, ledger.Make(bundle.LeafKey(suite)));
        if (secrets.PathSecret is { } pathSecret) keys = Climb(suite, tree, keys, info.Signer, pathSecret, ledger);
        var (epoch, encryption) = EpochSecrets.FromJoiner(suite, secrets.JoinerSecret, pskSecret, info.Context);
        foreach (var secret in epoch.All) ledger.Make(secret);
        ledger.Make(encryption);
        if (!CryptographicOperations.FixedTimeEquals(epoch.ConfirmationTag(suite, info.Context.ConfirmedTranscriptHash.Span), info.ConfirmationTag.Span))
            throw new MlsException(MlsFault.InvalidConfirmationTag, "The confirmation tag of a group info does not hold.");
        if (succession is not null) Succession.Require(client, options.Predecessor!, succession, info.Context, tree);
        CryptographicOperations.ZeroMemory(secrets.JoinerSecret);
        CryptographicOperations.ZeroMemory(pskSecret);
        return new GroupState
        {
            Context = info.Context,
            InterimTranscriptHash = Transcript.Interim(suite, info.Context.ConfirmedTranscriptHash.Span, info.ConfirmationTag.Span),
            ConfirmationTag = info.ConfirmationTag.ToArray(),
            Tree = tree,
            Keys = keys,
            Secrets = epoch,
            Messages = SecretTree.From(suite, encryption, tree.Size),
            Signer = client.Signer,
        };
    }

    /// <summary>Everything that a group info says, and its tree (sections 12.4.3 and 12.4.3.1).</summary>
    /// <exception cref="MlsException">A rule is broken.</exception>
    public static RatchetTree RequireInfo(MlsClient client, GroupInfo info, JoinOptions options)
    {
        var suite = client.Suite;
        if (info.Context.CipherSuite != suite.IdOf()) throw new MlsException(MlsFault.Unsupported, "The group has another cipher suite than its Welcome.");
        if (options.IsKnown(info.Context.GroupId)) throw new MlsException(MlsFault.DuplicateGroup, "A group of this id is at hand already.");
        info.Extensions.RequireDistinct();
        info.Context.Extensions.RequireDistinct();
        var tree = RatchetTree.Of(suite, SentTree(info, options));
        if (!tree.TreeHash().AsSpan().SequenceEqual(info.Context.TreeHash.Span)) throw new MlsException(MlsFault.TreeHashMismatch, "The tree is another than the group's.");
        if (tree.Leaf(info.Signer) is not { } signer || !info.IsSigned(suite, signer.SignatureKey.Span))
            throw new MlsException(MlsFault.InvalidGroupInfo, "The signature of a group info does not hold.");
        tree.RequireValidParents();
        LeafRules.RequireFittingMembers(tree, info.Context.Extensions);
        foreach (var member in tree.Members)
        {
            var leaf = tree.Leaf(member)!;
            LeafRules.RequireLeaf(client, leaf, source: null, info.Context, member);
            LeafRules.RequireCredential(client, leaf.Credential, leaf.SignatureKey, CredentialUse.Member);
        }

        foreach (var sender in info.Context.Extensions.ExternalSenders())
            LeafRules.RequireCredential(client, sender.Credential, sender.SignatureKey, CredentialUse.ExternalSender);
        return tree;
    }

    private static RatchetTreeNodes SentTree(GroupInfo info, JoinOptions options)
    {
        if (info.Extensions.Find(ExtensionType.RatchetTree) is { } sent) return Wire.Decode<RatchetTreeNodes>(sent.Data.Span);
        return options.RatchetTree.IsEmpty
            ? throw new MlsException(MlsFault.TreeMissing, "No ratchet tree came with the message, nor with the call.")
            : Wire.Decode<RatchetTreeNodes>(options.RatchetTree.Span);
    }

    private static GroupSecrets OpenSecrets(MlsClient client, KeyPackageBundle bundle, Welcome welcome)
    {
        if (welcome.CipherSuite != bundle.KeyPackage.CipherSuite || welcome.CipherSuite != client.Suite.IdOf())
            throw new MlsException(MlsFault.Unsupported, "A Welcome is of another cipher suite.");
        var reference = bundle.KeyPackage.Reference();
        var ours = welcome.Secrets.FirstOrDefault(entry => entry.NewMember.Span.SequenceEqual(reference))
            ?? throw new MlsException(MlsFault.NotForUs, "A Welcome is not for this key package.");
        var plaintext = client.Suite.Decrypt(bundle.InitKey, "Welcome", welcome.EncryptedGroupInfo.Span, ours.Secrets);
        try
        {
            return Wire.Decode<GroupSecrets>(plaintext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <summary>The PSK of a re-init or branch, of which there may be only one.</summary>
    private static PskId.Resumption? SuccessionPsk(IReadOnlyList<PskId> psks)
    {
        var found = psks.OfType<PskId.Resumption>().Where(psk => psk.Usage != PskUsage.Application).ToList();
        return found.Count > 1 ? throw new MlsException(MlsFault.InvalidPsk, "A Welcome follows two groups.") : found.FirstOrDefault();
    }

    private static LeafIndex FindSelf(RatchetTree tree, LeafNode own)
    {
        foreach (var member in tree.Members)
            if (tree.Leaf(member)!.Encoded.SequenceEqual(own.Encoded)) return member;
        throw new MlsException(MlsFault.NotForUs, "No leaf of the tree is ours.");
    }

    private static PrivateKeys Climb(CipherSuite suite, RatchetTree tree, PrivateKeys keys, LeafIndex signer, byte[] pathSecret, Ledger ledger)
    {
        if (signer == keys.Self) throw new MlsException(MlsFault.InvalidGroupInfo, "A newcomer is said to have signed its own Welcome.");
        var common = TreeMath.CommonAncestor(keys.Self, signer);
        var above = tree.FilteredPath(signer).Select(step => step.Node).SkipWhile(node => node != common).ToList();
        if (above.Count == 0) throw new MlsException(MlsFault.InvalidPath, "A path secret is for no node of the tree.");
        var (climbed, commitSecret) = TreeKem.Climb(suite, tree, keys, pathSecret, above, ledger);
        CryptographicOperations.ZeroMemory(commitSecret);
        return climbed;
    }
}
