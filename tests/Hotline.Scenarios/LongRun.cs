namespace Hotline.Scenarios;

/// <summary>HOTLINE_LONG=1 asks for the runs that take minutes.</summary>
internal static class LongRun
{
    public static bool IsAsked => Environment.GetEnvironmentVariable("HOTLINE_LONG") == "1";
}
