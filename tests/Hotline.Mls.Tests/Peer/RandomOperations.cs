using Hotline.Scenarios;

namespace Hotline.Mls.Tests;

/// <summary>
/// A group of 2 to 20 members of two makes, in which random things happen: members come, go, lose their state, renew keys, propose, commit in
/// public or in private, and send messages that arrive late, in another order or never. After each epoch all agree.
/// </summary>
internal sealed class RandomOperations : IDisposable
{
    private const int MostMembers = 20;

    /// <summary>Both makes open late messages of four epochs back.</summary>
    private const int OldestEpochs = 4;

    private readonly Dice _dice;
    private readonly MixedGroup _group;
    private readonly List<(ulong Epoch, string Text, byte[] Message, List<string> Readers)> _underWay = [];
    private int _names;
    private int _psks;

    public RandomOperations(PeerProcess peer, CipherSuiteId suite, Dice dice)
    {
        _dice = dice;
        _group = MixedGroup.Of(peer, suite, [(NewName(), true), (NewName(), false)]);
    }

    /// <summary>What was done, by name.</summary>
    public Dictionary<string, int> Done { get; } = [];

    /// <summary>What was done, step by step, for whom it fails.</summary>
    public List<string> Story { get; } = [];

    /// <summary>Newcomers on ts-mls that refused a valid tree by the fault which the README names.</summary>
    public int KnownRefusals { get; private set; }

    public int MostAtOnce { get; private set; }

    public void Run(int operations)
    {
        for (var at = 0; at < operations; at++)
        {
            var done = Operate();
            Done[done] = Done.GetValueOrDefault(done) + 1;
            MostAtOnce = Math.Max(MostAtOnce, _group.Members.Count);
        }

        DeliverWhatIsUnderWay();
        _group.EverybodyReadsEverybody();
    }

    public void Dispose() => _group.Dispose();

    private string Operate()
    {
        var grows = _group.Members.Count < MostMembers - 3;
        var shrinks = _group.Members.Count > 3;
        switch (_dice.Next(10))
        {
            case 0 or 1 when grows:
                CommitWithNewcomers([]);
                return "add";
            case 2 when shrinks:
                Remove(Anyone(), alone: !grows || !_dice.OneIn(3));
                return "remove";
            case 3:
                Commit(Anyone(), _dice.OneIn(2) ? APsk() : new Change.Resumption());
                return "psk";
            case 4 when grows:
                return JoinExternally();
            case 5:
                return ComeBack();
            case 6 or 7:
                ProposeAndCommit();
                return "proposals";
            case 8:
                Send();
                return "messages";
            default:
                Commit(Anyone());
                return "update";
        }
    }

    private void Commit(string committer, params Change[] changes)
    {
        Tell(committer, "commits " + string.Join(", ", changes.Select(Described)));
        _group.Commit(committer, _dice.OneIn(2), changes);
        BeginEpoch();
    }

    private void Remove(string removed, bool alone)
    {
        if (IsLastOfItsMake(removed)) return;
        var committer = AnyoneBut(removed);
        var change = new Change.Remove(_group[removed].Standing.Leaf);
        if (alone)
        {
            Commit(committer, change);
            return;
        }

        // ts-mls does not see that it was removed when its leaf has a new holder at once.
        if (_group[removed] is PeerMember) _group.Members.Remove(removed);
        CommitWithNewcomers([change], committer);
    }

    private bool IsLastOfItsMake(string name) => _group.Members.Values.Count(member => member.GetType() == _group[name].GetType()) == 1;

    private OurMember AnyOfOurs() => _group.Members.Values.OfType<OurMember>().First();

    private string Anyone() => _dice.Of([.. _group.Members.Keys]);

    private string AnyoneBut(string excluded) => _dice.Of([.. _group.Members.Keys.Where(name => name != excluded)]);

    private string NewName() => $"state {++_names}";

    /// <summary>One to three newcomers in one commit. Who cannot read the tree is removed again by the next.</summary>
    private void CommitWithNewcomers(IReadOnlyList<Change> changes, string? by = null)
    {
        var committer = by ?? Anyone();
        var newcomers = Enumerable.Range(0, 1 + _dice.Next(3)).Select(_ => _group.NewMember(NewName(), _dice.OneIn(2))).ToList();
        Tell(committer, "commits " + string.Join(", ", changes.Select(Described).Concat(newcomers.Select(newcomer => $"adds {Of(newcomer)}"))));
        var adds = newcomers.ConvertAll(newcomer => new Change.Add(newcomer.KeyPackage()));
        var sent = _group[committer].Commit(_dice.OneIn(2), [.. changes, .. adds]);
        _group.Deliver(committer, sent.Message);
        foreach (var newcomer in newcomers) Welcome(newcomer, sent.Welcome!);
        _group.ShouldAgree();
        BeginEpoch();
        RemoveTheAbsent();
    }

    private void Welcome(Participant newcomer, byte[] welcome)
    {
        try
        {
            newcomer.Join(welcome);
            _group.Members.Add(newcomer.Name, newcomer);
        }
        catch (PeerRefusedException refused)
        {
            RequireKnownFault(refused);
        }
    }

    /// <summary>Leaves of newcomers who could not join.</summary>
    private void RemoveTheAbsent()
    {
        var present = _group.Members.Values.Select(member => member.Standing.Leaf).ToHashSet();
        Change[] absent = [.. AnyOfOurs().Group.Members.Where(member => !present.Contains(member.Leaf.Value)).Select(member => new Change.Remove(member.Leaf.Value))];
        if (absent.Length > 0) Commit(Anyone(), absent);
    }

    private string JoinExternally()
    {
        var newcomer = _group.NewMember(NewName(), _dice.OneIn(2));
        Story.Add($"{Of(newcomer)} joins by itself");
        try
        {
            _group.JoinExternally(newcomer, Anyone());
        }
        catch (PeerRefusedException refused)
        {
            RequireKnownFault(refused);
            return "external join, refused";
        }

        BeginEpoch();
        return "external join";
    }

    private string ComeBack()
    {
        var lost = Anyone();
        if (IsLastOfItsMake(lost)) return "nothing";
        var replaced = _group[lost].Standing.Leaf;
        Tell(lost, "comes back");
        // With the state its keys for what is under way are gone.
        foreach (var (_, _, _, readers) in _underWay) readers.Remove(lost);
        try
        {
            _group.JoinExternally(_group[lost], AnyoneBut(lost), replaced);
        }
        catch (PeerRefusedException refused)
        {
            RequireKnownFault(refused);
            return "return, refused";
        }

        BeginEpoch();
        return "return";
    }

    /// <summary>Several propose, and one who did not propose an update, and is not to be removed, commits it all.</summary>
    private void ProposeAndCommit()
    {
        var committer = Anyone();
        var others = _group.Members.Keys.Where(name => name != committer).ToList();
        var removed = (string?)null;
        if (others.Count > 2 && _dice.OneIn(3))
        {
            removed = others[_dice.Next(others.Count)];
            if (IsLastOfItsMake(removed)) removed = null;
        }

        if (removed is not null) Propose(AnyoneBut(removed), new Change.Remove(_group[removed].Standing.Leaf));
        foreach (var proposer in others.Where(name => name != removed && _dice.OneIn(2))) Propose(proposer, new Change.Update());
        if (_dice.OneIn(3)) Propose(Anyone(), APsk());
        Commit(committer);
    }

    private void Propose(string proposer, Change change)
    {
        Tell(proposer, "proposes " + Described(change));
        _group.Propose(proposer, _dice.OneIn(2), change);
    }

    /// <summary>Several send several messages. Some arrive now, some later, some never.</summary>
    private void Send()
    {
        for (var messages = 1 + _dice.Next(5); messages > 0; messages--)
        {
            var sender = Anyone();
            var text = $"message {_names++} of {sender}";
            _underWay.Add((_group[sender].Standing.Epoch, text, _group[sender].Protect(text), [.. _group.Members.Keys.Where(name => name != sender)]));
        }

        if (_dice.OneIn(2)) DeliverWhatIsUnderWay();
    }

    private void DeliverWhatIsUnderWay()
    {
        while (_underWay.Count > 0)
        {
            var at = _dice.Next(_underWay.Count);
            var (_, text, message, readers) = _underWay[at];
            _underWay.RemoveAt(at);
            // This one never arrives.
            if (_dice.OneIn(6)) continue;
            foreach (var reader in readers.Where(_group.Members.ContainsKey)) _group[reader].Unprotect(message).Should().Be(text);
        }
    }

    /// <summary>What is under way may arrive after the end of its epoch, but not when that is long ago.</summary>
    private void BeginEpoch()
    {
        var now = AnyOfOurs().Standing.Epoch;
        _underWay.RemoveAll(late => late.Epoch + OldestEpochs < now);
        if (_dice.OneIn(3)) DeliverWhatIsUnderWay();
    }

    private Change.Psk APsk()
    {
        var psk = $"hl/psk/{++_psks}";
        _group.Know(psk);
        return new Change.Psk(psk);
    }

    private void Tell(string name, string what) => Story.Add($"{Of(_group[name])} at {_group[name].Standing.Leaf} {what}");

    private static string Of(Participant member) => member is OurMember ? $"our {member.Name}" : $"their {member.Name}";

    private static string Described(Change change) => change is Change.Remove remove ? $"removes leaf {remove.Leaf}" : change.GetType().Name;

    /// <summary>ts-mls asks that nodes on the path of an unmerged leaf list the same unmerged leaves, which section 12.4.3 does not.</summary>
    private void RequireKnownFault(PeerRefusedException refused)
    {
        refused.Message.Should().Contain("non-blank intermediate node must list leaf node in its unmerged_leaves");
        HasDifferingUnmergedLeaves(AnyOfOurs().Group).Should().BeTrue("only such a tree may be refused");
        Story.Add("the tree is refused");
        KnownRefusals++;
    }

    private static bool HasDifferingUnmergedLeaves(Group group)
    {
        var tree = group.State.Tree;
        foreach (var (node, _) in tree.EncryptionKeys().Where(one => !one.Node.IsLeaf))
        {
            var unmerged = tree.Parent(node)!.UnmergedLeaves;
            foreach (var above in unmerged.SelectMany(leaf => TreeMath.DirectPath(new LeafIndex(leaf).Node, tree.Size)))
                if (tree.Parent(above) is { } parent && !parent.UnmergedLeaves.SequenceEqual(unmerged)) return true;
        }

        return false;
    }
}
