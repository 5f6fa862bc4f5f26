namespace Hotline.Mls;

/// <summary>Rules of RFC 9420 that foreign input can break.</summary>
public enum MlsFault
{
    None,

    /// <summary>Not an encoding of what it should be (section 2.1), or a key or signature of another form.</summary>
    Malformed,

    /// <summary>Another version, cipher suite, proposal or wire format than is built in, or than fits here.</summary>
    Unsupported,

    /// <summary>A message for another group.</summary>
    WrongGroup,

    /// <summary>A message of another epoch than is kept.</summary>
    WrongEpoch,

    /// <summary>Our own message came back; its sender has its content already (section 6.3.1: a key seals once).</summary>
    OwnMessage,

    /// <summary>The sender is no member, no listed external sender, or may not send this kind of content (section 6).</summary>
    InvalidSender,

    /// <summary>The content's signature does not hold (section 6.1).</summary>
    InvalidSignature,

    /// <summary>The membership tag does not hold (section 6.2).</summary>
    InvalidMembershipTag,

    /// <summary>The confirmation tag does not hold: sender and recipient are not in the same state (section 6.1).</summary>
    InvalidConfirmationTag,

    /// <summary>A ciphertext does not open.</summary>
    DoesNotOpen,

    /// <summary>Padding that is not all zero (section 6.3.1).</summary>
    InvalidPadding,

    /// <summary>A generation whose key was used or dropped already (section 9.1).</summary>
    GenerationConsumed,

    /// <summary>A generation too far ahead of the last (section 15.3).</summary>
    GenerationTooFar,

    /// <summary>Application data in the clear (section 6).</summary>
    UnencryptedApplicationData,

    /// <summary>The authentication service refuses a credential (section 5.3.1).</summary>
    CredentialRefused,

    /// <summary>An X.509 credential whose certificate is for another key (section 5.3).</summary>
    CredentialKeyMismatch,

    /// <summary>The new credential is no successor of the old (section 5.3.1).</summary>
    CredentialNotSuccessor,

    /// <summary>The signature of a leaf does not hold (section 7.3).</summary>
    InvalidLeafSignature,

    /// <summary>A leaf from another source than its place demands (section 7.3).</summary>
    InvalidLeafSource,

    /// <summary>A leaf outside its lifetime, or with one too long (section 7.2).</summary>
    InvalidLifetime,

    /// <summary>Capabilities that lack what is used or required (sections 7.2, 7.3 and 11.1).</summary>
    MissingCapability,

    /// <summary>Two extensions of one type, or one in a place it does not belong (section 13.4).</summary>
    InvalidExtensions,

    /// <summary>A key that stands in the tree already (section 7.3).</summary>
    DuplicateKey,

    /// <summary>The update keeps its old encryption key (section 7.3).</summary>
    UnchangedKey,

    /// <summary>The signature of a key package does not hold (section 10.1).</summary>
    InvalidKeyPackageSignature,

    /// <summary>A key package whose init key is its leaf's key (section 10.1).</summary>
    ReusedInitKey,

    /// <summary>A key package of another version or cipher suite (section 10.1).</summary>
    KeyPackageMismatch,

    /// <summary>The ratchet tree is not well-formed: a blank at its end, or nodes in each other's places (section 12.4.3.3).</summary>
    MalformedTree,

    /// <summary>The tree's hash is another than the group context's (section 12.4.3.1).</summary>
    TreeHashMismatch,

    /// <summary>A parent hash does not hold (section 7.9.2).</summary>
    InvalidParentHash,

    /// <summary>Unmerged leaves that are not sorted, not below their node or not in between (sections 7.1 and 12.4.3.1).</summary>
    InvalidUnmergedLeaves,

    /// <summary>A path of another shape than the tree (section 7.6).</summary>
    InvalidPath,

    /// <summary>A path's secret leads to another public key (section 7.5).</summary>
    PathSecretMismatch,

    /// <summary>A commit without the path it needs (section 12.4).</summary>
    PathRequired,

    /// <summary>A proposal by reference that has not been received (section 12.4).</summary>
    UnknownProposal,

    /// <summary>A proposal that the committer may not commit: its own update or removal (section 12.2).</summary>
    CommitterProposal,

    /// <summary>Several updates or removals of one leaf (section 12.2).</summary>
    ConflictingProposals,

    /// <summary>Several adds of one client, or an add of one that is a member (section 12.2).</summary>
    DuplicateClient,

    /// <summary>One PSK twice (section 12.2).</summary>
    DuplicatePsk,

    /// <summary>A PSK's nonce has another size than the hash, or its usage does not belong here (section 12.1.4).</summary>
    InvalidPsk,

    /// <summary>A PSK that is not at hand (section 8.4).</summary>
    UnknownPsk,

    /// <summary>Several proposals to change the context's extensions (section 12.2).</summary>
    DuplicateContextExtensions,

    /// <summary>A re-initialisation beside other proposals, or to an older version (sections 12.1.5 and 12.2).</summary>
    InvalidReInit,

    /// <summary>An external init outside an external commit, or not exactly one within (section 12.2).</summary>
    InvalidExternalInit,

    /// <summary>A proposal that an external commit may not hold (section 12.2).</summary>
    InvalidExternalCommit,

    /// <summary>A removal of nobody (section 12.1.3).</summary>
    UnknownMember,

    /// <summary>A proposal from outside of a type that may not come from there (section 12.1.8).</summary>
    InvalidExternalProposal,

    /// <summary>More proposals in one epoch than are kept.</summary>
    TooManyProposals,

    /// <summary>A Welcome that names none of our key packages, or no leaf is ours (section 12.4.3.1).</summary>
    NotForUs,

    /// <summary>The signature of a group info does not hold, or its signer is no member (section 12.4.3).</summary>
    InvalidGroupInfo,

    /// <summary>A group of this id is at hand already (section 12.4.3).</summary>
    DuplicateGroup,

    /// <summary>No ratchet tree came with the message, nor with the call (section 12.4.3.3).</summary>
    TreeMissing,

    /// <summary>A group info without an external key (section 12.4.3.2).</summary>
    ExternalKeyMissing,

    /// <summary>A group that follows another by re-init or branch, but not as that was agreed (sections 11.2 and 11.3).</summary>
    InvalidSuccession,

    /// <summary>The group was left or re-initialised: it takes no more handshakes (section 12.4.2).</summary>
    GroupClosed,

    /// <summary>The caller's own policy refuses (section 12.2).</summary>
    PolicyRefused,

    /// <summary>A kept state that is damaged, of another version, or sealed with another key.</summary>
    InvalidSavedState,
}
