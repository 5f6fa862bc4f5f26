using Hotline.Cryptography;
using Hotline.Hosting;

namespace Hotline.Cli.Enrolment;

/// <summary>What <c>init</c> is to make.</summary>
internal abstract record InitRequest
{
    public sealed record Hub(EnrolmentPlan Plan, Uri Address) : InitRequest;

    public sealed record Node(EnrolmentPlan Plan, string Member, TaxiiListener Taxii) : InitRequest;

    public sealed record Auditor(string Directory, NodeName Name) : InitRequest;

    /// <summary>Null for real traffic and for auditors, who read whatever roster names them.</summary>
    public Exercise? Exercise => this switch
    {
        Hub hub => hub.Plan.Exercise,
        Node node => node.Plan.Exercise,
        _ => null,
    };

    public Enrolled Create(CertificateAuthority? issuer, ReadOnlyMemory<byte> passphrase, TimeProvider clock) => this switch
    {
        Hub hub => HubEnrolment.Create(hub.Plan with { Issuer = issuer }, hub.Address, passphrase, clock),
        Node node => NodeEnrolment.Create(node.Plan with { Issuer = issuer }, node.Member, node.Taxii, passphrase, clock),
        Auditor auditor => AuditorEnrolment.Create(auditor.Directory, auditor.Name, issuer, passphrase, clock),
        _ => throw new InvalidOperationException("A hub, a node or an auditor is made."),
    };
}
