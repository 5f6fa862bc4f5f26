using System.Text.Json;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls.Tests;

/// <summary>How the published vectors write their values: hexadecimal, numbers, null for what is absent.</summary>
internal static class Json
{
    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static byte[] Hex(this JsonElement element) => Convert.FromHexString(element.GetString()!);

    public static byte[]? HexOrNull(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Convert.FromHexString(value.GetString()!) : null;

    public static uint UInt(this JsonElement element, string name) => element.GetProperty(name).GetUInt32();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static CipherSuite Suite(this JsonElement element) => CipherSuites.Of((CipherSuiteId)element.GetProperty("cipher_suite").GetUInt16());

    public static bool IsBuiltIn(this JsonElement element) => CipherSuites.TryFind((CipherSuiteId)element.GetProperty("cipher_suite").GetUInt16()) is not null;
}
