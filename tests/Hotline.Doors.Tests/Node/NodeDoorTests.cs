using Hotline.Doors.Tests.Hub;
using Hotline.Doors.Tests.Table;

namespace Hotline.Doors.Tests.Node;

/// <summary>Whatever comes to a node that should not: a precise answer, one line in the log, one count, and nothing changes.</summary>
public sealed class NodeDoorTests(NodeRig rig) : IClassFixture<NodeRig>
{
    internal static IReadOnlyList<BadInput<NodeRig>> Rows { get; } = [.. TaxiiRows.All, .. OperatorRows.All];

    public static TheoryData<string> Names => [.. Rows.Select(row => row.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Bad_input_is_answered_and_changes_nothing(string name) => Judge.HoldsAsync(Rows.Single(row => row.ToString() == name), rig);

    [Fact]
    public async Task What_is_left_of_a_refused_body_is_not_the_next_request()
    {
        const string Within = "GET /within/ HTTP/1.1\r\nHost: node\r\n\r\n";
        using var connection = await RawConnection.TlsAsync(rig.Node.Taxii, null, "http/1.1");

        await connection.SendAsync(TaxiiRows.PostHead(Within.Length, "text/plain") + "\r\n" + Within);
        await connection.SendAsync("GET /taxii2/ HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n");

        var answers = System.Text.Encoding.Latin1.GetString(await connection.ReadToEndAsync()).Split("HTTP/1.1 ")[1..];
        answers.Select(answer => answer[..3]).Should().Equal("415", "401");
    }
}
