using Hotline.Stix.Checks;

namespace Hotline.Stix.Types;

/// <summary>The words in which property tables are written.</summary>
internal static class Define
{
    private static readonly ListRule TextList = new(TextRule.Any);

    public static Property Text(string name) => new(name, TextRule.Any);

    public static Property Texts(string name) => new(name, TextList);

    public static Property Text(string name, TextForm form, string section, string sentence, bool isDemanded = true) =>
        new(name, new TextFormRule(form, section, sentence, isDemanded));

    public static Property Flag(string name) => new(name, BooleanRule.Any);

    public static Property Integer(string name) => new(name, IntegerRule.Any);

    public static Property Integer(string name, long least, string section, long most = IntegerRule.Largest) => new(name, new IntegerRule(least, most, section));

    public static Property Float(string name) => new(name, FloatRule.Any);

    public static Property Float(string name, double least, double most, string section) => new(name, new FloatRule(least, most, section));

    public static Property Time(string name) => new(name, TimestampRule.Any);

    public static Property Hex(string name) => new(name, HexRule.Any);

    public static Property Binary(string name) => new(name, BinaryRule.Any);

    public static Property Hashes(string name) => new(name, HashesRule.Any);

    public static Property Dictionary(string name, ValueRule? each = null, bool areKeysForeign = false) => new(name, new DictionaryRule(each, areKeysForeign));

    public static Property Reference(string name, Targets targets, string section) => new(name, new ReferenceRule(targets, section));

    public static Property References(string name, Targets targets, string section) => new(name, new ListRule(new ReferenceRule(targets, section)));

    public static Property Term(string name, Vocabulary vocabulary) => new(name, new VocabularyRule(vocabulary));

    public static Property Terms(string name, Vocabulary vocabulary) => new(name, new ListRule(new VocabularyRule(vocabulary)));

    public static Property Object(string name, Shape shape) => new(name, new ShapeRule(shape));

    public static Property Objects(string name, Shape shape) => new(name, new ListRule(new ShapeRule(shape)));

    public static Targets To(string names) => new(names);

    public static Targets ToAny(params Family[] families) => new("", families);
}
