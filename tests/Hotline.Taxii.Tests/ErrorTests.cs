using System.Buffers;
using System.Net;
using Hotline.Collections;
using Hotline.Stores;

namespace Hotline.Taxii.Tests;

public sealed class ErrorTests
{
    [Fact]
    public async Task Requirements_9_14_A_method_the_path_does_not_have_is_405_and_names_those_it_has()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        using var delete = await node.Alice.DeleteAsync(new Uri(node.Objects, UriKind.Relative), TestContext.Current.CancellationToken);
        using var post = await node.Alice.PostEnvelopeAsync("/taxii2/", []);

        await delete.ShouldBeErrorAsync(HttpStatusCode.MethodNotAllowed);
        delete.Content.Headers.Allow.Should().BeEquivalentTo("GET", "POST", "HEAD", "OPTIONS");
        await post.ShouldBeErrorAsync(HttpStatusCode.MethodNotAllowed);
        post.Content.Headers.Allow.Should().BeEquivalentTo("GET", "HEAD", "OPTIONS");
    }

    [Fact]
    public async Task OPTIONS_names_the_methods_of_a_path()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(node.Objects, UriKind.Relative));

        using var response = await node.Nobody.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.NoContent);
        response.Content.Headers.Allow.Should().BeEquivalentTo("GET", "POST", "HEAD", "OPTIONS");
    }

    [Fact]
    public async Task HEAD_has_the_headers_of_GET_and_no_body()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri("/taxii2/", UriKind.Relative));

        using var get = await node.Alice.GetAsync(new Uri("/taxii2/", UriKind.Relative), TestContext.Current.CancellationToken);
        using var head = await node.Alice.SendAsync(request, TestContext.Current.CancellationToken);

        head.StatusCode.Should().Be(HttpStatusCode.OK);
        head.Content.Headers.ContentLength.Should().Be(get.Content.Headers.ContentLength).And.BePositive();
        head.Content.Headers.NonValidated["Content-Type"].Should().Equal(TaxiiNode.MediaType);
        (await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/taxii2/nothing/")]
    [InlineData("/intel/nothing/")]
    [InlineData("/intel/collections/nothing/")]
    [InlineData("/intel/collections/nothing/objects/")]
    [InlineData("/intel/collections/00000000-0000-4000-8000-000000000000/objects/")]
    [InlineData("/intel/status/nothing/")]
    [InlineData("/intel/status/00000000-0000-4000-8000-000000000000/")]
    public async Task Requirements_14_25_27_What_is_not_there_is_a_404_with_an_error_resource(string path)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        await node.Alice.ShouldRefuseAsync(path, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Requirement_2_A_path_without_its_last_slash_answers_the_same()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        (await node.Alice.GetOkAsync("/taxii2")).GetRawText().Should().Be((await node.Alice.GetOkAsync("/taxii2/")).GetRawText());
    }

    [Fact]
    public async Task Requirement_16_A_failing_store_is_503_and_a_bug_500_and_neither_tells_why()
    {
        var collection = TaxiiNode.ACollection("Shared");
        await using var failing = await TaxiiNode.StartAsync(TaxiiNode.ASetting(collection), new FailingStore(new StoreException("disk secret")));
        await using var buggy = await TaxiiNode.StartAsync(TaxiiNode.ASetting(collection), new FailingStore(new InvalidOperationException("bug secret")));

        using var unavailable = await failing.Alice.GetAsync(new Uri(failing.Objects, UriKind.Relative), TestContext.Current.CancellationToken);
        using var broken = await buggy.Alice.GetAsync(new Uri(buggy.Objects, UriKind.Relative), TestContext.Current.CancellationToken);

        (await unavailable.ShouldBeErrorAsync(HttpStatusCode.ServiceUnavailable)).GetRawText().Should().NotContain("secret");
        unavailable.Headers.RetryAfter!.Delta.Should().BePositive();
        (await broken.ShouldBeErrorAsync(HttpStatusCode.InternalServerError)).GetRawText().Should().NotContain("secret");
        failing.Log.Lines.Should().Contain(line => line.StartsWith("Error") && line.Contains("disk secret"));
        buggy.Log.Lines.Should().Contain(line => line.StartsWith("Error") && line.Contains("bug secret"));
    }

    /// <summary>Knows accounts and fails otherwise.</summary>
    private sealed class FailingStore(Exception failure) : ICollectionStore
    {
        private readonly Dictionary<string, Account> _accounts = [];

        public Task<AddStatus> AddAsync(Addition addition, CancellationToken cancellationToken) => throw failure;

        public Task<AddStatus?> FindStatusAsync(Guid id, CancellationToken cancellationToken) => throw failure;

        public Task<int?> RemoveAsync(Guid collection, string objectId, VersionFilter versions, IReadOnlyList<string> specVersions, CancellationToken cancellationToken) =>
            throw failure;

        public Task<ObjectPage> ReadAsync(ObjectQuery query, CancellationToken cancellationToken) => throw failure;

        public PageEnd ReadJson(ObjectQuery query, IBufferWriter<byte> json, byte separator, long fullSize) => throw failure;

        public ManifestPage ReadManifest(ObjectQuery query) => throw failure;

        public bool Contains(Guid collection, string objectId) => throw failure;

        public long ChangesOf(Guid collection) => throw failure;

        public long LastDateOf(Guid collection) => throw failure;

        public Task NextChange(Guid collection) => throw failure;

        public Task AddWatchAsync(Watch watch, CancellationToken cancellationToken) => throw failure;

        public Task<IReadOnlyList<WatchReport>> ReadWatchesAsync(int latest, CancellationToken cancellationToken) => throw failure;

        public Task AdvanceWatchAsync(string id, long seen, IReadOnlyList<WatchMatch> matches, CancellationToken cancellationToken) => throw failure;

        public Task<bool> RemoveWatchAsync(string id, CancellationToken cancellationToken) => throw failure;

        public Task<IReadOnlyList<ObjectDraft>> ReadDraftsAsync(int limit, CancellationToken cancellationToken) => throw failure;

        public Task<long> CountAsync(Guid collection, CancellationToken cancellationToken) => throw failure;

        public Task KeepAccountAsync(Account account, CancellationToken cancellationToken)
        {
            _accounts[account.Name] = account;
            return Task.CompletedTask;
        }

        public Task<Account?> FindAccountAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_accounts.GetValueOrDefault(name));

        public Task<IReadOnlyList<Account>> ReadAccountsAsync(CancellationToken cancellationToken) => throw failure;

        public Task<bool> RemoveAccountAsync(string name, CancellationToken cancellationToken) => throw failure;

        public Task<Account?> FindAccountByKeyAsync(Digest key, CancellationToken cancellationToken) => throw failure;

        public Task KeepKeyAsync(string account, Digest key, CancellationToken cancellationToken) => throw failure;

        public Task AddTokenAsync(AccessToken token, CancellationToken cancellationToken) => throw failure;

        public Task<AccessToken?> FindTokenAsync(Digest hash, CancellationToken cancellationToken) => throw failure;

        public Task<IReadOnlyList<AccessToken>> ReadTokensAsync(CancellationToken cancellationToken) => throw failure;

        public Task<bool> RemoveTokenAsync(string id, CancellationToken cancellationToken) => throw failure;
    }
}
