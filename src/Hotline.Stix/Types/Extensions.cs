using Hotline.Stix.Checks;
using static Hotline.Stix.Checks.Conditions;
using static Hotline.Stix.Types.Define;

namespace Hotline.Stix.Types;

/// <summary>A predefined extension (section 3.10).</summary>
/// <param name="Of">The one type that may have it.</param>
internal sealed record Extension(string Name, string Of, Shape Shape)
{
    /// <summary>The tables of sections 6.7.2 to 6.16.2.</summary>
    public static readonly NameTable<Extension> Predefined = new(Tables().Select(one => KeyValuePair.Create(one.Name, one)));

    private static IEnumerable<Extension> Tables()
    {
        yield return new Extension("archive-ext", "file", new Shape("6.7.2", [References("contains_refs", To("file directory"), "6.7.2").Required, Text("comment")]));
        yield return new Extension(
            "ntfs-ext", "file",
            new Shape(
                "6.7.3",
                [
                    Text("sid"),
                    Objects("alternate_data_streams", new Shape("6.7.3", [Text("name").Required, Hashes("hashes"), Integer("size", 0, "6.7.3")])),
                ],
                NotEmpty("6.7.3")));
        yield return new Extension(
            "pdf-ext", "file",
            new Shape(
                "6.7.4", [Text("version"), Flag("is_optimized"), Dictionary("document_info_dict", TextRule.Any, areKeysForeign: true), Text("pdfid0"), Text("pdfid1")], NotEmpty("6.7.4")));
        yield return new Extension(
            "raster-image-ext", "file",
            new Shape(
                "6.7.5",
                [Integer("image_height"), Integer("image_width"), Integer("bits_per_pixel"), Dictionary("exif_tags", new IntegerOrTextRule("6.7.5"), areKeysForeign: true)],
                NotEmpty("6.7.5")));
        yield return new Extension("windows-pebinary-ext", "file", PortableExecutable());
        yield return new Extension(
            "http-request-ext", "network-traffic",
            new Shape(
                "6.12.2",
                [
                    Text("request_method", IsLowercase, "6.12.2", "is not lowercase", isDemanded: false).Required, Text("request_value").Required,
                    Text("request_version", IsLowercase, "6.12.2", "is not lowercase", isDemanded: false),
                    Dictionary("request_header", new HeaderRule("6.12.2"), areKeysForeign: true), Integer("message_body_length"),
                    Reference("message_body_data_ref", To("artifact"), "6.12.2"),
                ]));
        yield return new Extension("icmp-ext", "network-traffic", new Shape("6.12.3", [Hex("icmp_type_hex").Required, Hex("icmp_code_hex").Required]));
        yield return new Extension(
            "socket-ext", "network-traffic",
            new Shape(
                "6.12.4",
                [
                    Term("address_family", Vocabularies.NetworkSocketAddressFamily).Required, Flag("is_blocking"), Flag("is_listening"), Dictionary("options", IntegerRule.Any),
                    Term("socket_type", Vocabularies.NetworkSocketType), Integer("socket_descriptor", 0, "6.12.4"), Integer("socket_handle"),
                ]));
        yield return new Extension("tcp-ext", "network-traffic", new Shape("6.12.5", [Hex("src_flags_hex"), Hex("dst_flags_hex")], NotEmpty("6.12.5")));
        yield return new Extension(
            "windows-process-ext", "process",
            new Shape(
                "6.13.2",
                [
                    Flag("aslr_enabled"), Flag("dep_enabled"), Text("priority", IsPriority, "6.13.2", "should end in _CLASS", isDemanded: false), Text("owner_sid"),
                    Text("window_title"), Text("windows_title"), Dictionary("startup_info", areKeysForeign: true), Term("integrity_level", Vocabularies.WindowsIntegrityLevel),
                ],
                NotEmpty("6.13.2")));
        yield return new Extension(
            "windows-service-ext", "process",
            new Shape(
                "6.13.3",
                [
                    Text("service_name"), Texts("descriptions"), Text("display_name"), Text("group_name"), Term("start_type", Vocabularies.WindowsServiceStartType),
                    References("service_dll_refs", To("file"), "6.13.3"), Term("service_type", Vocabularies.WindowsServiceType),
                    Term("service_status", Vocabularies.WindowsServiceStatus),
                ],
                NotEmpty("6.13.3")));
        yield return new Extension(
            "unix-account-ext", "user-account", new Shape("6.16.2", [Integer("gid"), Texts("groups"), Text("home_dir"), Text("shell")], NotEmpty("6.16.2")));
    }

    /// <summary>Section 6.7.6, with its types for the optional header and the sections.</summary>
    private static Shape PortableExecutable()
    {
        string[] hexadecimals = ["magic_hex", "win32_version_value_hex", "checksum_hex", "subsystem_hex", "dll_characteristics_hex", "loader_flags_hex"];
        string[] numbers =
        [
            "major_linker_version", "minor_linker_version", "address_of_entry_point", "base_of_code", "base_of_data", "image_base", "section_alignment", "file_alignment",
            "major_os_version", "minor_os_version", "major_image_version", "minor_image_version", "major_subsystem_version", "minor_subsystem_version", "number_of_rva_and_sizes",
        ];
        string[] sizes =
        [
            "size_of_code", "size_of_initialized_data", "size_of_uninitialized_data", "size_of_image", "size_of_headers", "size_of_stack_reserve", "size_of_stack_commit",
            "size_of_heap_reserve", "size_of_heap_commit",
        ];
        var header = new Shape(
            "6.7.6", [.. hexadecimals.Select(Hex), .. numbers.Select(Integer), .. sizes.Select(name => Integer(name, 0, "6.7.6")), Hashes("hashes")], NotEmpty("6.7.6"));
        var section = new Shape("6.7.6", [Text("name").Required, Integer("size", 0, "6.7.6"), Float("entropy"), Hashes("hashes")]);
        return new Shape(
            "6.7.6",
            [
                Term("pe_type", Vocabularies.WindowsPebinaryType).Required, Text("imphash"), Hex("machine_hex"), Integer("number_of_sections", 0, "6.7.6"),
                new("time_date_stamp", new TimestampRule(0, 0, "6.7.6")), Hex("pointer_to_symbol_table_hex"), Integer("number_of_symbols", 0, "6.7.6"),
                Integer("size_of_optional_header", 0, "6.7.6"), Hex("characteristics_hex"), Hashes("file_header_hashes"), Object("optional_header", header),
                Objects("sections", section),
            ],
            (item, at) =>
            {
                if (item.GetPropertyCount() == 1 && RawJson.Has(item, "pe_type")) at.Error("6.7.6", "has nothing besides 'pe_type'");
            });
    }

    private static bool IsLowercase(ReadOnlySpan<byte> text) => !text.ContainsAnyInRange((byte)'A', (byte)'Z');

    private static bool IsPriority(ReadOnlySpan<byte> text) => text.EndsWith("_CLASS"u8);
}
