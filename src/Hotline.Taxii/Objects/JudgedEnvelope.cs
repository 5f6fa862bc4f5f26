namespace Hotline.Taxii.Objects;

/// <summary>A body after validation.</summary>
internal abstract record JudgedEnvelope
{
    /// <param name="Objects">In the order of the body.</param>
    internal sealed record Read(IReadOnlyList<JudgedObject> Objects) : JudgedEnvelope;

    internal sealed record Malformed(string Reason) : JudgedEnvelope;
}
