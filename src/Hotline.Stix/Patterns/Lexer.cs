using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Hotline.Stix.Patterns;

/// <summary>Cuts a pattern into tokens.</summary>
internal sealed class Lexer(string pattern)
{
    private int _at;

    public Token Next()
    {
        while (_at < pattern.Length && char.IsWhiteSpace(pattern[_at])) _at++;
        if (_at == pattern.Length) return new Token(TokenKind.End, "", _at);
        var start = _at;
        var one = pattern[_at];
        var next = _at + 1 < pattern.Length ? pattern[_at + 1] : '\0';
        if (one is '\'') return new Token(TokenKind.Text, Quoted(), start);
        if (next == '\'' && one is 'h' or 'b' or 't' && next == '\'') return Prefixed(one, start);
        if (char.IsAsciiLetter(one) || one == '_') return Word(start);
        if (char.IsAsciiDigit(one) || (one is '-' or '+' or '.' && (char.IsAsciiDigit(next) || next == '.'))) return Number(start);
        return Sign(one, next, start);
    }

    private Token Word(int start)
    {
        while (_at < pattern.Length && (char.IsAsciiLetterOrDigit(pattern[_at]) || pattern[_at] is '_' or '-')) _at++;
        return new Token(TokenKind.Word, pattern[start.._at], start);
    }

    private Token Sign(char one, char next, int start)
    {
        var (kind, length) = (one, next) switch
        {
            ('=', '=') => (TokenKind.Equal, 2),
            ('=', _) => (TokenKind.Equal, 1),
            ('!', '=') or ('<', '>') => (TokenKind.NotEqual, 2),
            ('<', '=') => (TokenKind.LessOrEqual, 2),
            ('<', _) => (TokenKind.Less, 1),
            ('>', '=') => (TokenKind.GreaterOrEqual, 2),
            ('>', _) => (TokenKind.Greater, 1),
            (':', _) => (TokenKind.Colon, 1),
            ('.', _) => (TokenKind.Dot, 1),
            (',', _) => (TokenKind.Comma, 1),
            ('*', _) => (TokenKind.Star, 1),
            ('[', _) => (TokenKind.OpenBracket, 1),
            (']', _) => (TokenKind.CloseBracket, 1),
            ('(', _) => (TokenKind.OpenParenthesis, 1),
            (')', _) => (TokenKind.CloseParenthesis, 1),
            _ => throw new PatternException($"'{Checks.Quote.Name(one.ToString())}' has no meaning here", start),
        };
        _at += length;
        return new Token(kind, pattern[start.._at], start);
    }

    /// <summary>Only an apostrophe or a backslash may follow a backslash (section 9.2).</summary>
    private string Quoted()
    {
        var start = _at++;
        var text = new StringBuilder();
        while (_at < pattern.Length)
        {
            var one = pattern[_at++];
            if (one == '\'') return text.ToString();
            if (one == '\\')
            {
                if (_at == pattern.Length || pattern[_at] is not ('\'' or '\\')) throw new PatternException("a backslash is followed by neither an apostrophe nor a backslash", _at - 1);
                one = pattern[_at++];
            }

            text.Append(one);
        }

        throw new PatternException("a string does not end", start);
    }

    private Token Prefixed(char prefix, int start)
    {
        _at++;
        var content = Quoted();
        var token = new Token(prefix == 't' ? TokenKind.Time : TokenKind.Bytes, content, start);
        return prefix switch
        {
            'h' => token with { Constant = new Constant.Bytes(Hex(content, start)) },
            'b' => token with { Constant = new Constant.Bytes(Base64(content, start)) },
            _ => StixTimestamp.TryParse(content, out var time)
                ? token with { Constant = new Constant.Time(time) } : throw new PatternException("it is no timestamp YYYY-MM-DDTHH:mm:ss[.s+]Z", start),
        };
    }

    private static ImmutableArray<byte> Hex(string digits, int position)
    {
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit)) throw new PatternException("it is no even number of hexadecimal digits", position);
        return [.. Convert.FromHexString(digits)];
    }

    /// <summary>Line feeds within are ignored (section 9.2).</summary>
    private static ImmutableArray<byte> Base64(string digits, int position)
    {
        var joined = digits.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        var bytes = new byte[(joined.Length / 4 * 3) + 3];
        return !joined.Any(char.IsWhiteSpace) && Convert.TryFromBase64String(joined, bytes, out var length)
            ? [.. bytes.AsSpan(0, length)] : throw new PatternException("it is no base64", position);
    }

    private Token Number(int start)
    {
        if (pattern[_at] is '-' or '+') _at++;
        var digits = _at;
        while (_at < pattern.Length && char.IsAsciiDigit(pattern[_at])) _at++;
        var whole = _at - digits;
        var isWhole = _at == pattern.Length || pattern[_at] != '.';
        if (!isWhole)
        {
            var dot = _at++;
            while (_at < pattern.Length && char.IsAsciiDigit(pattern[_at])) _at++;
            if (_at == dot + 1) throw new PatternException("a number has a point and no digits behind it", dot);
        }

        var text = pattern[start.._at];
        // 007 is no number of the grammar; 0.7 and .7 are.
        if ((whole > 1 && pattern[digits] == '0' && isWhole) || (whole == 0 && isWhole)) throw new PatternException("it is no number", start);
        if (_at < pattern.Length && (char.IsAsciiLetterOrDigit(pattern[_at]) || pattern[_at] == '_')) throw new PatternException("a number runs into a word", _at);
        return new Token(TokenKind.Number, text, start, ConstantOf(text, isWhole, start));
    }

    private static Constant.Number ConstantOf(string text, bool isWhole, int start)
    {
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value)) throw new PatternException("it is a number that double precision cannot hold", start);
        if (!isWhole) return new Constant.Number(value, null);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && Math.Abs(whole) <= Checks.IntegerRule.Largest
            ? new Constant.Number(value, whole) : throw new PatternException("it is an integer outside of 54 bits", start);
    }
}
