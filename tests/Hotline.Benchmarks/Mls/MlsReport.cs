using System.Text.Json.Serialization;

namespace Hotline.Benchmarks.Mls;

/// <summary>One suite at one size. Times are medians in milliseconds.</summary>
/// <param name="FullTree">Whether every member has committed once, so that no node of the tree is blank; else only the creator has.</param>
internal sealed record MlsReport(
    string Suite,
    int Members,
    bool FullTree,
    double KeyPackage,
    double AddAll,
    double Join,
    double UpdateCommit,
    double Process,
    double Protect,
    double Unprotect,
    int WelcomeBytes,
    int UpdateBytes,
    int StateBytes,
    long StateMemory);

[JsonSerializable(typeof(List<MlsReport>))]
internal sealed partial class MlsJson : JsonSerializerContext;
