using Hotline.TestData;

namespace Hotline.Mls.Tests;

/// <summary>What the README shows is this code, which runs.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "        // README begins";
    private const string End = "        // README ends";

    [Fact]
    public void The_READMEs_example_runs()
    {
        // README begins
        var suite = CipherSuites.Of(CipherSuiteId.X25519Aes128GcmSha256Ed25519);
        var roster = new Roster(); // your IAuthenticationService: it alone knows who is who
        var alba = new MlsClient(suite, suite.Signature.Generate(), Credential.Basic("alba"u8), roster);
        var borea = new MlsClient(suite, suite.Signature.Generate(), Credential.Basic("borea"u8), roster);

        // Create a group, and add a member by the key package that it published.
        using var bundle = borea.NewKeyPackage();
        var atAlba = Group.Create(alba);
        using var add = atAlba.Commit(new Proposal.Add(KeyPackage.Decode(bundle.KeyPackage.Encode())));
        var welcome = add.Welcome!.Encode();
        atAlba = add.Adopt(); // only when the delivery service has accepted add.Message

        // Join.
        var atBorea = Group.Join(borea, bundle, MlsMessage.Decode(welcome));

        // Protect and unprotect. Keep sent.SaveNext(key) before the message leaves.
        using var sent = atAlba.Protect("All quiet."u8);
        atAlba = sent.Adopt();
        using var received = atBorea.Unprotect(MlsMessage.Decode(sent.Message.Encode()));
        var text = received.Data;
        atBorea = received.Adopt();

        // Update: a commit without changes renews the keys of who makes it.
        using var update = atBorea.Commit();
        using var seen = atAlba.Process(update.Message.Encode());
        (atAlba, atBorea) = (seen.Adopt(), update.Adopt());

        // Export a secret of this epoch for another use.
        var exported = atAlba.Export("my protocol", "context"u8, length: 32);

        // Remove.
        using var remove = atAlba.Commit(new Proposal.Remove(atBorea.Self));
        using var last = atBorea.Process(remove.Message.Encode());
        (atAlba, atBorea) = (remove.Adopt(), last.Adopt());
        // README ends

        text.ToArray().Should().Equal("All quiet."u8.ToArray());
        exported.Should().HaveCount(32);
        atAlba.Members.Should().ContainSingle();
        atBorea.Phase.Should().Be(GroupPhase.Removed);
    }

    [Fact]
    public void The_README_shows_the_code_that_runs_and_no_more_than_40_lines_of_it()
    {
        var source = File.ReadAllLines(Path.Combine(SharedData.Checkout, "tests/Hotline.Mls.Tests/ReadmeTests.cs"));
        var begin = Array.IndexOf(source, Begin) + 1;
        var shown = source[begin..Array.IndexOf(source, End)].Select(line => line.Length >= 8 ? line[8..] : line);
        var readme = File.ReadAllLines(Path.Combine(SharedData.Checkout, "src/Hotline.Mls/README.md"));
        var block = readme.SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```").ToList();

        block.Should().Equal(shown);
        block.Should().HaveCountLessThan(40);
    }

    /// <summary>Those whom the README's parties know.</summary>
    private sealed class Roster : IAuthenticationService
    {
        public bool Accepts(Credential credential, ReadOnlySpan<byte> signatureKey, CredentialUse use) =>
            credential.Equals(Credential.Basic("alba"u8)) || credential.Equals(Credential.Basic("borea"u8));
    }
}
