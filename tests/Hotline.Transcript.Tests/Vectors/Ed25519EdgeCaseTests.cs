using System.Text;
using System.Text.Json;
using Hotline.Cryptography;
using Hotline.TestData;

namespace Hotline.Transcript.Tests.Vectors;

/// <summary>
/// Signatures with unusual points (C2SP CCTV). Which of them hold is a matter of taste; that all nodes decide alike is not, or one
/// would see a signed checkpoint where another sees none.
/// </summary>
public sealed class Ed25519EdgeCaseTests
{
    /// <summary>Points of small order, and those that the equation holds for only when multiplied by the cofactor.</summary>
    private static readonly string[] Refused = ["low_order_A", "low_order_R", "low_order_residue"];

    [Fact]
    public void Points_of_small_order_and_equations_that_need_the_cofactor_are_refused_and_nothing_else()
    {
        using var document = SharedData.ReadJson("vectors/tlog/ed25519/ed25519vectors.json");
        var (accepted, refused) = (0, 0);

        foreach (var record in document.RootElement.EnumerateArray())
        {
            var flags = record.GetProperty("flags").Deserialize<string[]>() ?? [];
            var holds = Ed25519.Verify(
                Convert.FromHexString(record.GetProperty("key").GetString()!),
                Encoding.UTF8.GetBytes(record.GetProperty("msg").GetString()!),
                Convert.FromHexString(record.GetProperty("sig").GetString()!));

            holds.Should().Be(!flags.Any(Refused.Contains), record.ToString());
            _ = holds ? accepted++ : refused++;
        }

        (accepted, refused).Should().Be((43, 871));
    }
}
