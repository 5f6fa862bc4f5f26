using Hotline.Collections;
using Hotline.Stores;

namespace Hotline.Taxii.Tests;

/// <summary>Just enough of a store until the real one is there.</summary>
internal sealed class TestCollections(TimeProvider clock) : ICollectionStore
{
    private readonly Dictionary<string, Account> _accounts = [];
    private readonly Dictionary<Guid, AddStatus> _statuses = [];
    private readonly List<(Guid Collection, StoredObject Stored)> _objects = [];
    private readonly List<ObjectDraft> _drafts = [];
    private long _last;

    public Task<AddStatus> AddAsync(Addition addition, CancellationToken cancellationToken)
    {
        lock (_objects)
        {
            var outcomes = new List<ObjectOutcome>();
            var travelling = new List<CollectionObject>();
            foreach (var (offered, withheld) in addition.Objects.Select(o => (o.Object, o.Withheld)))
            {
                var known = _objects.Find(entry => entry.Collection == addition.Collection && entry.Stored.Object.ObjectId == offered.ObjectId && entry.Stored.Object.Version == offered.Version).Stored;
                if (known is not null)
                {
                    var same = known.Object.Raw.Span.SequenceEqual(offered.Raw.Span);
                    outcomes.Add(new ObjectOutcome(offered.ObjectId, offered.Version, same ? null : "known with other content", withheld));
                    continue;
                }

                _last = Math.Max(_last + 1, (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10);
                _objects.Add((addition.Collection, new StoredObject(offered with { Raw = offered.Raw.ToArray() }, _last)));
                outcomes.Add(new ObjectOutcome(offered.ObjectId, offered.Version, null, withheld));
                if (withheld is null) travelling.Add(offered);
            }

            outcomes.AddRange(addition.Failures);
            var drafts = addition.MakeDrafts(travelling);
            _drafts.AddRange(drafts);
            var status = new AddStatus(addition.Status, addition.Collection, addition.At, [.. outcomes], new DraftProgress(drafts.Count, 0, 0));
            _statuses[status.Id] = status;
            return Task.FromResult(status);
        }
    }

    public Task<AddStatus?> FindStatusAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult(_statuses.GetValueOrDefault(id));

    public Task<ObjectPage> ReadAsync(ObjectQuery query, CancellationToken cancellationToken)
    {
        lock (_objects)
        {
            var found = _objects.Where(entry => entry.Collection == query.Collection).Select(entry => entry.Stored)
                .Where(stored => query.AddedAfter is not { } after || stored.DateAdded > after)
                .Where(stored => query.Ids.Count == 0 || query.Ids.Contains(stored.Object.ObjectId))
                .Where(stored => query.Types.Count == 0 || query.Types.Contains(stored.Object.Type))
                .ToList();
            if (!query.AllVersions)
                found = [.. found.GroupBy(stored => stored.Object.ObjectId).Select(group => group.MaxBy(stored => stored.Object.VersionInstant)!)];
            var rest = found.OrderBy(stored => stored.DateAdded).Where(stored => query.After is not { } place || stored.DateAdded > place.DateAdded).ToList();
            return Task.FromResult(new ObjectPage([.. rest.Take(query.Limit)], rest.Count > query.Limit));
        }
    }

    public Task<IReadOnlyList<ObjectDraft>> ReadDraftsAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ObjectDraft>>([.. _drafts.Take(limit)]);

    public Task<long> CountAsync(Guid collection, CancellationToken cancellationToken) =>
        Task.FromResult((long)_objects.Count(entry => entry.Collection == collection));

    public Task KeepAccountAsync(Account account, CancellationToken cancellationToken)
    {
        _accounts[account.Name] = account;
        return Task.CompletedTask;
    }

    public Task<Account?> FindAccountAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_accounts.GetValueOrDefault(name));

    public Task<IReadOnlyList<Account>> ReadAccountsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Account>>([.. _accounts.Values]);

    public Task<bool> RemoveAccountAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_accounts.Remove(name));
}
