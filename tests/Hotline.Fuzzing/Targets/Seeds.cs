using System.Text;
using Hotline.Cryptography.Hpke;
using Hotline.Member.Letters;

namespace Hotline.Fuzzing.Targets;

/// <summary>What the seeds in the repository were made with. These keys are known to everybody and serve nobody.</summary>
internal static class Seeds
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("hotline-fuzz-").FullName;

    static Seeds() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    /// <summary>Where bytes are put for readers that take a path.</summary>
    public static string KeyFile => Path.Combine(Folder, "fuzzed.key");

    public static byte[] Passphrase => Encoding.UTF8.GetBytes("correct horse battery");

    /// <summary>Of the key that made the signatures among the seeds.</summary>
    public static byte[] Certificate { get; } = new FuzzTarget("certificate", _ => Answer.Parsed).Corpus is [var first, ..] ? first : [];

    /// <summary>What the letters among the seeds are sealed to, and under.</summary>
    public static KemPrivateKey LetterKey { get; } = KemPrivateKey.FromBytes(KemId.DhKemX25519, Enumerable.Repeat((byte)7, 32).ToArray());

    public static SealBinding Binding { get; } = new(Digest.Of("binding"u8), Digest.Of("statement"u8));
}
