using Hotline.Stix.Checks;

namespace Hotline.Stix.Types;

/// <summary>The vocabularies and enumerations of section 10.</summary>
internal static class Vocabularies
{
    public static readonly Vocabulary AccountType = new("account-type-ov", "10.1", true,
        "facebook ldap nis openid radius skype tacacs twitter unix windows-local windows-domain");

    public static readonly Vocabulary AttackMotivation = new("attack-motivation-ov", "10.2", true,
        "accidental coercion dominance ideology notoriety organizational-gain personal-gain personal-satisfaction revenge "
        + "unpredictable");

    public static readonly Vocabulary AttackResourceLevel = new("attack-resource-level-ov", "10.3", true,
        "individual club contest team organization government");

    public static readonly Vocabulary EncryptionAlgorithm = new("encryption-algorithm-enum", "10.4", false,
        "AES-256-GCM ChaCha20-Poly1305 mime-type-indicated");

    public static readonly Vocabulary ExtensionType = new("extension-type-enum", "10.5", false,
        "new-sdo new-sco new-sro property-extension toplevel-property-extension");

    public static readonly Vocabulary GroupingContext = new("grouping-context-ov", "10.6", true,
        "suspicious-activity malware-analysis unspecified");

    public static readonly Vocabulary HashAlgorithm = new("hash-algorithm-ov", "10.7", true,
        "MD5 SHA-1 SHA-256 SHA-512 SHA3-256 SHA3-512 SSDEEP TLSH");

    public static readonly Vocabulary IdentityClass = new("identity-class-ov", "10.8", true,
        "individual group system organization class unknown");

    public static readonly Vocabulary ImplementationLanguage = new("implementation-language-ov", "10.9", true,
        "applescript bash c c++ c# go java javascript lua objective-c perl php powershell python ruby rust scala swift typescript "
        + "visual-basic x86-32 x86-64");

    public static readonly Vocabulary IndicatorType = new("indicator-type-ov", "10.10", true,
        "anomalous-activity anonymization benign compromised malicious-activity attribution unknown");

    public static readonly Vocabulary IndustrySector = new("industry-sector-ov", "10.11", true,
        "agriculture aerospace automotive chemical commercial communications construction defense education energy entertainment "
        + "financial-services government emergency-services government-local government-national government-public-services "
        + "government-regional healthcare hospitality-leisure infrastructure dams nuclear water insurance legal manufacturing mining "
        + "non-profit pharmaceuticals retail technology telecommunications transportation utilities");

    public static readonly Vocabulary InfrastructureType = new("infrastructure-type-ov", "10.12", true,
        "amplification anonymization botnet command-and-control control-system exfiltration firewall hosting-malware "
        + "hosting-target-lists phishing reconnaissance routers-switches staging workstation unknown");

    public static readonly Vocabulary MalwareCapabilities = new("malware-capabilities-ov", "10.13", true,
        "accesses-remote-machines anti-debugging anti-disassembly anti-emulation anti-memory-forensics anti-sandbox anti-vm "
        + "captures-input-peripherals captures-output-peripherals captures-system-state-data cleans-traces-of-infection commits-fraud "
        + "communicates-with-c2 compromises-data-availability compromises-data-integrity compromises-system-availability "
        + "controls-local-machine degrades-security-software degrades-system-updates determines-c2-server emails-spam "
        + "escalates-privileges evades-av exfiltrates-data fingerprints-host hides-artifacts hides-executing-code infects-files "
        + "infects-remote-machines installs-other-components persists-after-system-reboot prevents-artifact-access "
        + "prevents-artifact-deletion probes-network-environment self-modifies steals-authentication-credentials "
        + "violates-system-operational-integrity");

    public static readonly Vocabulary MalwareResult = new("malware-result-ov", "10.14", true,
        "malicious suspicious benign unknown");

    public static readonly Vocabulary MalwareType = new("malware-type-ov", "10.15", true,
        "adware backdoor bot bootkit ddos downloader dropper exploit-kit keylogger ransomware remote-access-trojan "
        + "resource-exploitation rogue-security-software rootkit screen-capture spyware trojan unknown virus webshell wiper worm");

    public static readonly Vocabulary NetworkSocketAddressFamily = new("network-socket-address-family-enum", "10.16", false,
        "AF_UNSPEC AF_INET AF_IPX AF_APPLETALK AF_NETBIOS AF_INET6 AF_IRDA AF_BTH");

    public static readonly Vocabulary NetworkSocketType = new("network-socket-type-enum", "10.17", false,
        "SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_RDM SOCK_SEQPACKET");

    public static readonly Vocabulary Opinion = new("opinion-enum", "10.18", false,
        "strongly-disagree disagree neutral agree strongly-agree");

    public static readonly Vocabulary PatternType = new("pattern-type-ov", "10.19", true,
        "stix pcre sigma snort suricata yara");

    public static readonly Vocabulary ProcessorArchitecture = new("processor-architecture-ov", "10.20", true,
        "alpha arm ia-64 mips powerpc sparc x86 x86-64");

    public static readonly Vocabulary Region = new("region-ov", "10.21", true,
        "africa eastern-africa middle-africa northern-africa southern-africa western-africa americas caribbean central-america "
        + "latin-america-caribbean northern-america south-america asia central-asia eastern-asia southern-asia south-eastern-asia "
        + "western-asia europe eastern-europe northern-europe southern-europe western-europe oceania antarctica australia-new-zealand "
        + "melanesia micronesia polynesia");

    public static readonly Vocabulary ReportType = new("report-type-ov", "10.22", true,
        "attack-pattern campaign identity incident indicator intrusion-set malware observed-data threat-actor threat-report tool "
        + "vulnerability");

    public static readonly Vocabulary ThreatActorType = new("threat-actor-type-ov", "10.23", true,
        "activist competitor crime-syndicate criminal hacker insider-accidental insider-disgruntled nation-state private-sector "
        + "sensationalist spy terrorist unknown");

    public static readonly Vocabulary ThreatActorRole = new("threat-actor-role-ov", "10.24", true,
        "agent director independent infrastructure-architect infrastructure-operator malware-author sponsor");

    public static readonly Vocabulary ThreatActorSophistication = new("threat-actor-sophistication-ov", "10.25", true,
        "none minimal intermediate advanced expert innovator strategic");

    public static readonly Vocabulary ToolType = new("tool-type-ov", "10.26", true,
        "denial-of-service exploitation information-gathering network-capture credential-exploitation remote-access "
        + "vulnerability-scanning unknown");

    public static readonly Vocabulary WindowsIntegrityLevel = new("windows-integrity-level-enum", "10.27", false,
        "low medium high system");

    public static readonly Vocabulary WindowsPebinaryType = new("windows-pebinary-type-ov", "10.28", true,
        "dll exe sys");

    public static readonly Vocabulary WindowsRegistryDatatype = new("windows-registry-datatype-enum", "10.29", false,
        "REG_NONE REG_SZ REG_EXPAND_SZ REG_BINARY REG_DWORD REG_DWORD_BIG_ENDIAN REG_DWORD_LITTLE_ENDIAN REG_LINK REG_MULTI_SZ "
        + "REG_RESOURCE_LIST REG_FULL_RESOURCE_DESCRIPTION REG_RESOURCE_REQUIREMENTS_LIST REG_QWORD REG_INVALID_TYPE");

    public static readonly Vocabulary WindowsServiceStartType = new("windows-service-start-type-enum", "10.30", false,
        "SERVICE_AUTO_START SERVICE_BOOT_START SERVICE_DEMAND_START SERVICE_DISABLED SERVICE_SYSTEM_ALERT");

    public static readonly Vocabulary WindowsServiceType = new("windows-service-type-enum", "10.31", false,
        "SERVICE_KERNEL_DRIVER SERVICE_FILE_SYSTEM_DRIVER SERVICE_WIN32_OWN_PROCESS SERVICE_WIN32_SHARE_PROCESS");

    public static readonly Vocabulary WindowsServiceStatus = new("windows-service-status-enum", "10.32", false,
        "SERVICE_CONTINUE_PENDING SERVICE_PAUSE_PENDING SERVICE_PAUSED SERVICE_RUNNING SERVICE_START_PENDING SERVICE_STOP_PENDING "
        + "SERVICE_STOPPED");
}
