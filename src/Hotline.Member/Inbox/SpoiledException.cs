namespace Hotline.Member.Inbox;

/// <summary>What a hub added to a genuine message does not hold: the stream is given up and begun again, so that the message is not lost by it.</summary>
internal sealed class SpoiledException : IOException
{
    public SpoiledException()
    {
    }

    public SpoiledException(string sentence)
        : base(sentence)
    {
    }

    public SpoiledException(string sentence, Exception innerException)
        : base(sentence, innerException)
    {
    }
}
