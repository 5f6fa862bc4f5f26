using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using Hotline.Leaves;

namespace Hotline.Cli.Messages;

/// <summary>A time as an officer types it: absolute in UTC, or from now on.</summary>
internal abstract partial record Moment
{
    /// <summary>What is accepted, for help and complaints.</summary>
    public const string Form = "2026-11-24T18:00Z, or from now: +30m, +2h, +1d";

    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"];

    private sealed record At(DateTimeOffset Time) : Moment;

    private sealed record After(TimeSpan Span) : Moment;

    public static bool TryParse(string text, out Moment? moment)
    {
        moment = null;
        if (DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) moment = new At(
            time);
        else if (FromNow().Match(text) is { Success: true } match)
        {
            var amount = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            moment = new After(match.Groups[2].Value switch
            {
                "m" => TimeSpan.FromMinutes(amount),
                "h" => TimeSpan.FromHours(amount),
                _ => TimeSpan.FromDays(amount),
            });
        }

        return moment is not null;
    }

    /// <summary>For System.CommandLine: a moment, or an error of the argument.</summary>
    public static Moment? Parse(ArgumentResult result)
    {
        if (TryParse(result.Tokens[0].Value, out var moment)) return moment;
        result.AddError($"'{result.Tokens[0].Value}' is no time: write {Form}.");
        return null;
    }

    /// <summary>As the wire carries it: RFC 3339 in UTC with milliseconds.</summary>
    public string ToWire(TimeProvider clock) => LeafText.FormatTime(this switch
    {
        At at => at.Time,
        After after => clock.GetUtcNow() + after.Span,
        _ => throw new InvalidOperationException("A moment is absolute or from now on."),
    });

    [GeneratedRegex(@"^\+([0-9]{1,5})([mhd])\z", RegexOptions.CultureInvariant)]
    private static partial Regex FromNow();
}
