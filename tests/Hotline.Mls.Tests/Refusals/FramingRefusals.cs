namespace Hotline.Mls.Tests;

internal static class FramingRefusals
{
    private static readonly Proposal AProposal = new Proposal.Remove(new LeafIndex(2));

    public static IReadOnlyList<Refusal> All { get; } =
    [
        new("wrong_group", "6", "A message is for this group", MlsFault.WrongGroup, forgery =>
            forgery.Put(forgery.Public(new Content(default, AProposal, null), change: content => content with { GroupId = "another"u8.ToArray() }))),
        new("past_epoch", "12.1", "A handshake is of this epoch", MlsFault.WrongEpoch, forgery =>
        {
            var proposal = forgery.Public(AProposal);
            forgery.Group.Commit("cambria");
            forgery.Put(proposal);
        }),
        new("future_epoch", "12.4.2", "A commit is of this epoch", MlsFault.WrongEpoch, forgery =>
            forgery.Put(forgery.Public(new Content(default, null, forgery.HonestCommit()), change: content => content with { Epoch = 99 }))),
        new("signature", "6.1", "The sender's signature holds", MlsFault.InvalidSignature, forgery =>
            forgery.Put(forgery.Public(AProposal, signer: forgery.Suite.Signature.Generate()))),
        new("membership_tag", "6.2", "The membership tag holds", MlsFault.InvalidMembershipTag, forgery =>
        {
            var message = forgery.Public(AProposal).Public!;
            forgery.Put(new MlsMessage { Public = message with { MembershipTag = new byte[forgery.Suite.HashSize()] } });
        }),
        new("public_sender_blank", "6.1", "A member that sends is a member", MlsFault.InvalidSender, forgery => forgery.Put(forgery.Public(AProposal, Sender.Member(new LeafIndex(3))))),
        new("application_in_clear", "6", "Application data is encrypted", MlsFault.UnencryptedApplicationData, forgery => forgery.Put(forgery.Public(AForgery.Data("in the clear")))),
        new("ciphertext", "6.3", "A ciphertext opens", MlsFault.DoesNotOpen, forgery =>
        {
            var message = forgery.Private(AForgery.Data("secret")).Private!;
            var ciphertext = message.Ciphertext.ToArray();
            ciphertext[^1] ^= 1;
            forgery.Put(new MlsMessage { Private = message with { Ciphertext = ciphertext } });
        }),
        new("sender_data", "6.3.2", "Sender data open", MlsFault.DoesNotOpen, forgery =>
            forgery.Put(new MlsMessage { Private = forgery.Private(AForgery.Data("secret")).Private! with { EncryptedSenderData = new byte[28] } })),
        new("authenticated_data", "6.3.1", "Authenticated data are those that were sealed", MlsFault.DoesNotOpen, forgery =>
            forgery.Put(new MlsMessage { Private = forgery.Private(AForgery.Data("secret")).Private! with { AuthenticatedData = "other"u8.ToArray() } })),
        new("padding", "6.3.1", "Padding is zero", MlsFault.InvalidPadding, forgery => forgery.Put(forgery.Private(AForgery.Data("secret"), padding: [0, 0, 1]))),
        new("private_sender_blank", "6.3.2", "Sender data name a member", MlsFault.InvalidSender, forgery => forgery.Put(forgery.Private(AForgery.Data("secret"), leaf: new LeafIndex(3)))),
        new("private_sender_beyond", "6.3.2", "Sender data name a leaf of the tree", MlsFault.InvalidSender, forgery =>
            forgery.Put(forgery.Private(AForgery.Data("secret"), leaf: new LeafIndex(uint.MaxValue)))),
        new("replay", "9.1", "A generation opens once", MlsFault.GenerationConsumed, forgery =>
        {
            var group = forgery.Group;
            var message = group.Protect("alba", "once");
            forgery.Judge = Adopt(group["cambria"], message);
            forgery.Put(message);
        }),
        new("generation_too_far", "15.3", "A generation is not too far ahead", MlsFault.GenerationTooFar, forgery =>
            forgery.Put(forgery.Private(AForgery.Data("secret"), generation: uint.MaxValue))),
        new("own_message", "6.3.1", "Our own message is not opened again", MlsFault.OwnMessage, forgery =>
        {
            var message = forgery.Group.Protect("alba", "to the others");
            forgery.Judge = forgery.Group["alba"];
            forgery.Put(message);
        }),
        new("external_sender_unlisted", "12.1.8", "An external sender is listed", MlsFault.InvalidSender, forgery =>
            forgery.Put(forgery.Public(AProposal, new Sender(SenderType.External, 0)))),
        new("external_sender_proposes_update", "12.1.8", "An external sender may send the type", MlsFault.InvalidExternalProposal, forgery =>
        {
            var sender = new ExternalSender(forgery.Signer.PublicKey, Credential.Basic("hub-north"u8));
            forgery.Group.Commit("cambria", new Proposal.GroupContextExtensions([Extension.ExternalSenders(sender)]));
            forgery.Put(forgery.Public(forgery.Update(), new Sender(SenderType.External, 0)));
        }),
        new("external_sender_commits", "6.1", "An external sender only proposes", MlsFault.InvalidSender, forgery =>
            forgery.Put(forgery.Public(new Content(default, null, forgery.HonestCommit()), new Sender(SenderType.External, 0)))),
        new("newcomer_proposes_removal", "6.1", "A newcomer only proposes to be added", MlsFault.InvalidSender, forgery =>
            forgery.Put(forgery.Public(AProposal, new Sender(SenderType.NewMemberProposal, 0)))),
        new("newcomer_commits_without_path", "6.1", "A newcomer's commit has a path", MlsFault.InvalidSender, forgery =>
            forgery.Put(forgery.External(new Commit([], null), forgery.Signer))),
        new("newcomer_signature", "6.1", "A newcomer signs with the key that it brings", MlsFault.InvalidSignature, forgery =>
            forgery.Put(forgery.Public(new Proposal.Add(forgery.KeyPackage()), new Sender(SenderType.NewMemberProposal, 0)))),
        new("confirmation_tag", "6.1", "The confirmation tag holds", MlsFault.InvalidConfirmationTag, forgery =>
            forgery.Put(forgery.Public(new Content(default, null, forgery.HonestCommit())))),
    ];

    private static Group Adopt(Group group, MlsMessage message)
    {
        using var received = group.Process(message);
        return received.Adopt();
    }
}
