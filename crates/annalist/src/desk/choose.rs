//! Which incidents an address means: its parameters as one filter, and their rows.

use super::Desk;
use super::base::{Base, View};
use super::problem::{Done, Problem};
use super::query::Query;
use super::routes::Ask;
use super::seen::Seen;
use analysis::{Asked, Columns, Context, Filter, TextField};
use jiff::civil::Date;
use model::Policy;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The parameters that choose incidents, in the order of the form.
pub const PARAMETERS: [&str; 28] = [
    "q",
    "where",
    "actor",
    "type",
    "class",
    "status",
    "country",
    "admin1",
    "place",
    "target",
    "weapon",
    "source",
    "attribution",
    "near",
    "bbox",
    "since",
    "until",
    "killed_min",
    "killed_max",
    "injured_min",
    "injured_max",
    "disputed",
    "unlocated",
    "undated",
    "accepted",
    "suicide",
    "policy",
    "report",
];

/// Parameters that name a value of a field, and the field.
const FIELDS: [(&str, TextField); 11] = [
    ("type", TextField::Type),
    ("class", TextField::Class),
    ("status", TextField::Status),
    ("country", TextField::Country),
    ("admin1", TextField::Admin1),
    ("place", TextField::Place),
    ("target", TextField::Target),
    ("weapon", TextField::Weapon),
    ("source", TextField::Source),
    ("attribution", TextField::Attribution),
    ("report", TextField::Report),
];

/// The incidents that are meant.
pub struct Chosen {
    /// The state they are of.
    pub base: Arc<Base>,
    /// Under the policy asked for.
    pub view: Arc<View>,
    /// Their rows, in the record's order.
    pub rows: Arc<Vec<u32>>,
    /// The parameters in the filter language, without `q` and `bbox`.
    pub filter: Option<String>,
    /// What a person should know of the filter.
    pub notes: Vec<String>,
    /// By what answers about them are known to all who see the same state.
    key: String,
}

/// What a filter means in a state.
struct Found {
    rows: Arc<Vec<u32>>,
    filter: Option<String>,
    notes: Vec<String>,
}

/// Looks the incidents of an address up, as far as the one who asks may see them.
///
/// # Errors
/// A parameter that cannot be read, or a mistake in `where`.
pub fn chosen(desk: &Desk, ask: &Ask, query: &Query) -> Done<Chosen> {
    let view = ask.view(desk, policy(query)?);
    rows(desk, query, Arc::clone(ask.base()), view)
}

/// The same in a state that is at hand.
pub fn rows(desk: &Desk, query: &Query, base: Arc<Base>, view: Arc<View>) -> Done<Chosen> {
    let text = filter_text(query)?;
    let (words, bbox) = (query.one("q"), query.one("bbox"));
    let key = Query::default()
        .with("where", text.as_deref().unwrap_or(""))
        .with("q", words.unwrap_or(""))
        .with("bbox", bbox.unwrap_or(""))
        .text();
    let found = view.memo.once("rows", &key, || {
        let (mut notes, mut filter) = (Vec::new(), None);
        let mut rows = view.columns.all();
        if let Some(text) = text {
            let (found, words, said) = asked(desk, &base, &view, &text)?;
            rows = found;
            filter = Some(words);
            notes = said;
        }
        if let Some(words) = words {
            let reports = desk.read(|casebook| casebook.reports_with(words))?;
            let reports: BTreeSet<String> = reports.into_iter().collect();
            rows = view.columns.having(TextField::Report, &reports, &rows);
        }
        if let Some(bbox) = bbox {
            let bbox = bounds(bbox)?;
            rows.retain(|row| within(&view.columns, *row, bbox));
        }
        Ok(Found {
            rows: Arc::new(rows),
            filter,
            notes,
        })
    })?;
    Ok(Chosen {
        base,
        rows: Arc::clone(&found.rows),
        filter: found.filter.clone(),
        notes: found.notes.clone(),
        key,
        view,
    })
}

/// Rows, fixed spelling and notes of a filter.
fn asked(
    desk: &Desk,
    base: &Base,
    view: &View,
    text: &str,
) -> Done<(Vec<u32>, String, Vec<String>)> {
    let filter: Filter = text.parse()?;
    desk.with_seen(base, |seen| {
        let bound = filter.bind(seen)?;
        let notes = bound.notes().to_vec();
        Ok((bound.rows(&view.columns), bound.text().to_owned(), notes))
    })
}

/// The counting policy asked for.
pub fn policy(query: &Query) -> Done<Policy> {
    match query.one("policy") {
        None => Ok(Policy::default()),
        Some(word) => word
            .parse()
            .map_err(|why: String| Problem::unreadable(why).with("field", "policy".into())),
    }
}

impl Chosen {
    /// An answer about these incidents, worked out once for all who see the same state; `what` and
    /// `more` tell it from other answers about them.
    ///
    /// # Errors
    /// What `make` says.
    pub fn once<T: std::any::Any + Send + Sync>(
        &self,
        what: &'static str,
        more: &str,
        make: impl FnOnce() -> Done<T>,
    ) -> Done<Arc<T>> {
        let key = format!("{}&{more}", self.key);
        self.view.memo.once(what, &key, make)
    }

    /// As the questions of `analysis` take them.
    pub fn asked<'a>(&'a self, context: &'a dyn Context, with_ids: bool) -> Asked<'a> {
        let whole = Asked::new(&self.view.columns, None, context, self.view.policy.word());
        let mut asked = whole.only(self.rows.to_vec());
        asked.caption.filter.clone_from(&self.filter);
        asked.caption.notes.extend(self.notes.iter().cloned());
        asked.with_ids = with_ids;
        asked
    }
}

impl Desk {
    /// Runs something that looks names, places and words up.
    pub fn with_seen<T>(&self, base: &Base, work: impl FnOnce(&Seen<'_>) -> Done<T>) -> Done<T> {
        let mut result = None;
        self.read(|casebook| {
            let seen = Seen {
                knowledge: &self.knowledge,
                base,
                casebook: Some(casebook),
            };
            result = Some(work(&seen));
            Ok(())
        })?;
        result.unwrap_or_else(|| Err(Problem::broken("the casebook could not be read")))
    }
}

/// The parameters as a filter; `None` where they ask for all.
pub fn filter_text(query: &Query) -> Done<Option<String>> {
    let mut tests = Vec::new();
    if let Some(text) = query.one("where") {
        // Alone first, so that a mistake is told at its place in what was typed.
        let _: Filter = text.parse()?;
        tests.push(format!("({text})"));
    }
    let actors: Vec<String> = query.all("actor").map(quoted).collect();
    if !actors.is_empty() {
        tests.push(format!("actor under ({})", actors.join(", ")));
    }
    for (name, field) in FIELDS {
        let values: Vec<String> = query.all(name).map(quoted).collect();
        if !values.is_empty() {
            tests.push(format!("{} in ({})", field.word(), values.join(", ")));
        }
    }
    if let Some(near) = query.one("near") {
        let (km, place) = near.split_once(',').ok_or_else(|| {
            Problem::unreadable("`near` is KM,LATITUDE,LONGITUDE or KM,PLACE")
                .with("field", "near".into())
        })?;
        let km: f64 = km.trim().parse().map_err(|_| {
            Problem::unreadable(format!("`{km}` is no number of kilometres"))
                .with("field", "near".into())
        })?;
        tests.push(format!("within {km} km of {}", quoted(place.trim())));
    }
    let since = query.parsed::<Date>("since", "day, as 2022-09-05")?;
    let until = query.parsed::<Date>("until", "day, as 2022-09-05")?;
    if since.zip(until).is_some_and(|(since, until)| since > until) {
        let detail = "`since` is after `until`";
        return Err(Problem::unreadable(detail).with("field", "since".into()));
    }
    if since.is_some() || until.is_some() {
        let end = |day: Option<Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
        tests.push(format!("date in {}/{}", end(since), end(until)));
    }
    for (name, test) in [
        ("killed_min", "killed.high >="),
        ("killed_max", "killed.low <="),
        ("injured_min", "injured.high >="),
        ("injured_max", "injured.low <="),
    ] {
        if let Some(number) = query.parsed::<u64>(name, "number")? {
            tests.push(format!("{test} {number}"));
        }
    }
    for name in ["disputed", "unlocated", "undated", "accepted", "suicide"] {
        match query.one(name) {
            Some("1" | "true" | "yes" | "on") => tests.push(name.to_owned()),
            Some("0" | "false" | "no") => tests.push(format!("not {name}")),
            Some(other) => {
                let detail = format!("`{name}={other}`: write 1 or 0");
                return Err(Problem::unreadable(detail).with("field", name.into()));
            }
            None => {}
        }
    }
    Ok((!tests.is_empty()).then(|| tests.join(" and ")))
}

fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// West, south, east, north in degrees.
fn bounds(text: &str) -> Done<[f64; 4]> {
    let numbers: Vec<f64> = text
        .split(',')
        .filter_map(|part| part.trim().parse().ok())
        .filter(|number: &f64| number.is_finite())
        .collect();
    numbers.try_into().map_err(|_| {
        Problem::unreadable("`bbox` is WEST,SOUTH,EAST,NORTH in degrees")
            .with("field", "bbox".into())
    })
}

/// A box whose west is greater than its east reaches over the date line.
fn within(columns: &Columns, row: u32, [west, south, east, north]: [f64; 4]) -> bool {
    let Some(place) = columns.coordinates(row) else {
        return false;
    };
    let across = if west <= east {
        (west..=east).contains(&place.longitude)
    } else {
        place.longitude >= west || place.longitude <= east
    };
    across
        && (south..=north).contains(&place.latitude)
        && place.precision != model::Precision::Country
}
