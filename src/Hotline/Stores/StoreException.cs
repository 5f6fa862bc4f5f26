namespace Hotline.Stores;

/// <summary>The database did not do what was asked: full or failing disk, lock, damage.</summary>
public sealed class StoreException : Exception
{
    public StoreException()
    {
    }

    public StoreException(string message)
        : base(message)
    {
    }

    public StoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public StoreException(string message, bool isDoubtful, Exception innerException)
        : base(message, innerException) => IsDoubtful = isDoubtful;

    /// <summary>True when a commit may or may not have reached the disk: the process must end and recover from what is there.</summary>
    public bool IsDoubtful { get; }
}
