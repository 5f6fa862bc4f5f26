using System.Xml.Linq;
using Hotline.TestData;

namespace Hotline.Architecture.Tests;

/// <summary>The picture in src/README.md, held by the compiler's output.</summary>
public sealed class DependencyTests
{
    /// <summary>What each project may refer to; anything else is a wall moved.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Hotline"] = [],
        ["Hotline.Cryptography"] = [],
        ["Hotline.Stix"] = [],
        ["Hotline.Transcript"] = ["Hotline.Cryptography"],
        ["Hotline.Mls"] = ["Hotline.Cryptography"],
        ["Hotline.Evidence"] = ["Hotline", "Hotline.Cryptography", "Hotline.Transcript"],
        ["Hotline.Wire"] = ["Hotline"],
        ["Hotline.Storage"] = ["Hotline", "Hotline.Transcript"],
        ["Hotline.Hosting"] = ["Hotline", "Hotline.Cryptography", "Hotline.Transcript", "Hotline.Evidence", "Hotline.Wire"],
        ["Hotline.Hub"] = ["Hotline", "Hotline.Cryptography", "Hotline.Transcript", "Hotline.Evidence", "Hotline.Wire", "Hotline.Storage", "Hotline.Hosting"],
        ["Hotline.Member"] = ["Hotline", "Hotline.Cryptography", "Hotline.Transcript", "Hotline.Evidence", "Hotline.Wire", "Hotline.Hosting"],
        ["Hotline.Taxii"] = ["Hotline", "Hotline.Stix"],
        ["Hotline.Node"] =
        [
            "Hotline", "Hotline.Cryptography", "Hotline.Transcript", "Hotline.Evidence", "Hotline.Wire", "Hotline.Storage", "Hotline.Hosting", "Hotline.Member",
            "Hotline.Taxii", "Hotline.Stix",
        ],
        ["Hotline.Cli"] =
        [
            "Hotline", "Hotline.Cryptography", "Hotline.Transcript", "Hotline.Evidence", "Hotline.Wire", "Hotline.Storage", "Hotline.Hosting", "Hotline.Stix",
        ],
    };

    public static TheoryData<string> Projects => [.. Built.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_what_the_picture_allows(string project)
    {
        Allowed.Should().ContainKey(project, "a new project belongs in the picture first");

        Built.ReferencesOf(project).Should().BeSubsetOf(Allowed[project]);
    }

    [Fact]
    public void The_domain_has_no_packages()
    {
        var project = XDocument.Load(Path.Combine(SharedData.Checkout, "src", "Hotline", "Hotline.csproj"));

        project.Descendants("PackageReference").Should().BeEmpty();
        project.Descendants("ProjectReference").Should().BeEmpty();
    }

    [Fact]
    public void Only_the_programs_name_a_storage_engine()
    {
        var naming = Directory.EnumerateFiles(Path.Combine(SharedData.Checkout, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar) && !path.Contains("Hotline.Storage"))
            .Where(path => File.ReadAllText(path).Contains("Sqlite", StringComparison.Ordinal) || File.ReadAllText(path).Contains("Hotline.Storage", StringComparison.Ordinal))
            .Select(path => Path.GetFileName(path));

        naming.Should().OnlyContain(file => file == "Program.cs");
    }

    [Fact]
    public void Generated_wire_types_are_internal()
    {
        using var wire = Built.Read("Hotline.Wire");

        wire.MainModule.Types.Where(type => type.IsPublic).Select(type => type.FullName).Should().BeEmpty();
    }
}
