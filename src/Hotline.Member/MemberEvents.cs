using Hotline.Envelopes;
using Hotline.Member.Inbox;

namespace Hotline.Member;

/// <summary>What a member's node tells its surroundings.</summary>
/// <param name="ObjectsAsync">Takes STIX objects that came in a letter, at least once: it must be idempotent.</param>
/// <param name="Arrived">A message is in the inbox; alarms go by precedence.</param>
public sealed record MemberEvents(Func<OpenedObjects, CancellationToken, Task> ObjectsAsync, Action<Precedence> Arrived);
