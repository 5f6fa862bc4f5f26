using Google.Protobuf;
using Hotline.Doors.Tests.Hub;
using Hotline.Doors.Tests.Table;
using Hotline.Wire;

namespace Hotline.Doors.Tests.Node;

/// <summary>What an operator, or a program that runs as one, may ask wrongly over the socket.</summary>
internal static class OperatorRows
{
    private const string Door = "node, operator's socket";

    public static IEnumerable<BadInput<NodeRig>> All =>
    [
        Call("a message to nobody", "Desk/Send", "FailedPrecondition: A message needs at least one recipient.", async rig => await rig.Node.Desk.SendAsync(new SendRequest())),
        Call("a message to a name that cannot be", "Desk/Send", "InvalidArgument: NO NAME is neither a member nor a node.", async rig => await rig.Node.Desk.SendAsync(new SendRequest { To = { "NO NAME" } })),
        Call("a message to a node on no roster", "Desk/Send", "FailedPrecondition: elbonia.example is on no roster known here: *", async rig => await rig.Node.Desk.SendAsync(new SendRequest { To = { "elbonia.example" } })),
        Call("a message to itself", "Desk/Send", "FailedPrecondition: A message to yourself needs no hub.", async rig => await rig.Node.Desk.SendAsync(new SendRequest { To = { "alba" } })),
        Call("a precedence that does not exist", "Desk/Send", "InvalidArgument: The precedence is unknown.", async rig => await rig.Node.Desk.SendAsync(new SendRequest { To = { "borea" }, Precedence = (Lane)77 })),
        Call("a seal that does not exist", "Desk/Send", "InvalidArgument: The seal is unknown.", async rig => await rig.Node.Desk.SendAsync(new SendRequest { To = { "borea" }, Seal = "rot13" })),
        Call("a deadline that is no time", "Desk/Send", "InvalidArgument: deadline is not a time: *", async rig => await rig.Node.Desk.SendAsync(new SendRequest { To = { "borea" }, Deadline = "soon" })),
        Call("a FLASH of 300 words", "Desk/Send", "FailedPrecondition: *", async rig => await rig.Node.Desk.SendAsync(
            new SendRequest { To = { "borea" }, Precedence = Lane.Flash, Body = string.Join(' ', Enumerable.Repeat("word", 300)) })),
        Call("an id that is none", "Desk/Show", "InvalidArgument: *", async rig => await rig.Node.Desk.ShowAsync(new ShowRequest { Id = "1" })),
        Call("an id of no message", "Desk/Show", "NotFound: *", async rig => await rig.Node.Desk.ShowAsync(new ShowRequest { Id = "019ab5c4-8c00-7000-8000-000000000001" })),
        Call("an account with a colon in its name", "Desk/KeepAccount", "InvalidArgument: *", async rig => await rig.Node.Desk.KeepAccountAsync(new KeepAccountRequest { Name = "a:b", Password = "correct horse" })),
        Call("a password of three characters", "Desk/KeepAccount", "InvalidArgument: *", async rig => await rig.Node.Desk.KeepAccountAsync(new KeepAccountRequest { Name = "b", Password = "abc" })),
        Call("a roster that is none", "Operations/ImportRoster", "FailedPrecondition: This is no signed roster: *",
            async rig => await rig.Node.Operator.Operations.ImportRosterAsync(new ImportRosterRequest { Note = ByteString.CopyFromUtf8("no roster") })),
        Call("a backup to a path that is not absolute", "Operations/Backup", "InvalidArgument: A backup goes to an absolute path.",
            async rig => await rig.Node.Operator.Operations.BackupAsync(new BackupRequest { Path = "here" })),
        Call("a backup over a file that exists", "Operations/Backup", "FailedPrecondition: *", async rig => await rig.Node.Operator.Operations.BackupAsync(new BackupRequest { Path = rig.Node.Directory.SettingsFile })),
    ];

    private static BadInput<NodeRig> Call(string input, string method, string answer, Func<NodeRig, Task> call) => new(
        Door, input, answer, $"Warning: Rejected a call POST /hotline.v1.{method} by *: *",
        $"hotline.calls.rejected listener=operator status={answer[..answer.IndexOf(':', StringComparison.Ordinal)]}", rig => Calls.EndOf(() => call(rig)));
}
