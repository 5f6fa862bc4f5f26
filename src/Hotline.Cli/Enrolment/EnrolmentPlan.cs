using System.Net;
using Hotline.Cryptography;

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

    public string LogOrigin => Exercise is { } exercise ? Evidence.LogOrigin.Of(Name, exercise) : Evidence.LogOrigin.Of(Name, default(Real));
}
