using Hotline.Wire;

namespace Hotline.Cli.Tests;

/// <summary>Accounts, grants and tokens from the command line.</summary>
public sealed class AccountVerbsTests : IAsyncLifetime
{
    private readonly Fresh _fresh = new();
    private RunningNode _node = null!;

    private string Data => _fresh["data"];

    public async ValueTask InitializeAsync() => _node = await RunningNode.StartAsync(Data);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _fresh.Dispose();
    }

    [Fact]
    public async Task An_account_without_a_password_is_added_without_asking_for_one()
    {
        var run = await RunOfHotline.Of("account", "add", "feed", "--no-password", "--rights", "ro", "--data", Data);

        run.Code.Should().Be(0);
        _node.Answers.Kept.Should().Be(new KeepAccountRequest { Name = "feed", Rights = "ro" });
    }

    [Fact]
    public async Task A_file_that_is_no_certificate_is_refused_and_nothing_is_kept()
    {
        await File.WriteAllTextAsync(_fresh["note.pem"], "minutes of the meeting", TestContext.Current.CancellationToken);

        var run = await RunOfHotline.Of("account", "add", "feed", "--no-password", "--certificate", _fresh["note.pem"], "--data", Data);

        run.Code.Should().NotBe(0);
        run.Complaints.Should().Contain("holds no certificate");
        _node.Answers.Kept.Should().BeNull();
    }

    [Fact]
    public async Task Rights_are_granted_by_collection_and_listed()
    {
        await RunOfHotline.Of("account", "grant", "soc", "indicators", "wo", "--data", Data);
        var people = await RunOfHotline.Of("account", "list", "--data", Data);
        var programs = await RunOfHotline.Of("account", "list", "--data", Data, "--json");

        _node.Answers.Granted.Should().Be(new GrantRightsRequest { Account = "soc", Collection = "indicators", Rights = "wo" });
        people.Output.Should().Contain("indicators rw, else ro");
        programs.Json.GetProperty("accounts")[0].GetProperty("grants")[0].GetProperty("rights").GetString().Should().Be("rw");
    }

    [Fact]
    public async Task A_token_is_made_listed_and_revoked()
    {
        var made = await RunOfHotline.Of("token", "create", "soc", "--label", "feed", "--days", "30", "--rights", "ro", "--collection", "a", "--collection", "b", "--data", Data);
        var json = await RunOfHotline.Of("token", "create", "soc", "--data", Data, "--json");
        var listed = await RunOfHotline.Of("token", "list", "--data", Data);
        var revoked = await RunOfHotline.Of("token", "revoke", "0123456789ab", "--data", Data);

        made.Output.Should().Contain("hotline_secret").And.Contain("once");
        json.Json.GetProperty("token").GetString().Should().Be("hotline_secret");
        listed.Output.Should().Contain("0123456789ab").And.Contain("indicators").And.NotContain("secret");
        revoked.Output.Should().Contain("revoked");
        _node.Answers.Revoked!.Id.Should().Be("0123456789ab");
    }

    [Fact]
    public async Task A_watch_is_added_listed_with_its_matches_and_removed()
    {
        var added = await RunOfHotline.Of("watch", "add", "indicators", "[url:value LIKE '%.example']", "--data", Data, "--json");
        var listed = await RunOfHotline.Of("watch", "list", "--data", Data);
        var removed = await RunOfHotline.Of("watch", "remove", "89abcdef", "--data", Data);

        added.Json.GetProperty("id").GetString().Should().Be("89abcdef");
        _node.Answers.Watched.Should().Be(new AddWatchRequest { Collection = "indicators", Pattern = "[url:value LIKE '%.example']" });
        listed.Output.Should().Contain("1,234").And.Contain("observed-data--1").And.Contain("%.example");
        removed.Code.Should().Be(0);
    }

    [Theory]
    [InlineData("token", "create", "soc", "--days", "0")]
    [InlineData("token", "create", "soc", "--rights", "none")]
    [InlineData("account", "grant", "soc", "indicators", "all")]
    public async Task What_cannot_be_meant_is_refused_before_the_node_is_asked(params string[] arguments)
    {
        var run = await RunOfHotline.Of([.. arguments, "--data", Data]);

        run.Code.Should().NotBe(0);
        (_node.Answers.Asked, _node.Answers.Granted).Should().Be(((CreateTokenRequest?)null, (GrantRightsRequest?)null));
    }
}
