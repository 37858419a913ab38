//! Facets of the list of actors: what kind they are, and where they are active.

use super::Desk;
use super::actors::Counted;
use super::base::View;
use super::facets::{Facet, FacetValue};
use super::query::Query;
use analysis::TextField;
use std::collections::BTreeMap;

/// Values shown of a facet.
const SHOWN: usize = 30;
/// The kind of those that the codebook does not know.
const UNKNOWN: (&str, &str) = ("unknown", "not in the codebook");

/// The values that an actor has in a facet: code and words.
type Values<'a> = Vec<(&'a str, &'a str)>;

/// Keeps the actors of the kinds and countries that are chosen (`kind`, `country`), and counts both
/// facets, each without its own choice.
pub fn narrowed(desk: &Desk, view: &View, query: &Query, found: &mut Vec<&Counted>) -> Vec<Facet> {
    let kinds = |one: &Counted| kind(desk, one);
    let names: Vec<&str> = (view.columns.vocabulary(TextField::Country).iter())
        .map(|country| country.name.as_str())
        .collect();
    let countries = |one: &Counted| countries(desk, &names, one);
    let by_kind = |one: &Counted| meant(query, "kind", &kinds(one));
    let by_country = |one: &Counted| meant(query, "country", &countries(one));
    let facets = vec![
        facet(
            query,
            ("kind", "Kind"),
            found.iter().copied().filter(|one| by_country(one)),
            &kinds,
        ),
        facet(
            query,
            ("country", "Active in"),
            found.iter().copied().filter(|one| by_kind(one)),
            &countries,
        ),
    ];
    found.retain(|one| by_kind(one) && by_country(one));
    facets
}

/// True where nothing is chosen in a facet, or one of these values.
fn meant(query: &Query, name: &str, values: &Values<'_>) -> bool {
    query.one(name).is_none() || values.iter().any(|(code, _)| query.has(name, code))
}

fn kind(desk: &Desk, one: &Counted) -> Values<'static> {
    let known = one.id.as_deref();
    let known = known.and_then(|id| desk.knowledge.codebook.actor(id));
    vec![known.map_or(UNKNOWN, |actor| (actor.kind.word(), actor.kind.word()))]
}

/// Where its incidents are, those it did and those it claimed.
fn countries<'a>(desk: &'a Desk, names: &[&'a str], one: &Counted) -> Values<'a> {
    let codes = one.countries.iter();
    let codes = codes.filter_map(|code| names.get(*code as usize).copied());
    codes
        .map(|code| {
            let known = desk.knowledge.codebook.country(code);
            (code, known.map_or(code, |known| known.name.as_str()))
        })
        .collect()
}

/// How many actors have each value, most first; what is chosen stands above.
fn facet<'c, 'a>(
    query: &'a Query,
    (name, label): (&'static str, &'static str),
    actors: impl Iterator<Item = &'c Counted>,
    values: &dyn Fn(&Counted) -> Values<'a>,
) -> Facet {
    let mut counts: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    // What is chosen can be let go, also where nobody has it.
    for code in query.all(name) {
        counts.insert(code, (code, 0));
    }
    for actor in actors {
        for (code, words) in values(actor) {
            let entry = counts.entry(code).or_default();
            *entry = (words, entry.1 + 1);
        }
    }
    let page = query.without(&["page"]);
    let counted = counts.into_iter();
    let mut values: Vec<FacetValue> = counted
        .map(|(code, (words, count))| FacetValue {
            chosen: query.has(name, code),
            href: format!("/actors{}", page.toggled(name, code).href()),
            name: words.to_owned(),
            count,
            code: code.to_owned(),
        })
        .collect();
    values.sort_by(|a, b| (b.chosen, b.count, &a.name).cmp(&(a.chosen, a.count, &b.name)));
    let more = values.len().saturating_sub(SHOWN);
    values.truncate(SHOWN);
    Facet {
        field: name,
        label,
        values,
        more,
    }
}
