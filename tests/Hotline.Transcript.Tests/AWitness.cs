using Hotline.Cryptography;

namespace Hotline.Transcript.Tests;

/// <summary>A witness of some logs, with keys and a folder of its own.</summary>
internal sealed class AWitness : IDisposable
{
    private readonly Ed25519PrivateKey _ed25519 = Ed25519PrivateKey.Generate();
    private readonly MlDsaPrivateKey _mlDsa = MlDsaPrivateKey.Generate(MlDsaParameterSet.MlDsa44);
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, IReadOnlyCollection<VerifierKey>> _logs;

    public AWitness(string name, params VerifierKey[] logs)
    {
        _logs = logs.GroupBy(log => log.Name).ToDictionary(log => log.Key, IReadOnlyCollection<VerifierKey> (log) => [.. log]);
        Cosigner = new Cosigner(name, _ed25519, _mlDsa);
        Reopen();
    }

    public Cosigner Cosigner { get; }

    public Witness Witness { get; private set; } = null!;

    public DirectoryWitnessStore Store { get; private set; } = null!;

    public string Folder => _folder.Path;

    /// <summary>The whole state, as bytes of every file.</summary>
    public IReadOnlyDictionary<string, string> State => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "lock")
        .ToDictionary(file => Path.GetRelativePath(Folder, file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    /// <summary>As after a restart.</summary>
    public void Reopen()
    {
        Store?.Dispose();
        Store = new DirectoryWitnessStore(Folder);
        Witness = new Witness(Cosigner, origin => _logs.GetValueOrDefault(origin), Store, TimeProvider.System);
    }

    public Task<WitnessAnswer> AskAsync(ulong oldSize, IReadOnlyList<TreeHash> proof, byte[] note) =>
        Witness.AddCheckpointAsync(new WitnessRequest(oldSize, proof, note).ToBytes(), TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Store.Dispose();
        _ed25519.Dispose();
        _mlDsa.Dispose();
        _folder.Dispose();
    }
}
