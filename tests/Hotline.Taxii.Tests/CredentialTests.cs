using System.Net;
using System.Net.Http.Headers;
using Hotline.Collections;
using Hotline.Taxii.Accounts;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Taxii.Tests;

/// <summary>Tokens, client certificates and rates.</summary>
public sealed class CredentialTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task Requirement_19_A_token_proves_its_account_until_it_expires_or_is_revoked()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var (text, token) = AccessTokens.Create("alice", "feed", node.Clock.GetUtcNow(), TimeSpan.FromDays(1), CollectionRights.ReadAndWrite);
        await node.Store.AddTokenAsync(token, Ct);
        using var client = Bearer(node, text);

        await client.AddAsync(node.Objects, AStixObject.Campaign());
        (await client.GetOkAsync(node.Objects)).Ids().Should().ContainSingle();
        node.Clock.Advance(TimeSpan.FromDays(1));
        await client.ShouldRefuseAsync(node.Objects, HttpStatusCode.Unauthorized);

        (text, token) = AccessTokens.Create("alice", "feed", node.Clock.GetUtcNow(), TimeSpan.FromDays(1), CollectionRights.ReadAndWrite);
        await node.Store.AddTokenAsync(token, Ct);
        using var second = Bearer(node, text);
        await second.GetOkAsync(node.Objects);
        (await node.Store.RemoveTokenAsync(token.Id, Ct)).Should().BeTrue();
        await second.ShouldRefuseAsync(node.Objects, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_can_do_no_more_than_its_scope_and_no_more_than_its_account()
    {
        var (open, closed, other) = (TaxiiNode.ACollection("open"), TaxiiNode.ACollection("closed"), TaxiiNode.ACollection("other"));
        await using var node = await TaxiiNode.StartAsync(
            TaxiiNode.ASetting(open, closed, other), rights: (_, collection) => collection.Title == "closed" ? new CollectionRights(false, true) : CollectionRights.ReadAndWrite);
        var (text, token) = AccessTokens.Create("alice", "", node.Clock.GetUtcNow(), TimeSpan.FromDays(1), new CollectionRights(true, false), open.Id, closed.Id);
        await node.Store.AddTokenAsync(token, Ct);
        using var client = Bearer(node, text);

        var seen = (await client.GetOkAsync("/intel/collections/")).GetProperty("collections").EnumerateArray().ToArray();

        seen.Select(one => one.GetProperty("title").GetString()).Should().Equal("open");
        seen[0].GetProperty("can_write").GetBoolean().Should().BeFalse();
        using var posted = await client.PostEnvelopeAsync(TaxiiNode.ObjectsOf(open), AnEnvelope.Of(AStixObject.Campaign()));
        await posted.ShouldBeErrorAsync(HttpStatusCode.Forbidden);
        await client.ShouldRefuseAsync(TaxiiNode.ObjectsOf(closed), HttpStatusCode.NotFound);
        await client.ShouldRefuseAsync(TaxiiNode.ObjectsOf(other), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_made_up_token_is_refused_and_the_answer_offers_both_schemes()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        using var client = Bearer(node, "hotline_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        using var response = await client.GetAsync(new Uri("/taxii2/", UriKind.Relative), TestContext.Current.CancellationToken);

        await response.ShouldBeErrorAsync(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).Should().Equal("Basic", "Bearer");
    }

    [Fact]
    public void A_token_is_kept_as_its_hash_only()
    {
        var (text, token) = AccessTokens.Create("alice", "feed", DateTimeOffset.UnixEpoch, TimeSpan.FromDays(1), CollectionRights.ReadAndWrite);

        text.Should().StartWith("hotline_").And.HaveLength(51);
        token.ToString().Should().NotContain(text[8..]);
        token.Hash.Should().Be(Digest.Of(System.Text.Encoding.ASCII.GetBytes(text)));
        AccessTokens.Create("alice", "feed", DateTimeOffset.UnixEpoch, TimeSpan.FromDays(1), CollectionRights.ReadAndWrite).Text.Should().NotBe(text);
    }

    [Fact]
    public async Task Requirement_19_A_client_certificate_proves_the_account_that_its_key_was_given_to()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        using var certificate = TaxiiNode.ACertificate();
        using var stranger = TaxiiNode.ACertificate();
        await node.Store.KeepKeyAsync("bob", Digest.Of(certificate.PublicKey.ExportSubjectPublicKeyInfo()), Ct);
        using var known = node.NewClient(null, certificate: certificate);
        using var unknown = node.NewClient(null, certificate: stranger);

        await known.GetOkAsync("/taxii2/");
        await unknown.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);
        known.DefaultRequestHeaders.Authorization = TaxiiNode.Basic("bob", "wrong");
        await known.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);
        await node.Store.RemoveAccountAsync("bob", Ct);
        known.DefaultRequestHeaders.Authorization = null;
        await known.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_account_that_asks_too_often_is_told_when_to_ask_again_and_the_others_are_served()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ASetting(TaxiiNode.ACollection("Shared")) with { RequestsPerSecond = 2 });

        for (var request = 0; request < 4; request++) await node.Alice.GetOkAsync("/taxii2/");
        using var refused = await node.Alice.GetAsync(new Uri("/taxii2/", UriKind.Relative), TestContext.Current.CancellationToken);

        await refused.ShouldBeErrorAsync(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        await node.Bob.GetOkAsync("/taxii2/");
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        await node.Alice.GetOkAsync("/taxii2/");
        await node.Alice.GetOkAsync("/taxii2/");
        await node.Alice.ShouldRefuseAsync("/taxii2/", HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Whoever_guesses_passwords_is_slowed_down_and_who_knows_one_is_not()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        await node.Alice.GetOkAsync("/taxii2/");
        using var guesser = node.NewClient("mallory", "guess");

        for (var guess = 0; guess < 10; guess++) await guesser.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);
        await guesser.ShouldRefuseAsync("/taxii2/", HttpStatusCode.TooManyRequests);

        await node.Alice.GetOkAsync("/taxii2/");
        node.Clock.Advance(TimeSpan.FromSeconds(6));
        await guesser.ShouldRefuseAsync("/taxii2/", HttpStatusCode.Unauthorized);
        await guesser.ShouldRefuseAsync("/taxii2/", HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public void Rates_are_kept_for_many_and_forgotten_when_they_are_whole_again()
    {
        var clock = new FakeTimeProvider();
        var rates = new RequestRates<int>(perSecond: 1, burst: 2, clock);

        for (var key = 0; key < 30_000; key++)
        {
            rates.Take(key).Should().BeNull();
            if (key % 5_000 == 0) clock.Advance(TimeSpan.FromSeconds(2));
        }

        rates.Take(-1).Should().BeNull();
        rates.Take(-1).Should().BeNull();
        rates.Take(-1).Should().Be(TimeSpan.FromSeconds(1));
    }

    private static HttpClient Bearer(TaxiiNode node, string token)
    {
        var client = node.NewClient(null);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
