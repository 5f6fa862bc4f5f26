using Hotline.Envelopes;
using Hotline.Stores;

namespace Hotline.Member.Outbox;

/// <summary>
/// What is filed and not answered, in the order in which it goes out: highest precedence first, then oldest. What was just filed is handed over
/// in memory; what does not fit there, or was there before a restart, is read from the outbox when its turn comes.
/// </summary>
/// <remarks>One caller takes; anybody adds and says what became of it.</remarks>
internal sealed class Outgoing<TDomain>(IMemberStore<TDomain> store, TimeProvider clock)
    where TDomain : struct, ITrafficDomain
{
    /// <summary>Messages on their way at once, unless they are large.</summary>
    public const int InFlight = 64;

    /// <summary>Bytes of payload that wait in memory, and as many on their way; a single message may have more.</summary>
    private const long MaxBytes = 4 * 1024 * 1024;

    private const int MaxWaiting = 256;
    private const int SmallPayload = 64 * 1024;

    private readonly Lock _changing = new();
    private readonly Dictionary<Precedence, Queue<Envelope<TDomain>>> _lanes = Precedences.HighestFirst.ToDictionary(lane => lane, _ => new Queue<Envelope<TDomain>>());
    private readonly HashSet<MessageId> _known = [];
    private readonly Dictionary<MessageId, DateTimeOffset> _parked = [];
    private readonly HashSet<MessageId> _landedMeanwhile = [];

    /// <summary>Filed while the outbox is read; null at all other times.</summary>
    private List<Envelope<TDomain>>? _filedMeanwhile;

    /// <summary>Highest lane of which the outbox may hold what is not here; null when all of it is.</summary>
    private Precedence? _behind = Precedence.Override;

    private bool _areLarge;
    private int _waiting;
    private long _waitingBytes;
    private int _inFlight;
    private long _inFlightBytes;

    public bool IsIdle
    {
        get
        {
            lock (_changing) return _inFlight == 0;
        }
    }

    /// <summary>It was just filed. In memory when there is room for it, else in the outbox alone.</summary>
    public void Add(Envelope<TDomain> filed)
    {
        lock (_changing)
        {
            if (_filedMeanwhile is { } meanwhile) meanwhile.Add(filed);
            else Enqueue(filed);
        }
    }

    /// <summary>The connection is new: whatever has no answer is to be sent, also what was on its way when the old one broke.</summary>
    public void Restart()
    {
        lock (_changing)
        {
            ForgetWaiting();
            _known.Clear();
            _landedMeanwhile.Clear();
            (_inFlight, _inFlightBytes, _filedMeanwhile) = (0, 0, null);
        }
    }

    /// <returns>The next to submit; null when nothing waits, or enough is on its way.</returns>
    public async Task<Envelope<TDomain>?> TakeAsync(CancellationToken cancellationToken)
    {
        if (IsToBeRead(out var limit)) Fill(await store.ReadOutboxAsync(limit, cancellationToken), limit);
        lock (_changing)
        {
            if (_inFlight >= InFlight) return null;
            foreach (var lane in Precedences.HighestFirst)
            {
                if (!_lanes[lane].TryPeek(out var next)) continue;
                if (_inFlight > 0 && _inFlightBytes + next.Payload.Length > MaxBytes) return null;
                _lanes[lane].Dequeue();
                _waiting--;
                _waitingBytes -= next.Payload.Length;
                _inFlight++;
                _inFlightBytes += next.Payload.Length;
                return next;
            }

            return null;
        }
    }

    /// <summary>Its answer is kept.</summary>
    public void Answered(Envelope<TDomain> envelope) => Land(envelope, parkedUntil: null);

    /// <summary>It stays in the outbox and is not tried again before that time.</summary>
    public void Park(Envelope<TDomain> envelope, DateTimeOffset until) => Land(envelope, until);

    private void Land(Envelope<TDomain> envelope, DateTimeOffset? parkedUntil)
    {
        lock (_changing)
        {
            _inFlight--;
            _inFlightBytes -= envelope.Payload.Length;
            if (parkedUntil is { } until) _parked[envelope.Id] = until;
            else _parked.Remove(envelope.Id);
            _known.Remove(envelope.Id);
            if (_filedMeanwhile is not null) _landedMeanwhile.Add(envelope.Id);
        }
    }

    private bool IsToBeRead(out int limit)
    {
        lock (_changing)
        {
            var now = clock.GetUtcNow();
            foreach (var (id, until) in _parked)
            {
                if (until > now) continue;
                _parked.Remove(id);
                _behind = Precedence.Override;
            }

            limit = _known.Count + _parked.Count + (_areLarge ? 1 : InFlight);
            if (_inFlight >= InFlight || _behind is not { } behind) return false;
            if (_waiting > 0 && _lanes.Any(lane => lane.Key >= behind && lane.Value.Count > 0)) return false;
            _filedMeanwhile = [];
            return true;
        }
    }

    private void Fill(IReadOnlyList<Envelope<TDomain>> outbox, int limit)
    {
        lock (_changing)
        {
            _areLarge = outbox.Any(envelope => envelope.Payload.Length > SmallPayload);
            _behind = null;
            foreach (var envelope in outbox)
                if (!_landedMeanwhile.Contains(envelope.Id)) Enqueue(envelope);
            // The rest of the outbox is of the last one's lane or lower.
            if (outbox.Count == limit && !(_behind > outbox[^1].Origin.Text.Precedence)) _behind = outbox[^1].Origin.Text.Precedence;
            foreach (var envelope in _filedMeanwhile ?? []) Enqueue(envelope);
            _filedMeanwhile = null;
            _landedMeanwhile.Clear();
        }
    }

    private void Enqueue(Envelope<TDomain> envelope)
    {
        if (_parked.ContainsKey(envelope.Id) || _known.Contains(envelope.Id)) return;
        var lane = envelope.Origin.Text.Precedence;
        // Of a lane that is not all here, what is younger must not pass what is older.
        if (_behind >= lane) return;
        if (_waiting > 0 && (_waiting >= MaxWaiting || _waitingBytes + envelope.Payload.Length > MaxBytes))
        {
            _behind = lane;
            if (_lanes.Any(other => other.Key < lane && other.Value.Count > 0)) ForgetWaiting();
            return;
        }

        _known.Add(envelope.Id);
        _lanes[lane].Enqueue(envelope);
        _waiting++;
        _waitingBytes += envelope.Payload.Length;
    }

    /// <summary>Makes room for what goes before it: the outbox has it all.</summary>
    private void ForgetWaiting()
    {
        foreach (var waiting in _lanes.Values)
        {
            foreach (var envelope in waiting) _known.Remove(envelope.Id);
            waiting.Clear();
        }

        (_waiting, _waitingBytes, _behind) = (0, 0, Precedence.Override);
    }
}
