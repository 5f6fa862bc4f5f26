namespace Hotline.Stix.Patterns;

/// <summary>Steps that one match may take, so that no pattern and no data can hold a program up.</summary>
internal sealed class WorkBudget
{
    /// <summary>A second or so of work.</summary>
    private const long Steps = 5_000_000;

    private long _left = Steps;

    /// <exception cref="PatternException">It is used up.</exception>
    public void Spend(long steps)
    {
        _left -= steps;
        if (_left < 0) throw new PatternException("it takes too many steps to match on this data");
    }
}
