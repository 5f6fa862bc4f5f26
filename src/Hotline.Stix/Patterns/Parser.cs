using System.Collections.Immutable;
using System.Globalization;

namespace Hotline.Stix.Patterns;

/// <summary>Reads a pattern by recursive descent: FOLLOWEDBY binds least, then OR, then AND (section 9.5.3).</summary>
internal sealed class Parser
{
    /// <summary>Deepest parentheses within each other.</summary>
    private const int MostDepth = 64;

    /// <summary>Most uses of MATCHES: each expression costs far more to read than the rest of its comparison.</summary>
    private const int MostExpressions = 1_000;

    private readonly Lexer _lexer;
    private readonly bool _mayRepeatQualifiers;
    private Token _token;
    private int _depth;
    private int _expressions;

    /// <param name="mayRepeatQualifiers">Whether an observation may have two qualifiers of a kind, which section 9.5.1 forbids and matchers know how to read.</param>
    public Parser(string pattern, bool mayRepeatQualifiers)
    {
        _lexer = new Lexer(pattern);
        _mayRepeatQualifiers = mayRepeatQualifiers;
        _token = _lexer.Next();
    }

    /// <summary>See <see cref="StixPattern.UnreadableExpression"/>.</summary>
    public string? UnreadableExpression { get; private set; }

    public ObservationExpression Parse()
    {
        var expression = InOrder();
        if (_token.Kind != TokenKind.End) throw Unexpected("FOLLOWEDBY, OR, AND, a qualifier or the end");
        return expression;
    }

    private ObservationExpression InOrder() => Joined("FOLLOWEDBY", AnyObservation, parts => new ObservationExpression.InOrder(parts));

    private ObservationExpression AnyObservation() => Joined("OR", AllObservations, parts => new ObservationExpression.AnyOf(parts));

    private ObservationExpression AllObservations() => Joined("AND", QualifiedObservation, parts => new ObservationExpression.AllOf(parts));

    private T Joined<T>(string word, Func<T> part, Func<ImmutableArray<T>, T> join)
    {
        var first = part();
        if (!_token.Is(word)) return first;
        var parts = ImmutableArray.CreateBuilder<T>();
        parts.Add(first);
        while (_token.Is(word))
        {
            Take();
            parts.Add(part());
        }

        return join(parts.ToImmutable());
    }

    private ObservationExpression QualifiedObservation()
    {
        var isSingle = _token.Kind == TokenKind.OpenBracket;
        ObservationExpression expression = isSingle ? Single() : Grouped(TokenKind.OpenParenthesis, InOrder, TokenKind.CloseParenthesis);
        var kinds = new HashSet<Type>();
        while (_token.Is("START") || _token.Is("WITHIN") || _token.Is("REPEATS"))
        {
            var position = _token.Position;
            var qualifier = OneQualifier();
            if (!kinds.Add(qualifier.GetType()) && isSingle && !_mayRepeatQualifiers) throw new PatternException("an observation has two qualifiers of one kind", position);
            expression = new ObservationExpression.Qualified(expression, qualifier);
        }

        return expression;
    }

    private ObservationExpression.Single Single() => new ObservationExpression.Single(Grouped(TokenKind.OpenBracket, AnyComparison, TokenKind.CloseBracket));

    private T Grouped<T>(TokenKind open, Func<T> content, TokenKind close)
    {
        Expect(open, "[ or (");
        if (++_depth > MostDepth) throw new PatternException($"parentheses are nested more than {MostDepth} deep", _token.Position);
        var inner = content();
        _depth--;
        Expect(close, close == TokenKind.CloseBracket ? "AND, OR or ]" : ")");
        return inner;
    }

    private Qualifier OneQualifier()
    {
        var word = Take().Value;
        if (word == "START")
        {
            var start = Timestamp();
            Word("STOP");
            return new Qualifier.Between(start, Timestamp());
        }

        var number = Expect(TokenKind.Number, "a number");
        if (word == "REPEATS")
        {
            if (number.Constant is not Constant.Number { Whole: > 0 and <= int.MaxValue } times) throw new PatternException("REPEATS takes a positive integer", number.Position);
            Word("TIMES");
            return new Qualifier.Repeats((int)times.Whole.Value);
        }

        if (number.Value.StartsWith('-') || !decimal.TryParse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            throw new PatternException("WITHIN takes a positive number", number.Position);
        Word("SECONDS");
        return new Qualifier.Within(seconds);
    }

    private StixTimestamp Timestamp() => ((Constant.Time)Expect(TokenKind.Time, "a timestamp t'...'").Constant!).Value;

    private ComparisonExpression AnyComparison() => Joined("OR", AllComparisons, parts => new ComparisonExpression.AnyOf(parts));

    private ComparisonExpression AllComparisons() => Joined("AND", OneComparison, parts => new ComparisonExpression.AllOf(parts));

    private ComparisonExpression OneComparison()
    {
        if (_token.Kind == TokenKind.OpenParenthesis) return Grouped(TokenKind.OpenParenthesis, AnyComparison, TokenKind.CloseParenthesis);
        if (_token.Is("EXISTS"))
        {
            Take();
            return new ComparisonExpression.Exists(Path());
        }

        var path = Path();
        var isNegated = _token.Is("NOT");
        if (isNegated) Take();
        return Test(path, isNegated);
    }

    private ComparisonExpression.Test Test(ObjectPath path, bool isNegated)
    {
        var position = _token.Position;
        var comparator = OneComparator();
        ImmutableArray<Constant> constants = comparator switch
        {
            Comparator.In => Set(),
            Comparator.Like or Comparator.Matches or Comparator.IsSubset or Comparator.IsSuperset => [new Constant.Text(Expect(TokenKind.Text, "a string").Value)],
            _ => [OneConstant()],
        };
        if (constants is [Constant.Flag] && comparator is not (Comparator.Equal or Comparator.NotEqual or Comparator.In))
            throw new PatternException("a boolean is neither greater nor less than another", position);
        PatternRules.CheckHashes(path, comparator, constants, position);
        if (comparator != Comparator.Matches) return new ComparisonExpression.Test(path, isNegated, comparator, constants);
        if (++_expressions > MostExpressions) throw new PatternException($"it has more than {MostExpressions} regular expressions", position);
        var expression = ((Constant.Text)constants[0]).Value;
        UnreadableExpression ??= PatternRegex.FaultOf(expression);
        return new ComparisonExpression.Test(path, isNegated, comparator, constants) { Regex = new Lazy<PatternRegex>(() => PatternRegex.Create(expression)) };
    }

    private Comparator OneComparator()
    {
        var token = Take();
        return token.Kind switch
        {
            TokenKind.Equal => Comparator.Equal,
            TokenKind.NotEqual => Comparator.NotEqual,
            TokenKind.Greater => Comparator.Greater,
            TokenKind.Less => Comparator.Less,
            TokenKind.GreaterOrEqual => Comparator.GreaterOrEqual,
            TokenKind.LessOrEqual => Comparator.LessOrEqual,
            TokenKind.Word when token.Value == "IN" => Comparator.In,
            TokenKind.Word when token.Value == "LIKE" => Comparator.Like,
            TokenKind.Word when token.Value == "MATCHES" => Comparator.Matches,
            TokenKind.Word when token.Value == "ISSUBSET" => Comparator.IsSubset,
            TokenKind.Word when token.Value == "ISSUPERSET" => Comparator.IsSuperset,
            _ => throw new PatternException($"{token} stands where a comparison operator should", token.Position),
        };
    }

    private ImmutableArray<Constant> Set()
    {
        Expect(TokenKind.OpenParenthesis, "(");
        var constants = ImmutableArray.CreateBuilder<Constant>();
        if (_token.Kind != TokenKind.CloseParenthesis)
        {
            constants.Add(OneConstant());
            while (_token.Kind == TokenKind.Comma)
            {
                Take();
                constants.Add(OneConstant());
            }
        }

        Expect(TokenKind.CloseParenthesis, ", or )");
        return constants.ToImmutable();
    }

    private Constant OneConstant()
    {
        if (_token.Constant is { } constant)
        {
            Take();
            return constant;
        }

        if (_token.Kind == TokenKind.Text) return new Constant.Text(Take().Value);
        if (_token.Is("true") || _token.Is("TRUE") || _token.Is("false") || _token.Is("FALSE")) return new Constant.Flag(Take().Value is "true" or "TRUE");
        throw Unexpected("a constant");
    }

    private ObjectPath Path()
    {
        var type = Expect(TokenKind.Word, "a type");
        if (PatternRules.Keywords.Contains(type.Value)) throw new PatternException($"{type} stands where a type should", type.Position);
        Expect(TokenKind.Colon, ":");
        var steps = ImmutableArray.CreateBuilder<PathStep>();
        steps.Add(PropertyName());
        while (_token.Kind is TokenKind.Dot or TokenKind.OpenBracket) steps.Add(Take().Kind == TokenKind.Dot ? PropertyName() : ListIndex());
        return new ObjectPath(type.Value, steps.ToImmutable(), type.Position);
    }

    private PathStep.Name PropertyName()
    {
        if (_token.Kind == TokenKind.Text) return new PathStep.Name(Take().Value);
        var name = Expect(TokenKind.Word, "a property name");
        if (name.Value.Contains('-', StringComparison.Ordinal)) throw new PatternException($"{name} needs apostrophes for its hyphen", name.Position);
        return PatternRules.Keywords.Contains(name.Value) ? throw new PatternException($"{name} stands where a property name should", name.Position) : new PathStep.Name(name.Value);
    }

    private PathStep ListIndex()
    {
        PathStep step;
        if (_token.Kind == TokenKind.Star)
        {
            Take();
            step = new PathStep.Every();
        }
        else
        {
            var number = Expect(TokenKind.Number, "an index or *");
            step = number.Constant is Constant.Number { Whole: { } index } ? new PathStep.Index(index) : throw new PatternException("a list index is no integer", number.Position);
        }

        Expect(TokenKind.CloseBracket, "]");
        return step;
    }

    private void Word(string word)
    {
        if (!_token.Is(word)) throw Unexpected(word);
        Take();
    }

    private Token Expect(TokenKind kind, string wanted) => _token.Kind == kind ? Take() : throw Unexpected(wanted);

    private Token Take()
    {
        var taken = _token;
        _token = _lexer.Next();
        return taken;
    }

    private PatternException Unexpected(string wanted) => new($"{_token} stands where {wanted} should", _token.Position);
}
