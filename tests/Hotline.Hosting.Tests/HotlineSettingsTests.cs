namespace Hotline.Hosting.Tests;

public sealed class HotlineSettingsTests : IDisposable
{
    private const string Hub = """{"role":"hub","name":"hub-north.example","domain":"real","listen":"127.0.0.1:7001"}""";
    private const string Node = """
        {"role":"node","name":"alba.example","member":"alba","domain":"real","listen":"127.0.0.1:7101",
         "taxii":{"listen":"127.0.0.1:7102","apiRoot":"share","title":"Alba","collections":[
           {"id":"91a7b528-80eb-42ed-a74d-c6fbd5a26116","title":"Indicators","sharedWith":["borea.example"]}]}}
        """;

    private readonly Folder _folder = new();

    [Fact]
    public void A_hubs_settings_are_read_with_their_defaults()
    {
        var settings = Load(Hub);

        settings.NodeName.Should().Be(NodeName.Parse("hub-north.example"));
        settings.Health.Should().BeNull();
        settings.EndPoints.Should().ContainSingle();
    }

    [Fact]
    public void A_nodes_settings_are_read_with_their_defaults()
    {
        var taxii = Load(Node).Taxii!;

        taxii.MaxContentLength.Should().Be(100 * 1024 * 1024);
        taxii.Collections.Single().StatementMarkings.Should().Be("withhold");
    }

    [Fact]
    public void What_is_saved_is_read_again()
    {
        var settings = Load(Node) with { Health = "127.0.0.1:7103", Limits = new LimitSettings(1024, 1) };
        settings.Save(_folder.Data);

        HotlineSettings.Load(_folder.Data).Should().BeEquivalentTo(settings);
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "\"hub\"", "\"spoke\"", "'role' is hub or node." },
        { "hub-north.example", "Hub North", "'name' is a lower-case DNS name." },
        { "\"domain\"", "\"member\":\"alba\",\"domain\"", "'member' is a node's, and only a node's." },
        { "\"real\"", "\"surreal\"", "'domain' is real or exercise:ID." },
        { "\"real\"", "\"exercise:\"", "'domain' is real or exercise:ID." },
        { "\"real\"", "\"exercise:Autumn\"", "'domain' is real or exercise:ID." },
        { "127.0.0.1:7001", "localhost", "'listen' is an IP address and port." },
        { "\"listen\"", "\"health\":\"192.0.2.1:80\",\"listen\"", "'health' is a loopback address and port." },
        { "\"listen\"", "\"otlp\":\"not a url\",\"listen\"", "'otlp' is a URL." },
        { "\"listen\"", "\"limits\":{\"maxPayload\":10},\"listen\"", "'limits' are a payload of 1 KiB to 64 MiB and a deadline within 1 to 365 days." },
        { "\"listen\"", "\"taxii\":{\"listen\":\"127.0.0.1:1\",\"apiRoot\":\"a\",\"title\":\"t\",\"collections\":[]},\"listen\"", "'taxii' is a node's, and only a node's." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_value_is_named_with_its_rule(string written, string wrong, string sentence) =>
        Loading(Hub.Replace(written, wrong, StringComparison.Ordinal)).Should().Throw<StartupException>().WithMessage($"{_folder["hotline.json"]}: {sentence}");

    public static TheoryData<string, string, string> WrongOfTaxii => new()
    {
        { "127.0.0.1:7102", "here", "'taxii.listen' is an IP address and port." },
        { "\"share\"", "\"a/b\"", "'taxii.apiRoot' is one segment of a path." },
        { "\"title\":\"Alba\",", "", "'taxii.title' is a text." },
        { "\"apiRoot\"", "\"publicUrl\":\"http://alba.example\",\"apiRoot\"", "'taxii.publicUrl' is an https URL." },
        { "\"apiRoot\"", "\"maxContentLength\":1,\"apiRoot\"", "'taxii.maxContentLength' is 1 KiB to 1 GiB." },
        { "91a7b528-80eb-42ed", "91a7b528-80eb-12ed", "'taxii.collections.id' is a UUID version 4." },
        { "borea.example", "Borea!", "'taxii.collections.sharedWith' holds nodes' names." },
        { "\"sharedWith\"", "\"statementMarkings\":\"ignore\",\"sharedWith\"", "'taxii.collections.statementMarkings' is withhold or share." },
    };

    [Theory]
    [MemberData(nameof(WrongOfTaxii))]
    public void A_wrong_value_of_the_taxii_listener_too(string written, string wrong, string sentence) =>
        Loading(Node.Replace(written, wrong, StringComparison.Ordinal)).Should().Throw<StartupException>().WithMessage($"{_folder["hotline.json"]}: {sentence}");

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"role":"hub","role":"node"}""")]
    [InlineData("""{"role":"hub","name":"hub-north.example","domain":"real","listen":"127.0.0.1:7001","colour":"red"}""")]
    [InlineData("""{"role":null,"name":"hub-north.example","domain":"real","listen":"127.0.0.1:7001"}""")]
    public void Anything_else_is_malformed(string text) => Loading(text).Should().Throw<StartupException>();

    [Fact]
    public void A_missing_file_is_told_with_the_next_step()
    {
        var loading = () => HotlineSettings.Load(_folder.Data);

        loading.Should().Throw<StartupException>().WithMessage("*cannot be read: make the directory with 'hotline init', or mend its permissions.");
    }

    public void Dispose() => _folder.Dispose();

    private HotlineSettings Load(string text)
    {
        File.WriteAllText(_folder["hotline.json"], text);
        return HotlineSettings.Load(_folder.Data);
    }

    private Action Loading(string text) => () => Load(text);
}
