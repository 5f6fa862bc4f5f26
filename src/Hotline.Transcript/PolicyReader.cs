using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Hotline.Transcript;

/// <summary>Reads a policy's text line by line (C2SP tlog-policy). Names are octets: each is held here as one character.</summary>
internal sealed class PolicyReader
{
    /// <summary>Largest text in bytes.</summary>
    private const int MaxSize = 1024 * 1024;

    /// <summary>Most logs, witnesses and groups, each; the standard asks for 32.</summary>
    private const int MaxOfKind = 256;

    private const string NoQuorum = "none";
    private static readonly char[] Blanks = [' ', '\t'];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ImmutableArray<PolicyKey>.Builder _logs = ImmutableArray.CreateBuilder<PolicyKey>();
    private readonly ImmutableArray<PolicyKey>.Builder _witnesses = ImmutableArray.CreateBuilder<PolicyKey>();
    private readonly Dictionary<string, Quorum> _rules = new(StringComparer.Ordinal);

    /// <summary>Names that stand in a group already: each may stand in one only, so that a witness counts once.</summary>
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);

    private Quorum? _quorum;
    private int _line;

    /// <exception cref="NoteException">Another form; the message names the line.</exception>
    public static WitnessPolicy Read(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxSize) throw new NoteException($"A policy has at most {MaxSize} bytes.");
        if (!text.IsEmpty && text[^1] != '\n') throw new NoteException("Each line of a policy ends in a line feed.");
        if (text.ContainsAnyInRange((byte)0, (byte)8) || text.ContainsAnyInRange((byte)11, (byte)31) || text.Contains((byte)127))
            throw new NoteException("A policy has no control characters but tab and line feed.");
        var reader = new PolicyReader();
        foreach (var line in Encoding.Latin1.GetString(text).Split('\n'))
        {
            reader._line++;
            var words = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && !words[0].StartsWith('#')) reader.Add(words);
        }

        return new WitnessPolicy(
            reader._logs.ToImmutable(), reader._witnesses.ToImmutable(), reader._quorum ?? throw new NoteException("A policy has a line quorum; \"quorum none\" asks for no witness."));
    }

    private void Add(string[] words)
    {
        switch (words)
        {
            case ["log", var key, .. { Length: <= 1 } url]:
                AddKey(_logs, new PolicyKey(null, Key(key, KeyType.Ed25519), url.FirstOrDefault()));
                break;
            case ["witness", var name, var key, .. { Length: <= 1 } url]:
                var witness = new PolicyKey(name, Key(key, KeyType.Cosignature), url.FirstOrDefault());
                AddKey(_witnesses, witness);
                Define(name, new Quorum.One(witness.Key));
                break;
            case ["group", var name, var threshold, .. { Length: > 0 } members]:
                Define(name, new Quorum.Some(Threshold(threshold, members.Length), [.. members.Select(Member)]));
                if (_rules.Count - _witnesses.Count > MaxOfKind) throw Malformed($"a policy has at most {MaxOfKind} groups");
                break;
            case ["quorum", var name]:
                if (_quorum is not null) throw Malformed("a policy has one line quorum");
                _quorum = name == NoQuorum ? new Quorum.None() : Find(name);
                break;
            default:
                throw Malformed($"no line begins with {words[0]} and has {words.Length} words");
        }
    }

    private void AddKey(ImmutableArray<PolicyKey>.Builder keys, PolicyKey added)
    {
        if (keys.Count == MaxOfKind) throw Malformed($"a policy has at most {MaxOfKind} keys of a kind");
        // The same key under another name would count twice.
        if (keys.Any(key => key.Key.PublicKey.Span.SequenceEqual(added.Key.PublicKey.Span))) throw Malformed("its key stands on an earlier line");
        keys.Add(added);
    }

    /// <param name="classical">The type by Ed25519 for this role; ML-DSA-44 cosignatures serve either.</param>
    private VerifierKey Key(string octets, KeyType classical)
    {
        var key = ReadKey(octets);
        return key.Type == classical || key.Type == KeyType.MlDsa44 ? key : throw Malformed($"a key of type 0x{(int)key.Type:x2} does not serve here");
    }

    private VerifierKey ReadKey(string octets)
    {
        try
        {
            return VerifierKey.Parse(StrictUtf8.GetString(Encoding.Latin1.GetBytes(octets)));
        }
        catch (Exception malformed) when (malformed is NoteException or DecoderFallbackException)
        {
            throw Malformed($"its key is none ({malformed.Message})");
        }
    }

    private void Define(string name, Quorum rule)
    {
        if (name == NoQuorum || !_rules.TryAdd(name, rule)) throw Malformed("its name is taken");
    }

    private Quorum Member(string name) => _members.Add(name) ? Find(name) : throw Malformed("a name stands in two places of groups");

    private Quorum Find(string name) => _rules.TryGetValue(name, out var rule) ? rule : throw Malformed("it names what no earlier line defines");

    private int Threshold(string word, int members) => word switch
    {
        "all" => members,
        "any" => 1,
        _ when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var threshold) && threshold >= 1 && threshold <= members => threshold,
        _ => throw Malformed($"its threshold is all, any or a number from 1 to {members}"),
    };

    private NoteException Malformed(string what) => new(string.Create(CultureInfo.InvariantCulture, $"Line {_line} of the policy: {what}."));
}
