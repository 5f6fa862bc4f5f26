using Hotline.Cli.Messages;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Cli.Tests;

public sealed class MomentTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("2026-11-24T18:00Z", "2026-11-24T18:00:00.000Z")]
    [InlineData("2026-11-24T18:00:30Z", "2026-11-24T18:00:30.000Z")]
    [InlineData("2026-11-24T18:00:30.250Z", "2026-11-24T18:00:30.250Z")]
    [InlineData("+30m", "2026-11-24T12:30:00.000Z")]
    [InlineData("+2h", "2026-11-24T14:00:00.000Z")]
    [InlineData("+1d", "2026-11-25T12:00:00.000Z")]
    public void A_time_is_absolute_in_UTC_or_from_now_on(string text, string expected)
    {
        Moment.TryParse(text, out var moment).Should().BeTrue();

        moment!.ToWire(_clock).Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("2026-11-24T18:00")]
    [InlineData("2026-11-24T18:00+02:00")]
    [InlineData("2h")]
    [InlineData("+2 h")]
    [InlineData("+999999d")]
    public void A_time_without_its_zone_or_unit_is_refused(string text) =>
        Moment.TryParse(text, out _).Should().BeFalse();
}
