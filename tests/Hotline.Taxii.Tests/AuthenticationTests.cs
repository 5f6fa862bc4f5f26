using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Hotline.Collections;
using Hotline.Taxii.Accounts;

namespace Hotline.Taxii.Tests;

public sealed class AuthenticationTests
{
    public static TheoryData<string> Paths => ["/taxii2/", "/intel/", "/intel/collections/", "/intel/nothing/", "/taxii2/nothing/"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Requirements_17_18_19_Without_credentials_every_path_asks_for_Basic(string path)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        using var response = await node.Nobody.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        await response.ShouldBeErrorAsync(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.Should().ContainSingle(challenge => challenge.Scheme == "Basic");
    }

    [Theory]
    [InlineData("Basic !!!")]
    [InlineData("Basic")]
    [InlineData("Basic YWxpY2U=")] // alice, without a colon
    [InlineData("Basic OnB3")] // :pw
    [InlineData("Basic //86cHc=")] // a name that is no UTF-8
    [InlineData("Bearer abc")]
    public async Task Credentials_that_cannot_be_read_are_refused(string authorization)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        node.Nobody.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        await node.Nobody.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Wrong_passwords_and_unknown_accounts_are_refused_and_counted()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        long counted = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument is { Meter.Name: "Hotline.Taxii", Name: "hotline.taxii.logins.failed" }) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref counted, count));
        listener.Start();
        using var wrong = node.NewClient("alice", "guess");
        using var unknown = node.NewClient("mallory", TaxiiNode.Password);

        await wrong.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);
        await unknown.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);

        Interlocked.Read(ref counted).Should().BeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_failed_login_is_logged_without_password_and_without_a_name_that_nobody_has()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        using var wrong = node.NewClient("alice", "secret-guess");
        using var slipped = node.NewClient("secret-in-the-wrong-field", "secret-guess");

        await wrong.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);
        await slipped.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);

        node.Log.Lines.Should().ContainSingle(line => line.Contains("Wrong password for TAXII account alice"));
        node.Log.Lines.Should().ContainSingle(line => line.Contains("names no known account"));
        node.Log.Lines.Should().NotContain(line => line.Contains("secret") || line.Contains(wrong.DefaultRequestHeaders.Authorization!.Parameter!));
    }

    [Fact]
    public async Task An_unknown_account_costs_as_much_as_a_wrong_password()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        using var wrong = node.NewClient("alice", "guess");
        using var unknown = node.NewClient("mallory", "guess");

        var (known, stranger) = (double.MaxValue, double.MaxValue);
        // One after the other in turns, so that whatever else the machine does holds up both alike.
        for (var turn = 0; turn < 4; turn++) (known, stranger) = (Math.Min(known, await TimeAsync(wrong)), Math.Min(stranger, await TimeAsync(unknown)));

        // Without a hash it would be a hundredth.
        (stranger / known).Should().BeInRange(0.25, 4);
    }

    [Fact]
    public async Task Only_the_first_request_pays_for_the_slow_hash()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        await node.Alice.GetOkAsync("/taxii2/");

        var started = Stopwatch.GetTimestamp();
        for (var request = 0; request < 50; request++) await node.Alice.GetOkAsync("/taxii2/");

        // Fifty hashes would take several seconds.
        Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_removed_account_and_a_changed_password_are_known_at_once()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        await node.Alice.GetOkAsync("/taxii2/");
        await node.Bob.GetOkAsync("/taxii2/");

        await node.Store.RemoveAccountAsync("alice", TestContext.Current.CancellationToken);
        await node.Store.KeepAccountAsync(
            new Account("bob", AccountPasswords.Hash("another"), node.Clock.GetUtcNow()), TestContext.Current.CancellationToken);

        await node.Alice.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);
        await node.Bob.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);
        using var bobAgain = node.NewClient("bob", "another");
        await bobAgain.GetOkAsync("/taxii2/");
    }

    [Fact]
    public void A_verification_is_forgotten_in_time_and_the_oldest_makes_room()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var logins = new VerifiedLogins(clock);
        var account = new Account("alice", "hash", clock.GetUtcNow());
        var first = Credentials("alice", "first");
        logins.Add(first, account);

        logins.Contains(first, account).Should().BeTrue();
        logins.Contains(Credentials("alice", "other"), account).Should().BeFalse();
        logins.Contains(first, account with { PasswordHash = "changed" }).Should().BeFalse();
        clock.Advance(VerifiedLogins.Lifetime);
        logins.Contains(first, account).Should().BeFalse();
        for (var other = 0; other < 1_100; other++) logins.Add(Credentials("alice", $"password {other}"), account);
        logins.Contains(Credentials("alice", "password 1099"), account).Should().BeTrue();
    }

    [Fact]
    public void A_password_is_kept_as_a_salted_slow_hash_and_nothing_else_verifies()
    {
        var hash = AccountPasswords.Hash("pässword");

        hash.Should().StartWith("$pbkdf2-sha256$i=600000$").And.NotContain("pässword");
        AccountPasswords.Hash("pässword").Should().NotBe(hash);
        AccountPasswords.Verify("pässword", hash).Should().BeTrue();
        AccountPasswords.Verify("password", hash).Should().BeFalse();
        AccountPasswords.Verify("", hash).Should().BeFalse();
        AccountPasswords.Verify("pässword", "pässword").Should().BeFalse();
        AccountPasswords.Verify("pässword", hash[..^1]).Should().BeFalse();
        FluentActions.Invoking(() => AccountPasswords.Hash("")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => AccountPasswords.Hash(new string('x', 257))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_known_answer_of_PBKDF2_verifies()
    {
        // Computed apart: hashlib.pbkdf2_hmac("sha256", b"swordfish", bytes(range(16)), 600000).
        const string known = "$pbkdf2-sha256$i=600000$AAECAwQFBgcICQoLDA0ODw$JmjVk/d/I+n+zMCVAmWkY7uFhPxgeFkoOtFBfWP2woA";

        AccountPasswords.Verify("swordfish", known).Should().BeTrue();
    }

    private static BasicCredentials Credentials(string name, string password) =>
        BasicCredentials.Read(TaxiiNode.Basic(name, password).ToString())!;

    private static async Task<double> TimeAsync(HttpClient client)
    {
        var started = Stopwatch.GetTimestamp();
        await client.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
