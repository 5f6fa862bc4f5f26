using Hotline.Envelopes;
using Hotline.Transcript;

namespace Hotline.Evidence;

/// <summary>Signs the leaves that a desk or service says itself: NRO and NRR.</summary>
public static class NoteSigning
{
    /// <param name="text">Lines of a leaf, the last one ending in LF.</param>
    /// <returns>The C2SP signed note.</returns>
    public static byte[] Sign(ReadOnlySpan<byte> text, NoteSigner key) => key.Sign(text);

    /// <summary>The NRO as it travels. Its canonical form is checked here, before anybody else can see it.</summary>
    public static OriginNote<TDomain> SignOrigin<TDomain>(OriginText<TDomain> text, NoteSigner key)
        where TDomain : struct, ITrafficDomain => OriginNote<TDomain>.Parse(key.Sign(text.ToBytes()), text.Domain);
}
