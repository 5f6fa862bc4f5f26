using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Cli.Accounts;
using Hotline.Cli.Enrolment;
using Hotline.Cli.Messages;
using Hotline.Cli.Operations;
using Hotline.Cli.Patterns;
using Hotline.Cli.Rosters;
using Hotline.Cli.Transcripts;

namespace Hotline.Cli.Terminals;

/// <summary>Every answer of every verb as JSON: one line, names in camel case.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.General, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnrolledAnswer))]
[JsonSerializable(typeof(SampleAnswer))]
[JsonSerializable(typeof(RosterAnswer))]
[JsonSerializable(typeof(RosterImported))]
[JsonSerializable(typeof(SentMessage))]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(MessageLine))]
[JsonSerializable(typeof(MessageDetails))]
[JsonSerializable(typeof(Acknowledged))]
[JsonSerializable(typeof(AccountList))]
[JsonSerializable(typeof(AccountChange))]
[JsonSerializable(typeof(TokenList))]
[JsonSerializable(typeof(NewToken))]
[JsonSerializable(typeof(NewWatch))]
[JsonSerializable(typeof(WatchList))]
[JsonSerializable(typeof(RunningStatus))]
[JsonSerializable(typeof(BackupAnswer))]
[JsonSerializable(typeof(RestoreAnswer))]
[JsonSerializable(typeof(TranscriptVerdict))]
[JsonSerializable(typeof(MatchAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
