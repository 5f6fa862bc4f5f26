using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Hotline.Cryptography;
using Hotline.Cryptography.Tests;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Fuzzing.Targets;
using Hotline.Member.Inbox;
using Hotline.Member.Letters;
using Hotline.Receipts;
using Hotline.Statements;
using Hotline.Stores;
using Hotline.TestData;
using Hotline.Transcript;
using Hotline.Wire;
using Receipt = Hotline.Wire.Receipt;

namespace Hotline.Fuzzing;

/// <summary>Makes the seeds anew, of a network's own messages: HOTLINE_WRITE_CORPUS names the folder. Without it there is nothing to write and it only counts them.</summary>
public sealed class CorpusTests
{
    private static readonly Dictionary<string, string[]> Texts = new()
    {
        ["tile-path"] = ["tile/0/x001/x234/067.p/8", "tile/entries/000", "tile/7/000.p/1"],
        ["taxii-query"] =
        [
            "added_after=2026-11-24T12:00:00.000000Z&limit=10", "match[type]=indicator,malware&match[version]=all",
            "match%5Bid%5D=indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f&match[spec_version]=2.1", "limit=5&next=AQID",
        ],
        ["basic-credentials"] = ["Basic YW5hbHlzdDpjb3JyZWN0IGhvcnNl", "basic w6k6w6k="],
        ["taxii-timestamp"] = ["2026-11-24T12:00:00.000000Z", "2026-11-24T12:00:00Z"],
        ["stix-timestamp"] = ["2026-11-24T12:00:00.000Z", "2016-12-31T23:59:60Z"],
        ["stix-bundle"] =
        [
            """{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":[{"type":"indicator","spec_version":"2.1","id":"indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","created":"2016-04-06T20:03:48.000Z","modified":"2016-04-06T20:03:48.000Z","pattern":"[file:hashes.md5 = 'd41d8cd98f00b204e9800998ecf8427e']","pattern_type":"stix","valid_from":"2016-01-01T00:00:00Z","object_marking_refs":["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"],"granular_markings":[{"marking_ref":"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da","selectors":["pattern"]}]}]}""",
            """{"objects":[{"type":"marking-definition","spec_version":"2.1","id":"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da","created":"2017-01-20T00:00:00.000Z","definition_type":"tlp","definition":{"tlp":"green"}},{"type":"ipv4-addr","spec_version":"2.1","id":"ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd","value":"198.51.100.3"}]}""",
            """{}""",
        ],
    };

    [Fact]
    public void The_seeds_are_small_and_there_for_every_parser()
    {
        if (Environment.GetEnvironmentVariable("HOTLINE_WRITE_CORPUS") is { Length: > 0 } folder) Write(folder);

        var seeds = FuzzTests.Names.Select(name => new FuzzTarget(name.Data, _ => Answer.Parsed).Corpus).ToArray();

        seeds.Should().OnlyContain(corpus => corpus.Count > 0);
        seeds.SelectMany(corpus => corpus).Sum(seed => seed.Length).Should().BeLessThan(512 * 1024);
    }

    private static void Write(string folder)
    {
        foreach (var (target, texts) in Texts)
            for (var at = 0; at < texts.Length; at++) Keep(folder, target, $"{at}.txt", Encoding.UTF8.GetBytes(texts[at]));
        using var network = new Network<Real>(default, "alba", "borea");
        using var alba = new Party<Real>(network, "alba");
        using var borea = new Party<Real>(network, "borea");
        var envelope = alba.Compose(Party<Real>.Message("The grid is down.", "borea")).Envelope;
        var statement = ((OpeningResult.Opened)borea.Open(envelope)).Statement;
        WriteStatement(folder, statement, alba);
        WriteTranscript(folder, envelope, borea);
        WriteRoster(folder, network);
        WriteKeys(folder, network);
        Keep(folder, "origin-note", "message.note", envelope.Origin.Bytes);
        Keep(folder, "signed-note", "message.note", envelope.Origin.Bytes);
        Keep(folder, "submit-request", "message.bin", new SubmitRequest { Envelope = envelope.ToWire() }.ToByteArray());
        var sealedLetter = LetterSeal.Seal(
            SealState.None, SealSuite.ClassicalLetter, Seeds.Binding, [new Rosters.KemKey(SealSuite.ClassicalLetter, Seeds.LetterKey.PublicKey)], "A short text."u8);
        Keep(folder, "letter", "classical.bin", sealedLetter.Payload);
    }

    private static void WriteStatement(string folder, Statement statement, Party<Real> sender)
    {
        Keep(folder, "statement-document", "message.json", statement.Document.Bytes);
        Keep(folder, "sealed-statement", "message.bin", StatementForm.Write(statement));
        foreach (var disclosure in statement.Disclosures) Keep(folder, "disclosure", $"{disclosure.Name}.txt", Encoding.ASCII.GetBytes(disclosure.Encoded));
        var certificate = sender.Start.Rosters.Current.Find(sender.Node)!.Desk.Statements[0];
        Keep(folder, "certificate", "0-desk.der", certificate);
        var document = statement.Document.Bytes;
        Keep(folder, "cms-signature", "ecdsa.bin", (byte[])[(byte)document.Length, (byte)(document.Length >> 8), .. document.Span, .. statement.Signatures[0].Span]);
    }

    private static void WriteTranscript(string folder, Envelope<Real> envelope, Party<Real> reader)
    {
        var log = new LogInMemory(reader.Start.ServerKeys.Checkpoints);
        var origin = envelope.Origin;
        var now = TimeProvider.System.GetUtcNow();
        var delivered = ReceiptText<Real>.About(origin, ReceiptKind.Delivered, reader.Node, now).ToBytes();
        var read = NoteSigning.Sign(ReceiptText<Real>.About(origin, ReceiptKind.Read, reader.Node, now).ToBytes(), reader.Start.Keys.Desk.Notes);
        var refused = ReceiptText<Real>.Refusing(origin, RefusalReason.Mismatch, reader.Node, now).ToBytes();
        log.Append(delivered);
        log.Append(read, refused, "another"u8.ToArray(), "one"u8.ToArray());
        log.Append("more"u8.ToArray());
        var head = log.ReadHead()!;
        var proof = new LogProofs(log).Prove(1, head);
        Keep(folder, "receipt", "delivered.txt", delivered);
        Keep(folder, "receipt", "read.note", read);
        Keep(folder, "receipt", "refused.txt", refused);
        Keep(folder, "signed-note", "checkpoint.note", head.Note);
        Keep(folder, "checkpoint", "checkpoint.txt", SignedNote.Parse(head.Note).Text);
        Keep(folder, "verifier-key", "ed25519.txt", Encoding.UTF8.GetBytes(reader.Start.ServerKeys.Checkpoints.LogKey.ToString()));
        Keep(folder, "verifier-key", "ml-dsa-44.txt", Encoding.UTF8.GetBytes(reader.Start.ServerKeys.Checkpoints.MlDsaKey.ToString()));
        Keep(folder, "tlog-proof", "read.txt", proof);
        Keep(folder, "entry-bundle", "three.bin", (byte[])[.. EntryBundle.Write([delivered, refused, "one"u8.ToArray()]), 3]);
        var old = MerkleRoot(log, 3);
        var consistency = MerkleProof.Consistency(3, head.Size, tile => log.ReadTile(tile.Level, tile.Index));
        Keep(folder, "consistency-proof", "3-6.bin", (byte[])
        [
            .. BitConverter.GetBytes(3UL), .. BitConverter.GetBytes(head.Size), .. old.ToArray(), .. head.Root.ToArray(), .. consistency.SelectMany(hash => hash.ToArray()),
        ]);
        var receipt = EnvelopeMapping.ToReceipt(read, proof);
        Keep(folder, "answer-request", "read.bin", new AnswerRequest { Receipts = { receipt, new Receipt(receipt) } }.ToByteArray());
        var position = new Position { Lane = Lane.Flash, Position_ = 1 };
        Keep(folder, "follow-reply", "receipt.bin", new FollowReply { Item = new Item { Position = position, Receipt = receipt } }.ToByteArray());
        Keep(folder, "follow-reply", "message.bin", new FollowReply
        {
            Item = new Item { Position = position, Message = new MessageItem { Envelope = envelope.ToWire(), OriginProof = ByteString.CopyFrom(proof) } },
        }.ToByteArray());
        Keep(folder, "follow-reply", "welcome.bin", new FollowReply { Welcome = new Welcome { Checkpoint = ByteString.CopyFrom(head.Note.Span), RosterNumber = 1 } }.ToByteArray());
    }

    private static TreeHash MerkleRoot(LogInMemory log, int size) =>
        TreeEdge.Empty.Append([.. log.ReadEntries(0, size).Select(entry => TreeHash.OfLeaf(entry.Span))]).Next.Root;

    private static void WriteRoster(string folder, Network<Real> network)
    {
        Keep(folder, "signed-roster", "first.roster", network.First.Note);
        foreach (var name in (string[])["alba", Network<Real>.HubName]) Keep(folder, "roster-entry", name + ".json", File.ReadAllBytes(Path.Combine(network[name], "entry.json")));
        var pem = File.ReadAllText(Path.Combine(network["alba"], "certs", "tls.pem"));
        Keep(folder, "certificate-pem", "tls.pem", Encoding.ASCII.GetBytes(pem));
        Keep(folder, "certificate", "1-tls.der", Certificates.FromPem(pem)[0]);
    }

    private static void WriteKeys(string folder, Network<Real> network)
    {
        byte[] seed = [0x04, 0x20, .. Enumerable.Range(0, 32).Select(at => (byte)at)];
        Keep(folder, "key-file", "cheap.key", Pem(new AnEncryptedKey(AnEncryptedKey.Info("1.3.101.112", seed))));
        Keep(folder, "key-file", "other-kind.key", Pem(new AnEncryptedKey(AnEncryptedKey.Info("1.3.101.110", seed))));
        Keep(folder, "kem-key-file", "cheap.key", Pem(new AnEncryptedKey(AnEncryptedKey.Info("1.3.101.110", seed))));
    }

    private static byte[] Pem(AnEncryptedKey key) => Encoding.ASCII.GetBytes(PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", key.Encode()) + "\n");

    private static void Keep(string folder, string target, string name, ReadOnlyMemory<byte> seed)
    {
        Directory.CreateDirectory(Path.Combine(folder, target));
        File.WriteAllBytes(Path.Combine(folder, target, name), seed.ToArray());
    }
}
