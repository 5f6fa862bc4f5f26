namespace Hotline.Mls.Tests;

/// <summary>What a caller may get wrong throws at once, before a secret is used twice.</summary>
public sealed class MisuseTests
{
    private static readonly byte[] Key = new byte[32];

    [Fact]
    public void A_state_that_was_superseded_refuses_all_use()
    {
        var group = AGroup.Of("alba", "borea");
        var former = group["alba"];
        group.Protect("alba", "one");

        former.Invoking(state => state.Protect("two"u8)).Should().Throw<ObjectDisposedException>();
        former.Invoking(state => state.Save(Key)).Should().Throw<ObjectDisposedException>();
        former.Invoking(state => state.Epoch).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Of_two_steps_from_one_state_only_one_is_adopted()
    {
        var group = AGroup.Of("alba", "borea");
        using var first = group["alba"].Protect("one"u8);
        using var second = group["alba"].Protect("two"u8);
        group["alba"] = first.Adopt();

        second.Invoking(step => step.Adopt()).Should().Throw<ObjectDisposedException>();
        first.Invoking(step => step.Adopt()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void A_message_given_up_never_shares_its_key_with_the_next()
    {
        var group = AGroup.Of("alba", "borea");
        MlsMessage given;
        using (var step = group["alba"].Protect("given up"u8)) given = step.Message;

        var sent = group.Protect("alba", "sent");

        group.Unprotect("borea", sent).Should().Be("sent");
        group.Unprotect("borea", given).Should().Be("given up", "each has a generation of its own");
    }

    [Fact]
    public void Data_wait_until_proposals_are_committed()
    {
        var group = AGroup.Of("alba", "borea");
        group.Propose("borea", member => member.ProposeUpdate());

        group["alba"].Invoking(state => state.Protect("too early"u8)).Should().Throw<InvalidOperationException>();
        group.Commit("alba");

        group.ShouldAgree();
    }

    [Fact]
    public void Reserved_generations_are_never_used_again_after_a_restore()
    {
        var group = AGroup.Of("alba", "borea");
        var saved = group["alba"].SaveReserving(Key, 3);
        var client = group["alba"].Client;
        for (var number = 0; number < 3; number++) group.Unprotect("borea", group.Protect("alba", $"message {number}")).Should().Be($"message {number}");
        group["alba"].Invoking(state => state.Protect("a fourth"u8)).Should().Throw<InvalidOperationException>();

        // A crash: what was kept is the state of before, but it goes on behind what was reserved.
        group["alba"].Dispose();
        group["alba"] = Group.Restore(client, saved, Key);

        group.Unprotect("borea", group.Protect("alba", "after the crash")).Should().Be("after the crash");
    }

    [Fact]
    public void A_backup_sends_nothing_until_its_keys_are_new()
    {
        var group = AGroup.Of("alba", "borea");
        var saved = group["alba"].Save(Key);
        var client = group["alba"].Client;
        group["alba"].Dispose();

        group["alba"] = Group.Restore(client, saved, Key, fromBackup: true);

        group["alba"].Invoking(state => state.Protect("too early"u8)).Should().Throw<InvalidOperationException>();
        group["alba"].Invoking(state => state.ProposeUpdate()).Should().Throw<InvalidOperationException>();
        group.Commit("alba", CommitOptions.Default with { RenewKeys = false });
        group.ShouldAgree();
    }

    [Fact]
    public void Who_was_removed_can_do_nothing_but_read_what_is_late()
    {
        var group = AGroup.Of("alba", "borea", "cambria");
        var late = group.Protect("alba", "late");
        group.Commit("cambria", new Proposal.Remove(group.LeafOf("borea")));
        var borea = group["borea"];

        borea.Phase.Should().Be(GroupPhase.Removed);
        borea.Invoking(state => state.Protect("still here"u8)).Should().Throw<InvalidOperationException>();
        borea.Invoking(state => state.Commit()).Should().Throw<InvalidOperationException>();
        borea.Invoking(state => state.Export("test", [], 32)).Should().Throw<InvalidOperationException>();
        group.Unprotect("borea", late).Should().Be("late");
    }

    [Fact]
    public void A_new_signature_key_and_credential_take_over()
    {
        var group = AGroup.Of("alba", "borea");
        using var signer = group.Suite.Signature.Generate();

        group.Commit("alba", CommitOptions.Default with { NewSigner = signer, NewCredential = Credential.Basic("alba, renewed"u8) });

        group.ShouldAgree();
        group["borea"].Members.Single(member => member.Leaf == group.LeafOf("alba")).SignatureKey.ToArray().Should().Equal(signer.PublicKey.ToArray());
        group.Commit("alba");
        group.ShouldAgree();
    }

    [Fact]
    public void A_state_of_another_key_or_kind_does_not_open()
    {
        var group = AGroup.Of("alba", "borea");
        var saved = group["alba"].Save(Key);
        var client = group["alba"].Client;
        using var bundle = client.NewKeyPackage();

        var wrongKey = () => Group.Restore(client, saved, [.. Key.Select(_ => (byte)1)]);
        var wrongKind = () => Group.Restore(client, bundle.Save(Key), Key);
        var wrongSigner = () => Group.Restore(group.Client("elbonia"), saved, Key);

        foreach (var restoring in (Func<Group>[])[wrongKey, wrongKind, wrongSigner])
            restoring.Should().Throw<MlsException>().Which.Fault.Should().Be(MlsFault.InvalidSavedState);
    }

    [Fact]
    public void Suites_with_X448_are_off_until_they_are_listed()
    {
        var suite = CipherSuites.Of(CipherSuiteId.X448Aes256GcmSha512Ed448);
        using var signer = suite.Signature.Generate();

        var unlisted = () => new MlsClient(suite, signer, Credential.Basic("alba"u8), Anybody.Known);
        var listed = () => new MlsClient(suite, signer, Credential.Basic("alba"u8), Anybody.Known, MlsOptions.Default with { CipherSuites = [CipherSuiteId.X448Aes256GcmSha512Ed448] });

        unlisted.Should().Throw<ArgumentException>();
        listed.Should().NotThrow();
    }

    [Fact]
    public void Options_that_would_break_a_rule_are_refused_at_once()
    {
        var extension = new Extension((ExtensionType)0xf055, new byte[] { 1 });
        MlsOptions[] wrong =
        [
            MlsOptions.Default with { Credentials = [CredentialType.X509] },
            MlsOptions.Default with { LeafExtensions = [extension] },
            MlsOptions.Default with { MaxPastEpochs = -1 },
            MlsOptions.Default with { KeyPackageLifetime = TimeSpan.Zero },
        ];
        using var signer = AGroup.Suite1.Signature.Generate();

        foreach (var options in wrong)
        {
            var client = () => new MlsClient(AGroup.Suite1, signer, Credential.Basic("alba"u8), Anybody.Known, options);
            client.Should().Throw<ArgumentException>();
        }
    }

    [Fact]
    public void A_signer_of_another_algorithm_is_refused_at_once()
    {
        using var signer = CipherSuites.Of(CipherSuiteId.P256Aes128GcmSha256P256).Signature.Generate();

        var client = () => new MlsClient(AGroup.Suite1, signer, Credential.Basic("alba"u8), Anybody.Known);

        client.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_saved_key_package_joins()
    {
        var group = AGroup.Of("alba");
        var client = group.Client("borea");
        byte[] saved;
        KeyPackage published;
        using (var bundle = client.NewKeyPackage()) (saved, published) = (bundle.Save(Key), bundle.KeyPackage);
        using var commit = group["alba"].Commit(new Proposal.Add(published));

        using var restored = KeyPackageBundle.Restore(saved, Key);
        using var joined = Group.Join(client, restored, commit.Welcome!);

        joined.Members.Should().HaveCount(2);
    }
}
