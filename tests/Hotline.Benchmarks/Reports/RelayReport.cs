using System.Text.Json.Serialization;

namespace Hotline.Benchmarks.Reports;

/// <summary>All that one run measured.</summary>
internal sealed record RelayReport(MachineReport Machine, LimitsReport Limits, IReadOnlyList<SuiteReport> Suites);

/// <param name="Ed25519VerifiesPerSecond">On one core.</param>
/// <param name="SyncsPerSecond">Appends of 4 KiB, each with its fsync.</param>
/// <param name="EchoesPerSecond">Calls of 3 KiB over pinned mutual TLS, 64 in flight, client and server on all cores together.</param>
internal sealed record LimitsReport(double Ed25519VerifiesPerSecond, double SyncsPerSecond, double EchoesPerSecond);

/// <param name="Suite">As the command line names it.</param>
/// <param name="Seal">As the NRO names it.</param>
/// <param name="FullLoad">With 64 messages in flight.</param>
/// <param name="SteadyLoad">At 50 messages/s.</param>
internal sealed record SuiteReport(string Suite, string Seal, IReadOnlyList<StartReport> Starts, LoadReport FullLoad, LadderReport SteadyLoad);

/// <param name="Milliseconds">From the start of the process to its line that it accepts connections.</param>
internal sealed record StartReport(string Process, double Milliseconds);

/// <param name="Messages">Whose NRD reached the sender within <paramref name="Seconds"/>.</param>
internal sealed record LoadReport(double Seconds, long Messages, double MessagesPerSecond, LadderReport Latency, IReadOnlyList<ProcessReport> Processes);

/// <param name="MicrosecondsPerMessage">Processor time, all threads together.</param>
/// <param name="IdleMebibytes">Resident memory when connected, before the first message.</param>
/// <param name="LoadedMebibytes">The most that was resident under full load, looked at each second.</param>
internal sealed record ProcessReport(string Process, double MicrosecondsPerMessage, double IdleMebibytes, double LoadedMebibytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(RelayReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
