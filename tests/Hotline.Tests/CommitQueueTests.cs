using Hotline.Stores;

namespace Hotline.Tests;

public sealed class CommitQueueTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task Steps_that_wait_while_a_commit_runs_share_the_next_one()
    {
        var batches = new List<int>();
        var gate = new SemaphoreSlim(0);
        await using var queue = new CommitQueue<int, int>(async (steps, _) =>
        {
            batches.Add(steps.Count);
            await gate.WaitAsync(Ct);
            return [.. steps.Select(step => step * 2)];
        });
        queue.Start();

        var first = queue.AddAsync(1, 1, Ct);
        while (queue.Length > 0 || batches.Count == 0) await Task.Yield();
        var later = Enumerable.Range(2, 100).Select(step => queue.AddAsync(step, 1, Ct)).ToArray();
        gate.Release(2);

        (await first).Should().Be(2);
        (await Task.WhenAll(later)).Should().Equal(Enumerable.Range(2, 100).Select(step => step * 2));
        batches.Should().Equal(1, 100);
    }

    [Fact]
    public async Task A_batch_holds_at_most_256_steps_and_one_mebibyte()
    {
        var batches = new List<(int Steps, int Weight)>();
        var gate = new SemaphoreSlim(0);
        await using var queue = new CommitQueue<int, int>(async (steps, _) =>
        {
            batches.Add((steps.Count, steps.Sum()));
            await gate.WaitAsync(Ct);
            return [.. steps];
        });
        queue.Start();

        var first = queue.AddAsync(1, 1, Ct);
        while (queue.Length > 0 || batches.Count == 0) await Task.Yield();
        var small = Enumerable.Range(0, 300).Select(_ => queue.AddAsync(1, 1, Ct)).ToArray();
        var large = Enumerable.Range(0, 4).Select(_ => queue.AddAsync(700_000, 700_000, Ct)).ToArray();
        gate.Release(100);
        await Task.WhenAll([first, .. small, .. large]);

        batches.Should().OnlyContain(batch => batch.Steps <= 256 && (batch.Weight <= 1024 * 1024 || batch.Steps == 1));
        batches.Sum(batch => batch.Steps).Should().Be(305);
    }

    [Fact]
    public async Task A_failed_batch_fails_its_own_callers_and_the_next_goes_on()
    {
        await using var queue = new CommitQueue<int, int>((steps, _) =>
            steps.Contains(13) ? throw new StoreException("disk full") : Task.FromResult<IReadOnlyList<int>>([.. steps]));
        queue.Start();

        var unlucky = async () => await queue.AddAsync(13, 1, Ct);

        await unlucky.Should().ThrowAsync<StoreException>();
        (await queue.AddAsync(7, 1, Ct)).Should().Be(7);
        queue.Fault.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task After_a_doubtful_commit_nothing_more_is_taken()
    {
        await using var queue = new CommitQueue<int, int>((_, _) => throw new StoreException("commit in doubt", isDoubtful: true, new IOException()));
        queue.Start();

        var first = async () => await queue.AddAsync(1, 1, Ct);
        await first.Should().ThrowAsync<StoreException>();
        await queue.Fault;
        var second = async () => await queue.AddAsync(2, 1, Ct);

        await second.Should().ThrowAsync<StoreException>();
    }
}
