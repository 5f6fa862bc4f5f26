using System.Collections.Immutable;

namespace Hotline.Stix.Patterns;

/// <summary>What is matched against one observation or several (section 9.5).</summary>
internal abstract record ObservationExpression
{
    /// <summary><c>[ … ]</c></summary>
    internal sealed record Single(ComparisonExpression Comparison) : ObservationExpression;

    /// <summary>One of the parts.</summary>
    internal sealed record AnyOf(ImmutableArray<ObservationExpression> Parts) : ObservationExpression;

    /// <summary>All of the parts, on different observations.</summary>
    internal sealed record AllOf(ImmutableArray<ObservationExpression> Parts) : ObservationExpression;

    /// <summary>All of the parts, on different observations, each not before the one in front of it.</summary>
    internal sealed record InOrder(ImmutableArray<ObservationExpression> Parts) : ObservationExpression;

    internal sealed record Qualified(ObservationExpression Inner, Qualifier Qualifier) : ObservationExpression;
}

/// <summary>Section 9.5.1.</summary>
internal abstract record Qualifier
{
    /// <param name="Seconds">As written, so that the window is exact to the digit.</param>
    internal sealed record Within(decimal Seconds) : Qualifier;

    internal sealed record Repeats(int Times) : Qualifier;

    internal sealed record Between(StixTimestamp Start, StixTimestamp Stop) : Qualifier;
}

/// <summary>What is matched against one object of an observation (section 9.6).</summary>
internal abstract record ComparisonExpression
{
    internal sealed record AnyOf(ImmutableArray<ComparisonExpression> Parts) : ComparisonExpression;

    internal sealed record AllOf(ImmutableArray<ComparisonExpression> Parts) : ComparisonExpression;

    internal sealed record Exists(ObjectPath Path) : ComparisonExpression;

    /// <param name="Constants">One, but for <c>IN</c>.</param>
    internal sealed record Test(ObjectPath Path, bool IsNegated, Comparator Comparator, ImmutableArray<Constant> Constants) : ComparisonExpression
    {
        /// <summary>Of MATCHES only. Made at the first match, since most patterns are read to be judged and never matched.</summary>
        public Lazy<PatternRegex>? Regex { get; init; }
    }
}

internal enum Comparator
{
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    In,
    Like,
    Matches,
    IsSubset,
    IsSuperset,
}

/// <summary>Section 9.7.</summary>
/// <param name="Position">In the pattern, for messages.</param>
internal sealed record ObjectPath(string Type, ImmutableArray<PathStep> Steps, int Position)
{
    /// <summary>The last name of the path, which tells binary values (section 9.6.4).</summary>
    public string LastName => Steps.OfType<PathStep.Name>().Last().Value;
}

internal abstract record PathStep
{
    internal sealed record Name(string Value) : PathStep;

    internal sealed record Index(long Value) : PathStep;

    /// <summary><c>[*]</c></summary>
    internal sealed record Every : PathStep;
}

/// <summary>Section 9.2.</summary>
internal abstract record Constant
{
    internal sealed record Text(string Value) : Constant;

    /// <param name="Whole">Null for a number with a fraction.</param>
    internal sealed record Number(double Value, long? Whole) : Constant;

    internal sealed record Flag(bool Value) : Constant;

    /// <summary>Binary and hexadecimal alike.</summary>
    internal sealed record Bytes(ImmutableArray<byte> Value) : Constant;

    internal sealed record Time(StixTimestamp Value) : Constant;
}
