using System.Text.Json;
using Hotline.Cryptography.Hpke;
using Hotline.TestData;

namespace Hotline.Cryptography.Tests.Hpke;

/// <summary>Published vectors of HPKE. Suites that are not built in are counted too, so that a record can only be skipped on purpose.</summary>
public sealed class HpkeVectorTests
{
    [Fact]
    public void All_records_of_RFC_9180_in_modes_base_and_psk_hold()
    {
        using var document = SharedData.ReadJson("vectors/hpke/rfc9180-appendix-a.json");
        var (checkedRecords, otherModes, otherKems) = (0, 0, 0);

        foreach (var record in document.RootElement.EnumerateArray())
        {
            if (record.GetProperty("mode").GetInt32() > 1) otherModes++;
            else if (!IsBuiltIn(record)) otherKems++;
            else
            {
                CheckRecord(record);
                checkedRecords++;
            }
        }

        // 7 suites in 4 modes; the two authenticated modes are not offered.
        (checkedRecords, otherModes, otherKems).Should().Be((14, 14, 0));
    }

    [Fact]
    public void All_records_of_the_post_quantum_draft_hold_for_the_KEMs_built_in()
    {
        using var document = SharedData.ReadJson("vectors/hpke/hpke-pq.json");
        var (whole, keysOnly, otherKems) = (0, 0, 0);

        foreach (var record in document.RootElement.EnumerateArray())
        {
            if (!Enum.IsDefined((KemId)record.GetProperty("kem_id").GetInt32())) otherKems++;
            else if (IsBuiltIn(record))
            {
                CheckRecord(record);
                whole++;
            }
            else
            {
                // Single-stage KDFs are not used here: the KEM's part of the record is.
                CheckKem(record);
                keysOnly++;
            }
        }

        (whole, keysOnly, otherKems).Should().Be((2, 4, 7));
    }

    [Fact]
    public void All_records_of_the_X_Wing_draft_hold()
    {
        using var document = SharedData.ReadJson("vectors/hpke/xwing-draft-connolly.json");
        var records = 0;

        foreach (var record in document.RootElement.EnumerateArray())
        {
            using var key = KemPrivateKey.FromBytes(KemId.MlKem768X25519, Hex(record, "seed"));

            key.PublicKey.ToArray().Should().Equal(Hex(record, "pk"));
            Kem.Of(KemId.MlKem768X25519).Decapsulate(Hex(record, "ct"), Hex(record, "sk")).Should().Equal(Hex(record, "ss"));
            records++;
        }

        records.Should().Be(3);
    }

    /// <summary>RFC 9180, appendix A.1.1: the first record, which a bare clone checks too.</summary>
    [Fact]
    public void The_known_answer_of_RFC_9180_holds()
    {
        using var key = KemPrivateKey.Derive(KemId.DhKemX25519, Convert.FromHexString("6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037"));
        var suite = new HpkeSuite(KemId.DhKemX25519, KdfId.HkdfSha256, AeadId.Aes128Gcm);

        var plaintext = HpkeSetup.Open(
            suite, Convert.FromHexString("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"), key,
            Convert.FromHexString("4f6465206f6e2061204772656369616e2055726e"), "Count-0"u8,
            Convert.FromHexString("f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"));

        plaintext.Should().Equal("Beauty is truth, truth beauty"u8.ToArray());
    }

    /// <summary>draft-connolly-cfrg-xwing-kem, first record, by the digest of the public key that its seed gives.</summary>
    [Fact]
    public void The_known_answer_of_X_Wing_holds()
    {
        using var key = KemPrivateKey.FromBytes(
            KemId.MlKem768X25519, Convert.FromHexString("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"));

        Convert.ToHexStringLower(key.PublicKey.Span[..32]).Should().Be("e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5");
    }

    private static bool IsBuiltIn(JsonElement record) =>
        Enum.IsDefined((KemId)record.GetProperty("kem_id").GetInt32()) && Enum.IsDefined((KdfId)record.GetProperty("kdf_id").GetInt32());

    private static void CheckRecord(JsonElement record)
    {
        CheckKem(record);
        var suite = new HpkeSuite(
            (KemId)record.GetProperty("kem_id").GetInt32(), (KdfId)record.GetProperty("kdf_id").GetInt32(), (AeadId)record.GetProperty("aead_id").GetInt32());
        using var key = KemPrivateKey.FromBytes(suite.Kem, Hex(record, "skRm"));
        using var context = HpkeSetup.Recipient(suite, Hex(record, "enc"), key, Hex(record, "info"), Hex(record, "psk"), Hex(record, "psk_id"));
        ulong next = 0;
        foreach (var encryption in record.GetProperty("encryptions").EnumerateArray())
        {
            var sequence = encryption.TryGetProperty("sequence_number", out var number) ? number.GetUInt64() : next;
            context.SkipTo(sequence);
            context.Open(Hex(encryption, "aad"), Hex(encryption, "ct")).Should().Equal(Hex(encryption, "pt"));
            context.SkipTo(sequence);
            context.Seal(Hex(encryption, "aad"), Hex(encryption, "pt")).Should().Equal(Hex(encryption, "ct"));
            next = sequence + 1;
        }

        foreach (var export in record.GetProperty("exports").EnumerateArray())
            context.Export(Hex(export, "exporter_context"), export.GetProperty("L").GetInt32()).Should().Equal(Hex(export, "exported_value"));
    }

    private static void CheckKem(JsonElement record)
    {
        var id = (KemId)record.GetProperty("kem_id").GetInt32();
        using var derived = KemPrivateKey.Derive(id, Hex(record, "ikmR"));

        derived.PublicKey.ToArray().Should().Equal(Hex(record, "pkRm"));
        derived.ToBytes().Should().Equal(Hex(record, "skRm"));
        Kem.Of(id).Decapsulate(Hex(record, "enc"), derived.ToBytes()).Should().Equal(Hex(record, "shared_secret"));
    }

    private static byte[] Hex(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) ? Convert.FromHexString(value.GetString()!) : [];
}
