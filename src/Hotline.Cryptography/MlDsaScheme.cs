namespace Hotline.Cryptography;

internal sealed class MlDsaScheme : SignatureScheme
{
    private static readonly MlDsaScheme[] Sets =
    [
        new("mldsa44", 0x0904, MlDsaParameterSet.MlDsa44),
        new("mldsa65", 0x0905, MlDsaParameterSet.MlDsa65),
        new("mldsa87", 0x0906, MlDsaParameterSet.MlDsa87),
    ];

    private readonly MlDsaParameterSet _set;

    private MlDsaScheme(string name, ushort id, MlDsaParameterSet set)
        : base(name, id, set.PublicKeySize(), MlDsa.SeedSize) => _set = set;

    public static MlDsaScheme Of(MlDsaParameterSet set) => Array.Find(Sets, scheme => scheme._set == set) ?? throw new ArgumentOutOfRangeException(nameof(set));

    public override SigningKey Generate() => MlDsaPrivateKey.Generate(_set);

    public override SigningKey Import(ReadOnlySpan<byte> privateKey)
    {
        RequirePrivateKeySize(privateKey);
        return MlDsaPrivateKey.FromSeed(_set, privateKey);
    }

    public override VerificationKey? Read(ReadOnlySpan<byte> publicKey) =>
        MlDsa.Read(_set, publicKey) is { } check ? new((message, signature) => check(message, context: [], signature)) : null;
}
