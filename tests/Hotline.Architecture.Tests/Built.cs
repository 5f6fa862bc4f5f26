using Hotline.TestData;
using Mono.Cecil;

namespace Hotline.Architecture.Tests;

/// <summary>The product's assemblies as the compiler left them.</summary>
internal static class Built
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Names of all projects below src.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(SharedData.Checkout, "src"), "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)!).Order()];

    public static string PathOf(string project)
    {
        var output = Path.Combine(SharedData.Checkout, "src", project, "bin", Configuration, "net10.0");
        var named = Path.Combine(output, project + ".dll");
        return File.Exists(named) ? named : Path.Combine(output, "hotline.dll");
    }

    public static AssemblyDefinition Read(string project) => AssemblyDefinition.ReadAssembly(PathOf(project));

    /// <summary>Project names that an assembly refers to in its metadata.</summary>
    public static IReadOnlyList<string> ReferencesOf(string project)
    {
        using var assembly = Read(project);
        return [.. assembly.MainModule.AssemblyReferences.Select(reference => reference.Name).Where(Projects.Contains).Order()];
    }

    /// <summary>All projects whose code an assembly can run, through others too.</summary>
    public static IReadOnlySet<string> ReachableFrom(string project)
    {
        var reached = new HashSet<string>();
        var waiting = new Queue<string>([project]);
        while (waiting.TryDequeue(out var next))
            foreach (var reference in ReferencesOf(next))
                if (reached.Add(reference)) waiting.Enqueue(reference);
        return reached;
    }

    /// <summary>Full names of the types an assembly uses from others.</summary>
    public static IReadOnlyList<string> TypesUsedBy(string project)
    {
        using var assembly = Read(project);
        return [.. assembly.MainModule.GetTypeReferences().Select(type => type.FullName)];
    }
}
