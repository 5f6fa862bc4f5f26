using System.Net;
using Hotline.Cryptography;
using Hotline.Hosting;

namespace Hotline.Cli.Enrolment;

/// <summary>What a hub and a node have in common when they are made.</summary>
/// <param name="Directory">Data root, which must be empty or not exist.</param>
/// <param name="Exercise">Null for real traffic.</param>
/// <param name="Listen">Where it is reached with mutual TLS.</param>
/// <param name="Health">Where it answers health checks in plain HTTP: loopback only; null for nowhere.</param>
/// <param name="Issuer">Who certifies its keys; null makes an authority of its own. Stays the caller's to dispose.</param>
/// <param name="IsSample">Marks an own authority's certificates as made for trying out.</param>
internal sealed record EnrolmentPlan(
    string Directory, NodeName Name, Exercise? Exercise, IPEndPoint Listen, IPEndPoint? Health, CertificateAuthority? Issuer, bool IsSample = false)
{
    /// <summary><c>real</c>, or <c>exercise:ID</c>.</summary>
    public string Domain => Exercise?.Name ?? default(Real).Name;

    public string LogOrigin =>
        Exercise is { } exercise ? Evidence.LogOrigin.Of(Name, exercise) : Evidence.LogOrigin.Of(Name, default(Real));

    /// <summary>A TAXII listener to begin with; an administrator adds collections to the settings.</summary>
    public static TaxiiListener TaxiiWithoutCollections(IPEndPoint listen, string member) =>
        new(listen.ToString(), PublicUrl: null, "share", member, []);

    public HotlineSettings SettingsOfHub() =>
        new("hub", Name.ToString(), Member: null, Domain, Listen.ToString(), Health?.ToString(), Taxii: null, Limits: null, Otlp: null);

    public HotlineSettings SettingsOfNode(string member, TaxiiListener taxii) =>
        new("node", Name.ToString(), member, Domain, Listen.ToString(), Health?.ToString(), taxii, Limits: null, Otlp: null);
}
