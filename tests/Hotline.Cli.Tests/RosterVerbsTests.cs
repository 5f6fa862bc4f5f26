using Hotline.Evidence;

namespace Hotline.Cli.Tests;

public sealed class RosterVerbsTests(RosterVerbsTests.Parties parties) : IClassFixture<RosterVerbsTests.Parties>, IDisposable
{
    private readonly Fresh _out = new();

    [Fact]
    public async Task Three_members_compose_sign_and_import_a_first_roster()
    {
        var file = _out["1.roster"];

        var made = await RunOfHotline.Of(["roster", "new", "--out", file, "--json", .. parties.Entries()]);
        var first = await Sign(file, "alba");
        var early = await RunOfHotline.Of("roster", "import", file, "--data", parties.Data("cambria"));
        var second = await Sign(file, "borea");
        var imported = await RunOfHotline.Of("roster", "import", file, "--data", parties.Data("cambria"), "--json");
        var shown = await RunOfHotline.Of("roster", "show", "--data", parties.Data("cambria"), "--json");

        made.Json.GetProperty("quorum").GetInt32().Should().Be(2, "it is the majority of three");
        first.Code.Should().Be(0, first.Complaints);
        early.Code.Should().Be(1);
        early.Complaints.Should().Contain("1 of the 2 members needed signed it (alba)");
        second.Json.GetProperty("signedBy").EnumerateArray().Select(name => name.GetString()).Should().Equal("alba", "borea");
        imported.Code.Should().Be(0, imported.Complaints);
        imported.Json.GetProperty("running").GetBoolean().Should().BeFalse();
        shown.Json.GetProperty("hash").GetString().Should().Be(made.Json.GetProperty("hash").GetString());
    }

    [Fact]
    public async Task The_next_roster_follows_the_kept_one_and_revokes()
    {
        var first = _out["1.roster"];
        var next = _out["2.roster"];
        await RunOfHotline.Of(["roster", "new", "--out", first, .. parties.Entries()]);
        await Sign(first, "alba");
        await Sign(first, "borea");
        await RunOfHotline.Of("roster", "import", first, "--data", parties.Data("borea"));

        var made = await RunOfHotline.Of("roster", "new", "--out", next, "--revoke", "cambria", "--data", parties.Data("borea"), "--json");
        await Sign(next, "borea");
        await Sign(next, "alba");
        var imported = await RunOfHotline.Of("roster", "import", next, "--data", parties.Data("borea"));

        made.Json.GetProperty("number").GetInt32().Should().Be(2);
        imported.Code.Should().Be(0, imported.Complaints);
        var series = new RosterFolder(Path.Combine(parties.Data("borea"), "roster")).Load("real");
        series.Current.FindMember("cambria")!.RevokedSince.Should().NotBeNull();
        series.Current.FindMember("alba")!.RevokedSince.Should().BeNull();
    }

    [Fact]
    public async Task Who_is_not_on_the_roster_cannot_sign_it()
    {
        var file = _out["1.roster"];
        await RunOfHotline.Of("roster", "new", "--out", file, "--entry", parties.Entry("alba"), "--entry", parties.Entry("hub"));

        var signed = await Sign(file, "borea");

        signed.Code.Should().Be(1);
        signed.Complaints.Should().Contain("no member's on this roster");
    }

    [Fact]
    public async Task Signing_twice_leaves_one_signature()
    {
        var file = _out["1.roster"];
        await RunOfHotline.Of("roster", "new", "--out", file, "--entry", parties.Entry("alba"));
        await Sign(file, "alba");
        var once = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

        var again = await Sign(file, "alba");

        again.Code.Should().Be(0, again.Complaints);
        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).Should().Equal(once);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_said_in_one_sentence()
    {
        var file = _out["1.roster"];
        await RunOfHotline.Of("roster", "new", "--out", file, "--entry", parties.Entry("alba"));
        await File.WriteAllTextAsync(_out["wrong"], "battery staple", TestContext.Current.CancellationToken);

        var signed = await RunOfHotline.Of("roster", "sign", file, "--data", parties.Data("alba"), "--passphrase-file", _out["wrong"]);

        signed.Code.Should().Be(2);
        signed.Complaints.Should().Contain("passphrase");
    }

    [Fact]
    public async Task A_roster_of_an_exercise_is_not_signed_as_one_for_real()
    {
        var file = _out["1.roster"];
        await RunOfHotline.Of("roster", "new", "--out", file, "--exercise", "spring", "--entry", parties.Entry("alba"));

        var signed = await Sign(file, "alba");

        signed.Code.Should().Be(1);
        signed.Complaints.Should().Contain("exercise:spring");
    }

    [Fact]
    public async Task People_see_members_hubs_and_who_signed()
    {
        var file = _out["1.roster"];
        await RunOfHotline.Of(["roster", "new", "--out", file, .. parties.Entries()]);

        var shown = await RunOfHotline.Of("roster", "show", file);

        shown.Output.Should().Contain("nobody yet").And.Contain("alba").And.Contain("hub.example").And.Contain("https://127.0.0.1:7001/");
    }

    [Fact]
    public async Task A_damaged_roster_is_refused()
    {
        var file = _out["1.roster"];
        await RunOfHotline.Of("roster", "new", "--out", file, "--entry", parties.Entry("alba"));
        await Sign(file, "alba");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("\"quorum\": 1", "\"quorum\": 01", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var imported = await RunOfHotline.Of("roster", "import", file, "--data", parties.Data("alba"));

        imported.Code.Should().Be(1);
    }

    public void Dispose() => _out.Dispose();

    private Task<RunOfHotline> Sign(string file, string member) =>
        RunOfHotline.Of("roster", "sign", file, "--data", parties.Data(member), "--passphrase-file", parties.PassphraseFile, "--json");

    public sealed class Parties : IDisposable
    {
        private readonly Fresh _fresh = new();

        public Parties()
        {
            foreach (var member in (string[])["alba", "borea", "cambria"]) _fresh.Node(member);
            _fresh.Hub("hub");
            PassphraseFile = _fresh.PassphraseFile();
        }

        public string PassphraseFile { get; }

        public string Data(string name) => _fresh[name];

        public string Entry(string name) => Path.Combine(_fresh[name], "entry.json");

        public IEnumerable<string> Entries() => ((string[])["alba", "borea", "cambria", "hub"]).SelectMany(name => (string[])["--entry", Entry(name)]);

        public void Dispose() => _fresh.Dispose();
    }
}
