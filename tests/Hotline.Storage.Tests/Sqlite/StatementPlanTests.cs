using System.Reflection;
using Hotline.Storage.Sqlite;
using Hotline.Stores;
using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Tests.Sqlite;

/// <summary>How SQLite would run each statement of the stores: none that runs for every message may read a table that only grows.</summary>
public sealed class StatementPlanTests
{
    private static readonly string[] Growing = ["message", "delivery", "refusal", "queue", "entry", "tile", "recipient", "receipt", "object", "outcome", "draft", "status", "watch_match"];

    /// <summary>Asked for by people and metrics, now and then, or after an addition broke off.</summary>
    private static readonly string[] Counting = ["SelectCounts", "SelectCount", "DeleteStagedOutcomes", "DeleteStagedDrafts"];

    [Theory]
    [InlineData(typeof(SqliteHubStore<Real>))]
    [InlineData(typeof(SqliteMemberStore<Real>))]
    [InlineData(typeof(MemberWriting<Real>))]
    [InlineData(typeof(SqliteCollectionStore))]
    [InlineData(typeof(CollectionChanges))]
    [InlineData(typeof(ObjectWriting))]
    [InlineData(typeof(ObjectStatements))]
    [InlineData(typeof(StatusRows))]
    [InlineData(typeof(SqliteWatches))]
    [InlineData(typeof(SqliteTranscript))]
    public void No_statement_reads_a_growing_table_from_end_to_end(Type store)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Run(connection, string.Concat(store == typeof(SqliteHubStore<Real>) ? SqliteHubStore<Real>.Migrations : StorageServices.NodeMigrations<Real>()));
        var statements = store.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Where(field => field is { IsLiteral: true, FieldType.Name: "String" } && !Counting.Contains(field.Name))
            .Select(field => (field.Name, Text: (string)field.GetRawConstantValue()!))
            .Where(statement => statement.Text.EndsWith(';') && !statement.Text.Contains("CREATE "))
            .ToArray();

        var scans = statements.SelectMany(statement => PlanOf(connection, statement.Text).Where(IsScan).Select(step => $"{statement.Name}: {step}"));

        statements.Should().NotBeEmpty();
        scans.Should().BeEmpty();
    }

    public static TheoryData<int, int, int> Queries
    {
        get
        {
            var all = new TheoryData<int, int, int>();
            for (var source = 0; source < Sources.Length; source++)
                for (var versions = 0; versions < Filters.Length; versions++)
                    foreach (var spec in Enum.GetValues<SpecChoice>())
                        if (spec != SpecChoice.Nothing) all.Add(source, versions, (int)spec);
            return all;
        }
    }

    private static readonly string[] Sources =
    [
        ObjectStatements.Range, ObjectStatements.LastMark, ObjectStatements.FirstMark, ObjectStatements.OfType, ObjectStatements.OfId, ObjectStatements.OfInstant, ObjectStatements.Old,
    ];

    private static readonly VersionFilter[] Filters =
        [VersionFilter.All, VersionFilter.OnlyLast, new(false, true, false, []), new(false, false, false, [1]), new(false, true, true, [1, 2])];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Every_query_of_objects_walks_an_index_in_the_order_of_its_answer(int source, int versions, int spec)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Run(connection, string.Concat(StorageServices.NodeMigrations<Real>()));

        foreach (var isWhole in new[] { true, false })
        {
            var plan = PlanOf(connection, ObjectStatements.Select(
                ObjectStatements.Whole, Sources[source], ObjectStatements.Visible(Filters[versions], (SpecChoice)spec, isWhole)));

            plan.Should().Contain(step => step.StartsWith("SEARCH o USING"));
            plan.Should().NotContain(step => step.StartsWith("SCAN o") || step.StartsWith("SCAN x"));
            // The versions of one object come in their own order and are few.
            if (Sources[source] != ObjectStatements.OfId) plan.Should().NotContain(step => step.Contains("TEMP B-TREE FOR ORDER BY"));
        }
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
