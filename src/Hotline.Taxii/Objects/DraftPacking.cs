using Hotline.Collections;

namespace Hotline.Taxii.Objects;

/// <summary>Divides objects into messages for the nodes that share a collection. Pure.</summary>
internal static class DraftPacking
{
    /// <summary>Bytes of objects at which a draft is full: large bundles travel as many short messages, so that a flash never waits behind one.</summary>
    public const int FullDraft = 1024 * 1024;

    /// <summary>Largest object that travels, alone in its draft: hubs carry payloads of 8 MiB by default.</summary>
    public const int LargestObject = 6 * 1024 * 1024;

    /// <param name="at">Time for the drafts' ids, which are UUIDs version 7 and may serve as message ids.</param>
    public static IReadOnlyList<ObjectDraft> Pack(
        Collection collection, Guid status, DateTimeOffset at, IReadOnlyList<CollectionObject> objects)
    {
        var drafts = new List<ObjectDraft>();
        var start = 0;
        var size = 0;
        for (var index = 0; index < objects.Count; index++)
        {
            var length = objects[index].Raw.Length;
            if (index > start && size + length > FullDraft)
            {
                Close(index);
                start = index;
                size = 0;
            }

            size += length;
        }

        if (objects.Count > start) Close(objects.Count);
        return drafts;

        void Close(int end) => drafts.Add(
            new ObjectDraft(Guid.CreateVersion7(at), collection.Id, status, collection.SharedWith, EnvelopeOf(objects, start, end, size)));
    }

    private static byte[] EnvelopeOf(IReadOnlyList<CollectionObject> objects, int start, int end, int size)
    {
        var head = "{\"objects\":["u8;
        var tail = "]}"u8;
        var envelope = new byte[head.Length + size + (end - start - 1) + tail.Length];
        head.CopyTo(envelope);
        var at = head.Length;
        for (var index = start; index < end; index++)
        {
            if (index > start) envelope[at++] = (byte)',';
            objects[index].Raw.Span.CopyTo(envelope.AsSpan(at));
            at += objects[index].Raw.Length;
        }

        tail.CopyTo(envelope.AsSpan(at));
        return envelope;
    }
}
