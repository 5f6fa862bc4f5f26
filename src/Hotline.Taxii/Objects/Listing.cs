using System.Text.Encodings.Web;
using System.Text.Json;
using Hotline.Stores;
using Hotline.Taxii.Answers;
using Hotline.Taxii.Requests;

namespace Hotline.Taxii.Objects;

/// <summary>One of the four lists that are read page by page: what it lists, by which filters, and in what form.</summary>
/// <param name="Name">Also a part of what a page's token is bound to.</param>
/// <param name="Property">Name of the list in the answer.</param>
/// <param name="IsOfOneObject">The path names the object.</param>
/// <param name="Write">Writes the items of a page with commas between them.</param>
internal sealed record Listing(
    string Name, string Property, MatchFields Fields, bool IsOfOneObject, Func<ICollectionStore, ObjectQuery, PooledBuffer, PageEnd> Write)
{
    /// <summary>A page ends with the object that fills it, so that a thousand large objects do not fill the memory. In bytes.</summary>
    public const long FullPage = 16 * 1024 * 1024;

    /// <summary>Section 5.4.</summary>
    public static Listing Objects { get; } = new("objects", "objects", MatchFields.All, false, WriteObjects);

    /// <summary>Section 5.6.</summary>
    public static Listing OneObject { get; } = new("object", "objects", MatchFields.OfObject, true, WriteObjects);

    /// <summary>Section 5.3.</summary>
    public static Listing Manifest { get; } = new("manifest", "objects", MatchFields.All, false, (store, query, items) =>
        WriteEntries(store, query, items, (json, entry) =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, entry.ObjectId);
            json.WriteString("date_added"u8, TaxiiTimestamp.Format(entry.DateAdded));
            json.WriteString("version"u8, entry.Version ?? StatusForm.NoVersion);
            json.WriteString("media_type"u8, TaxiiMediaType.StixOf(entry.SpecVersion));
            json.WriteEndObject();
        }));

    /// <summary>Section 5.8.</summary>
    public static Listing Versions { get; } = new("versions", "versions", MatchFields.OfVersions, true, (store, query, items) =>
        WriteEntries(store, query with { Versions = VersionFilter.All }, items, (json, entry) => json.WriteStringValue(entry.Version ?? StatusForm.NoVersion)));

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static PageEnd WriteObjects(ICollectionStore store, ObjectQuery query, PooledBuffer items) => store.ReadJson(query, items, (byte)',', FullPage);

    private static PageEnd WriteEntries(ICollectionStore store, ObjectQuery query, PooledBuffer items, Action<Utf8JsonWriter, ManifestEntry> write)
    {
        var page = store.ReadManifest(query);
        if (page.Entries.Count == 0) return default;
        using (var json = new Utf8JsonWriter(items, Plain))
        {
            foreach (var entry in page.Entries) write(json, entry);
        }

        var last = page.Entries[^1];
        return new PageEnd(
            page.Entries.Count, page.Entries[0].DateAdded, last.DateAdded, page.More ? new ObjectCursor(last.DateAdded, last.ObjectId, last.Version) : null);
    }
}
