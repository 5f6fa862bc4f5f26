using System.Collections.Immutable;
using Hotline.Cryptography;
using Hotline.Statements;

namespace Hotline.Evidence;

/// <summary>A key that signs Statements, with its certificate.</summary>
public abstract record StatementKey(ReadOnlyMemory<byte> Certificate)
{
    public sealed record Ecdsa(EcdsaP256PrivateKey Key, ReadOnlyMemory<byte> Certificate) : StatementKey(Certificate);

    public sealed record MlDsa(MlDsaPrivateKey Key, ReadOnlyMemory<byte> Certificate) : StatementKey(Certificate);

    internal byte[] Sign(ReadOnlySpan<byte> document) => this switch
    {
        Ecdsa ecdsa => CmsSignature.Sign(document, ecdsa.Key, Certificate.Span),
        MlDsa mlDsa => CmsSignature.Sign(document, mlDsa.Key, Certificate.Span),
        _ => throw new InvalidOperationException("An unknown kind of key."),
    };
}

/// <summary>Signs the documents of Statements: one detached CMS signature for each key.</summary>
public static class StatementSigning
{
    public static ImmutableArray<ReadOnlyMemory<byte>> Sign(StatementDocument document, IReadOnlyList<StatementKey> keys) =>
        [.. keys.Select(key => (ReadOnlyMemory<byte>)key.Sign(document.Bytes.Span))];
}
