using System.Net;
using System.Text;
using Hotline.Cli.Enrolment;

namespace Hotline.Cli.Tests;

/// <summary>A folder of its own for a test, with what is enrolled in it.</summary>
internal sealed class Fresh : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-cli-");

    public static byte[] Passphrase => Encoding.UTF8.GetBytes("correct horse");

    public string Path => _folder.FullName;

    public string this[string name] => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>The passphrase in a file, as verbs take it.</summary>
    public string PassphraseFile()
    {
        var path = this["passphrase"];
        File.WriteAllBytes(path, Passphrase);
        return path;
    }

    public Enrolled Node(string member, Exercise? exercise = null) => NodeEnrolment.Create(
        Plan(member, exercise), member, EnrolmentPlan.TaxiiWithoutCollections(new IPEndPoint(IPAddress.Loopback, 7103), member), Passphrase, TimeProvider.System);

    public Enrolled Hub(string name) => HubEnrolment.Create(Plan(name, null), new Uri("https://127.0.0.1:7001"), Passphrase, TimeProvider.System);

    public void Dispose() => _folder.Delete(recursive: true);

    private EnrolmentPlan Plan(string name, Exercise? exercise) => new(
        this[name], NodeName.Parse($"{name}.example"), exercise, new IPEndPoint(IPAddress.Loopback, 7101), new IPEndPoint(IPAddress.Loopback, 7102), Issuer: null);
}
