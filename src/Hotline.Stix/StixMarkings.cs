namespace Hotline.Stix;

/// <summary>Levels of the Traffic Light Protocol 1.0 and 2.0.</summary>
public enum Tlp
{
    /// <summary>CLEAR, and WHITE of 1.0.</summary>
    Clear,
    Green,
    Amber,
    AmberStrict,
    Red,
}

/// <summary>The marking definitions that everybody knows by their ids.</summary>
public static class StixMarkings
{
    /// <summary>Section 7.2.1.4 (TLP 1.0), and the TLP 2.0 extension of the OASIS common object repository.</summary>
    /// <returns>Null for any other marking.</returns>
    public static Tlp? TlpOf(string markingId) => markingId switch
    {
        "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9" or "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487" => Tlp.Clear,
        "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da" or "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb" => Tlp.Green,
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82" or "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421" => Tlp.Amber,
        "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003" => Tlp.AmberStrict,
        "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed" or "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1" => Tlp.Red,
        _ => null,
    };
}
