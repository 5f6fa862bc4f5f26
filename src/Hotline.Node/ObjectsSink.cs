using Hotline.Member.Inbox;
using Hotline.Taxii.Objects;

namespace Hotline.Node;

/// <summary>Hands STIX objects that came in a letter to the collection they belong to.</summary>
internal sealed partial class ObjectsSink(ReceivedObjects received, ILogger<ObjectsSink> logger)
{
    public async Task TakeAsync(OpenedObjects objects, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(objects.Channel.ToString(), "D", out var collection))
        {
            LogNoCollection(objects.Channel.ToString(), objects.From);
            return;
        }

        switch (await received.AddAsync(objects.From, collection, objects.Content, cancellationToken))
        {
            case Reception.Kept kept:
                LogKept(kept.Status.Outcomes.Length, objects.From, collection);
                break;
            case Reception.NotShared:
                LogNoCollection(objects.Channel.ToString(), objects.From);
                break;
            case Reception.Malformed malformed:
                LogMalformed(objects.From, collection, malformed.Reason);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Took {Count} objects from {From} into {Collection}")]
    private partial void LogKept(int count, NodeName from, Guid collection);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Objects for {Channel} from {From}: no such collection is shared with it here")]
    private partial void LogNoCollection(string channel, NodeName from);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Objects from {From} for {Collection} are malformed: {Reason}")]
    private partial void LogMalformed(NodeName from, Guid collection, string reason);
}
