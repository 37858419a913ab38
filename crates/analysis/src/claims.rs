//! Who said it was they, who said it was not, and who told of it.

use crate::columns::bit;
use crate::first::whereabouts;
use crate::sheet::{Answer, Entry, Sheet};
use crate::tally::{Caption, Filed, Key, KeyKind, incidents};
use crate::{Asked, By, TextField, days};
use model::{ActorRef, When};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Claims, attributions and denials.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claims {
    /// All incidents together.
    pub total: Claimed,
    /// By the perpetrator shown, the one with most incidents first.
    pub actors: Vec<Claimed>,
    /// By period.
    pub periods: Vec<Claimed>,
    /// Incidents that somebody denies, or that somebody claims who is not shown as perpetrator.
    pub contested: Vec<Contested>,
    /// The incidents behind each figure of the total.
    #[serde(skip)]
    pub behind: Behind,
    /// What it is about.
    pub caption: Caption,
}

/// Ids of the incidents behind the figures of [`Claims::total`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Behind {
    /// The perpetrator said so.
    pub claimed: Vec<String>,
    /// The author or an authority says so as fact.
    pub attributed: Vec<String>,
    /// Likely, reportedly, bears the hallmarks.
    pub suspected: Vec<String>,
    /// Nobody is said to have done it.
    pub unattributed: Vec<String>,
    /// Nobody claimed it.
    pub unclaimed: Vec<String>,
    /// Somebody denies it.
    pub denied: Vec<String>,
    /// All reports of it are published by those who did it.
    pub own_word_alone: Vec<String>,
    /// It is known how many days passed before its claim was told of.
    pub claimed_within_days: Vec<String>,
}

impl Behind {
    fn of(asked: &Asked<'_>) -> Behind {
        let ids = |holds: &dyn Fn(u32) -> bool| -> Vec<String> {
            let rows = asked.rows.iter().copied().filter(|row| holds(*row));
            asked.ids(&rows.collect::<Vec<u32>>())
        };
        let level =
            |word: &'static str| ids(&|row| asked.text(TextField::Attribution, row) == Some(word));
        let none = |field: TextField, row: u32| asked.columns.texts(field).of(row).is_empty();
        let levels = ["claimed", "attributed", "suspected"];
        let unattributed = |row: u32| {
            let told = asked.text(TextField::Attribution, row);
            !told.is_some_and(|word| levels.contains(&word))
        };
        Behind {
            claimed: level("claimed"),
            attributed: level("attributed"),
            suspected: level("suspected"),
            unattributed: ids(&unattributed),
            unclaimed: ids(&|row| none(TextField::ClaimedBy, row)),
            denied: ids(&|row| !none(TextField::DeniedBy, row)),
            own_word_alone: ids(&|row| asked.columns.has(row, bit::OWN_WORD)),
            claimed_within_days: ids(&|row| delay(asked, row).is_some()),
        }
    }
}

/// How incidents are claimed.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Claimed {
    /// An actor or a period.
    pub label: String,
    /// How many incidents.
    pub count: usize,
    /// The perpetrator said so.
    pub claimed: usize,
    /// The author or an authority says so as fact.
    pub attributed: usize,
    /// Likely, reportedly, bears the hallmarks.
    pub suspected: usize,
    /// Nobody is said to have done it.
    pub unattributed: usize,
    /// Nobody claimed it.
    pub unclaimed: usize,
    /// Somebody denies it.
    pub denied: usize,
    /// All reports of it are published by those who did it.
    pub own_word_alone: usize,
    /// Days from the act to the first report that tells of the claim: the middle one of all.
    /// The claim may have been made sooner.
    pub claimed_within_days: Option<i32>,
    /// Over so many incidents.
    pub days_known_for: usize,
    /// The incidents.
    pub incidents: Vec<String>,
}

/// An incident about which somebody says otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contested {
    /// The incident.
    pub incident: String,
    /// Its date.
    pub date: Option<When>,
    /// Its type.
    pub kind: String,
    /// Where.
    pub place: String,
    /// Who is shown as perpetrator.
    pub perpetrators: Vec<String>,
    /// Who claimed it.
    pub claimed_by: Vec<String>,
    /// Who denies it.
    pub denied_by: Vec<String>,
}

/// Counts claims and denials by actor and by period.
pub fn claims(asked: &Asked<'_>, every: By) -> Claims {
    let mut total = Claimed {
        label: "total".to_owned(),
        ..Claimed::default()
    };
    let mut delays = Vec::new();
    let mut gathered = vec![];
    for row in &asked.rows {
        add(asked, &mut total, &mut delays, *row);
        gathered.push(*row);
    }
    finish(asked, &mut total, delays, &gathered);
    let mut actors = by(asked, By::Text(TextField::Actor));
    actors.sort_by_key(|(key, claimed)| {
        (
            key.kind,
            std::cmp::Reverse(claimed.count),
            key.label.clone(),
        )
    });
    let mut periods = by(asked, every);
    periods.sort_by(|(a, _), (b, _)| a.cmp(b));
    let claimed =
        |list: Vec<(Arc<Key>, Claimed)>| list.into_iter().map(|(_, claimed)| claimed).collect();
    Claims {
        total,
        actors: claimed(actors),
        periods: claimed(periods),
        contested: (asked.rows.iter())
            .filter_map(|row| contested(asked, *row))
            .collect(),
        behind: if asked.with_ids {
            Behind::of(asked)
        } else {
            Behind::default()
        },
        caption: asked.caption.clone(),
    }
}

fn by(asked: &Asked<'_>, by: By) -> Vec<(Arc<Key>, Claimed)> {
    let filed = Filed::new(by, asked);
    let mut cells: BTreeMap<u32, (Claimed, Vec<i32>, Vec<u32>)> = BTreeMap::new();
    for (at, row) in asked.rows.iter().enumerate() {
        for number in filed.of(at) {
            let (claimed, delays, rows) = cells.entry(*number).or_default();
            add(asked, claimed, delays, *row);
            rows.push(*row);
        }
    }
    let made = cells
        .into_iter()
        .map(|(number, (mut claimed, delays, rows))| {
            let key = filed.key(number).clone();
            claimed.label = match key.kind {
                KeyKind::NoneTold if by == By::Text(TextField::Actor) => {
                    "(nobody named)".to_owned()
                }
                _ => key.label.clone(),
            };
            finish(asked, &mut claimed, delays, &rows);
            (key, claimed)
        });
    made.collect()
}

fn add(asked: &Asked<'_>, to: &mut Claimed, delays: &mut Vec<i32>, row: u32) {
    let columns = asked.columns;
    to.count += 1;
    match asked.text(TextField::Attribution, row) {
        Some("claimed") => to.claimed += 1,
        Some("attributed") => to.attributed += 1,
        Some("suspected") => to.suspected += 1,
        _ => to.unattributed += 1,
    }
    to.unclaimed += usize::from(columns.texts(TextField::ClaimedBy).of(row).is_empty());
    to.denied += usize::from(!columns.texts(TextField::DeniedBy).of(row).is_empty());
    to.own_word_alone += usize::from(columns.has(row, bit::OWN_WORD));
    delays.extend(delay(asked, row));
}

/// Days from an act that is dated to the day to the first report that tells of its claim.
fn delay(asked: &Asked<'_>, row: u32) -> Option<i32> {
    let (first, last) = asked.columns.span(row)?;
    let told = asked.columns.claimed_on(row)?;
    let open = first == days::OPEN_FIRST || last == days::OPEN_LAST;
    (!open && first == last && told >= last).then(|| told - last)
}

fn finish(asked: &Asked<'_>, claimed: &mut Claimed, mut delays: Vec<i32>, rows: &[u32]) {
    delays.sort_unstable();
    claimed.days_known_for = delays.len();
    // Of an even number, the lower of the two in the middle, so that it is a whole day.
    claimed.claimed_within_days = delays.get(delays.len().saturating_sub(1) / 2).copied();
    claimed.incidents = asked.ids(rows);
}

fn contested(asked: &Asked<'_>, row: u32) -> Option<Contested> {
    let of =
        |field: TextField| -> Vec<&ActorRef> { asked.columns.texts(field).names_of(row).collect() };
    let did = of(TextField::Actor);
    let (claimed, denied) = (of(TextField::ClaimedBy), of(TextField::DeniedBy));
    let other = |claimer: &&&ActorRef| {
        let same = |actor: &&ActorRef| match (&actor.id, &claimer.id) {
            (Some(a), Some(b)) => a == b,
            _ => crate::fold(&actor.name) == crate::fold(&claimer.name),
        };
        !did.iter().any(same)
    };
    if denied.is_empty() && !claimed.iter().any(|claimer| other(&claimer)) {
        return None;
    }
    let names = |actors: &[&ActorRef]| {
        let name = |actor: &&ActorRef| {
            if actor.person {
                "(a private person)".to_owned()
            } else {
                let id = actor.id.as_deref();
                let known = id.and_then(|id| asked.context.name_of(TextField::Actor, id));
                known.unwrap_or_else(|| actor.name.clone())
            }
        };
        actors.iter().map(name).collect()
    };
    Some(Contested {
        incident: asked.columns.id(row).to_owned(),
        date: asked.columns.when(row),
        kind: asked.text(TextField::Type, row).unwrap_or("").to_owned(),
        place: whereabouts(asked, row),
        perpetrators: names(&did),
        claimed_by: names(&claimed),
        denied_by: names(&denied),
    })
}

impl Answer for Claims {
    fn sentences(&self) -> Vec<String> {
        let total = &self.total;
        vec![format!(
            "{}: {} claimed, {} attributed, {} suspected, {} with no attribution told; {} denied by somebody; {} told by the perpetrator alone.",
            incidents(total.count),
            total.claimed,
            total.attributed,
            total.suspected,
            total.unattributed,
            total.denied,
            total.own_word_alone
        )]
    }

    fn sheets(&self) -> Vec<Sheet> {
        let sheet = |name: &str, title: &str, head: &'static str, list: &[Claimed]| {
            let heads = [
                head,
                "incidents",
                "claimed",
                "attributed",
                "suspected",
                "not_told",
                "unclaimed",
                "denied",
                "own_word_alone",
                "claimed_within_days",
                "known_for",
            ];
            let mut sheet = Sheet::new(name, title, &heads);
            for claimed in list {
                let mut entries = vec![Entry::text(&claimed.label)];
                let counts = [
                    claimed.count,
                    claimed.claimed,
                    claimed.attributed,
                    claimed.suspected,
                    claimed.unattributed,
                    claimed.unclaimed,
                    claimed.denied,
                    claimed.own_word_alone,
                ];
                entries.extend(counts.map(Entry::count));
                let days = claimed
                    .claimed_within_days
                    .and_then(|days| u64::try_from(days).ok());
                entries.push(days.map_or(Entry::None, Entry::Count));
                entries.push(Entry::count(claimed.days_known_for));
                sheet.push(entries, &claimed.incidents);
            }
            sheet
        };
        let heads = [
            "denied_by",
            "claimed_by",
            "perpetrators",
            "date",
            "type",
            "where",
            "incident",
        ];
        let title = "denied, or claimed by others than those shown";
        let mut contested = Sheet::new("contested", title, &heads);
        for incident in &self.contested {
            let entries = vec![
                Entry::text(incident.denied_by.join("; ")),
                Entry::text(incident.claimed_by.join("; ")),
                Entry::text(incident.perpetrators.join("; ")),
                Entry::when(incident.date),
                Entry::text(&incident.kind),
                Entry::text(&incident.place),
                Entry::text(&incident.incident),
            ];
            contested.push(entries, std::slice::from_ref(&incident.incident));
        }
        vec![
            sheet("actors", "by actor", "actor", &self.actors),
            sheet("periods", "by period", "period", &self.periods),
            contested,
        ]
    }

    fn caption(&self) -> &Caption {
        &self.caption
    }
}
