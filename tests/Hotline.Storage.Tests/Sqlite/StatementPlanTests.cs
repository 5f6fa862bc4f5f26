using System.Reflection;
using Hotline.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Tests.Sqlite;

/// <summary>How SQLite would run each statement of the stores: none that runs for every message may read a table that only grows.</summary>
public sealed class StatementPlanTests
{
    private static readonly string[] Growing = ["message", "delivery", "refusal", "queue", "entry", "tile", "recipient", "receipt", "object", "outcome"];

    /// <summary>Asked for by people and metrics, now and then.</summary>
    private static readonly string[] Counting = ["SelectCounts", "SelectCount"];

    [Theory]
    [InlineData(typeof(SqliteHubStore<Real>))]
    [InlineData(typeof(SqliteMemberStore<Real>))]
    [InlineData(typeof(MemberWriting<Real>))]
    [InlineData(typeof(SqliteCollectionStore))]
    [InlineData(typeof(SqliteTranscript))]
    public void No_statement_reads_a_growing_table_from_end_to_end(Type store)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Run(connection, store == typeof(SqliteHubStore<Real>)
            ? SqliteHubStore<Real>.Migrations[0]
            : SqliteTranscript.Tables + SqliteMemberStore<Real>.Tables + SqliteCollectionStore.Tables);
        var statements = store.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Where(field => field is { IsLiteral: true, FieldType.Name: "String" } && !Counting.Contains(field.Name))
            .Select(field => (field.Name, Text: (string)field.GetRawConstantValue()!))
            .Where(statement => statement.Text.EndsWith(';') && !statement.Text.Contains("CREATE "))
            .ToArray();

        var scans = statements.SelectMany(statement => PlanOf(connection, statement.Text).Where(IsScan).Select(step => $"{statement.Name}: {step}"));

        statements.Should().NotBeEmpty();
        scans.Should().BeEmpty();
    }

    /// <summary>A table read in the order of an index ends at the statement's limit.</summary>
    private static bool IsScan(string step) => Growing.Any(table => step.StartsWith($"SCAN {table}") || step == $"SCAN {table[0]}") || step == "SCAN later";

    private static List<string> PlanOf(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        foreach (var word in statement.Split([' ', ',', '(', ')', ';', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word[0] == '$').Distinct())
            command.Parameters.AddWithValue(word, 1);
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read()) steps.Add(reader.GetString(3));
        return steps;
    }

    private static void Run(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }
}
