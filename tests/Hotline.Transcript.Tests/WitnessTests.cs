using System.Text;
using CsCheck;

namespace Hotline.Transcript.Tests;

/// <summary>A witness cosigns what grew from what it cosigned before (C2SP tlog-witness), and remembers over restarts.</summary>
public sealed class WitnessTests : IDisposable
{
    private static readonly ATree Tree = ATree.OfSize(20);

    private readonly AWitness _borea = new("borea.example/witness", ALog.Signer.LogKey, ALog.Signer.MlDsaKey);

    [Fact]
    public async Task Both_cosignatures_hold_under_the_checkpoint_and_say_when()
    {
        var before = DateTimeOffset.UnixEpoch.AddSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

        var answer = await _borea.AskAsync(0, [], At(7));

        answer.Status.Should().Be(200);
        var judged = Policy(_borea).Judge((byte[])[.. At(7), .. answer.Body.Span]);
        judged.Cosignatures.Select(cosignature => cosignature.Key).Should().Equal(_borea.Cosigner.Key);
        judged.Cosignatures[0].Time.Should().BeOnOrAfter(before).And.BeBefore(before.AddMinutes(10));
        SignedNote.Parse((byte[])[.. At(7), .. answer.Body.Span]).Verify([_borea.Cosigner.Key, _borea.Cosigner.MlDsaKey]).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_tree_that_grew_is_cosigned_with_its_proof_and_refused_without_it()
    {
        await _borea.AskAsync(0, [], At(7));
        var state = _borea.State;

        (await _borea.AskAsync(7, [], At(12))).Status.Should().Be(422);
        (await _borea.AskAsync(7, Tree.ProveConsistency(6, 12), At(12))).Status.Should().Be(422);
        _borea.State.Should().Equal(state);

        (await _borea.AskAsync(7, Tree.ProveConsistency(7, 12), At(12))).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_same_checkpoint_again_is_cosigned_afresh()
    {
        await _borea.AskAsync(0, [], At(7));

        (await _borea.AskAsync(7, [], At(7))).Status.Should().Be(200);
        (await _borea.AskAsync(7, [ATree.ALeaf(1)], At(7))).Status.Should().Be(422);
    }

    [Fact]
    public async Task A_conflict_names_the_size_that_was_cosigned_last_also_after_a_restart()
    {
        await _borea.AskAsync(0, [], At(7));
        _borea.Reopen();

        var answer = await _borea.AskAsync(0, [], At(12));

        (answer.Status, answer.ContentType, Encoding.ASCII.GetString(answer.Body.Span), answer.ReadSize()).Should().Be((409, "text/x.tlog.size", "7\n", 7UL));
    }

    [Fact]
    public async Task A_fork_of_one_size_is_refused_and_its_proof_kept()
    {
        var fork = ALog.Checkpoint(7, ATree.ALeaf(99));
        await _borea.AskAsync(0, [], At(7));

        (await _borea.AskAsync(7, [], fork)).Status.Should().Be(422);

        var folder = Directory.GetDirectories(_borea.Folder).Single();
        var kept = new LogFork(File.ReadAllBytes(Path.Combine(folder, "fork-1.first")), File.ReadAllBytes(Path.Combine(folder, "fork-1.second")));
        var (first, second) = kept.Verify(ALog.Verifier);
        (first.Root, second.Root).Should().Be((Tree.RootByDefinition(7), ATree.ALeaf(99)));
        (await _borea.AskAsync(7, Tree.ProveConsistency(7, 12), At(12))).Status.Should().Be(200);
    }

    [Fact]
    public async Task An_empty_tree_has_the_root_of_nothing()
    {
        (await _borea.AskAsync(0, [], ALog.Checkpoint(0, ATree.ALeaf(1)))).Status.Should().Be(422);
        (await _borea.AskAsync(0, [], ALog.Checkpoint(0, TreeHash.Empty))).Status.Should().Be(200);
        (await _borea.AskAsync(0, [ATree.ALeaf(1)], At(3))).Status.Should().Be(422);
    }

    [Fact]
    public async Task A_stranger_and_a_flipped_signature_are_refused_and_unknown_lines_are_neither_judged_nor_kept()
    {
        using var stranger = new AWitness("stranger.example/witness");
        var byStranger = new Checkpoint(ALog.Origin, 7, Tree.RootByDefinition(7));
        var line = stranger.Cosigner.Cosign(byStranger, DateTimeOffset.UnixEpoch.AddDays(1));

        (await _borea.AskAsync(0, [], [.. byStranger.ToBytes(), (byte)'\n', .. Encoding.UTF8.GetBytes(line)])).Status.Should().Be(403);
        (await _borea.AskAsync(0, [], Flipped(At(7)))).Status.Should().Be(403);
        (await stranger.AskAsync(0, [], At(7))).Status.Should().Be(404);
        _borea.State.Should().BeEmpty();
        (await _borea.AskAsync(0, [], [.. At(7), .. Encoding.UTF8.GetBytes(line)])).Status.Should().Be(200);
        Encoding.UTF8.GetString((await _borea.Store.FindAsync(ALog.Origin, TestContext.Current.CancellationToken))!.Note.Span).Should().NotContain("stranger");
    }

    [Fact]
    public async Task What_monitors_are_served_holds_the_lines_of_log_and_witness()
    {
        var note = At(7);

        var answer = await _borea.AskAsync(0, [], note);

        var served = await _borea.Store.FindAsync(ALog.Origin, TestContext.Current.CancellationToken);
        served!.Note.ToArray().Should().Equal([.. note, .. answer.Body.Span]);
    }

    [Fact]
    public async Task A_damaged_record_stops_the_witness_instead_of_being_taken_for_none()
    {
        await _borea.AskAsync(0, [], At(7));
        var file = Directory.GetFiles(_borea.Folder, "checkpoint", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(file, [.. "damaged"u8], TestContext.Current.CancellationToken);

        await _borea.Invoking(witness => witness.AskAsync(0, [], At(7))).Should().ThrowAsync<IOException>().WithMessage("*damaged*");
    }

    [Fact]
    public void Two_processes_cannot_share_a_memory() =>
        _borea.Invoking(witness => new DirectoryWitnessStore(witness.Folder)).Should().Throw<IOException>();

    /// <summary>Sixteen callers offer growing trees from whatever size they were told: no cosigned size ever goes back.</summary>
    [Fact]
    public async Task Raced_from_sixteen_callers_no_tree_is_rolled_back()
    {
        var cosigned = new System.Collections.Concurrent.ConcurrentQueue<ulong>();

        await Task.WhenAll(Enumerable.Range(1, 16).Select(number => Task.Run(async () =>
        {
            var size = (ulong)number;
            ulong old = 0;
            while (old <= size)
            {
                var answer = await _borea.AskAsync(old, Tree.ProveConsistency(old, size), At((int)size));
                if (answer.Status == 200)
                {
                    cosigned.Enqueue(size);
                    return;
                }

                old = answer.ReadSize();
            }
        })));

        cosigned.Should().NotBeEmpty().And.OnlyHaveUniqueItems();
        (await _borea.Store.FindAsync(ALog.Origin, TestContext.Current.CancellationToken))!.Checkpoint.Size.Should().Be(16).And.Be(cosigned.Max());
    }

    [Fact]
    public void A_request_is_refused_or_is_written_again_as_it_came() => Damage.Around(new WitnessRequest(7, Tree.ProveConsistency(7, 12), At(12)).ToBytes()).Sample(bytes =>
    {
        try
        {
            WitnessRequest.Parse(bytes).ToBytes().Should().Equal(bytes);
        }
        catch (NoteException)
        {
            // Refused.
        }
    }, iter: 5_000);

    [Fact]
    public async Task Arbitrary_requests_change_nothing_unless_they_are_cosigned()
    {
        var requests = Damage.Around(new WitnessRequest(0, [], At(3)).ToBytes()).Array[300].Single();

        foreach (var request in requests)
        {
            var state = _borea.State;
            var answer = await _borea.Witness.AddCheckpointAsync(request, TestContext.Current.CancellationToken);
            if (answer.Status != 200) _borea.State.Should().Equal(state);
            answer.Status.Should().BeOneOf(200, 400, 403, 404, 409, 422);
        }
    }

    public void Dispose() => _borea.Dispose();

    internal static WitnessPolicy Policy(AWitness witness) => WitnessPolicy.Parse(Encoding.UTF8.GetBytes(
        $"log {ALog.Key}\nwitness w {witness.Cosigner.Key}\nquorum w\n"));

    private static byte[] At(int size) => ALog.Checkpoint((ulong)size, Tree.RootByDefinition(size));

    private static byte[] Flipped(byte[] note)
    {
        var text = Encoding.UTF8.GetString(note);
        var at = text.IndexOf(ALog.Origin + " ", StringComparison.Ordinal) + ALog.Origin.Length + 20;
        return Encoding.UTF8.GetBytes(text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..]);
    }
}
