using System.Text;
using System.Text.RegularExpressions;

namespace Hotline.Stix.Patterns;

/// <summary>
/// The regular expression of MATCHES (section 9.6.1): searched, and the point matches line ends too. It runs in time linear in the text where
/// its constructs allow that; look-around and back-references run under a time limit instead.
/// </summary>
internal sealed class PatternRegex
{
    /// <summary>Longest time of one search that may backtrack.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    private const int LongestExpression = 10_000;

    private readonly Regex _regex;
    private readonly bool _isWide;

    private PatternRegex(Regex regex, bool isWide) => (_regex, _isWide) = (regex, isWide);

    /// <summary>Why this program cannot evaluate an expression; null when it can. Perl's own constructs are not all known here.</summary>
    public static string? FaultOf(string expression)
    {
        if (expression.Length > LongestExpression) return $"a regular expression is longer than {LongestExpression} characters";
        try
        {
            _ = new Regex(expression, RegexOptions.Singleline | RegexOptions.CultureInvariant, Limit);
            return null;
        }
        catch (ArgumentException unreadable)
        {
            return $"a regular expression cannot be read: {Checks.Quote.Name(unreadable.Message)}";
        }
    }

    /// <exception cref="PatternException"><see cref="FaultOf"/> it.</exception>
    public static PatternRegex Create(string expression)
    {
        if (FaultOf(expression) is { } fault) throw new PatternException(fault);
        var normal = UnicodeText.Compose(expression);
        var isWide = normal.Any(one => one > '\u00FF');
        try
        {
            return new PatternRegex(new Regex(normal, RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking), isWide);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            // Also an expression whose automaton would be too large: it may still run step by step.
        }

        return new PatternRegex(new Regex(normal, RegexOptions.Singleline | RegexOptions.CultureInvariant, Limit), isWide);
    }

    /// <exception cref="PatternException">It took too long.</exception>
    public bool IsMatch(string text)
    {
        try
        {
            return _regex.IsMatch(UnicodeText.Compose(text));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new PatternException("a regular expression takes too long on this data");
        }
    }

    /// <summary>Octets are compared as the characters U+0000 to U+00FF (section 9.2), so an expression with others matches none.</summary>
    public bool IsMatch(ReadOnlySpan<byte> octets)
    {
        if (_isWide) return false;
        try
        {
            return _regex.IsMatch(Encoding.Latin1.GetString(octets));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new PatternException("a regular expression takes too long on this data");
        }
    }
}
