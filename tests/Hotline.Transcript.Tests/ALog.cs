using System.Globalization;
using System.Text;
using Hotline.Cryptography;

namespace Hotline.Transcript.Tests;

/// <summary>A log signed with both keys of a node, as its store would serve it.</summary>
internal static class ALog
{
    public const string Origin = "alba.example/transcript/1";

    private static readonly Ed25519PrivateKey Ed25519Key = Ed25519PrivateKey.FromSeed(Enumerable.Repeat((byte)1, Ed25519.SeedSize).ToArray());
    private static readonly MlDsaPrivateKey MlDsaKey = MlDsaPrivateKey.FromSeed(MlDsaParameterSet.MlDsa44, Enumerable.Repeat((byte)2, MlDsa.SeedSize).ToArray());
    private static readonly DateTimeOffset Time = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    public static CheckpointSigner Signer { get; } = new(Origin, Ed25519Key, MlDsaKey);

    public static VerifierKey Key => Signer.LogKey;

    /// <summary>Requires both signatures.</summary>
    public static CheckpointVerifier Verifier { get; } = new(Origin, Signer.LogKey, Signer.MlDsaKey);

    public static ReadOnlyMemory<byte> Entry(int index) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"entry {index}\n"));

    public static byte[] Checkpoint(ulong size, TreeHash root) => Signer.Sign(size, root, Time);

    /// <summary>Every file of a log with so many entries, and no earlier partial ones.</summary>
    public static MemoryLogSource OfSize(int size)
    {
        var entries = Enumerable.Range(0, size).Select(Entry).ToArray();
        var (edge, tiles) = TreeEdge.Empty.Append([.. entries.Select(entry => TreeHash.OfLeaf(entry.Span))]);
        var files = tiles.ToDictionary(
            tile => new TilePath(tile.Id, IsEntries: false, tile.Hashes.Length / TreeHash.Size).ToString(), tile => tile.Hashes.ToArray());
        foreach (var (index, bundle) in entries.Chunk(TileId.FullWidth).Index())
            files[new TilePath(new TileId(0, (ulong)index), IsEntries: true, bundle.Length).ToString()] = EntryBundle.Write(bundle);
        files["checkpoint"] = Checkpoint((ulong)size, edge.Root);
        return new MemoryLogSource(files);
    }
}
