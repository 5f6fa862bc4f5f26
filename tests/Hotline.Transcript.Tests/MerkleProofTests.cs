using CsCheck;

namespace Hotline.Transcript.Tests;

public sealed class MerkleProofTests
{
    private const int Largest = 2000;

    private static readonly ATree Tree = ATree.OfSize(Largest);

    private static readonly Gen<(int Size, int Index)> AnyLeaf = Gen.Int[1, Largest].SelectMany(size => Gen.Int[0, size - 1].Select(index => (size, index)));

    private static readonly Gen<(int Old, int New)> AnyGrowth = Gen.Int[1, Largest].SelectMany(size => Gen.Int[1, size].Select(old => (old, size)));

    /// <summary>Which byte of a hash is changed, and how.</summary>
    private static readonly Gen<(int At, byte Change)> AFlip = Gen.Select(Gen.Int[0, TreeHash.Size - 1], Gen.Byte[1, 255]);

    [Fact]
    public void Every_leaf_can_be_proven_in_every_small_tree_though_the_tiles_are_those_of_a_later_one()
    {
        for (var size = 1; size <= 70; size++)
        {
            var root = Tree.RootByDefinition(size);
            for (var index = 0; index < size; index++) Includes(index, size, root).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(512)]
    [InlineData(Largest)]
    public void Every_leaf_can_be_proven_in_a_tree_around_whole_tiles(int size)
    {
        var root = Tree.RootByDefinition(size);

        for (var index = 0; index < size; index++) Includes(index, size, root).Should().BeTrue();
    }

    [Fact]
    public void Any_leaf_can_be_proven_in_any_tree() =>
        AnyLeaf.Sample(leaf => Includes(leaf.Index, leaf.Size, Tree.RootByDefinition(leaf.Size)), iter: 400);

    /// <summary>2^16 leaves and one more: the first tree with a third level of tiles.</summary>
    [Fact]
    public void Leaves_can_be_proven_through_three_levels_of_tiles()
    {
        const int Size = (256 * 256) + 1;
        var tree = ATree.OfSize(Size);

        foreach (ulong index in new[] { 0, 255, 256, 32_768, 65_535, 65_536 })
            MerkleProof.VerifyInclusion(index, Size, ATree.ALeaf((int)index), tree.Edge.Root, tree.ProveInclusion(index, Size)).Should().BeTrue();
        tree.Edge.Root.Should().Be(tree.RootByDefinition(Size));
        tree.ProveInclusion(65_536, Size).Should().HaveCount(1);
        MerkleProof.VerifyConsistency(65_535, Size, tree.RootByDefinition(65_535), tree.Edge.Root, tree.ProveConsistency(65_535, Size)).Should().BeTrue();
    }

    [Fact]
    public void An_inclusion_proof_with_any_byte_changed_is_refused() => Gen.Select(AnyLeaf, AFlip, Gen.Int[0, 20]).Sample((leaf, flip, which) =>
    {
        var (size, index, hash) = ((ulong)leaf.Size, (ulong)leaf.Index, ATree.ALeaf(leaf.Index));
        var root = Tree.RootByDefinition(leaf.Size);
        var proof = Tree.ProveInclusion(index, size);

        MerkleProof.VerifyInclusion(index, size, hash, root, proof).Should().BeTrue();
        MerkleProof.VerifyInclusion(index, size, Damage.Flip(hash, flip.At, flip.Change), root, proof).Should().BeFalse();
        MerkleProof.VerifyInclusion(index, size, hash, Damage.Flip(root, flip.At, flip.Change), proof).Should().BeFalse();
        MerkleProof.VerifyInclusion(size, size, hash, root, proof).Should().BeFalse();
        MerkleProof.VerifyInclusion(index, size, hash, root, [.. proof, hash]).Should().BeFalse();
        if (size > 1) MerkleProof.VerifyInclusion((index + 1) % size, size, hash, root, proof).Should().BeFalse();
        if (proof.Count == 0) return;
        MerkleProof.VerifyInclusion(index, size, hash, root, WithFlip(proof, which % proof.Count, flip)).Should().BeFalse();
        MerkleProof.VerifyInclusion(index, size, hash, root, [.. proof.Skip(1)]).Should().BeFalse();
        MerkleProof.VerifyInclusion(index, size, hash, root, [.. proof.SkipLast(1)]).Should().BeFalse();
    });

    [Fact]
    public void Every_small_tree_is_the_beginning_of_every_later_one()
    {
        var roots = Enumerable.Range(0, 71).Select(Tree.RootByDefinition).ToArray();

        for (var size = 0; size < roots.Length; size++)
            for (var old = 0; old <= size; old++) IsConsistent(old, size, roots[old], roots[size]).Should().BeTrue($"{old} is before {size}");
    }

    [Fact]
    public void Any_tree_is_the_beginning_of_any_later_one() => AnyGrowth.Sample(
        growth => IsConsistent(growth.Old, growth.New, Tree.RootByDefinition(growth.Old), Tree.RootByDefinition(growth.New)), iter: 400);

    [Fact]
    public void A_consistency_proof_with_any_byte_changed_is_refused() => Gen.Select(AnyGrowth, AFlip, Gen.Int[0, 20]).Sample((growth, flip, which) =>
    {
        var (oldSize, newSize) = ((ulong)growth.Old, (ulong)growth.New);
        var (old, root) = (Tree.RootByDefinition(growth.Old), Tree.RootByDefinition(growth.New));
        var proof = Tree.ProveConsistency(oldSize, newSize);

        MerkleProof.VerifyConsistency(oldSize, newSize, old, root, proof).Should().BeTrue();
        MerkleProof.VerifyConsistency(oldSize, newSize, Damage.Flip(old, flip.At, flip.Change), root, proof).Should().BeFalse();
        MerkleProof.VerifyConsistency(oldSize, newSize, old, Damage.Flip(root, flip.At, flip.Change), proof).Should().BeFalse();
        MerkleProof.VerifyConsistency(oldSize, newSize, old, root, [.. proof, root]).Should().BeFalse();
        MerkleProof.VerifyConsistency(newSize + 1, newSize, old, root, proof).Should().BeFalse();
        if (proof.Count == 0) return;
        MerkleProof.VerifyConsistency(oldSize, newSize, old, root, WithFlip(proof, which % proof.Count, flip)).Should().BeFalse();
        MerkleProof.VerifyConsistency(oldSize, newSize, old, root, [.. proof.Skip(1)]).Should().BeFalse();
        MerkleProof.VerifyConsistency(oldSize, newSize, old, root, [.. proof.SkipLast(1)]).Should().BeFalse();
        MerkleProof.VerifyConsistency(oldSize, newSize, root, old, proof).Should().BeFalse();
    });

    [Fact]
    public void Nothing_grows_from_an_empty_tree_with_another_root_or_with_a_proof()
    {
        var root = Tree.RootByDefinition(5);

        MerkleProof.VerifyConsistency(0, 5, TreeHash.Empty, root, []).Should().BeTrue();
        MerkleProof.VerifyConsistency(0, 5, root, root, []).Should().BeFalse();
        MerkleProof.VerifyConsistency(0, 5, TreeHash.Empty, root, [root]).Should().BeFalse();
    }

    /// <summary>Numbers come from the wire: the largest ones must neither overflow nor take long.</summary>
    [Fact]
    public void Proofs_in_trees_of_any_size_are_judged_without_an_exception() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 70]).Sample((first, second, count) =>
        {
            var proof = Enumerable.Repeat(TreeHash.Empty, count).ToArray();
            MerkleProof.VerifyInclusion(first, second, TreeHash.Empty, TreeHash.Empty, proof).Should().BeFalse();
            MerkleProof.VerifyConsistency(first, second, TreeHash.Empty, TreeHash.Empty, proof).Should().Be((first == second || first == 0) && count == 0, "every tree begins with the empty one");
        });

    [Fact]
    public void What_is_not_in_the_tree_is_not_proven()
    {
        FluentActions.Invoking(() => Tree.ProveInclusion(5, 5)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Tree.ProveConsistency(6, 5)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_tile_that_is_shorter_than_its_tree_is_refused()
    {
        FluentActions.Invoking(() => MerkleProof.Inclusion(0, 300, _ => default)).Should().Throw<NoteException>();
        FluentActions.Invoking(() => MerkleProof.Consistency(200, 300, id => Tree.Tile(id)[..TreeHash.Size])).Should().Throw<NoteException>();
    }

    private static bool Includes(int index, int size, TreeHash root) =>
        MerkleProof.VerifyInclusion((ulong)index, (ulong)size, ATree.ALeaf(index), root, Tree.ProveInclusion((ulong)index, (ulong)size));

    private static bool IsConsistent(int old, int size, TreeHash oldRoot, TreeHash root) =>
        MerkleProof.VerifyConsistency((ulong)old, (ulong)size, oldRoot, root, Tree.ProveConsistency((ulong)old, (ulong)size));

    private static TreeHash[] WithFlip(IReadOnlyList<TreeHash> proof, int which, (int At, byte Change) flip)
    {
        var damaged = proof.ToArray();
        damaged[which] = Damage.Flip(damaged[which], flip.At, flip.Change);
        return damaged;
    }
}
