namespace Hotline.Stix;

public enum StixSeverity
{
    /// <summary>It breaks a SHOULD, steps outside a suggested vocabulary or uses what is deprecated.</summary>
    Warning,

    /// <summary>It breaks a MUST.</summary>
    Error,
}

/// <summary>One rule that an object does not keep.</summary>
/// <param name="Section">Of STIX 2.1 where it begins with a digit (<c>4.7.1</c>); otherwise the standard is named (<c>RFC 7493, section 2.3</c>).</param>
/// <param name="Path">Of the property, written as granular markings do (section 7.2.3): <c>external_references.[0].url</c>. Empty for the object itself.</param>
/// <param name="Sentence">What is wrong, continuing the path. Never more of the content than a name of at most 80 characters.</param>
public sealed record StixFinding(StixSeverity Severity, string Section, string Path, string Sentence)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => Path.Length == 0 ? $"{Sentence} ({Source})" : $"'{Path}' {Sentence} ({Source})";

    private string Source => char.IsAsciiDigit(Section[0]) ? $"section {Section}" : Section;
}
