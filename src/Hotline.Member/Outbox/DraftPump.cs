using System.Threading.Channels;
using Hotline.Channels;
using Hotline.Collections;
using Hotline.Envelopes;
using Hotline.Statements;
using Hotline.Stores;
using Microsoft.Extensions.Logging;

namespace Hotline.Member.Outbox;

/// <summary>Makes letters of the objects that collections have to share, signed by the service key.</summary>
internal sealed partial class DraftPump<TDomain>(Member<TDomain> member, ICollectionStore collections, TimeProvider clock, ILogger<DraftPump<TDomain>> logger)
    where TDomain : struct, ITrafficDomain
{
    /// <summary>Name of the one attachment: a TAXII envelope.</summary>
    public const string AttachmentName = "objects.json";

    private const string MediaType = "application/taxii+json;version=2.1";
    private const int AtOnce = 8;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wake.Writer.TryWrite(true);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var waiting = await collections.ReadDraftsAsync(AtOnce, stop);
                var sent = 0;
                foreach (var draft in waiting) sent += await SendAsync(draft, stop) ? 1 : 0;
                if (sent == 0) await WaitAsync(stop);
            }
            catch (StoreException failed) when (!failed.IsDoubtful)
            {
                LogFailed(failed.Message);
                await Task.Delay(LongestWait, clock, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> SendAsync(ObjectDraft draft, CancellationToken cancellationToken)
    {
        var channel = ChannelId.Parse(draft.Collection.ToString("D"));
        var result = await member.SendAsync(
            new Draft(
                EnvelopeKind.Objects, channel, draft.To, Precedence.Routine, null, null, null, null, null, channel.ToString(),
                [new Attachment(AttachmentName, MediaType, draft.Content)], null, draft.Id),
            cancellationToken);
        if (result is SendResult.Filed) return true;
        LogRefused(draft.Id, ((SendResult.Refused)result).Sentence);
        return false;
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(_wake.Reader.ReadAsync(patience.Token).AsTask(), Task.Delay(LongestWait, clock, patience.Token));
        await patience.CancelAsync();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Objects of draft {Draft} cannot be sent: {Why}")]
    private partial void LogRefused(Guid draft, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Objects could not be sent: {Why}")]
    private partial void LogFailed(string why);
}
