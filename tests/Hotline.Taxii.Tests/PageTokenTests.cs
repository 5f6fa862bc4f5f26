using CsCheck;
using Hotline.Stores;
using Hotline.Taxii.Requests;

namespace Hotline.Taxii.Tests;

public sealed class PageTokenTests
{
    private static readonly PageTokens Tokens = new(TaxiiNode.AKey(1));
    private static readonly PageScope Scope = new("alice", new Guid("6ba7b810-9dad-41d1-80b4-00c04fd430c8"), Digest.Of("filter"u8));

    private static readonly Gen<ObjectCursor> AnyPlace = Gen.Select(
        Gen.Long, Gen.String[0, 300], Gen.String[0, 40].Null(), (date, id, version) => new ObjectCursor(date, Sound(id), version is null ? null : Sound(version)));

    [Fact]
    public void A_token_gives_back_its_place_as_often_as_asked_and_by_another_process() => AnyPlace.Sample(place =>
    {
        var token = Tokens.Write(place, Scope);

        return Tokens.Read(token, Scope) == place && new PageTokens(TaxiiNode.AKey(1)).Read(token, Scope) == place;
    });

    [Fact]
    public void Requirement_42_No_changed_token_is_taken() => Gen.Select(AnyPlace, Gen.Int[0, 1_000_000], Gen.Int[1, 63]).Sample((place, where, by) =>
    {
        var token = Tokens.Write(place, Scope).ToCharArray();
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var at = where % token.Length;
        token[at] = alphabet[(alphabet.IndexOf(token[at], StringComparison.Ordinal) + by) % 64];

        // The last character may carry bits that mean nothing; then the token is refused or the same.
        return Tokens.Read(new string(token), Scope) is not { } read || (at == token.Length - 1 && read == place);
    });

    [Fact]
    public void Nothing_a_client_makes_up_is_taken_and_nothing_throws() =>
        Gen.String.Sample(text => Tokens.Read(text, Scope) is null);

    [Fact]
    public void A_token_belongs_to_one_account_collection_filter_and_key()
    {
        var token = Tokens.Write(new ObjectCursor(1, "campaign--x", null), Scope);

        Tokens.Read(token, Scope with { Account = "bob" }).Should().BeNull();
        Tokens.Read(token, Scope with { Collection = Guid.Empty }).Should().BeNull();
        Tokens.Read(token, Scope with { Filter = Digest.Of("other"u8) }).Should().BeNull();
        new PageTokens(TaxiiNode.AKey(2)).Read(token, Scope).Should().BeNull();
    }

    // Lone surrogates have no UTF-8, and a stored id has none.
    private static string Sound(string text) => new([.. text.Where(character => !char.IsSurrogate(character))]);
}
