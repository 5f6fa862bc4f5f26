using System.Diagnostics;

namespace Hotline.Mls.Tests;

/// <summary>Damaged input gives an <see cref="MlsException"/>, whatever it is; with HOTLINE_LONG=1 ten million times.</summary>
public sealed class FuzzTests
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("HOTLINE_LONG") == "1";

    [Fact]
    public void Damaged_messages_are_read_or_refused_in_bounded_memory_and_time()
    {
        var originals = Originals();
        var mutator = new Mutator(seed: 1);
        var inputs = Long ? 10_000_000 : 40_000;
        var refused = 0;

        for (var at = 0; at < inputs; at++)
        {
            var input = mutator.Mutate(originals[at % originals.Count]);
            var (allocated, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            try
            {
                var message = MlsMessage.Decode(input);
                message.Encode().AsSpan().SequenceEqual(input).Should().BeTrue("what is read has one encoding");
            }
            catch (MlsException)
            {
                refused++;
            }

            (GC.GetAllocatedBytesForCurrentThread() - allocated).Should().BeLessThan(200_000 + (400L * input.Length));
            Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(10));
        }

        refused.Should().BeGreaterThan(inputs / 10).And.BeLessThan(inputs);
    }

    [Fact]
    public void Damaged_commits_are_refused_and_change_nothing()
    {
        var group = AGroup.Of(AGroup.Suite1, MlsOptions.Default with { EncryptHandshakes = false }, "alba", "borea", "cambria");
        using var bundle = group.Client("dorna").NewKeyPackage();
        using var commit = group["alba"].Commit(new Proposal.Add(bundle.KeyPackage));
        using var secret = group["alba"].Commit(CommitOptions.Default with { Encrypt = true }, new Proposal.Add(bundle.KeyPackage));
        byte[][] originals = [commit.Message.Encode(), secret.Message.Encode()];
        var before = SavedGroup.Encode(group["borea"].State);
        var mutator = new Mutator(seed: 2);
        var inputs = Long ? 100_000 : 1_000;

        for (var at = 0; at < inputs; at++)
        {
            var original = originals[at % originals.Length];
            var input = mutator.Mutate(original);
            if (input.AsSpan().SequenceEqual(original)) continue;
            try
            {
                using var received = group["borea"].Process(input);
                Assert.Fail($"A damaged commit was taken, number {at}.");
            }
            catch (MlsException)
            {
                // As it must be.
            }
        }

        SavedGroup.Encode(group["borea"].State).Should().Equal(before);
        using var undamaged = group["borea"].Process(originals[0]);
        group["borea"] = undamaged.Adopt();
        group["borea"].Epoch.Should().Be(2);
    }

    [Fact]
    public void Damaged_Welcomes_are_refused_and_the_key_package_stays_good()
    {
        var group = AGroup.Of("alba", "borea");
        var client = group.Client("cambria");
        using var bundle = client.NewKeyPackage();
        using var commit = group["alba"].Commit(new Proposal.Add(bundle.KeyPackage));
        var original = commit.Welcome!.Encode();
        var mutator = new Mutator(seed: 3);

        for (var at = 0; at < (Long ? 100_000 : 500); at++)
        {
            var input = mutator.Mutate(original);
            if (input.AsSpan().SequenceEqual(original)) continue;
            var joining = () => Group.Join(client, bundle, MlsMessage.Decode(input));
            joining.Should().Throw<MlsException>();
        }

        using var joined = Group.Join(client, bundle, MlsMessage.Decode(original));
        joined.Members.Should().HaveCount(3);
    }

    [Fact]
    public void A_damaged_saved_state_is_refused()
    {
        var key = new byte[32];
        var group = AGroup.Of("alba", "borea");
        var saved = group["alba"].Save(key);
        var mutator = new Mutator(seed: 4);

        for (var at = 0; at < 300; at++)
        {
            var input = mutator.Mutate(saved);
            if (input.AsSpan().SequenceEqual(saved)) continue;
            var restoring = () => Group.Restore(group["alba"].Client, input, key);
            restoring.Should().Throw<MlsException>().Which.Fault.Should().Be(MlsFault.InvalidSavedState);
        }
    }

    private static List<byte[]> Originals()
    {
        var group = AGroup.Of("alba", "borea", "cambria");
        using var bundle = group.Client("dorna").NewKeyPackage();
        using var commit = group["alba"].Commit(CommitOptions.Default with { Encrypt = false }, new Proposal.Add(bundle.KeyPackage));
        using var proposal = group["alba"].Propose(new Proposal.Remove(group.LeafOf("cambria")), encrypt: false);
        return
        [
            bundle.KeyPackage.Encode(), commit.Message.Encode(), commit.Welcome!.Encode(), proposal.Message.Encode(),
            group["borea"].GroupInfo().Encode(), group.Protect("borea", "data").Encode(),
        ];
    }
}
