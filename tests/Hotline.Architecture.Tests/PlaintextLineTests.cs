namespace Hotline.Architecture.Tests;

/// <summary>One line runs through the middle: who may read plaintext. A hub cannot.</summary>
public sealed class PlaintextLineTests
{
    private const string Hpke = "Hotline.Cryptography.Hpke.";

    [Fact]
    public void A_hub_reaches_no_code_that_holds_plaintext() =>
        Built.ReachableFrom("Hotline.Hub").Should().NotContain(["Hotline.Member", "Hotline.Mls", "Hotline.Taxii", "Hotline.Stix", "Hotline.Node"]);

    [Fact]
    public void No_code_that_a_hub_reaches_uses_a_type_that_opens_seals()
    {
        // Hpke itself lives in Hotline.Cryptography, so what is checked is everybody else who could call it.
        var callers = Built.ReachableFrom("Hotline.Hub").Append("Hotline.Hub").Where(project => project != "Hotline.Cryptography");

        foreach (var project in callers)
            Built.TypesUsedBy(project).Should().NotContain(type => type.StartsWith(Hpke, StringComparison.Ordinal), $"{project} runs in a hub");
    }

    [Fact]
    public void Inside_cryptography_only_Hpke_itself_uses_Hpke()
    {
        using var cryptography = Built.Read("Hotline.Cryptography");
        var leaks = cryptography.MainModule.GetTypes()
            .Where(type => !type.FullName.StartsWith(Hpke, StringComparison.Ordinal))
            .SelectMany(type => type.Methods.Where(method => method.HasBody).SelectMany(method => method.Body.Instructions
                .Select(instruction => (instruction.Operand as Mono.Cecil.MemberReference)?.DeclaringType?.FullName)
                .Where(name => name is not null && name.StartsWith(Hpke, StringComparison.Ordinal))
                .Select(name => $"{method.FullName} uses {name}")));

        leaks.Should().BeEmpty("a hub may use every other type of Hotline.Cryptography");
    }

    [Fact]
    public void The_check_would_see_a_node_cross_the_line() =>
        Built.TypesUsedBy("Hotline.Member").Should().Contain(type => type.StartsWith(Hpke, StringComparison.Ordinal), "else the tests above could not fail");
}
