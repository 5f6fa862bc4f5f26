namespace Hotline.Mls;

/// <summary>Groups that follow others: by re-init with new parameters, or by branch with some of the members (RFC 9420, sections 11.2 and 11.3).</summary>
internal static class Succession
{
    /// <summary>A copy of the predecessor's resumption PSK, when that is the one named; else null.</summary>
    public static byte[]? Find(Group? predecessor, PskId id) =>
        predecessor is not null && id is PskId.Resumption resumption && resumption.GroupId.Span.SequenceEqual(predecessor.State.Context.GroupId.Span)
            ? Epochs.Resumption(predecessor.State, resumption.Epoch)
            : null;

    /// <summary>What a newcomer checks.</summary>
    /// <exception cref="MlsException">The new group is not the one that was agreed.</exception>
    public static void Require(MlsClient client, Group predecessor, PskId.Resumption psk, GroupContext context, RatchetTree tree)
    {
        var former = predecessor.State;
        if (context.Epoch != 1) throw Invalid("It is not at its first commit.");
        var leaves = tree.Members.Select(member => tree.Leaf(member)!).ToList();
        var formerLeaves = former.Tree.Members.Select(member => former.Tree.Leaf(member)!).ToList();
        if (psk.Usage == PskUsage.ReInit)
        {
            if (former.ReInit is not { } agreed || psk.Epoch != former.Context.Epoch) throw Invalid("The last commit of the former group is no re-initialisation.");
            if (!context.GroupId.Span.SequenceEqual(agreed.GroupId.Span) || context.CipherSuite != agreed.CipherSuite || !context.Extensions.SameAs(agreed.Extensions))
                throw Invalid("Its parameters are not those agreed.");
            if (!formerLeaves.All(old => leaves.Any(leaf => client.Authentication.IsSameClient(old, leaf)))) throw Invalid("A member of the former group is missing.");
        }
        else
        {
            if (context.CipherSuite != former.Context.CipherSuite) throw Invalid("It has another cipher suite.");
            if (!leaves.All(leaf => formerLeaves.Any(old => client.Authentication.IsSameClient(old, leaf)))) throw Invalid("It has a member whom the former group has not.");
        }
    }

    private static MlsException Invalid(string message) => new(MlsFault.InvalidSuccession, "A group does not follow its predecessor as agreed. " + message);
}
