//! Counts that reports state against counts of the casebook.

mod lists;
mod measure;

pub use lists::ListSum;

use crate::sheet::{Answer, Entry, Sheet};
use crate::tally::{Caption, Sum};
use crate::{Asked, TextField, days, fold};
use jiff::civil::Date;
use measure::Measure;
use model::{ActorRef, Estimate, Status, Tally, When};
use serde::Serialize;
use std::collections::BTreeMap;

/// A stated count with what is known of its report.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The count.
    pub tally: Tally,
    /// Its words, as printed.
    pub quote: String,
    /// Who published the report.
    pub source: Option<String>,
    /// When.
    pub published: Option<Date>,
}

/// All stated counts against the casebook.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reconciliation {
    /// One for each stated count, by report, in text order.
    pub counts: Vec<Reconciled>,
    /// Lists of parts, with what they add up to.
    pub lists: Vec<ListSum>,
    /// What it is about.
    pub caption: Caption,
}

/// One stated count against the casebook.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reconciled {
    /// Report and number of the count: `weekly-july#t02`.
    pub stated_in: String,
    /// What is counted: `attacks`.
    pub what: String,
    /// Whose.
    pub actor: Option<String>,
    /// Where.
    pub place: String,
    /// In which time.
    pub window: Option<When>,
    /// How many, as stated.
    pub stated: Estimate,
    /// How many the casebook counts for sure; `None` where it does not count such things.
    pub counted: Option<Estimate>,
    /// Incidents that may belong to it: without a date, place or perpetrator, or with one too
    /// vague to tell.
    pub perhaps: usize,
    /// Agrees, below, above, or not counted here.
    pub verdict: Verdict,
    /// How many more (or, negative, fewer) the casebook has than the nearest number stated; "about"
    /// allows a tenth for the verdict, and changes nothing here.
    pub difference: Option<i64>,
    /// The words of the report.
    pub quote: String,
    /// Who published it.
    pub source: Option<String>,
    /// The incidents counted.
    pub incidents: Vec<String>,
    /// Those that may belong to it.
    pub perhaps_incidents: Vec<String>,
}

/// How the casebook's count stands to the stated one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Both can be right.
    Agrees,
    /// The casebook has fewer, even with all that may belong to it: incidents are missing here.
    Below,
    /// The casebook has fewer for sure, and with those that may belong to it, perhaps not.
    BelowPerhaps,
    /// The casebook has more: incidents are missing there.
    Above,
    /// The casebook holds no such things.
    NotCounted,
}

impl Verdict {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Agrees => "agrees",
            Verdict::Below => "fewer here",
            Verdict::BelowPerhaps => "perhaps fewer here",
            Verdict::Above => "more here",
            Verdict::NotCounted => "not counted here",
        }
    }
}

/// Sets each stated count beside what the casebook counts for the same actor, window, place and
/// kind. "About" allows a tenth either way.
///
/// An incident counts for sure where its whole date lies in the window, it lies in the place
/// and the actor or one under it did it. A part of a list that names no actor has that of its
/// total. A list may also divide a count by time. A window that is open at its end ends with the
/// report's day of publication.
pub fn reconcile(asked: &Asked<'_>, stated: &[Stated]) -> Reconciliation {
    let lists = lists::lists(asked, stated);
    let places = Places::of(asked);
    let lands = Lands::of(asked);
    let mut measures: BTreeMap<(String, Option<Status>), Option<Measure>> = BTreeMap::new();
    let mut scopes: BTreeMap<(Option<ActorRef>, Vec<String>), Scope> = BTreeMap::new();
    let counts =
        stated.iter().enumerate().map(|(at, stated_here)| {
            let own = stated_here.tally.actor.as_ref();
            let actor = own.or_else(|| stated[lists::total_of(&lists, at)?].tally.actor.as_ref());
            let actor = actor.map(|actor| actor.value.clone());
            let countries = stated_here.tally.countries.iter();
            let countries: Vec<String> = countries.map(|country| country.value.clone()).collect();
            let scope = scopes.entry((actor.clone(), countries)).or_insert_with_key(
                |(actor, countries)| Scope::of(asked, &lands, actor.as_ref(), countries),
            );
            let status = stated_here.tally.status.as_ref();
            let measure = measures
                .entry((
                    stated_here.tally.what.value.clone(),
                    status.map(|status| status.value),
                ))
                .or_insert_with_key(|(what, status)| Measure::of(asked, what, *status));
            let measure = measure.as_ref();
            one(asked, &places, stated_here, actor.as_ref(), scope, measure)
        });
    Reconciliation {
        counts: counts.collect(),
        lists: (lists.into_iter().map(|list| list.shown))
            .chain(lists::by_period(asked, stated))
            .collect(),
        caption: asked.caption.clone(),
    }
}

/// Which incidents are in which country, so that those of one are found without looking at all.
struct Lands {
    /// By the country's number.
    of: Vec<Vec<u32>>,
    /// Those of which no country is told.
    none: Vec<u32>,
}

impl Lands {
    fn of(asked: &Asked<'_>) -> Lands {
        let countries = asked.columns.texts(TextField::Country);
        let mut lands = Lands {
            of: vec![Vec::new(); countries.names.len()],
            none: Vec::new(),
        };
        for row in &asked.rows {
            let codes = countries.of(*row);
            if codes.is_empty() {
                lands.none.push(*row);
            }
            for code in codes {
                lands.of[*code as usize].push(*row);
            }
        }
        lands
    }

    /// The incidents in some countries, or in all where none is named, and those that may be there.
    fn within(&self, asked: &Asked<'_>, countries: &[String]) -> Vec<u32> {
        if countries.is_empty() {
            return asked.rows.clone();
        }
        let wanted: Vec<String> = countries.iter().map(|country| fold(country)).collect();
        let names = asked.columns.texts(TextField::Country).names.iter();
        let there = names
            .zip(&self.of)
            .filter(|(name, _)| wanted.contains(&fold(&name.name)));
        let mut rows: Vec<u32> = there.flat_map(|(_, rows)| rows).copied().collect();
        rows.extend(&self.none);
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

/// Incidents of an actor in some countries, and those of which it is not said whose or where
/// they are; laid out so that a window is found without looking at all.
struct Scope {
    /// Those dated to a month or better: first day, row, and whether the actor surely did it.
    near: Vec<(i32, u32, bool)>,
    /// The others.
    far: Vec<(u32, bool)>,
}

/// How many days a date that is filed by its first day spans at most.
const NEAR: i32 = 31;

impl Scope {
    fn of(
        asked: &Asked<'_>,
        lands: &Lands,
        actor: Option<&ActorRef>,
        countries: &[String],
    ) -> Scope {
        let actors = asked.columns.texts(TextField::Actor);
        let whose: Option<(Vec<bool>, Vec<bool>)> = actor.map(|actor| {
            let name = actor.id.as_deref().unwrap_or(&actor.name);
            let known = asked.context.actor(name);
            let is = |other: &ActorRef| match (&known, &other.id) {
                (Some(known), Some(id)) => *id == known.id || known.under.contains(id),
                _ => other.id == actor.id && fold(&other.name) == fold(&actor.name),
            };
            let names = || actors.names.iter();
            (
                names().map(is).collect(),
                names().map(|other| other.id.is_none()).collect(),
            )
        });
        let mut scope = Scope {
            near: Vec::new(),
            far: Vec::new(),
        };
        for row in &lands.within(asked, countries) {
            let codes = actors.of(*row);
            let sure = match &whose {
                None => true,
                Some((yes, _)) if codes.iter().any(|code| yes[*code as usize]) => true,
                Some((_, unknown)) if codes.iter().all(|code| unknown[*code as usize]) => false,
                Some(_) => continue,
            };
            match asked.columns.span(*row) {
                Some((first, last)) if last.saturating_sub(first) <= NEAR => {
                    scope.near.push((first, *row, sure));
                }
                _ => scope.far.push((*row, sure)),
            }
        }
        scope.near.sort_unstable();
        scope
    }

    /// Those that may lie in a window, in no order.
    fn within(&self, window: Option<(i32, i32)>) -> impl Iterator<Item = (u32, bool)> {
        let (from, until) = window.unwrap_or((days::OPEN_FIRST, days::OPEN_LAST));
        let start = self
            .near
            .partition_point(|(first, ..)| *first < from.saturating_sub(NEAR));
        let end = self.near.partition_point(|(first, ..)| *first <= until);
        let near = self.near[start..end.max(start)].iter();
        let near = near.map(|(_, row, sure)| (*row, *sure));
        near.chain(self.far.iter().copied())
    }
}

/// Whether an incident belongs to a stated count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Belongs {
    No,
    Perhaps,
    Yes,
}

fn one(
    asked: &Asked<'_>,
    places: &Places,
    stated: &Stated,
    actor: Option<&ActorRef>,
    scope: &Scope,
    measure: Option<&Measure>,
) -> Reconciled {
    let tally = &stated.tally;
    let (mut sure, mut perhaps) = (Vec::new(), Vec::new());
    if let Some(measure) = measure {
        let asks = Asks::of(asked, places, stated, measure);
        for (row, whose) in scope.within(asks.window) {
            match asks.holds(row) {
                Belongs::Yes if whose => sure.push(row),
                Belongs::No => {}
                _ => perhaps.push(row),
            }
        }
        sure.sort_unstable();
        perhaps.sort_unstable();
    }
    let counted = measure.map(|measure| measure.count(asked, &sure));
    let with_perhaps = measure.map(|measure| {
        let all: Vec<u32> = sure.iter().chain(&perhaps).copied().collect();
        measure.count(asked, &all)
    });
    let stated_count = tally.count.value;
    let (verdict, difference) = judge(stated_count, counted, with_perhaps);
    let mut named: Vec<String> = (tally.place.iter().chain(&tally.admin1))
        .map(|place| place.value.clone())
        .collect();
    named.dedup();
    named.extend(tally.countries.iter().map(|country| {
        let name = asked.context.name_of(TextField::Country, &country.value);
        name.unwrap_or_else(|| country.value.clone())
    }));
    Reconciled {
        stated_in: format!("{}#{}", tally.report, tally.id),
        what: tally.what.value.clone(),
        actor: actor.map(|actor| {
            if actor.person {
                "(a private person)".to_owned()
            } else {
                actor.name.clone()
            }
        }),
        place: named.join(", "),
        window: tally.window.as_ref().map(|window| window.value),
        stated: stated_count,
        counted,
        perhaps: perhaps.len(),
        verdict,
        difference,
        quote: stated.quote.clone(),
        source: stated.source.clone(),
        incidents: asked.ids(&sure),
        perhaps_incidents: asked.ids(&perhaps),
    }
}

/// What a stated count asks of an incident, looked up.
struct Asks<'a> {
    asked: &'a Asked<'a>,
    measure: &'a Measure,
    window: Option<(i32, i32)>,
    places: Vec<(TextField, Vec<u32>)>,
}

/// The numbers of the values of some fields by their folded words, so that a place is looked up
/// and not searched for.
struct Places {
    fields: [(TextField, BTreeMap<String, Vec<u32>>); 3],
}

impl Places {
    fn of(asked: &Asked<'_>) -> Places {
        let fields = [TextField::Country, TextField::Admin1, TextField::Place];
        Places {
            fields: fields.map(|field| {
                let mut words: BTreeMap<String, Vec<u32>> = BTreeMap::new();
                for (code, name) in (0..).zip(asked.columns.texts(field).names.iter()) {
                    let value = fold(&name.name);
                    // A quarter counts for its city.
                    if let Some((_, city)) = value.rsplit_once(", ") {
                        words.entry(city.to_owned()).or_default().push(code);
                    }
                    words.entry(value).or_default().push(code);
                }
                (field, words)
            }),
        }
    }

    fn codes(&self, field: TextField, wanted: &[&str]) -> (TextField, Vec<u32>) {
        let words = self.fields.iter().find(|(known, _)| *known == field);
        let found = wanted.iter().filter_map(|word| words?.1.get(&fold(word)));
        (field, found.flatten().copied().collect())
    }
}

impl<'a> Asks<'a> {
    fn of(asked: &'a Asked<'a>, known: &Places, stated: &Stated, measure: &'a Measure) -> Self {
        let tally = &stated.tally;
        let mut places = Vec::new();
        let countries: Vec<&str> = tally.countries.iter().map(|c| c.value.as_str()).collect();
        if !countries.is_empty() {
            places.push(known.codes(TextField::Country, &countries));
        }
        // A bracketed list of provinces names their capitals by the same words: the unit decides.
        if let Some(unit) = &tally.admin1 {
            places.push(known.codes(TextField::Admin1, &[&unit.value]));
        } else if let Some(place) = &tally.place {
            places.push(known.codes(TextField::Place, &[&place.value]));
        }
        let window = tally.window.as_ref().map(|window| {
            let (first, last) = days::span(&window.value);
            let end = stated.published.map_or(days::OPEN_LAST, days::number);
            (first, if last == days::OPEN_LAST { end } else { last })
        });
        let window = window.or_else(|| {
            let end = stated.published.map(days::number)?;
            Some((days::OPEN_FIRST, end))
        });
        Asks {
            asked,
            measure,
            window,
            places,
        }
    }

    fn holds(&self, row: u32) -> Belongs {
        if !self.measure.means(self.asked, row) {
            return Belongs::No;
        }
        let mut belongs = Belongs::Yes;
        if let Some((from, until)) = self.window {
            match self.asked.columns.span(row) {
                Some((first, last)) if from <= first && last <= until => {}
                Some((first, last)) if first > until || last < from => return Belongs::No,
                _ => belongs = Belongs::Perhaps,
            }
        }
        for (field, yes) in &self.places {
            let codes = self.asked.columns.texts(*field).of(row);
            if codes.is_empty() {
                belongs = Belongs::Perhaps;
            } else if !codes.iter().any(|code| yes.contains(code)) {
                return Belongs::No;
            }
        }
        belongs
    }
}

/// Which of the two has more, and by how much.
fn judge(
    stated: Estimate,
    counted: Option<Estimate>,
    with_perhaps: Option<Estimate>,
) -> (Verdict, Option<i64>) {
    let Some(counted) = counted else {
        return (Verdict::NotCounted, None);
    };
    let slack = |end: u64| if stated.approx { end / 10 } else { 0 };
    let low = stated.min.map_or(0, |min| min - slack(min));
    let high = stated
        .max
        .map_or(u64::MAX, |max| max.saturating_add(slack(max)));
    let (least, most) = (counted.low(), counted.max.unwrap_or(u64::MAX));
    // Against the number as stated: that "about" allows a tenth more is for the verdict alone.
    let difference = match (stated.min, stated.max) {
        (Some(min), _) if most < min => -((min - most) as i64),
        (_, Some(max)) if least > max => (least - max) as i64,
        _ => 0,
    };
    if least > high {
        return (Verdict::Above, Some(difference));
    }
    if most >= low {
        return (Verdict::Agrees, Some(difference));
    }
    let reached = with_perhaps.is_some_and(|all| all.max.unwrap_or(u64::MAX) >= low);
    let verdict = if reached {
        Verdict::BelowPerhaps
    } else {
        Verdict::Below
    };
    (verdict, Some(difference))
}

impl Answer for Reconciliation {
    fn sentences(&self) -> Vec<String> {
        let mut said: Vec<String> = self.lists.iter().map(ListSum::sentence).collect();
        if self.counts.is_empty() {
            said.push("No report states a count.".to_owned());
        }
        said
    }

    fn sheets(&self) -> Vec<Sheet> {
        let heads = [
            "stated_in",
            "what",
            "actor",
            "where",
            "window",
            "stated",
            "counted",
            "difference",
            "perhaps",
            "verdict",
        ];
        let mut counts = Sheet::new("counts", "stated and counted", &heads);
        for count in &self.counts {
            let entries = vec![
                Entry::text(&count.stated_in),
                Entry::text(&count.what),
                Entry::text(count.actor.as_deref().unwrap_or("")),
                Entry::text(&count.place),
                Entry::when(count.window),
                Entry::text(count.stated.to_string()),
                count
                    .counted
                    .map_or(Entry::None, |counted| Entry::text(counted.to_string())),
                count.difference.map_or(Entry::None, Entry::Change),
                Entry::count(count.perhaps),
                Entry::text(count.verdict.word()),
            ];
            let ids: Vec<String> = (count.incidents.iter().cloned())
                .chain(count.perhaps_incidents.iter().map(|id| format!("{id}?")))
                .collect();
            counts.push(entries, &ids);
        }
        let heads = [
            "stated_in",
            "what",
            "window",
            "parts",
            "sum",
            "stated",
            "not_named",
        ];
        let mut lists = Sheet::new("lists", "lists and their totals", &heads);
        for list in &self.lists {
            let entries = vec![
                Entry::text(&list.stated_in),
                Entry::text(&list.what),
                Entry::when(list.window),
                Entry::count(list.parts.len()),
                Entry::text(list.sum.to_string()),
                Entry::text(list.stated.to_string()),
                Entry::Change(list.missing),
            ];
            lists.push(entries, &[]);
        }
        vec![counts, lists]
    }

    fn caption(&self) -> &Caption {
        &self.caption
    }
}

/// The sum of a field's figures as an estimate; nothing told adds nothing.
pub(crate) fn sum_of(sum: &Sum) -> Estimate {
    sum.estimate().unwrap_or_else(|| Estimate::exactly(0))
}
