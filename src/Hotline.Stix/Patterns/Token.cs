namespace Hotline.Stix.Patterns;

internal enum TokenKind
{
    End,

    /// <summary>A keyword, a type or a property name.</summary>
    Word,
    Text,
    Bytes,
    Time,
    Number,
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    Colon,
    Dot,
    Comma,
    Star,
    OpenBracket,
    CloseBracket,
    OpenParenthesis,
    CloseParenthesis,
}

/// <param name="Value">A text's content without quotes and escapes, otherwise as written.</param>
/// <param name="Position">Characters before it.</param>
internal readonly record struct Token(TokenKind Kind, string Value, int Position, Constant? Constant = null)
{
    public bool Is(string keyword) => Kind == TokenKind.Word && Value == keyword;

    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Checks.Quote.Name(Value)}'";
}
