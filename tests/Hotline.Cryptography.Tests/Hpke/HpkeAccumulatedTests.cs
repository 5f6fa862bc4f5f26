using System.Security.Cryptography;
using System.Text.Json;
using Hotline.Cryptography.Hpke;
using Hotline.TestData;

namespace Hotline.Cryptography.Tests.Hpke;

/// <summary>The accumulated vectors: a digest over 1,000 encryptions and 1,000 exports for each suite in base mode.</summary>
public sealed class HpkeAccumulatedTests
{
    private const int Rounds = 1000;

    [Fact]
    public void Every_record_holds()
    {
        using var document = SharedData.ReadJson("vectors/hpke/rfc9180-accumulated.json");
        var records = 0;

        foreach (var record in document.RootElement.EnumerateArray())
        {
            Check(record);
            records++;
        }

        records.Should().Be(24, "three KEMs, each with two KDFs and four AEADs");
    }

    private static void Check(JsonElement record)
    {
        var suite = new HpkeSuite(
            (KemId)record.GetProperty("kem_id").GetInt32(), (KdfId)record.GetProperty("kdf_id").GetInt32(), (AeadId)record.GetProperty("aead_id").GetInt32());
        using var key = KemPrivateKey.FromBytes(suite.Kem, Hex(record, "skRm"));
        using var context = HpkeSetup.Recipient(suite, Hex(record, "enc"), key, Hex(record, "info"));

        if (suite.Aead != AeadId.ExportOnly)
        {
            var source = new Drawn();
            using var sink = new Shake128();
            for (var round = 0; round < Rounds; round++)
            {
                var associatedData = source.Next();
                sink.AppendData(context.Context.Seal(associatedData, source.Next()));
            }

            Convert.ToHexStringLower(sink.GetHashAndReset(16)).Should().Be(record.GetProperty("encryptions_accumulated").GetString());
        }

        var contexts = new Drawn();
        using var exported = new Shake128();
        for (var length = 0; length < Rounds; length++) exported.AppendData(context.Export(contexts.Next(), length));
        Convert.ToHexStringLower(exported.GetHashAndReset(16)).Should().Be(record.GetProperty("exports_accumulated").GetString());
    }

    private static byte[] Hex(JsonElement record, string name) => Convert.FromHexString(record.GetProperty(name).GetString()!);

    /// <summary>SHAKE128 of nothing, read as a stream; one draw is a length byte and as many bytes.</summary>
    private sealed class Drawn
    {
        private readonly byte[] _stream = Shake128.HashData([], 2 * Rounds * 257);
        private int _at;

        public byte[] Next()
        {
            var length = _stream[_at++];
            var drawn = _stream[_at..(_at + length)];
            _at += length;
            return drawn;
        }
    }
}
