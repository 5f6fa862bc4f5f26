using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>What a resumption PSK is used for (RFC 9420, section 8.4).</summary>
public enum PskUsage : byte
{
    None = 0,
    Application = 1,
    ReInit = 2,
    Branch = 3,
}

/// <summary>Names a pre-shared key and one use of it (RFC 9420, section 8.4: PreSharedKeyID).</summary>
public abstract record PskId : IWire<PskId>
{
    private const byte ExternalType = 1;
    private const byte ResumptionType = 2;

    private PskId()
    {
    }

    /// <summary>Fresh for each use, as long as the suite's hash.</summary>
    public ReadOnlyMemory<byte> Nonce { get; init; }

    /// <summary>One use of an external PSK, with a fresh nonce.</summary>
    public static PskId ForExternal(CipherSuite suite, ReadOnlySpan<byte> id) => new External(id.ToArray()) { Nonce = RandomNumberGenerator.GetBytes(suite.HashSize()) };

    /// <summary>One use of an earlier epoch's resumption PSK, with a fresh nonce.</summary>
    public static PskId ForResumption(CipherSuite suite, ReadOnlyMemory<byte> groupId, ulong epoch) =>
        new Resumption(PskUsage.Application, groupId, epoch) { Nonce = RandomNumberGenerator.GetBytes(suite.HashSize()) };

    /// <summary>A key that both sides got by another way.</summary>
    public sealed record External(ReadOnlyMemory<byte> Id) : PskId;

    /// <summary>A secret of an earlier epoch, of this group or another.</summary>
    public sealed record Resumption(PskUsage Usage, ReadOnlyMemory<byte> GroupId, ulong Epoch) : PskId;

    /// <summary>The key that is named, whatever its use.</summary>
    internal byte[] Key => Wire.Encode<PskId>(this with { Nonce = ReadOnlyMemory<byte>.Empty });

    static PskId IWire<PskId>.Read(ref TlsReader reader)
    {
        PskId id = reader.ReadByte() switch
        {
            ExternalType => new External(reader.ReadOpaque()),
            ResumptionType => new Resumption(ReadUsage(ref reader), reader.ReadOpaque(), reader.ReadUInt64()),
            _ => throw MlsException.Malformed("A PSK is neither external nor of a resumption."),
        };
        return id with { Nonce = reader.ReadOpaque() };
    }

    void IWire<PskId>.Write(TlsWriter writer)
    {
        if (this is External external) writer.Byte(ExternalType).Opaque(external.Id);
        if (this is Resumption resumption) writer.Byte(ResumptionType).Byte((byte)resumption.Usage).Opaque(resumption.GroupId).UInt64(resumption.Epoch);
        writer.Opaque(Nonce);
    }

    private static PskUsage ReadUsage(ref TlsReader reader)
    {
        var usage = (PskUsage)reader.ReadByte();
        return usage is PskUsage.Application or PskUsage.ReInit or PskUsage.Branch ? usage : throw MlsException.Malformed("A PSK has an unknown usage.");
    }
}
