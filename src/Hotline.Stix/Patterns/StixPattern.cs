namespace Hotline.Stix.Patterns;

/// <summary>A pattern of the STIX patterning language (STIX 2.1, section 9), read and ready to be matched. Immutable.</summary>
public sealed class StixPattern
{
    /// <summary>Most characters of a pattern.</summary>
    public const int MaxLength = 1024 * 1024;

    private readonly string _text;

    private StixPattern(string text, ObservationExpression expression, string? unreadable) => (_text, Expression, UnreadableExpression) = (text, expression, unreadable);

    internal ObservationExpression Expression { get; }

    /// <summary>What is wrong with a regular expression that this program cannot evaluate though Perl might; matching raises it. Null: nothing.</summary>
    public string? UnreadableExpression { get; }

    /// <summary>Reads a pattern that keeps every rule.</summary>
    /// <exception cref="PatternException">It does not; the message says where.</exception>
    public static StixPattern Parse(string text) => Parse(text, mayRepeatQualifiers: false);

    /// <summary>Reads a pattern as matchers do: an observation may have two qualifiers of one kind, against section 9.5.1.</summary>
    /// <exception cref="PatternException">It breaks another rule; the message says where.</exception>
    public static StixPattern ParseLeniently(string text) => Parse(text, mayRepeatQualifiers: true);

    /// <summary>Whether a set of observations matches.</summary>
    /// <exception cref="PatternException">Nobody can tell within the bounds of time and work.</exception>
    public PatternMatch Match(IReadOnlyList<Observation> observations) => new Matching(observations).Match(Expression);

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;

    private static StixPattern Parse(string text, bool mayRepeatQualifiers)
    {
        if (text.Length > MaxLength) throw new PatternException($"it is longer than {MaxLength} characters");
        try
        {
            var parser = new Parser(text, mayRepeatQualifiers);
            return new StixPattern(text, parser.Parse(), parser.UnreadableExpression);
        }
        catch (PatternException fault) when (fault.Position >= 0)
        {
            var before = text.AsSpan(0, Math.Min(fault.Position, text.Length));
            var line = before.Count('\n') + 1;
            throw new PatternException($"at line {line}, column {before.Length - before.LastIndexOf('\n')}: {fault.Message}", fault.Position);
        }
    }
}

/// <summary>What matching gave.</summary>
/// <param name="Observations">Indices of observations that match together, each once, in the order of the pattern's parts; empty when there are none.</param>
public sealed record PatternMatch(bool IsMatch, IReadOnlyList<int> Observations);
