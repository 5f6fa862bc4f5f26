namespace Hotline.Hosting;

/// <summary>Why a program cannot start: one clear sentence with the next step. Programs print it on standard error and exit with 2.</summary>
public sealed class StartupException : Exception
{
    public StartupException()
    {
    }

    public StartupException(string sentence)
        : base(sentence)
    {
    }

    public StartupException(string sentence, Exception innerException)
        : base(sentence, innerException)
    {
    }
}
