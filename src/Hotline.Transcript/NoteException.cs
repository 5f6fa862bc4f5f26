namespace Hotline.Transcript;

/// <summary>Foreign bytes that are not the note, key, checkpoint, proof or bundle they should be, or whose signature does not hold.</summary>
public sealed class NoteException : FormatException
{
    public NoteException()
    {
    }

    public NoteException(string message)
        : base(message)
    {
    }

    public NoteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
