using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Cryptography.Hpke;
using Hotline.Mls;

namespace Hotline.Benchmarks.Mls;

/// <summary>One group, from its creation to messages in it.</summary>
internal sealed class MlsBenchmark(CipherSuite suite, int members, TimeProvider clock)
{
    /// <summary>Above it only the creator commits: everybody's commit processed by everybody grows with the square.</summary>
    private const int LargestFullTree = 100;

    private const int Repeats = 9;
    private const int Messages = 200;
    private const int MessageSize = 1024;

    public MlsReport Run()
    {
        var clients = Enumerable.Range(0, members).Select(number =>
            new MlsClient(suite, suite.Signature.Generate(), Credential.Basic(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture))), new Everybody())).ToList();
        // Warm code is what a server runs.
        if (members > 2) _ = new MlsBenchmark(suite, 2, clock).Run();
        var packages = new List<double>();
        var bundles = clients.Skip(1).Select(client => Timed(packages, () => client.NewKeyPackage())).ToList();
        var creator = Group.Create(clients[0]);
        var adds = bundles.Select(bundle => (Proposal)new Proposal.Add(bundle.KeyPackage)).ToArray();
        var addAll = new List<double>();
        for (var at = 0; at < (members <= LargestFullTree ? 3 : 1) - 1; at++)
            using (Timed(addAll, () => creator.Commit(adds))) { }
        using var commit = Timed(addAll, () => creator.Commit(adds));
        var welcome = commit.Welcome!.Encode();
        creator = commit.Adopt();

        var join = new List<double>();
        var full = members <= LargestFullTree;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var first = Timed(join, () => Group.Join(clients[1], bundles[0], MlsMessage.Decode(welcome)));
        var memory = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before);
        var joined = bundles.Skip(1).Take(full ? members : Math.Min(Repeats, members) - 2).Select((bundle, at) => Timed(join, () => Group.Join(clients[at + 2], bundle, MlsMessage.Decode(welcome))));
        List<Group> groups = [creator, first, .. joined];
        if (full)
            for (var at = 0; at < groups.Count; at++) CommitOnce(groups, at, null, null);

        var (update, process) = (new List<double>(), new List<double>());
        var updateBytes = 0;
        for (var at = 0; at < Repeats; at++) updateBytes = CommitOnce(groups, at % groups.Count, update, process);
        var saved = groups[1].Save(new byte[32]).Length;
        var (protect, unprotect) = ExchangeMessages(groups[0], groups[1]);
        return new MlsReport(
            suite.Name, members, full, Median(packages), Median(addAll), Median(join), Median(update), Median(process), protect, unprotect,
            welcome.Length, updateBytes, saved, memory);
    }

    /// <summary>One member renews its keys, and all others follow.</summary>
    private int CommitOnce(List<Group> groups, int committer, List<double>? update, List<double>? process)
    {
        using var commit = Timed(update, () => groups[committer].Commit());
        var message = commit.Message.Encode();
        for (var at = 0; at < groups.Count; at++)
        {
            if (at == committer) continue;
            var group = groups[at];
            groups[at] = Timed(process, () =>
            {
                using var received = group.Process(message);
                return received.Adopt();
            });
        }

        groups[committer] = commit.Adopt();
        return message.Length;
    }

    private (double Protect, double Unprotect) ExchangeMessages(Group sender, Group recipient)
    {
        var data = RandomNumberGenerator.GetBytes(MessageSize);
        var (protect, unprotect) = (new List<double>(), new List<double>());
        for (var at = 0; at < Messages; at++)
        {
            byte[] message = [];
            sender = Timed(protect, () =>
            {
                using var step = sender.Protect(data);
                message = step.Message.Encode();
                return step.Adopt();
            });
            recipient = Timed(unprotect, () =>
            {
                using var step = recipient.Unprotect(MlsMessage.Decode(message));
                return step.Adopt();
            });
        }

        return (Median(protect), Median(unprotect));
    }

    private T Timed<T>(List<double>? times, Func<T> action)
    {
        var started = clock.GetTimestamp();
        var result = action();
        times?.Add(clock.GetElapsedTime(started).TotalMilliseconds);
        return result;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private sealed class Everybody : IAuthenticationService
    {
        public bool Accepts(Credential credential, ReadOnlySpan<byte> signatureKey, CredentialUse use) => true;
    }
}
