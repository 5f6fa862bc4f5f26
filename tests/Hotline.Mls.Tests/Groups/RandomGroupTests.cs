using System.Globalization;

namespace Hotline.Mls.Tests;

/// <summary>Groups that live at random: whatever happens, all members stay in one state. With HOTLINE_LONG=1, 200 lives of 100 events.</summary>
public sealed class RandomGroupTests
{
    private const int MaxMembers = 20;

    private static readonly bool Long = Environment.GetEnvironmentVariable("HOTLINE_LONG") == "1";

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Long ? 200 : 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void All_members_stay_in_one_state_whatever_happens(int seed)
    {
        var chance = new Mutator((ulong)seed);
        var options = MlsOptions.Default with { EncryptHandshakes = seed % 2 == 0, Psks = id => id is PskId.External ? "by courier"u8.ToArray() : null };
        var group = AGroup.Of(AGroup.Suite1, options, "0", "1");
        var names = 2;

        for (var events = Long ? 100 : 40; events > 0; events--)
        {
            Happen(group, chance, ref names);

            var authenticators = Active(group).Select(name => Convert.ToHexString(group[name].EpochAuthenticator())).Distinct();
            authenticators.Should().ContainSingle($"seed {seed}, {events} events before the end");
        }

        group.ShouldAgree();
    }

    private static List<string> Active(AGroup group) => [.. group.Members.Where(member => member.Value.Phase == GroupPhase.Active).Select(member => member.Key)];

    private static void Happen(AGroup group, Mutator chance, ref int names)
    {
        var active = Active(group);
        var actor = active[chance.Below(active.Count)];
        var other = active[chance.Below(active.Count)];
        switch (chance.Below(9))
        {
            case 0 or 1 when active.Count < MaxMembers:
                var newcomers = Enumerable.Range(names, 1 + chance.Below(4)).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToArray();
                names += newcomers.Length;
                group.Add(actor, newcomers);
                break;
            case 2 when actor != other && active.Count > 2:
                group.Commit(actor, new Proposal.Remove(group.LeafOf(other)));
                group.Members.Remove(other);
                break;
            case 3 when actor != other:
                group.Propose(other, member => member.ProposeUpdate());
                group.Commit(actor);
                break;
            case 4 when actor != other && active.Count > 3:
                group.Propose(actor, member => member.Propose(new Proposal.Remove(group.LeafOf(other))));
                var committer = active.First(name => name != other);
                group.Commit(committer);
                group.Members.Remove(other);
                break;
            case 5:
                group.Commit(actor, CommitOptions.Default with { RenewKeys = false }, new Proposal.Psk(PskId.ForExternal(group.Suite, "1"u8)));
                break;
            case 6:
                ComeBack(group, other, actor);
                break;
            case 7:
                group.Unprotect(active.First(name => name != actor), group.Protect(actor, "in between"));
                break;
            default:
                group.Commit(actor);
                break;
        }
    }

    /// <summary>One loses its state, and joins by itself in place of its former leaf.</summary>
    private static void ComeBack(AGroup group, string name, string helper)
    {
        var (client, lost) = (group[name].Client, group.LeafOf(name));
        if (name == helper) return;
        group.Members.Remove(name);
        using var join = Group.JoinExternally(client, AGroup.Sent(group[helper].GroupInfo()), new ExternalJoinOptions { Replaces = lost });
        group.ToOthers(name, join.Message);
        group[name] = join.Adopt();
    }
}
