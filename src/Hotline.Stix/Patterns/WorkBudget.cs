namespace Hotline.Stix.Patterns;

/// <summary>Steps and time that one match may take, so that no pattern and no data can hold a program up.</summary>
/// <param name="objects">Objects to be matched: looking at each once must always be possible.</param>
internal sealed class WorkBudget(long objects)
{
    /// <summary>A second or so of work.</summary>
    private const long Steps = 5_000_000;

    private const long StepsPerObject = 100;

    private static readonly TimeSpan MostTimePerObject = TimeSpan.FromMilliseconds(1);

    private long _left = Steps + (objects * StepsPerObject);
    private TimeSpan _time = TimeSpan.FromSeconds(5) + (objects * MostTimePerObject);

    /// <exception cref="PatternException">It is used up.</exception>
    public void Spend(long steps)
    {
        _left -= steps;
        if (_left < 0) throw new PatternException("it takes too many steps to match on this data");
    }

    /// <summary>Regular expressions are the one part whose steps nobody can count.</summary>
    /// <exception cref="PatternException">All of them together took too long.</exception>
    public void Spend(TimeSpan time)
    {
        _time -= time;
        if (_time < TimeSpan.Zero) throw new PatternException("its regular expressions take too long on this data");
    }
}
