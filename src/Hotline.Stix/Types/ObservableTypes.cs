using Hotline.Stix.Checks;
using static Hotline.Stix.Checks.Conditions;
using static Hotline.Stix.Types.Define;

namespace Hotline.Stix.Types;

/// <summary>STIX cyber-observable objects (section 6), a table each.</summary>
internal static class ObservableTypes
{
    private static readonly Targets AnyObservable = ToAny(Family.Observable);
    private static readonly Targets Addresses = To("ipv4-addr ipv6-addr mac-addr domain-name");
    private static readonly Targets Mailboxes = To("email-addr");
    private static readonly Targets Artifacts = To("artifact");
    private static readonly Targets Accounts = To("user-account");

    private static readonly DictionaryRule HeaderFields = new(new HeaderRule("6.6.1"), areKeysForeign: true);

    private static readonly Shape MimePart = new(
        "6.6.2",
        [Text("body"), Reference("body_raw_ref", To("artifact file"), "6.6.2"), Text("content_type"), Text("content_disposition")],
        AnyOf("6.6.2", "body", "body_raw_ref"));

    private static readonly Shape RegistryValue = new(
        "6.17.2", [Text("name"), Text("data"), Term("data_type", Vocabularies.WindowsRegistryDatatype)], NotEmpty("6.17.2"));

    public static readonly StixType[] All =
    [
        StixType.Observable(
            "artifact", "6.1.1", "hashes payload_bin",
            [
                Text("mime_type"), Binary("payload_bin"), Text("url", TextForms.IsUri, "6.1.1", "is no URL of RFC 3986"), Hashes("hashes"),
                Term("encryption_algorithm", Vocabularies.EncryptionAlgorithm), Text("decryption_key"),
            ],
            AnyOf("6.1", "payload_bin", "url"), NotBoth("6.1.1", "payload_bin", "url"), Needs("6.1.1", "url", "hashes"), Needs("6.1.1", "decryption_key", "encryption_algorithm")),
        StixType.Observable("autonomous-system", "6.2.1", "number", [Integer("number").Required, Text("name"), Text("rir")]),
        StixType.Observable(
            "directory", "6.3.1", "path",
            [
                Text("path").Required, Encoding("path_enc"), Time("ctime"), Time("mtime"), Time("atime"), References("contains_refs", To("file directory"), "6.3.1"),
            ]),
        StixType.Observable(
            "domain-name", "6.4.1", "value",
            [DomainName("value").Required, References("resolves_to_refs", To("ipv4-addr ipv6-addr domain-name"), "6.4.1")], Deprecated("6.4.1", "resolves_to_refs")),
        StixType.Observable(
            "email-addr", "6.5.1", "value",
            [
                Text("value", TextForms.IsEmailAddress, "6.5.1", "is no address of RFC 5322 without display name").Required, Text("display_name"),
                Reference("belongs_to_ref", Accounts, "6.5.1"),
            ]),
        StixType.Observable(
            "email-message", "6.6.1", "from_ref subject body",
            [
                Flag("is_multipart").Required, Time("date"), Text("content_type"), Reference("from_ref", Mailboxes, "6.6.1"), Reference("sender_ref", Mailboxes, "6.6.1"),
                References("to_refs", Mailboxes, "6.6.1"), References("cc_refs", Mailboxes, "6.6.1"), References("bcc_refs", Mailboxes, "6.6.1"), Text("message_id"), Text("subject"),
                Texts("received_lines"), new("additional_header_fields", HeaderFields), Text("body"), Objects("body_multipart", MimePart), Reference("raw_email_ref", Artifacts, "6.6.1"),
            ],
            WhenTrue("is_multipart", Without("6.6.1", "body", "must not be used when 'is_multipart' is true")),
            WhenFalse("is_multipart", Without("6.6.1", "body_multipart", "must not be used when 'is_multipart' is false"))),
        StixType.Observable(
            "file", "6.7.1", "hashes name extensions parent_directory_ref",
            [
                Hashes("hashes"), Integer("size", 0, "6.7.1"), Text("name"), Encoding("name_enc"), Hex("magic_number_hex"), Text("mime_type"), Time("ctime"), Time("mtime"),
                Time("atime"), Reference("parent_directory_ref", To("directory"), "6.7.1"), References("contains_refs", AnyObservable, "6.7.1"),
                Reference("content_ref", Artifacts, "6.7.1"),
            ],
            AnyOf("6.7", "hashes", "name")),
        StixType.Observable(
            "ipv4-addr", "6.8.1", "value",
            [
                Text("value", AddressRange.IsIpv4, "6.8.1", "is no IPv4 address or CIDR range").Required, References("resolves_to_refs", To("mac-addr"), "6.8.1"),
                References("belongs_to_refs", To("autonomous-system"), "6.8.1"),
            ],
            Deprecated("6.8.1", "resolves_to_refs", "belongs_to_refs")),
        StixType.Observable(
            "ipv6-addr", "6.9.1", "value",
            [
                Text("value", AddressRange.IsIpv6, "6.9.1", "is no IPv6 address or CIDR range").Required, References("resolves_to_refs", To("mac-addr"), "6.9.1"),
                References("belongs_to_refs", To("autonomous-system"), "6.9.1"),
            ],
            Deprecated("6.9.1", "resolves_to_refs", "belongs_to_refs")),
        StixType.Observable("mac-addr", "6.10.1", "value", [Text("value", TextForms.IsMacAddress, "6.10.1", "is not six lowercase octets parted by colons").Required]),
        StixType.Observable("mutex", "6.11.1", "name", [Text("name").Required]),
        StixType.Observable(
            "network-traffic", "6.12.1", "start end src_ref dst_ref src_port dst_port protocols extensions",
            [
                Time("start"), Time("end"), Flag("is_active"), Reference("src_ref", Addresses, "6.12.1"), Reference("dst_ref", Addresses, "6.12.1"),
                Integer("src_port", 0, "6.12.1", 65_535), Integer("dst_port", 0, "6.12.1", 65_535), Texts("protocols").Required, Integer("src_byte_count", 0, "6.12.1"),
                Integer("dst_byte_count", 0, "6.12.1"), Integer("src_packets", 0, "6.12.1"), Integer("dst_packets", 0, "6.12.1"),
                Dictionary("ipfix", new IntegerOrTextRule("6.12.1")), Reference("src_payload_ref", Artifacts, "6.12.1"), Reference("dst_payload_ref", Artifacts, "6.12.1"),
                References("encapsulates_refs", To("network-traffic"), "6.12.1"), Reference("encapsulated_by_ref", To("network-traffic"), "6.12.1"),
            ],
            AnyOf("6.12", "src_ref", "dst_ref"), NotBefore("end", "start", "6.12.1"),
            WhenTrue("is_active", Without("6.12.1", "end", "must not be included when 'is_active' is true"))),
        StixType.Observable(
            "process", "6.13.1", "",
            [
                Flag("is_hidden"), Integer("pid"), Time("created_time"), Text("cwd"), Text("command_line"), Dictionary("environment_variables", TextRule.Any, areKeysForeign: true),
                References("opened_connection_refs", To("network-traffic"), "6.13.1"), Reference("creator_user_ref", Accounts, "6.13.1"), Reference("image_ref", To("file"), "6.13.1"),
                Reference("parent_ref", To("process"), "6.13.1"), References("child_refs", To("process"), "6.13.1"),
            ],
            ObservableRules.HasOwnProperty("6.13")),
        StixType.Observable(
            "software", "6.14.1", "name cpe swid vendor version",
            [
                Text("name").Required, Text("cpe", TextForms.IsCpe, "6.14.1", "is no CPE 2.3"), Text("swid"),
                new("languages", new ListRule(new TextFormRule(LanguageTag.IsWellFormed, "6.14.1", "is no language tag of RFC 5646"))), Text("vendor"), Text("version"),
            ]),
        StixType.Observable("url", "6.15.1", "value", [Text("value", TextForms.IsUri, "6.15.1", "is no URL of RFC 3986").Required]),
        StixType.Observable(
            "user-account", "6.16.1", "account_type user_id account_login",
            [
                Text("user_id"), Text("credential"), Text("account_login"), Term("account_type", Vocabularies.AccountType), Text("display_name"), Flag("is_service_account"),
                Flag("is_privileged"), Flag("can_escalate_privs"), Flag("is_disabled"), Time("account_created"), Time("account_expires"), Time("credential_last_changed"),
                Time("account_first_login"), Time("account_last_login"),
            ],
            ObservableRules.HasOwnProperty("6.16")),
        StixType.Observable(
            "windows-registry-key", "6.17.1", "key values",
            [
                Text("key", TextForms.IsRegistryKey, "6.17.1", "begins with a hive's short name"), Objects("values", RegistryValue), Time("modified_time"),
                Reference("creator_user_ref", Accounts, "6.17.1"), Integer("number_of_subkeys"),
            ],
            ObservableRules.HasOwnProperty("6.17")),
        StixType.Observable(
            "x509-certificate", "6.18.1", "hashes serial_number",
            [
                Flag("is_self_signed"), Hashes("hashes"), Text("version"), Text("serial_number"), Text("signature_algorithm"), Text("issuer"), Time("validity_not_before"),
                Time("validity_not_after"), Text("subject"), Text("subject_public_key_algorithm"), Text("subject_public_key_modulus"), Integer("subject_public_key_exponent"),
                Object("x509_v3_extensions", X509Extensions),
            ],
            ObservableRules.HasOwnProperty("6.18")),
    ];

    private static Shape X509Extensions => new(
        "6.18.2",
        [
            Text("basic_constraints"), Text("name_constraints"), Text("policy_constraints"), Text("key_usage"), Text("extended_key_usage"), Text("subject_key_identifier"),
            Text("authority_key_identifier"), Text("subject_alternative_name"), Text("issuer_alternative_name"), Text("subject_directory_attributes"),
            Text("crl_distribution_points"), Text("inhibit_any_policy"), Time("private_key_usage_period_not_before"), Time("private_key_usage_period_not_after"),
            Text("certificate_policies"), Text("policy_mappings"),
        ],
        NotEmpty("6.18.2"));

    private static Property Encoding(string name) => Text(name, CharacterSets.Contains, "3.9.1", "is no preferred name of an IANA character set");

    private static Property DomainName(string name) => new(
        name,
        new BothRules(
            new TextFormRule(TextForms.IsDomainName, "6.4.1", "is no domain name of RFC 1034"),
            new TextFormRule(TextForms.IsHostName, "6.4.1", "holds an underscore, which no host name has", isDemanded: false)));
}
