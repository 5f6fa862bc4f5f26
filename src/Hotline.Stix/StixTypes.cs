using Hotline.Stix.Checks;
using Hotline.Stix.Types;

namespace Hotline.Stix;

/// <summary>All types that STIX 2.1 defines.</summary>
internal static class StixTypes
{
    private static readonly NameTable<StixType> Known =
        new(DomainTypes.All.Concat(ObservableTypes.All).Concat(MetaTypes.All).Select(type => KeyValuePair.Create(type.Name, type)));

    public static StixType? Find(ReadOnlySpan<byte> type) => Known.Find(type);

    public static StixType? Find(string type) => Known.Entries.GetValueOrDefault(type);
}
