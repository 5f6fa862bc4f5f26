using Hotline.Rosters;

namespace Hotline.Evidence.Tests;

public sealed class RosterFolderTests(ANetwork network) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-rosters-");

    private string Rosters => Path.Combine(_folder.FullName, "rosters");

    private RosterFolder Folder => new(Rosters);

    [Fact]
    public void What_was_kept_is_loaded_as_the_same_series()
    {
        var (first, second) = (Sign(network.First), Sign(ANetwork.After(network.First)));
        Folder.Keep(first);
        Folder.Keep(second);

        var series = Folder.Load("real");

        series.All.Should().Equal(first, second);
        Directory.EnumerateFiles(Rosters).Select(Path.GetFileName).Should().BeEquivalentTo("0001.roster", "0002.roster");
    }

    [Fact]
    public void Without_a_roster_the_way_to_one_is_said()
    {
        var load = () => Folder.Load("real");

        load.Should().Throw<RosterRefusedException>().WithMessage("*hotline roster import*");
    }

    [Fact]
    public void A_missing_number_is_refused_so_that_no_revocation_is_overlooked()
    {
        Folder.Keep(Sign(network.First));
        var second = ANetwork.After(network.First);
        Folder.Keep(Sign(ANetwork.After(second)));

        var load = () => Folder.Load("real");

        load.Should().Throw<RosterRefusedException>().WithMessage("*0002.roster is missing*");
    }

    [Fact]
    public void A_kept_roster_that_does_not_follow_is_refused()
    {
        Folder.Keep(Sign(network.First));
        Folder.Keep(ANetwork.Signed(ANetwork.After(network.First), network.Alba));

        var load = () => Folder.Load("real");

        load.Should().Throw<RosterRefusedException>();
    }

    [Fact]
    public void A_changed_file_is_refused()
    {
        Folder.Keep(Sign(network.First));
        var file = Path.Combine(Rosters, "0001.roster");
        File.WriteAllBytes(file, ANetwork.Change(File.ReadAllBytes(file), "\"quorum\": 2", "\"quorum\": 1"));

        var load = () => Folder.Load("real");

        load.Should().Throw<RosterRefusedException>();
    }

    [Fact]
    public void A_roster_of_another_domain_is_refused()
    {
        Folder.Keep(Sign(network.First));

        var load = () => Folder.Load("exercise:cyber-fog");

        load.Should().Throw<RosterRefusedException>();
    }

    [Fact]
    public void The_same_roster_again_is_left_alone_and_another_of_its_number_is_a_fork()
    {
        var kept = Sign(network.First);
        Folder.Keep(kept);
        var fork = Sign((network.First with { Quorum = 3 }).Written());

        Folder.Keep(kept.Sign(network.Cambria.Root));
        var keep = () => Folder.Keep(fork);

        keep.Should().Throw<RosterRefusedException>().WithMessage("*fork*");
        File.ReadAllBytes(Path.Combine(Rosters, "0001.roster")).Should().Equal(kept.Note.ToArray());
    }

    [Fact]
    public void What_a_crash_left_half_written_is_overwritten()
    {
        Directory.CreateDirectory(Rosters);
        File.WriteAllText(Path.Combine(Rosters, "0001.roster.tmp"), "{");

        Folder.Keep(Sign(network.First));

        Folder.Load("real").Current.Hash.Should().Be(network.First.Hash);
    }

    [Fact]
    public void An_import_is_in_force_and_kept_or_neither()
    {
        Folder.Keep(Sign(network.First));
        var book = new RosterBook(Folder.Load("real"), Folder);
        var next = ANetwork.After(network.First);

        var withoutQuorum = () => book.Import(ANetwork.Signed(next, network.Alba));
        withoutQuorum.Should().Throw<RosterRefusedException>();
        var before = (book.Current.Number, Folder.Load("real").Current.Number);
        book.Import(Sign(next));
        book.Import(Sign(next));

        before.Should().Be((1, 1));
        (book.Current.Number, Folder.Load("real").Current.Number).Should().Be((2, 2));
    }

    [Fact]
    public void A_roster_that_cannot_be_kept_is_not_in_force()
    {
        Folder.Keep(Sign(network.First));
        var book = new RosterBook(Folder.Load("real"), Folder);
        Folder.Keep(Sign(ANetwork.After(network.First, roster => roster with { Quorum = 3 })));

        var import = () => book.Import(Sign(ANetwork.After(network.First)));

        import.Should().Throw<RosterRefusedException>().WithMessage("*fork*");
        book.Current.Number.Should().Be(1);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SignedRoster Sign(Roster roster) => ANetwork.Signed(roster, network.Alba, network.Borea);
}
