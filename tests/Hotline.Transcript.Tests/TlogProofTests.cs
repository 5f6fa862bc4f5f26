using System.Text;
using CsCheck;

namespace Hotline.Transcript.Tests;

public sealed class TlogProofTests
{
    private const int Index = 211;

    private static readonly ATree Tree = new([.. Enumerable.Range(0, 300).Select(index => TreeHash.OfLeaf(ALog.Entry(index).Span))]);

    private static readonly byte[] Note = ALog.Checkpoint(300, Tree.Edge.Root);

    private static readonly byte[] Proof = TlogProof.Format(Index, Tree.ProveInclusion(Index, 300), Note);

    [Fact]
    public void A_proof_leads_from_its_entry_to_the_signed_checkpoint()
    {
        var proof = TlogProof.Parse(Proof);

        proof.Verify(ALog.Entry(Index).Span, ALog.Verifier).Should().Be(new Checkpoint(ALog.Origin, 300, Tree.Edge.Root));
        (proof.Index, proof.Extra).Should().Be((Index, null));
        proof.CheckpointNote.ToArray().Should().Equal(Note);
    }

    [Fact]
    public void A_change_of_any_byte_of_a_proof_is_refused()
    {
        for (var at = 0; at < Proof.Length; at++)
            foreach (var bits in new byte[] { 0x01, 0x20, 0x80 }) IsTrusted(Damage.Flip(Proof, at, bits), ALog.Entry(Index)).Should().BeFalse($"bits {bits:x2} of byte {at} changed");
    }

    [Fact]
    public void A_change_of_any_byte_of_the_entry_is_refused()
    {
        var entry = ALog.Entry(Index).ToArray();

        for (var at = 0; at < entry.Length; at++) IsTrusted(Proof, Damage.Flip(entry, at, 1)).Should().BeFalse();
        IsTrusted(Proof, entry.AsMemory(1)).Should().BeFalse();
        IsTrusted(Proof, entry).Should().BeTrue();
    }

    [Fact]
    public void Every_entry_has_a_proof_that_is_good_for_no_other() =>
        Gen.Select(Gen.Int[0, 299], Gen.Int[0, 299]).Sample((index, other) =>
        {
            var proof = TlogProof.Format((ulong)index, Tree.ProveInclusion((ulong)index, 300), Note);

            IsTrusted(proof, ALog.Entry(index)).Should().BeTrue();
            IsTrusted(proof, ALog.Entry(other)).Should().Be(index == other);
        });

    [Fact]
    public void A_checkpoint_of_another_size_does_not_fit_though_it_is_genuine() =>
        IsTrusted(TlogProof.Format(Index, Tree.ProveInclusion(Index, 300), ALog.OfSize(299).Files["checkpoint"]), ALog.Entry(Index)).Should().BeFalse();

    /// <summary>A node is not a leaf: the prefixes of RFC 6962, section 2.1, keep a hash from being both.</summary>
    [Fact]
    public void Two_hashes_that_make_a_node_are_not_an_entry()
    {
        var proof = Tree.ProveInclusion(Index, 300);
        byte[] children = [.. proof[0].ToArray(), .. ATree.ALeaf(Index).ToArray()];

        IsTrusted(TlogProof.Format(Index / 2, [.. proof.Skip(1)], Note), children).Should().BeFalse();
    }

    [Fact]
    public void Extra_data_are_read_but_prove_nothing()
    {
        var with = Encoding.UTF8.GetString(Proof).Replace("\nindex", "\nextra YQ==\nindex", StringComparison.Ordinal);

        var proof = TlogProof.Parse(Encoding.UTF8.GetBytes(with));

        proof.Extra!.Value.ToArray().Should().Equal((byte)'a');
        proof.TryVerify(ALog.Entry(Index).Span, ALog.Verifier, out _).Should().BeTrue();
    }

    [Fact]
    public void A_proof_has_as_many_hashes_as_a_tree_of_63_bits_and_no_more()
    {
        TlogProof.TryParse(TlogProof.Format(0, Enumerable.Repeat(TreeHash.Empty, MerkleProof.MaxHashes).ToArray(), Note), out _).Should().BeTrue();
        TlogProof.TryParse(TlogProof.Format(0, Enumerable.Repeat(TreeHash.Empty, MerkleProof.MaxHashes + 1).ToArray(), Note), out _).Should().BeFalse();
        TlogProof.TryParse(TlogProof.Format(long.MaxValue, [], Note), out _).Should().BeTrue();
        TlogProof.TryParse(TlogProof.Format((ulong)long.MaxValue + 1, [], Note), out _).Should().BeFalse();
        TlogProof.TryParse(new byte[TlogProof.MaxSize + 1], out _).Should().BeFalse();
    }

    private static bool IsTrusted(byte[] proof, ReadOnlyMemory<byte> entry) =>
        TlogProof.TryParse(proof, out var read) && read.TryVerify(entry.Span, ALog.Verifier, out _);
}
