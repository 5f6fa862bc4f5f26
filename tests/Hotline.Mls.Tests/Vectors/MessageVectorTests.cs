using System.Text.Json;
using Hotline.Cryptography.Hpke;
using Hotline.TestData;

namespace Hotline.Mls.Tests;

public sealed class MessageVectorTests
{
    private static readonly RatchetLimits Limits = new(MaxForward: 1000, MaxKept: 1000);

    [Fact]
    public void Message_keys_of_every_generation_are_as_published()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/secret-tree.json");
        var records = 0;
        var leaves = 0;

        foreach (var vector in vectors.RootElement.EnumerateArray().Where(Json.IsBuiltIn))
        {
            var suite = vector.Suite();
            var sender = vector.GetProperty("sender_data");
            var (key, nonce) = PrivateFraming.SenderDataKey(suite, sender.Hex("sender_data_secret"), sender.Hex("ciphertext"));
            key.Should().Equal(sender.Hex("key"));
            nonce.Should().Equal(sender.Hex("nonce"));
            var expected = vector.GetProperty("leaves");
            var tree = SecretTree.From(suite, vector.Hex("encryption_secret"), (uint)expected.GetArrayLength());
            for (var leaf = 0u; leaf < expected.GetArrayLength(); leaf++)
            {
                leaves++;
                // Generations from the last to the first: the earlier ones must have been kept.
                foreach (var generation in expected[(int)leaf].EnumerateArray().Reverse())
                {
                    tree = Takes(tree, new LeafIndex(leaf), RatchetKind.Handshake, generation, "handshake");
                    tree = Takes(tree, new LeafIndex(leaf), RatchetKind.Application, generation, "application");
                }
            }

            records++;
        }

        records.Should().Be(3 * SuitesWithVectors.Count);
        leaves.Should().Be(41 * SuitesWithVectors.Count);
    }

    [Fact]
    public void Messages_are_protected_and_opened_as_published()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/message-protection.json");
        var records = 0;

        foreach (var vector in vectors.RootElement.EnumerateArray().Where(Json.IsBuiltIn))
        {
            var suite = vector.Suite();
            var proposal = new Content(default, Wire.Decode<Proposal>(vector.Hex("proposal")), null);
            var commit = new Content(default, null, Wire.Decode<Commit>(vector.Hex("commit")));
            Opens_and_protects(suite, vector, proposal, vector.Hex("proposal_pub"));
            Opens_and_protects(suite, vector, commit, vector.Hex("commit_pub"));
            Opens_and_seals(suite, vector, proposal, vector.Hex("proposal_priv"));
            Opens_and_seals(suite, vector, commit, vector.Hex("commit_priv"));
            var application = new Content(vector.Hex("application"), null, null);
            Opens_and_seals(suite, vector, application, vector.Hex("application_priv"));
            var (context, signed) = Signed(suite, vector, application, WireFormat.PublicMessage);
            var clear = Framing.ToPublic(suite, signed, context, vector.Hex("membership_key"));
            var opening = () => Framing.Open(suite, clear, context, vector.Hex("membership_key"));
            opening.Should().Throw<MlsException>().Which.Fault.Should().Be(MlsFault.UnencryptedApplicationData);
            records++;
        }

        records.Should().Be(SuitesWithVectors.Count);
    }

    private static SecretTree Takes(SecretTree tree, LeafIndex leaf, RatchetKind kind, JsonElement expected, string name)
    {
        var (key, next) = tree.Take(leaf, kind, expected.UInt("generation"), Limits, new Ledger());

        key.Key.Should().Equal(expected.Hex(name + "_key"));
        key.Nonce.Should().Equal(expected.Hex(name + "_nonce"));
        return next;
    }

    private static void Opens_and_protects(CipherSuite suite, JsonElement vector, Content content, byte[] published)
    {
        var (context, signed) = Signed(suite, vector, content, WireFormat.PublicMessage);
        var ours = new MlsMessage { Public = Framing.ToPublic(suite, signed, context, vector.Hex("membership_key")) };
        foreach (var message in (byte[][])[published, ours.Encode()])
        {
            var opened = Framing.Open(suite, MlsMessage.Decode(message).Public!, context, vector.Hex("membership_key"));
            Framing.RequireSignature(suite, vector.Hex("signature_pub"), opened, context);
            Same(opened.Content.Content, content);
        }
    }

    private static void Opens_and_seals(CipherSuite suite, JsonElement vector, Content content, byte[] published)
    {
        var (context, signed) = Signed(suite, vector, content, WireFormat.PrivateMessage);
        var kind = content.Type == ContentType.Application ? RatchetKind.Application : RatchetKind.Handshake;
        var (key, _) = Tree(suite, vector).Take(new LeafIndex(1), kind, 0, Limits, new Ledger());
        var ours = new MlsMessage { Private = PrivateFraming.Seal(suite, signed, vector.Hex("sender_data_secret"), 0, key, padding: 17) };
        foreach (var message in (byte[][])[published, ours.Encode()])
        {
            var frame = MlsMessage.Decode(message).Private!;
            var sender = PrivateFraming.OpenSenderData(suite, frame, vector.Hex("sender_data_secret"));
            sender.Leaf.Should().Be(new LeafIndex(1));
            var (taken, _) = Tree(suite, vector).Take(sender.Leaf, kind, sender.Generation, Limits, new Ledger());
            var opened = PrivateFraming.Open(suite, frame, sender, taken);
            Framing.RequireSignature(suite, vector.Hex("signature_pub"), opened, context);
            Same(opened.Content.Content, content);
        }
    }

    private static SecretTree Tree(CipherSuite suite, JsonElement vector) => SecretTree.From(suite, vector.Hex("encryption_secret"), 2);

    private static (GroupContext Context, AuthenticatedContent Signed) Signed(CipherSuite suite, JsonElement vector, Content content, WireFormat format)
    {
        var context = new GroupContext(
            suite.IdOf(), vector.Hex("group_id"), vector.GetProperty("epoch").GetUInt64(), vector.Hex("tree_hash"), vector.Hex("confirmed_transcript_hash"), []);
        var framed = new FramedContent(context.GroupId, context.Epoch, Sender.Member(new LeafIndex(1)), "aad"u8.ToArray(), content);
        using var key = suite.Signature.Import(vector.Hex("signature_priv").PaddedFor(suite));
        var signature = Framing.Sign(key, format, framed, context);
        var tag = content.Type == ContentType.Commit ? new byte[suite.HashSize()] : [];
        return (context, new AuthenticatedContent(format, framed, new ContentAuth(signature, tag)));
    }

    private static void Same(Content opened, Content expected)
    {
        var (ours, theirs) = (new TlsWriter(), new TlsWriter());
        opened.Write(ours);
        expected.Write(theirs);
        ours.ToArrayAndClear().Should().Equal(theirs.ToArrayAndClear());
    }
}
