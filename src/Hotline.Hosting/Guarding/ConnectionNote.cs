using System.Net;

namespace Hotline.Hosting.Guarding;

/// <summary>What is known of one connection while it lasts. As a tag of a metric it is its listener's name and nothing more.</summary>
internal sealed class ConnectionNote(Listener listener, EndPoint? remote)
{
    private IDisposable? _place;

    public Listener Listener => listener;

    /// <summary>For the log.</summary>
    public string Remote => remote is IPEndPoint address ? address.ToString() : "this machine";

    /// <summary>Whoever refused the connection has told so.</summary>
    public bool IsTold { get; set; }

    /// <summary>Requests that the peer began and broke off on this connection.</summary>
    public ResetBudget Resets { get; } = new();

    /// <summary>Keeps a place among the peer's connections until this one ends.</summary>
    public void Take(IDisposable place) => _place = place;

    public void Leave() => Interlocked.Exchange(ref _place, null)?.Dispose();

    public override bool Equals(object? other) => other is ConnectionNote note && note.Listener == listener;

    public override int GetHashCode() => listener.GetHashCode();

    public override string ToString() => listener.ToString().ToLowerInvariant();
}
