namespace Hotline.Stix.Checks;

/// <summary>Whether a language tag is well-formed (RFC 5646, section 2.1).</summary>
internal static class LanguageTag
{
    private const int Longest = 250;

    private static readonly NameTable<string> Grandfathered = new(
        "en-GB-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu sgn-BE-FR sgn-BE-NL sgn-CH-DE"
            .Split(' ').Select(tag => KeyValuePair.Create(tag, tag)));

    public static bool IsWellFormed(ReadOnlySpan<byte> tag)
    {
        if (tag.Length is 0 or > Longest) return false;
        if (Grandfathered.Find(tag) is not null) return true;
        var parts = new Parts(tag);
        if (!parts.Next()) return false;
        if (parts.IsSingleton('x')) return parts.AreRest(1, 8);
        if (!parts.IsLetters(2, 8)) return false;
        var isShort = parts.Length <= 3;
        var more = parts.Next();
        for (var extended = 0; more && isShort && extended < 3 && parts.IsLetters(3, 3); extended++) more = parts.Next();
        if (more && parts.IsLetters(4, 4)) more = parts.Next();
        if (more && (parts.IsLetters(2, 2) || parts.IsDigits(3))) more = parts.Next();
        while (more && (parts.Length is >= 5 and <= 8 || (parts.Length == 4 && parts.BeginsWithDigit))) more = parts.Next();
        while (more && parts.Length == 1 && !parts.IsSingleton('x'))
        {
            more = parts.Next();
            if (!more || parts.Length < 2) return false;
            while (more && parts.Length is >= 2 and <= 8) more = parts.Next();
        }

        if (!more) return !parts.IsBroken;
        return parts.IsSingleton('x') && parts.AreRest(1, 8);
    }

    private ref struct Parts(ReadOnlySpan<byte> tag)
    {
        private ReadOnlySpan<byte> _rest = tag;
        private ReadOnlySpan<byte> _part;
        private bool _isAtEnd;

        public bool IsBroken { get; private set; }

        public readonly int Length => _part.Length;

        public readonly bool BeginsWithDigit => char.IsAsciiDigit((char)_part[0]);

        public bool Next()
        {
            if (_isAtEnd) return false;
            var hyphen = _rest.IndexOf((byte)'-');
            _part = hyphen < 0 ? _rest : _rest[..hyphen];
            _isAtEnd = hyphen < 0;
            _rest = hyphen < 0 ? [] : _rest[(hyphen + 1)..];
            IsBroken |= _part.Length is 0 or > 8 || _part.ContainsAnyExcept(Characters.Alphanumeric);
            return !IsBroken;
        }

        public readonly bool IsSingleton(char letter) => _part.Length == 1 && (_part[0] | 0x20) == letter;

        public readonly bool IsLetters(int least, int most) =>
            _part.Length >= least && _part.Length <= most && !_part.ContainsAnyInRange((byte)'0', (byte)'9');

        public readonly bool IsDigits(int length) => _part.Length == length && !_part.ContainsAnyExceptInRange((byte)'0', (byte)'9');

        public bool AreRest(int least, int most)
        {
            var count = 0;
            for (; Next(); count++)
                if (_part.Length < least || _part.Length > most) return false;
            return count > 0 && !IsBroken;
        }
    }
}
