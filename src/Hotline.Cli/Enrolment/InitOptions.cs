using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Hotline.Cli.Terminals;
using Hotline.Hosting;

namespace Hotline.Cli.Enrolment;

/// <summary>The options of <c>init</c>, and what they ask for together.</summary>
internal sealed class InitOptions
{
    private const string Hub = "hub";
    private const string Node = "node";
    private const string Auditor = "auditor";

    private readonly Option<string?> _role = new("--role") { HelpName = "ROLE", Description = "hub, node or auditor." };
    private readonly Option<string?> _name = new("--name")
    {
        HelpName = "DNS", Description = "DNS name in lower case; an auditor's is one word.",
    };
    private readonly Option<string?> _member = new("--member")
    {
        HelpName = "NAME", Description = "Short name of a node's member (default: the first label of --name).",
    };
    private readonly Option<IPEndPoint?> _listen = EndPoint(
        "--listen", "Address and port for mutual TLS (default: hub 127.0.0.1:7001, node 127.0.0.1:7101).");
    private readonly Option<Uri?> _address = new("--address")
    {
        HelpName = "URL", Description = "Where members reach a hub (default: https:// and the listening address).", CustomParser = ParseAddress,
    };

    private readonly Option<IPEndPoint?> _health = EndPoint(
        "--health", "Loopback address for health checks (default: hub 127.0.0.1:7002, node 127.0.0.1:7102).");
    private readonly Option<IPEndPoint?> _taxii = EndPoint(
        "--taxii", "Address and port for TAXII clients of a node (default: 127.0.0.1:7103).");

    public Option<string?> Issuer { get; } = new("--issuer")
    {
        HelpName = "CA.pem", Description = "Authority that certifies the keys (default: one of its own).",
    };

    public Option<string?> IssuerKey { get; } = new("--issuer-key")
    {
        HelpName = "K", Description = "Its private key, in an encrypted file.",
    };

    public Option<string?> IssuerPassphraseFile { get; } = new("--issuer-passphrase-file")
    {
        HelpName = "FILE", Description = "Passphrase of the issuer's key.",
    };

    public Option<bool> Sample { get; } = new("--sample")
    {
        Description = "Make certs-sample/ instead: marked keys of several parties, for loopback only.",
    };

    public IEnumerable<Option> All =>
    [
        _role, _name, _member, _listen, _address, _health, _taxii, Issuer, IssuerKey, IssuerPassphraseFile, Sample,
        CommonOptions.Data, CommonOptions.Exercise, CommonOptions.PassphraseFile, CommonOptions.Json,
    ];

    /// <exception cref="StartupException">Options are missing or do not fit together.</exception>
    public InitRequest Read(ParseResult parsed)
    {
        var role = Required(parsed, _role);
        if (!NodeName.TryParse(Required(parsed, _name), out var name))
            throw new StartupException("--name is a lower-case DNS name of at most 100 characters: alba.example.");
        var root = DataRoot.Of(parsed);
        return role switch
        {
            Hub => ReadHub(parsed, root, name),
            Node => ReadNode(parsed, root, name),
            Auditor => new InitRequest.Auditor(root.Path, name),
            _ => throw new StartupException($"--role is {Hub}, {Node} or {Auditor}."),
        };
    }

    private InitRequest.Hub ReadHub(ParseResult parsed, DataRoot root, NodeName name)
    {
        var plan = Plan(parsed, root, name, 7001);
        return new InitRequest.Hub(plan, parsed.GetValue(_address) ?? new Uri($"https://{plan.Listen}"));
    }

    private InitRequest.Node ReadNode(ParseResult parsed, DataRoot root, NodeName name)
    {
        var member = parsed.GetValue(_member) ?? name.ToString().Split('.')[0];
        var listen = parsed.GetValue(_taxii) ?? new IPEndPoint(IPAddress.Loopback, 7103);
        return new InitRequest.Node(Plan(parsed, root, name, 7101), member, EnrolmentPlan.TaxiiWithoutCollections(listen, member));
    }

    private EnrolmentPlan Plan(ParseResult parsed, DataRoot root, NodeName name, int port) => new(
        root.Path, name, root.Exercise, parsed.GetValue(_listen) ?? new IPEndPoint(IPAddress.Loopback, port),
        parsed.GetValue(_health) ?? new IPEndPoint(IPAddress.Loopback, port + 1), Issuer: null);

    private static string Required(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) ?? throw new StartupException($"{option.Name} is missing: see 'hotline init --help'.");

    private static Option<IPEndPoint?> EndPoint(string name, string description) =>
        new(name) { HelpName = "IP:PORT", Description = description, CustomParser = ParseEndPoint };

    private static IPEndPoint? ParseEndPoint(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPEndPoint.TryParse(text, out var parsed) && parsed.Port > 0) return parsed;
        result.AddError($"'{text}' is no address with a port: write 10.1.0.5:7101 or [::1]:7101.");
        return null;
    }

    private static Uri? ParseAddress(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps)
            return address;
        result.AddError("--address is an https URL: https://hub-north.example:7001.");
        return null;
    }
}
