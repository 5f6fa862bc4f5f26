using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Cryptography.Tests.Hpke;

/// <summary>One published answer for each algorithm that seals, so that a bare clone checks them all. Long ones stand here by their SHA-256.</summary>
public sealed class KnownAnswerTests
{
    /// <summary>RFC 9180, sections A.1.1, A.2.2, A.3.1 and A.6.1: the first message and the second export.</summary>
    [Theory]
    [InlineData(KemId.DhKemX25519, KdfId.HkdfSha256, AeadId.Aes128Gcm, "", "",
        "6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037",
        "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
        "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
        "2e8f0b54673c7029649d4eb9d5e33bf1872cf76d623ff164ac185da9e88c21a5")]
    [InlineData(KemId.DhKemX25519, KdfId.HkdfSha256, AeadId.ChaCha20Poly1305, "0247fd33b913760fa1fa51e1892d9f307fbe65eb171e8132c2af18555a738b82", "456e6e796e20447572696e206172616e204d6f726961",
        "26b923eade72941c8a85b09986cdfa3f1296852261adedc52d58d2930269812b",
        "13640af826b722fc04feaa4de2f28fbd5ecc03623b317834e7ff4120dbe73062",
        "2261299c3f40a9afc133b969a97f05e95be2c514e54f3de26cbe5644ac735b04",
        "4a177f9c0d6f15cfdf533fb65bf84aecdc6ab16b8b85b4cf65a370e07fc1d78d28fb073214525276f4a89608ff",
        "2745cf3d5bb65c333658732954ee7af49eb895ce77f8022873a62a13c94cb4e1")]
    [InlineData(KemId.DhKemP256, KdfId.HkdfSha256, AeadId.Aes128Gcm, "", "",
        "668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550",
        "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72e"
        + "a0",
        "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18"
        + "c4",
        "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434",
        "6cff87658931bda83dc857e6353efe4987a201b849658d9b047aab4cf216e796")]
    [InlineData(KemId.DhKemP521, KdfId.HkdfSha512, AeadId.Aes256Gcm, "", "",
        "2ad954bbe39b7122529f7dde780bff626cd97f850d0784a432784e69d86eccaade43b6c10a8ffdb94bf943c6da479db137914ec835a7e715e36e45e29b587bab"
        + "3bf1",
        "0401b45498c1714e2dce167d3caf162e45e0642afc7ed435df7902ccae0e84ba0f7d373f646b7738bbbdca11ed91bdeae3cdcba3301f2457be452f271fa68375"
        + "80e661012af49583a62e48d44bed350c7118c0d8dc861c238c72a2bda17f64704f464b57338e7f40b60959480c0e58e6559b190d81663ed816e523b6b6a418f6"
        + "6d2451ec64",
        "040138b385ca16bb0d5fa0c0665fbbd7e69e3ee29f63991d3e9b5fa740aab8900aaeed46ed73a49055758425a0ce36507c54b29cc5b85a5cee6bae0cf1c21f27"
        + "31ece2013dc3fb7c8d21654bb161b463962ca19e8c654ff24c94dd2898de12051f1ed0692237fb02b2f8d1dc1c73e9b366b529eb436e98a996ee522aef863dd5"
        + "739d2f29b0",
        "170f8beddfe949b75ef9c387e201baf4132fa7374593dfafa90768788b7b2b200aafcc6d80ea4c795a7c5b841a",
        "fca69744bb537f5b7a1596dbf34eaa8d84bf2e3ee7f1a155d41bd3624aa92b63")]
    public void The_known_answers_of_RFC_9180_hold(
        KemId kem, KdfId kdf, AeadId aead, string psk, string pskId, string keyMaterial, string publicKey, string encapsulated, string ciphertext, string exported)
    {
        using var key = KemPrivateKey.Derive(kem, Hex(keyMaterial));
        using var context = HpkeSetup.Recipient(new HpkeSuite(kem, kdf, aead), Hex(encapsulated), key, "Ode on a Grecian Urn"u8, Hex(psk), Hex(pskId));

        Convert.ToHexStringLower(key.PublicKey.Span).Should().Be(publicKey);
        context.Open("Count-0"u8, Hex(ciphertext)).Should().Equal("Beauty is truth, truth beauty"u8.ToArray());
        Convert.ToHexStringLower(context.Export([0], 32)).Should().Be(exported);
    }

    /// <summary>draft-ietf-hpke-pq, appendix: keys, encapsulations and secrets of the first record of each KEM.</summary>
    [Theory]
    [InlineData(KemId.DhKemX448,
        "4d93c28aef376727c67c68a1404b8399d046c612619d45468ed2ee12b35f5de1f1d2afe8684a38262ba1327490c7299ecfa151ac949266d9",
        "d967d4102fabf6108bae6474d9ffb0f8fd63e87721fc0e67eebd79e4d6e3d28a8c179c6b2febcf9568595075df86a4ed736be8b5ff80da79",
        "88a899d70e54cf7ff57191c5127471ec2b843ece4def0c77333ee987c15ec64c", "bb186afa0959b340c812b655814728872ecb641da060aa622b7312e44237e6a3",
        "7835f33012c6964b7dbd420c296be335a4e2b854347495137fdc2466faea4694ebd09bcbdcdf5afa640591ab68a1901bf83beabeffd13845644022e6de31f672")]
    [InlineData(KemId.MlKem512,
        "d7c1c923cee18d6a91cada4526e4d72809749b68ae19fd32fe6c4ec5f82fa9472e336e68c54181766e5a978ecdf20d81977b94253a3827f9d9126bc91532bbe5",
        "f98936e15de97b6ac920c54f4009166401f882220b8ef2df485f9c077d728ced",
        "b3cd3d432101e2bb4950d12c6bae88c671efbe18380cf65371f6c3a5ff15e2b8", "4f57e14492dededd9753be7ef3cb3090234ce4ac381ac41a690083679cc3d0ab",
        "6209eeb3c3fdf8aeba0d285bf0098f4b748bd630f78990f138f9cd0e8023a264")]
    [InlineData(KemId.MlKem768,
        "353e522ee88da0097916c435377e3ffee4cd8288b910a79882f4ac87787cebe6ef7d126a2ef91b2c37f741af42851a08d24a756b225d86d534902829896e726b",
        "4b3d28ac17e3aadfe767671928e6c0d26c346d4c7dfcf1db0994d131fd76aaba",
        "cf9788b0adde41745ceb639c4a4ca6e58803207fd9861c3c662737b13184d413", "687a88e2affee63efc5ca550ea5498beb0f1b717572c5b498231f17e7b14e68b",
        "4f808592f5b6325b866e7d90e48bead8ec36ae17247cf3a1370d46c582dad42e")]
    [InlineData(KemId.MlKem1024,
        "ece1c121b5cc978bdce5eb8d60e9ff101d65b94379898e800c37f79164a25d03264a357df7cd28214b11e171c94dea2338b736e7dbb6f00a0b1b280ae6ad1ba4",
        "0152bf3799ed0803b9ac3e62695c51065fe2cd4a18ff655fb3efe7399c404e19",
        "121abb2e70d21f6bead6d5cdf57f9cbc3dc460081b36007054cb01963b6f6140", "9cf10683e968ebdf277b15e857d5805783cbb42d9b7cc89c97d5102764e80655",
        "a9f5e349635145bb8a06c0b50b027bef523c5868dd3477a8a92cb5deecc4113b")]
    [InlineData(KemId.MlKem768P256,
        "5e28a96731c6665f07bb00811cd70f0d3d6c44666ca54cddbb7e5946053b6415",
        "0ec0fee6a71457a9dac898a1c161bf1068e68de093f07754155bb8b8b378c17ed09ead96300cc402a6371b58928592dd93565834a19839e7dda048d8e04ff65c"
        + "7b645f36738c370fbb2d684f59e16ea08aea04444762fdf3a70a114ecf0ba435c9a1e869578142b445398f49093bcca618f0ae5e810163b1503faf3eeaff0bdc",
        "f1e1000a59e126ef85a7b85720c2d24bc10c2412db23e2120ef44cfae64abec2", "6959c57471177c588d3ef3558c83602c9769a40fdce9e51dd70435458aebfcf7",
        "26c25e807a24354387a7385bc374953539001fcb7eb99eb8d63ec7fdb8441f46")]
    [InlineData(KemId.MlKem1024P384,
        "0fce198c0c1ccfca5cd1ca8bc495b06696cbb8c733e708ead4531b2b294c38d2",
        "bd1207854ec0963347d5218f900783d6ca0ff62c5e2181ca5a932e2d6d8d96cc9b092a9d709468d10f7e8ec8d9eccd7e7a647d351133e2a2f4b438154d1dd708"
        + "50af7f7841c1dbd0699feb9852d99c08",
        "5d0b42c6f1471a72045ec087a4c2e61875541f4550b513672f2d858eb1a133c3", "f2efb14c611a8637a214286298706af1433acb4f3bdc2f6a25c0d72dd3decf13",
        "cb959223131df11c3a3dc1da2ff8670249cb41be2d0b399a3706d3a23b158bc7")]
    [InlineData(KemId.MlKem768X25519,
        "b86e76a59fabfc87b30cd7b1f7aaa28a834eb64e7a261c197b9a842893fbce56",
        "2a1c0a3745fe8a48fb62034d300f54dfe1974a5b2e169e580a8789cb1cf5fd190fc00f3fd899594e01a8b15334b9f3fa03d8de44da86e19f5776850fb689e6c8",
        "ad8aaf3f00d8a39bfeec2947a7d5dde68be08bba19bd301a348a45dc5fcc8341", "95c0a5fca31ea59f29bbc66255ad6637b5a476b3212886af11afdc8930aeb772",
        "58200ed1f137bd95a921bb47f6aaecf2395b26f7fd24efd3a5ffae4849e8dea3")]
    public void The_known_answers_of_the_post_quantum_draft_hold(
        KemId id, string keyMaterial, string randomness, string publicKeyDigest, string encapsulatedDigest, string secret)
    {
        using var key = KemPrivateKey.Derive(id, Hex(keyMaterial));
        var (ours, encapsulated) = Kem.Of(id).Encapsulate(key.PublicKey.Span, Hex(randomness));

        Digest(key.PublicKey.Span).Should().Be(publicKeyDigest);
        Digest(encapsulated).Should().Be(encapsulatedDigest);
        Convert.ToHexStringLower(ours).Should().Be(secret);
        Convert.ToHexStringLower(key.Decapsulate(encapsulated)).Should().Be(secret);
    }

    /// <summary>FIPS 203: keys, ciphertexts and secrets of the first official seed.</summary>
    [Theory]
    [InlineData(KemId.MlKem512, "852523749efd2b78d1074e5de629060312cd9397933a19ddb7482cfda5e92614",
        "bc29d7df8bc5465d980601d800259793e2603825a572da6cd198a512cc6d1a34", "319839e82ab6b222de7b619e80da8391522bbb37677018494a4742c53f9abfdf")]
    [InlineData(KemId.MlKem768, "86adbca81f4fee893e2fb58fb98aa2fe188f501fed268d7f4056f8c05c4e53c4",
        "36829a2f35cbf4deb62c0a12a15c22dae9f8d2c252566fc24f88abe805cb575e", "e7184a0975ee3470878d2d159ec83129c8aec253d4ee17b4810311d198cd0368")]
    [InlineData(KemId.MlKem1024, "61b95ec8c32ae85ad7a17ae5b9c2dfb083e05f767da3ba9a0a8092ea6b4cbf7a",
        "508136a13f8a7920e3434498c6975cbbab457d809309eb2f92453e7409738210", "489dd1e9c2be4af3482bdb35bb26ce760e6e414da6ecbe489985748a825f1cd6")]
    public void The_known_answers_of_FIPS_203_hold(KemId id, string publicKeyDigest, string encapsulatedDigest, string secret)
    {
        using var key = KemPrivateKey.FromBytes(
            id, Hex("7c9935a0b07694aa0c6d10e4db6b1add2fd81a25ccb148032dcd739936737f2d8626ed79d451140800e03b59b956f8210e556067407d13dc90fa9e8b872bfb8f"));
        var (ours, encapsulated) = Kem.Of(id).Encapsulate(key.PublicKey.Span, Hex("147c03f7a5bebba406c8fae1874d7f13c80efe79a3a9a874cc09fe76f6997615"));

        Digest(key.PublicKey.Span).Should().Be(publicKeyDigest);
        Digest(encapsulated).Should().Be(encapsulatedDigest);
        Convert.ToHexStringLower(ours).Should().Be(secret);
        Convert.ToHexStringLower(key.Decapsulate(encapsulated)).Should().Be(secret);
    }

    /// <summary>RFC 7748, section 6.1: what Alice and Bob share over X25519.</summary>
    [Fact]
    public void The_known_answer_of_X25519_holds() => Agrees(
        new X25519Group(),
        "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
        "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
        "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");

    /// <summary>RFC 7748, section 6.2: what Alice and Bob share over X448.</summary>
    [Fact]
    public void The_known_answer_of_X448_holds() => Agrees(
        new X448Group(),
        "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6f127ab1d9ac2d8c0a598726b",
        "9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c22c5d9bbc836647241d953d40c5b12da88120d53177f80e532c41fa0",
        "1c306a7ac2a0e2e0990b294470cba339e6453772b075811d8fad0d1d6927c120bb5ee8972b0d3e21374c9c921b09d1b0366f10b65173992d",
        "3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b43027d8b972fc3e34fb4232a13ca706dcb57aec3dae07bdc1c67bf33609",
        "07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282bb60c0b56fd2464c335543936521c24403085d59a449a5037514a879d");

    /// <summary>P-384 is computed by another library than the other curves: the platform's own must agree with it.</summary>
    [Fact]
    public void P384_agrees_as_the_platform_does()
    {
        for (var round = 0; round < 20; round++)
        {
            using var platform = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
            var parameters = platform.ExportParameters(includePrivateParameters: true);
            using var ours = NistGroup.P384.Load(parameters.D);
            using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);

            ours.Element.Should().Equal(NistCurve.Encode(parameters.Q));
            ours.Agree(NistCurve.Encode(other.ExportParameters(includePrivateParameters: false).Q)).Should().Equal(platform.DeriveRawSecretAgreement(other.PublicKey));
        }
    }

    private static void Agrees(KeyGroup group, string alice, string alicePublic, string bob, string bobPublic, string shared)
    {
        using var hers = group.Load(Hex(alice));
        using var his = group.Load(Hex(bob));

        Convert.ToHexStringLower(hers.Element).Should().Be(alicePublic);
        Convert.ToHexStringLower(his.Element).Should().Be(bobPublic);
        Convert.ToHexStringLower(hers.Agree(his.Element)).Should().Be(shared);
        Convert.ToHexStringLower(his.Agree(hers.Element)).Should().Be(shared);
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text);

    private static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
