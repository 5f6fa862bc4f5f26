using System.Buffers.Binary;
using System.Text;

namespace Hotline.Doors.Tests.Hub;

/// <summary>Frames of HTTP/2 as bytes (RFC 9113, section 4.1), right or wrong.</summary>
internal static class Http2
{
    public const byte Data = 0, HeadersType = 1, Reset = 3, SettingsType = 4, Ping = 6, GoAway = 7, WindowUpdate = 8, Continuation = 9;
    public const byte EndStream = 1, EndHeaders = 4;

    /// <summary>The client's preface and empty settings.</summary>
    public static byte[] Preface => [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(SettingsType, 0, 0, [])];

    public static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload, int? length = null)
    {
        var frame = new byte[9 + payload.Length];
        var size = length ?? payload.Length;
        (frame[0], frame[1], frame[2], frame[3], frame[4]) = ((byte)(size >> 16), (byte)(size >> 8), (byte)size, type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    /// <summary>The headers of a gRPC call to the exchange.</summary>
    public static byte[] Call(int stream, string path = "/hotline.v1.Exchange/Submit", byte flags = EndHeaders) => Frame(HeadersType, flags, stream, [
        .. Field(":method", "POST"), .. Field(":scheme", "https"), .. Field(":path", path), .. Field(":authority", "hub-north.example"),
        .. Field("content-type", "application/grpc"), .. Field("te", "trailers"),
    ]);

    /// <summary>A field, literal and without indexing (RFC 7541, section 6.2.2).</summary>
    public static byte[] Field(string name, string value) => [0, .. Text(name), .. Text(value)];

    public static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Text(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var length = new List<byte>();
        // An integer with a prefix of 7 bits (RFC 7541, section 5.1).
        if (bytes.Length < 127) length.Add((byte)bytes.Length);
        else
        {
            length.Add(127);
            var rest = bytes.Length - 127;
            for (; rest >= 128; rest >>= 7) length.Add((byte)((rest & 127) | 128));
            length.Add((byte)rest);
        }

        return [.. length, .. bytes];
    }
}
