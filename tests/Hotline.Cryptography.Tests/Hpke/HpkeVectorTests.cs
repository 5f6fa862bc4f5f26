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
        var (checkedRecords, otherModes) = (0, 0);

        foreach (var record in document.RootElement.EnumerateArray())
        {
            if (record.GetProperty("mode").GetInt32() > 1)
            {
                otherModes++;
                continue;
            }

            CheckRecord(record);
            checkedRecords++;
        }

        // 7 suites in 4 modes; the two authenticated modes are not offered.
        (checkedRecords, otherModes).Should().Be((14, 14));
    }

    [Fact]
    public void All_records_of_the_post_quantum_draft_hold()
    {
        using var document = SharedData.ReadJson("vectors/hpke/hpke-pq.json");
        var (whole, keysOnly) = (0, 0);

        foreach (var record in document.RootElement.EnumerateArray())
        {
            if (Enum.IsDefined((KdfId)record.GetProperty("kdf_id").GetInt32()))
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

        (whole, keysOnly).Should().Be((6, 7));
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
            key.ToBytes().Should().Equal(Hex(record, "sk"));
            CheckEncapsulation(Kem.Of(KemId.MlKem768X25519), Hex(record, "eseed"), Hex(record, "pk"), Hex(record, "sk"), Hex(record, "ct"), Hex(record, "ss"));
            records++;
        }

        records.Should().Be(3);
    }

    [Fact]
    public void All_records_of_the_concrete_hybrid_KEM_of_X25519_hold()
    {
        using var document = SharedData.ReadJson("vectors/hpke/concrete-hybrid-kems.json");
        var records = 0;

        foreach (var record in document.RootElement.GetProperty("mlkem768_x25519").EnumerateArray())
        {
            var seed = Hex(record, "seed");
            var publicKey = Hex(record, "encapsulation_key");
            using var key = KemPrivateKey.FromBytes(KemId.MlKem768X25519, seed);

            key.PublicKey.ToArray().Should().Equal(publicKey);
            CheckEncapsulation(
                Kem.Of(KemId.MlKem768X25519), Hex(record, "randomness"), publicKey, seed, Hex(record, "ciphertext"), Hex(record, "shared_secret"));
            records++;
        }

        records.Should().Be(10);
    }

    /// <summary>
    /// The fork that these records come from is older than hpke-pq.json: it draws the scalars of NIST curves in another way and has other labels.
    /// hpke-pq.json rules; with the old label, what follows from a scalar is the same in both: keys, agreement and how the secrets are combined.
    /// </summary>
    [Fact]
    public void All_records_of_the_concrete_hybrid_KEMs_of_NIST_curves_hold_from_the_scalar_on()
    {
        CheckFromScalar("mlkem768_p256", new HybridKem(KemId.MlKem768P256, MlKem.With768, NistGroup.P256, groupSeedSize: 32, "|-()-|"));
        CheckFromScalar("mlkem1024_p384", new HybridKem(KemId.MlKem1024P384, MlKem.With1024, NistGroup.P384, groupSeedSize: 48, @" | /-\"));
    }

    private static void CheckFromScalar(string name, HybridKem kem)
    {
        using var document = SharedData.ReadJson("vectors/hpke/concrete-hybrid-kems.json");
        var records = 0;

        foreach (var record in document.RootElement.GetProperty(name).EnumerateArray())
        {
            var (seed, scalar) = (Hex(record, "decapsulation_key_pq"), Hex(record, "decapsulation_key_t"));
            using var key = kem.Load(seed, scalar);

            key.PublicKey.Should().Equal(Hex(record, "encapsulation_key"));
            key.Decapsulate(Hex(record, "ciphertext")).Should().Equal(Hex(record, "shared_secret"));
            records++;
        }

        records.Should().Be(10);
    }

    /// <summary>draft-connolly-cfrg-xwing-kem, first record, by the digest of the public key that its seed gives.</summary>
    [Fact]
    public void The_known_answer_of_X_Wing_holds()
    {
        using var key = KemPrivateKey.FromBytes(
            KemId.MlKem768X25519, Convert.FromHexString("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"));

        Convert.ToHexStringLower(key.PublicKey.Span[..32]).Should().Be("e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5");
    }

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
            context.Context.SkipTo(sequence);
            context.Open(Hex(encryption, "aad"), Hex(encryption, "ct")).Should().Equal(Hex(encryption, "pt"));
            context.Context.SkipTo(sequence);
            context.Context.Seal(Hex(encryption, "aad"), Hex(encryption, "pt")).Should().Equal(Hex(encryption, "ct"));
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
        // The draft's X448 key is clamped as it is written out, RFC 9180's X25519 keys are not: the same scalar in both cases.
        if (id == KemId.DhKemX448) derived.ToBytes()[1..^1].Should().Equal(Hex(record, "skRm")[1..^1]);
        else derived.ToBytes().Should().Equal(Hex(record, "skRm"));
        CheckEncapsulation(Kem.Of(id), Hex(record, "ikmE"), Hex(record, "pkRm"), Hex(record, "skRm"), Hex(record, "enc"), Hex(record, "shared_secret"));
    }

    private static void CheckEncapsulation(Kem kem, byte[] randomness, byte[] publicKey, byte[] privateKey, byte[] encapsulated, byte[] secret)
    {
        var ours = kem.Encapsulate(publicKey, randomness);

        ours.Encapsulated.Should().Equal(encapsulated);
        ours.Secret.Should().Equal(secret);
        using var key = kem.Load(privateKey);
        key.Decapsulate(encapsulated).Should().Equal(secret);
    }

    private static byte[] Hex(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) ? Convert.FromHexString(value.GetString()!) : [];
}
