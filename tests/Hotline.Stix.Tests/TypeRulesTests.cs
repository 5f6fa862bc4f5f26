using System.Text;

namespace Hotline.Stix.Tests;

/// <summary>Rules that the published vectors do not reach: each row breaks one, and the finding names its section and place.</summary>
public sealed class TypeRulesTests
{
    private const string Id = "8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";
    private const string Domain = ",\"spec_version\":\"2.1\",\"created\":\"2026-01-01T00:00:00.000Z\",\"modified\":\"2026-01-01T00:00:00.000Z\"";

    [Theory]
    [InlineData("campaign", "\"name\":5", "2.15", "name")]
    [InlineData("campaign", "\"name\":null", "2.15", "name")]
    [InlineData("campaign", "\"name\":\"x\",\"aliases\":[]", "2.12", "aliases")]
    [InlineData("campaign", "\"name\":\"x\",\"aliases\":[\"a\",1]", "2.15", "aliases.[1]")]
    [InlineData("campaign", "\"name\":\"x\",\"revoked\":\"no\"", "2.2", "revoked")]
    [InlineData("campaign", "\"name\":\"x\",\"confidence\":1.5", "2.10", "confidence")]
    [InlineData("campaign", "\"name\":\"x\",\"lang\":\"english please\"", "3.2", "lang")]
    [InlineData("campaign", "\"name\":\"x\",\"defanged\":true", "3.2", "defanged")]
    [InlineData("campaign", "\"name\":\"x\",\"created_by_ref\":\"campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"", "3.2", "created_by_ref")]
    [InlineData("campaign", "\"name\":\"x\",\"extensions\":{}", "2.3", "extensions")]
    [InlineData("campaign", "\"name\":\"x\",\"extensions\":{\"extension-definition--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\":{\"rank\":5}}", "3.2", "extensions.extension-definition--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f.extension_type")]
    [InlineData("campaign", "\"name\":\"x\",\"extensions\":{\"extension-definition--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\":{\"extension_type\":\"new-sdo\"}}", "7.3", "extensions")]
    [InlineData("campaign", "\"name\":\"x\",\"extensions\":{\"extension-definition--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\":{\"extension_type\":\"property-extension\",\"Rank\":5}}", "7.3.2", "extensions.extension-definition--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f.Rank")]
    [InlineData("campaign", "\"name\":\"x\",\"extensions\":{\"own\":{\"rank\":5}}", "11.3.1", "extensions.own")]
    [InlineData("campaign", "\"name\":\"x\",\"extensions\":{\"ntfs-ext\":{\"sid\":\"5\"}}", "6.7.3", "extensions.ntfs-ext")]
    [InlineData("campaign", "\"name\":\"x\",\"external_references\":[{\"description\":\"x\"}]", "2.5.1", "external_references.[0].source_name")]
    [InlineData("campaign", "\"name\":\"x\",\"external_references\":[{\"source_name\":\"x\",\"url\":\"https://a.example/\",\"hashes\":{\"SHA-256\":\"00\"}}]", "10.7", "external_references.[0].hashes.SHA-256")]
    [InlineData("campaign", "\"name\":\"x\",\"granular_markings\":[{\"selectors\":[\"name\"],\"lang\":\"de\",\"marking_ref\":\"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9\"}]", "7.2.3", "granular_markings.[0].marking_ref")]
    [InlineData("campaign", "\"name\":\"x\",\"granular_markings\":[{\"selectors\":[\"name.[0]\"],\"lang\":\"de\"}]", "7.2.3", "granular_markings.[0].selectors.[0]")]
    [InlineData("campaign", "\"name\":\"x\",\"granular_markings\":[{\"selectors\":[],\"lang\":\"de\"}]", "2.12", "granular_markings.[0].selectors")]
    [InlineData("campaign", "\"name\":\"x\",\"first_seen\":\"0000-01-01T00:00:00Z\"", "2.16", "first_seen")]
    [InlineData("campaign", "\"name\":\"x\",\"first_seen\":\"10000-01-01T00:00:00Z\"", "2.16", "first_seen")]
    [InlineData("campaign", "\"name\":\"x\",\"first_seen\":\"2026-01-01T00:00:00.Z\"", "2.16", "first_seen")]
    [InlineData("campaign", "\"name\":\"x\",\"Upper_case\":1", "3.1", "Upper_case")]
    [InlineData("campaign", "\"name\":\"x\",\"ab\":1", "3.1", "ab")]
    [InlineData("attack-pattern", "\"name\":\"x\",\"external_references\":[{\"source_name\":\"capec\",\"external_id\":\"163\"}]", "4.1.1", "external_references.[0].external_id")]
    [InlineData("attack-pattern", "\"name\":\"x\",\"kill_chain_phases\":[{\"phase_name\":\"x\"}]", "2.11", "kill_chain_phases.[0].kill_chain_name")]
    [InlineData("course-of-action", "\"name\":\"x\",\"action\":\"x\"", "3.8", "action")]
    [InlineData("grouping", "\"name\":\"x\",\"context\":\"unspecified\"", "4.4.1", "object_refs")]
    [InlineData("grouping", "\"name\":\"x\",\"context\":\"unspecified\",\"object_refs\":[\"bundle--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"]", "4.4.1", "object_refs.[0]")]
    [InlineData("indicator", "\"pattern\":\"x\",\"pattern_type\":\"stix\",\"valid_from\":\"2026-01-01T00:00:00Z\"", "9", "pattern")]
    [InlineData("malware", "\"is_family\":false,\"sample_refs\":[\"url--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"]", "4.11.1", "sample_refs.[0]")]
    [InlineData("malware-analysis", "\"product\":\"x\"", "4.12", "")]
    [InlineData("malware-analysis", "\"product\":\"x\",\"analysis_sco_refs\":[\"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"]", "4.12.1", "analysis_sco_refs.[0]")]
    [InlineData("note", "\"object_refs\":[\"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"]", "4.13.1", "content")]
    [InlineData("observed-data", "\"first_observed\":\"2026-01-01T00:00:00Z\",\"last_observed\":\"2026-01-01T00:00:00Z\",\"number_observed\":0,\"object_refs\":[\"url--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"]", "4.14.1", "number_observed")]
    [InlineData("observed-data", "\"first_observed\":\"2026-01-01T00:00:00Z\",\"last_observed\":\"2026-01-01T00:00:00Z\",\"number_observed\":1", "4.14", "")]
    [InlineData("observed-data", "\"first_observed\":\"2026-01-01T00:00:00Z\",\"last_observed\":\"2026-01-01T00:00:00Z\",\"number_observed\":1,\"object_refs\":[\"relationship--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"]", "4.14.1", "object_refs")]
    [InlineData("observed-data", "\"first_observed\":\"2026-01-01T00:00:00Z\",\"last_observed\":\"2026-01-01T00:00:00Z\",\"number_observed\":1,\"objects\":{\"0\":{\"type\":\"file\",\"name\":\"x\",\"parent_directory_ref\":\"9\"}}", "2.13", "objects.0.parent_directory_ref")]
    [InlineData("observed-data", "\"first_observed\":\"2026-01-01T00:00:00Z\",\"last_observed\":\"2026-01-01T00:00:00Z\",\"number_observed\":1,\"objects\":{\"0\":{\"type\":\"file\",\"name\":\"x\",\"parent_directory_ref\":\"1\"},\"1\":{\"type\":\"url\",\"value\":\"https://a.example/\"}}", "6.7.1", "objects.0.parent_directory_ref")]
    [InlineData("opinion", "\"opinion\":\"maybe\",\"object_refs\":[\"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"]", "10.18", "opinion")]
    [InlineData("sighting", "\"sighting_of_ref\":\"url--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"", "5.2.1", "sighting_of_ref")]
    [InlineData("sighting", "\"sighting_of_ref\":\"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\",\"count\":1000000000", "5.2.1", "count")]
    [InlineData("sighting", "\"sighting_of_ref\":\"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\",\"summary\":\"yes\"", "2.2", "summary")]
    [InlineData("language-content", "\"object_ref\":\"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\",\"contents\":{\"de\":{}}", "2.3", "contents.de")]
    [InlineData("extension-definition", "\"name\":\"x\",\"schema\":\"x\",\"version\":\"1\",\"extension_types\":[\"property-extension\"],\"extension_properties\":[\"rank\"]", "7.3.1", "extension_properties")]
    [InlineData("extension-definition", "\"name\":\"x\",\"schema\":\"x\",\"version\":\"1\",\"extension_types\":[\"property-extension\"]", "7.3.1", "created_by_ref")]
    [InlineData("x-own-thing", "\"confidence\":200", "3.2", "confidence")]
    public void A_domain_object_that_breaks_a_rule_is_refused(string type, string content, string section, string path) =>
        Errors($"{{\"type\":\"{type}\",\"id\":\"{type}--{Id}\"{Domain},{content}}}").Should().Contain(finding => finding.Section == section && finding.Path == path);

    [Theory]
    [InlineData("artifact", "\"url\":\"https://a.example/\"", "6.1.1", "hashes")]
    [InlineData("artifact", "\"payload_bin\":\"AAAA\",\"decryption_key\":\"x\"", "6.1.1", "encryption_algorithm")]
    [InlineData("artifact", "\"payload_bin\":\"AAAA\",\"encryption_algorithm\":\"rot13\"", "10.4", "encryption_algorithm")]
    [InlineData("autonomous-system", "\"number\":\"15139\"", "2.10", "number")]
    [InlineData("autonomous-system", "\"number\":9007199254740992", "2.10", "number")]
    [InlineData("directory", "\"path\":\"/\",\"contains_refs\":[\"url--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"]", "6.3.1", "contains_refs.[0]")]
    [InlineData("domain-name", "\"value\":\"a..example\"", "6.4.1", "value")]
    [InlineData("domain-name", "\"value\":\"https://a.example\"", "6.4.1", "value")]
    [InlineData("email-message", "\"is_multipart\":true,\"body_multipart\":[{\"content_type\":\"text/plain\"}]", "6.6.2", "body_multipart.[0]")]
    [InlineData("file", "\"size\":5", "6.7", "")]
    [InlineData("file", "\"name\":\"x\",\"size\":-1", "6.7.1", "size")]
    [InlineData("file", "\"name_enc\":\"UTF-8\",\"hashes\":{\"MD5\":\"d41d8cd98f00b204e9800998ecf8427e\"}", "3.1", "name_enc")]
    [InlineData("file", "\"hashes\":{\"SSDEEP\":\"no\"}", "10.7", "hashes.SSDEEP")]
    [InlineData("file", "\"hashes\":{}", "2.3", "hashes")]
    [InlineData("file", "\"name\":\"x\",\"magic_number_hex\":\"abc\"", "2.8", "magic_number_hex")]
    [InlineData("file", "\"name\":\"x\",\"extensions\":{\"archive-ext\":{\"comment\":\"x\"}}", "6.7.2", "extensions.archive-ext.contains_refs")]
    [InlineData("file", "\"name\":\"x\",\"extensions\":{\"ntfs-ext\":{}}", "6.7.3", "extensions.ntfs-ext")]
    [InlineData("file", "\"name\":\"x\",\"extensions\":{\"raster-image-ext\":{\"exif_tags\":{\"Make\":true}}}", "6.7.5", "extensions.raster-image-ext.exif_tags.Make")]
    [InlineData("file", "\"name\":\"x\",\"extensions\":{\"windows-pebinary-ext\":{\"pe_type\":\"exe\"}}", "6.7.6", "extensions.windows-pebinary-ext")]
    [InlineData("file", "\"name\":\"x\",\"extensions\":{\"windows-pebinary-ext\":{\"pe_type\":\"exe\",\"time_date_stamp\":\"2026-01-01T00:00:00.5Z\"}}", "6.7.6", "extensions.windows-pebinary-ext.time_date_stamp")]
    [InlineData("file", "\"name\":\"x\",\"extensions\":{\"windows-pebinary-ext\":{\"pe_type\":\"exe\",\"sections\":[{\"size\":5}]}}", "6.7.6", "extensions.windows-pebinary-ext.sections.[0].name")]
    [InlineData("file", "\"name\":\"x\",\"extensions\":{\"x-own-ext\":{}}", "11.3.1", "extensions.x-own-ext")]
    [InlineData("ipv4-addr", "\"value\":\"198.51.100.256\"", "6.8.1", "value")]
    [InlineData("ipv4-addr", "\"value\":\"198.51.100.0/33\"", "6.8.1", "value")]
    [InlineData("ipv4-addr", "\"value\":\"2001:db8::1\"", "6.8.1", "value")]
    [InlineData("mac-addr", "\"value\":\"D2:FB:49:24:37:18\"", "6.10.1", "value")]
    [InlineData("network-traffic", "\"protocols\":[\"tcp\"],\"src_ref\":\"url--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"", "6.12.1", "src_ref")]
    [InlineData("network-traffic", "\"protocols\":[\"tcp\"],\"src_ref\":\"ipv4-addr--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\",\"extensions\":{\"http-request-ext\":{\"request_method\":\"get\"}}", "6.12.2", "extensions.http-request-ext.request_value")]
    [InlineData("network-traffic", "\"protocols\":[\"tcp\"],\"src_ref\":\"ipv4-addr--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\",\"extensions\":{\"socket-ext\":{\"address_family\":\"AF_OWN\"}}", "10.16", "extensions.socket-ext.address_family")]
    [InlineData("network-traffic", "\"protocols\":[\"tcp\"],\"src_ref\":\"ipv4-addr--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\",\"extensions\":{\"icmp-ext\":{\"icmp_type_hex\":\"08\"}}", "6.12.3", "extensions.icmp-ext.icmp_code_hex")]
    [InlineData("network-traffic", "\"protocols\":[\"tcp\"],\"src_ref\":\"ipv4-addr--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\",\"ipfix\":{\"x\":1.5}", "2.10", "ipfix.x")]
    [InlineData("process", "\"pid\":5,\"extensions\":{\"windows-service-ext\":{\"start_type\":\"SOON\"}}", "10.30", "extensions.windows-service-ext.start_type")]
    [InlineData("software", "\"name\":\"x\",\"cpe\":\"cpe:/a:x\"", "6.14.1", "cpe")]
    [InlineData("software", "\"name\":\"x\",\"languages\":[\"c c\"]", "6.14.1", "languages.[0]")]
    [InlineData("user-account", "\"defanged\":true", "6.16", "")]
    [InlineData("user-account", "\"user_id\":\"5\",\"extensions\":{\"unix-account-ext\":{\"gid\":\"5\"}}", "2.10", "extensions.unix-account-ext.gid")]
    [InlineData("windows-registry-key", "\"values\":[{}]", "6.17.2", "values.[0]")]
    [InlineData("windows-registry-key", "\"values\":[{\"data_type\":\"REG_OWN\"}]", "10.29", "values.[0].data_type")]
    [InlineData("x509-certificate", "\"x509_v3_extensions\":{}", "6.18.2", "x509_v3_extensions")]
    public void An_observable_that_breaks_a_rule_is_refused(string type, string content, string section, string path) =>
        Errors($"{{\"type\":\"{type}\",\"spec_version\":\"2.1\",\"id\":\"{type}--{Id}\",{content}}}").Should().Contain(finding => finding.Section == section && finding.Path == path);

    [Theory]
    [InlineData("\"name\":\"x\",\"x_own\":1", "11.1", "x_own")]
    [InlineData("\"name\":\"x\",\"kill_chain_phases\":[{\"kill_chain_name\":\"Own Chain\",\"phase_name\":\"x\"}],\"tool_types\":[\"hammer\"]", "10.26", "tool_types.[0]")]
    [InlineData("\"name\":\"x\",\"kill_chain_phases\":[{\"kill_chain_name\":\"Own Chain\",\"phase_name\":\"x\"}]", "2.11", "kill_chain_phases.[0].kill_chain_name")]
    [InlineData("\"name\":\"x\",\"external_references\":[{\"source_name\":\"x\",\"url\":\"www.a.example\"}]", "2.5.1", "external_references.[0].url")]
    public void What_only_should_be_otherwise_is_a_warning(string content, string section, string path)
    {
        var findings = Findings($"{{\"type\":\"tool\",\"id\":\"tool--{Id}\"{Domain},{content}}}");

        findings.Should().Contain(finding => finding.Section == section && finding.Path == path);
        findings.Should().OnlyContain(finding => finding.Severity == StixSeverity.Warning);
    }

    [Theory]
    [InlineData("malware", "drops", "file", true)]
    [InlineData("infrastructure", "consists-of", "url", true)]
    [InlineData("tool", "derived-from", "tool", true)]
    [InlineData("tool", "related-to", "url", true)]
    [InlineData("x-own", "likes", "tool", true)]
    [InlineData("tool", "derived-from", "malware", false)]
    [InlineData("malware", "uses", "campaign", false)]
    public void A_relationship_that_the_standard_does_not_name_is_a_warning(string source, string kind, string target, bool isNamed) =>
        Findings($"{{\"type\":\"relationship\",\"id\":\"relationship--{Id}\"{Domain},\"source_ref\":\"{source}--{Id}\",\"relationship_type\":\"{kind}\",\"target_ref\":\"{target}--{Id}\"}}")
            .Select(finding => (finding.Severity, finding.Path)).Should().Equal(isNamed ? [] : [(StixSeverity.Warning, "relationship_type")]);

    [Fact]
    public void An_extension_at_the_top_makes_its_properties_no_custom_ones() =>
        Findings($"{{\"type\":\"tool\",\"id\":\"tool--{Id}\"{Domain},\"name\":\"x\",\"rank\":5,\"extensions\":{{\"extension-definition--{Id}\":{{\"extension_type\":\"toplevel-property-extension\"}}}}}}")
            .Should().BeEmpty();

    [Fact]
    public void A_new_observable_has_no_dates_and_a_new_domain_object_has_them()
    {
        Findings($"{{\"type\":\"own-sco\",\"spec_version\":\"2.1\",\"id\":\"own-sco--{Id}\",\"rank\":5,\"extensions\":{{\"extension-definition--{Id}\":{{\"extension_type\":\"new-sco\"}}}}}}").Should().BeEmpty();
        Errors($"{{\"type\":\"own-sdo\",\"spec_version\":\"2.1\",\"id\":\"own-sdo--{Id}\",\"rank\":5,\"extensions\":{{\"extension-definition--{Id}\":{{\"extension_type\":\"new-sdo\"}}}}}}")
            .Select(finding => finding.Path).Should().Equal("created", "modified");
    }

    [Theory]
    [InlineData("{\"type\":\"indicator\",\"id\":\"indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\",\"created\":\"2016-01-01T00:00:00Z\",\"modified\":\"2016-01-01T00:00:00Z\",\"labels\":[\"x\"],\"pattern\":\"[a:b = 1]\",\"valid_from\":\"2016-01-01T00:00:00Z\"}", null)]
    [InlineData("{\"type\":\"indicator\",\"id\":\"indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\",\"created\":\"2016-01-01T00:00:00Z\",\"modified\":\"2016-01-01T00:00:00Z\",\"labels\":[\"x\"],\"pattern\":\"a\",\"valid_from\":\"2016-01-01T00:00:00Z\"}", "9")]
    [InlineData("{\"type\":\"identity\",\"id\":\"identity--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\",\"created\":\"2016-01-01T00:00:00Z\",\"modified\":\"2016-01-01T00:00:00Z\",\"name\":\"x\"}", "STIX 2.0, part 2, section 2.4")]
    [InlineData("{\"type\":\"tool\",\"id\":\"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\",\"created\":\"2016-01-01T00:00:00Z\",\"labels\":[\"x\"],\"name\":\"x\"}", "STIX 2.0, part 1, section 3.1")]
    public void Objects_of_2_0_are_judged_by_2_0(string item, string? section) =>
        Errors(item).Select(finding => finding.Section).Should().Equal(section is null ? [] : new[] { section });

    [Fact]
    public void At_most_fifty_findings_are_kept_and_no_error_is_lost_behind_warnings()
    {
        var many = string.Join(',', Enumerable.Range(0, 80).Select(index => $"\"strange{index}!\":1"));

        var findings = Findings($"{{\"type\":\"tool\",\"id\":\"tool--{Id}\"{Domain},{many}}}");

        findings.Should().HaveCount(50).And.Contain(finding => finding.Severity == StixSeverity.Error && finding.Path == "name");
    }

    private static IEnumerable<StixFinding> Errors(string item) => Findings(item).Where(finding => finding.Severity == StixSeverity.Error);

    private static IEnumerable<StixFinding> Findings(string item) => StixRules.Check(Encoding.UTF8.GetBytes(item), StixLimits.Default);
}
