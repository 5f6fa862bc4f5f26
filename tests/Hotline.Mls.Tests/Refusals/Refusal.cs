namespace Hotline.Mls.Tests;

/// <summary>One rule of RFC 9420, and a message that breaks it and nothing else.</summary>
/// <param name="Section">Of the rule.</param>
/// <param name="Rule">What must hold.</param>
/// <param name="Fault">By which the message is refused.</param>
/// <param name="Attempt">Puts the message to a member or newcomer.</param>
internal sealed record Refusal(string Name, string Section, string Rule, MlsFault Fault, Action<AForgery> Attempt)
{
    public static IReadOnlyList<Refusal> All { get; } =
        [.. CodecRefusals.All, .. FramingRefusals.All, .. LeafRefusals.All, .. ProposalRefusals.All, .. CommitRefusals.All, .. WelcomeRefusals.All, .. SuccessionRefusals.All];

    public override string ToString() => Name;
}
