using Hotline.Taxii.Answers;
using Hotline.Taxii.Requests;
using Microsoft.AspNetCore.Http;

namespace Hotline.Taxii.Objects;

/// <summary>POST objects (TAXII 2.1, section 5.5): judged object by object, then stored with their status and drafts in one transaction.</summary>
internal sealed class ObjectsAdding(TaxiiSettings settings, CollectionIntake intake)
{
    private readonly BodyReader _bodies = new(settings.MaxContentLength, settings.SpoolFolder);

    public TaxiiAction Add(ApiRoot root) => async (request, cancellationToken) =>
    {
        if (CollectionDirectory.Find(root, request) is not { } view) return TaxiiAnswer.NotFound;
        if (!view.Rights.CanWrite) return TaxiiAnswer.Forbidden("The account may not write to this collection.");
        using var body = await _bodies.ReadAsync(request.Http, cancellationToken);
        if (body.Refusal is { } refusal) return refusal;
        return StixJudge.Judge(body.Content, view.Collection.Validation) switch
        {
            JudgedEnvelope.Malformed malformed => TaxiiAnswer.Malformed(malformed.Reason),
            JudgedEnvelope.Read { Objects: [] } => TaxiiAnswer.Unprocessable("The envelope has no objects."),
            // Once judged, the objects are stored whether the client still listens or not: it will ask for the status or post again.
            JudgedEnvelope.Read read => TaxiiAnswer.Of(
                StatusForm.Of(await intake.AddPostedAsync(view.Collection, read.Objects, CancellationToken.None)),
                TaxiiJson.Readable.StatusResource, StatusCodes.Status202Accepted),
            var other => throw new InvalidOperationException($"No answer for {other.GetType().Name}."),
        };
    };
}
