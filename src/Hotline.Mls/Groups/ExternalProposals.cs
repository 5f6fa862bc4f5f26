using Hotline.Cryptography;

namespace Hotline.Mls;

/// <summary>Proposals from those who are no members (RFC 9420, section 12.1.8). They are never encrypted.</summary>
public static class ExternalProposals
{
    /// <summary>From a sender whom the group's context lists.</summary>
    /// <param name="signer">Of the key that is listed.</param>
    /// <param name="senderIndex">Place in the list.</param>
    /// <param name="epoch">The group's present one.</param>
    /// <exception cref="ArgumentException">Proposals of this type may not come from outside.</exception>
    public static MlsMessage Make(SigningKey signer, uint senderIndex, ReadOnlyMemory<byte> groupId, ulong epoch, Proposal proposal) => proposal.MayComeFromOutside
        ? Sign(signer, groupId, epoch, new Sender(SenderType.External, senderIndex), proposal)
        : throw new ArgumentException($"A proposal of type {proposal.Type} may not come from outside.", nameof(proposal));

    /// <summary>From a client that asks to be added itself.</summary>
    /// <param name="signer">Of the key package.</param>
    public static MlsMessage MakeAdd(SigningKey signer, KeyPackage keyPackage, ReadOnlyMemory<byte> groupId, ulong epoch) =>
        Sign(signer, groupId, epoch, new Sender(SenderType.NewMemberProposal, 0), new Proposal.Add(keyPackage));

    private static MlsMessage Sign(SigningKey signer, ReadOnlyMemory<byte> groupId, ulong epoch, Sender sender, Proposal proposal)
    {
        var content = new FramedContent(groupId, epoch, sender, ReadOnlyMemory<byte>.Empty, new Content(default, proposal, null));
        return new MlsMessage { Public = new PublicMessage(content, new ContentAuth(Framing.Sign(signer, WireFormat.PublicMessage, content, null), default), default) };
    }
}
