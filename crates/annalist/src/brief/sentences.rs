//! One sentence per incident, composed of its coded values and of nothing else.

use super::View;
use super::names::{actor_name, is_lower, place, plural, with_article, with_the};
use super::prose::{capital, date, is_one, list, number, on_date, people, range};
use analysis::{TextField, fold};
use model::{Estimate, Field, Incident};
use std::fmt::Write;

/// What happened, when, where, to whom, by whom and with what toll, as one plain sentence.
///
/// Names of private persons are left out unless `names`.
pub fn sentence(incident: &Incident, view: &View<'_>, names: bool) -> String {
    let teller = Teller {
        incident,
        view,
        names,
    };
    let mut text = format!("{}, {}", on_date(incident.when().as_ref()), teller.act());
    text.push_str(&teller.toll());
    text.push_str(&teller.afterwards());
    let text = text.replace("  ", " ");
    format!("{}.", capital(text.trim_end_matches(['.', ' '])))
}

/// An incident in a few words, as a list names it: `armed assault, Moscow, Russia, 22 March
/// 2024`. It names no person.
pub fn short(incident: &Incident, view: &View<'_>) -> String {
    let teller = Teller {
        incident,
        view,
        names: false,
    };
    let what = teller.what();
    let what = what.split_once(' ').map_or(what.as_str(), |(_, noun)| noun);
    let mut parts = vec![what.to_owned()];
    let place = place(incident, view);
    if !place.is_empty() {
        parts.push(place);
    }
    if let Some(when) = incident.when() {
        parts.push(date(&when));
    }
    parts.join(", ")
}

/// One incident on its way into a sentence.
pub(super) struct Teller<'a> {
    pub(super) incident: &'a Incident,
    pub(super) view: &'a View<'a>,
    pub(super) names: bool,
}

impl Teller<'_> {
    fn act(&self) -> String {
        let place = self.place();
        match self.incident.text(Field::Class).unwrap_or("attack") {
            "operation" => self.operation(&place),
            "clash" => self.clash(&place),
            "threat" => self.threat(&place),
            "unrest" => self.unrest(&place),
            _ => self.attack(&place),
        }
    }

    fn attack(&self, place: &str) -> String {
        let what = self.what();
        let who = self.attribution();
        let target = self.target();
        let kind = self.incident.text(Field::Type).unwrap_or("attack");
        let of = matches!(
            kind,
            "assassination" | "kidnapping" | "hijacking" | "execution"
        );
        if self.incident.text(Field::Status) == Some("foiled") {
            let on = match (&target, of) {
                (Some(target), true) if !self.is_body() => format!(" of {target}"),
                (Some(target), _) => format!(" against {target}"),
                (None, _) => String::new(),
            };
            // Of what was planned and no more is told, nobody says that somebody foiled it.
            let stopped = self.estimate(Field::Arrested).is_some() || self.is_stopped();
            let end = if stopped {
                "was foiled"
            } else {
                "was made; no outcome was read"
            };
            return format!("a plan for {what}{on}{place}{} {end}", closed(&who));
        }
        let who = closed(&who);
        match target {
            Some(target) if of && !self.is_body() => {
                format!("{what} of {target}{who} was carried out{place}")
            }
            Some(target) => format!("{what}{who} targeted {target}{place}"),
            None => format!("{what}{who} took place{place}"),
        }
    }

    /// True where a report says in so many words that somebody stopped it.
    fn is_stopped(&self) -> bool {
        let accounts = self.incident.accounts.iter();
        let mut accounts = accounts.filter_map(|key| self.view.accounts.get(key));
        accounts.any(|account| account.status.rule == "status/stopped")
    }

    fn operation(&self, place: &str) -> String {
        let who = self.actors(Field::Perpetrators);
        let against = self.target().map(|target| format!("against {target}"));
        let arrested = self.estimate(Field::Arrested);
        if self.incident.text(Field::Type) == Some("arrest") {
            let operation = against.map(|against| format!(" in an operation {against}"));
            let operation = operation.unwrap_or_default();
            return match (who, arrested) {
                (Some(who), Some(count)) => {
                    format!("{who} arrested {}{operation}{place}", people(&count))
                }
                (Some(who), None) => format!("{who} made an arrest{operation}{place}"),
                (None, Some(count)) => {
                    let were = if is_one(&count) { "was" } else { "were" };
                    format!("{} {were} arrested{operation}{place}", people(&count))
                }
                (None, None) => format!("an arrest was made{operation}{place}"),
            };
        }
        let what = self.what();
        let against = against
            .map(|against| format!(" {against}"))
            .unwrap_or_default();
        match who {
            Some(who) => format!("{who} carried out {what}{against}{place}"),
            None => format!("{what}{against} took place{place}"),
        }
    }

    fn clash(&self, place: &str) -> String {
        let sides = self.incident.actors(Field::Perpetrators);
        let other = self.target();
        // What somebody only alleges is told as such.
        let told = match self.incident.text(Field::Attribution) {
            Some("suspected") => "reportedly ",
            _ => "",
        };
        match (self.actors(Field::Perpetrators), other) {
            (Some(who), _) if sides.len() > 1 => format!("{who} {told}clashed{place}"),
            (Some(who), Some(other)) => format!("{who} {told}clashed with {other}{place}"),
            (Some(who), None) => format!("there was {told}fighting that involved {who}{place}"),
            (None, _) => format!("fighting {told}took place{place}"),
        }
    }

    fn threat(&self, place: &str) -> String {
        let target = self.target();
        match (self.actors(Field::Perpetrators), target) {
            (Some(who), Some(target)) => format!("{who} threatened {target}{place}"),
            (Some(who), None) => format!("{who} made a threat{place}"),
            (None, Some(target)) => format!("a threat was made against {target}{place}"),
            (None, None) => format!("a threat was made{place}"),
        }
    }

    fn unrest(&self, place: &str) -> String {
        let riot = self.incident.text(Field::Type) == Some("riot");
        let against = self.target().map(|target| format!(" against {target}"));
        let against = against.unwrap_or_default();
        match self.actors(Field::Perpetrators) {
            Some(who) => {
                let verb = if riot {
                    "revolted or rioted"
                } else {
                    "protested"
                };
                format!("{who} {verb}{against}{place}")
            }
            None => format!("{}{against} took place{place}", self.what()),
        }
    }

    /// `a failed suicide bombing`, `a series of rocket attacks`.
    fn what(&self) -> String {
        let incident = self.incident;
        let yes = |field| matches!(incident.value(field), Some(model::Value::Flag(true)));
        let weapons = incident.texts(Field::Weapons);
        let with = |code: &str| weapons.iter().any(|weapon| weapon == code);
        let code = incident.text(Field::Type).unwrap_or("attack");
        let suicide = yes(Field::Suicide);
        let mut noun = match code {
            "bombing" if with("vehicle_bomb") => "vehicle bombing".to_owned(),
            "armed_assault" | "attack" if suicide => "attack".to_owned(),
            "armed_assault" => "armed assault".to_owned(),
            "shelling" if with("rocket") => "rocket attack".to_owned(),
            "shelling" if with("mortar") => "mortar attack".to_owned(),
            "shelling" if with("missile") => "missile attack".to_owned(),
            "shelling" => "shelling attack".to_owned(),
            "air_strike" if with("drone") => "drone strike".to_owned(),
            "arson" => "arson attack".to_owned(),
            "sabotage" => "sabotage attack".to_owned(),
            code => {
                let name = self.view.context.name_of(TextField::Type, code);
                name.map_or_else(|| code.replace('_', " "), |name| name.to_lowercase())
            }
        };
        if suicide {
            noun = format!("suicide {noun}");
        }
        if incident.text(Field::Status) == Some("failed") {
            noun = format!("failed {noun}");
        }
        if yes(Field::Multiple) {
            return format!("a series of {}", plural(&noun));
        }
        with_article(&noun)
    }

    /// ` claimed by X`, `, for which X is suspected,`; empty where nobody is named.
    fn attribution(&self) -> String {
        let who = self.actors(Field::Perpetrators);
        let claimants = self.actors(Field::ClaimedBy);
        let plain = self.incident.actors(Field::Perpetrators).iter();
        let plain = plain
            .clone()
            .all(|actor| actor.id.is_none() && is_lower(&actor.name));
        let level = self.incident.text(Field::Attribution);
        let blame = match (level, &who) {
            (_, None) => None,
            (Some("suspected"), Some(who)) => Some(format!(", for which suspicion fell on {who},")),
            (Some("attributed"), Some(who)) if !plain => Some(format!(" attributed to {who}")),
            (Some("claimed"), Some(who)) => Some(format!(" claimed by {who}")),
            (_, Some(who)) => Some(format!(" by {who}")),
        };
        match (claimants, blame) {
            (Some(claimants), _) if level == Some("claimed") || who.is_none() => {
                format!(" claimed by {claimants}")
            }
            (Some(claimants), Some(_)) if who.as_ref() == Some(&claimants) => {
                format!(" claimed by {claimants}")
            }
            (Some(claimants), Some(blame)) => {
                let blame = blame.trim_end_matches(',');
                let comma = if blame.starts_with(',') { "," } else { "" };
                format!("{blame} and claimed by {claimants}{comma}")
            }
            (_, blame) => blame.unwrap_or_default(),
        }
    }

    /// The names of a field's actors; `None` where it tells none.
    fn actors(&self, field: Field) -> Option<String> {
        let actors = self.incident.actors(field);
        let persons = actors
            .iter()
            .filter(|actor| actor.person && !self.names)
            .count();
        let mut words: Vec<String> = actors
            .iter()
            .filter(|actor| !actor.person || self.names)
            .map(actor_name)
            .collect();
        match persons {
            0 => {}
            1 => words.push("an individual".to_owned()),
            _ => words.push(format!("{} individuals", number(persons as u64))),
        }
        words.dedup();
        (!words.is_empty()).then(|| list(&words))
    }

    /// ` at the Russian Embassy in Kabul, Afghanistan`; empty where no place is told.
    fn place(&self) -> String {
        let mut text = String::new();
        let target = self.target().map(|target| fold(&target));
        if let Some(site) = self.incident.text(Field::Site) {
            let site = facility(site);
            // Whom it was aimed at has named it already.
            let named = target.is_some_and(|target| target.contains(&fold(&site)));
            if !named {
                text = format!(" at {site}");
            }
        }
        let place = place(self.incident, self.view);
        if !place.is_empty() {
            let _ = write!(text, " in {place}");
        }
        text
    }

    fn estimate(&self, field: Field) -> Option<Estimate> {
        self.incident
            .estimate(field)
            .filter(|estimate| !estimate.is_empty())
    }

    fn toll(&self) -> String {
        let killed = self.estimate(Field::Killed);
        let injured = self.estimate(Field::Injured);
        let none = |estimate: &Estimate| *estimate == Estimate::exactly(0);
        let class = self.incident.text(Field::Class).unwrap_or("attack");
        let acting = matches!(class, "attack" | "operation")
            && self.incident.text(Field::Status) != Some("foiled");
        match (killed, injured) {
            (Some(killed), Some(injured)) if none(&killed) && none(&injured) => {
                ", with nobody killed or injured".to_owned()
            }
            (Some(killed), None) if none(&killed) => ", with nobody killed".to_owned(),
            (None, Some(injured)) if none(&injured) => ", with nobody injured".to_owned(),
            (Some(killed), Some(injured)) if !none(&killed) && !none(&injured) => {
                if acting {
                    format!(
                        ", killing {} and injuring {}",
                        people(&killed),
                        range(&injured)
                    )
                } else {
                    format!(
                        ", with {} killed and {} injured",
                        people(&killed),
                        range(&injured)
                    )
                }
            }
            (Some(killed), _) if !none(&killed) => hurt(acting, "killing", "killed", &killed),
            (_, Some(injured)) => hurt(acting, "injuring", "injured", &injured),
            _ => match self.estimate(Field::Casualties) {
                Some(both) if !none(&both) => {
                    format!(", leaving {} dead or injured", people(&both))
                }
                _ if class == "attack"
                    && self.incident.text(Field::Status) == Some("completed") =>
                {
                    "; no figure of dead or injured was read".to_owned()
                }
                _ => String::new(),
            },
        }
    }

    /// Attackers dead, arrests, disagreement and denial.
    fn afterwards(&self) -> String {
        let mut text = String::new();
        let class = self.incident.text(Field::Class).unwrap_or("attack");
        if let Some(dead) = self
            .estimate(Field::KilledPerpetrators)
            .filter(|dead| dead.high() > 0)
        {
            let noun = match (class, is_one(&dead)) {
                ("attack", true) => "attacker",
                ("attack", false) => "attackers",
                (_, true) => "person on the acting side",
                (_, false) => "people on the acting side",
            };
            let _ = write!(text, "; {} {noun} died", range(&dead));
        }
        let told_above = self.incident.text(Field::Type) == Some("arrest");
        let arrested = self
            .estimate(Field::Arrested)
            .filter(|count| count.high() > 0);
        if let Some(count) = arrested.filter(|_| !told_above) {
            let were = if is_one(&count) { "was" } else { "were" };
            let _ = write!(text, "; {} {were} arrested", people(&count));
        }
        let disputed = |field| {
            let settled = self.incident.fields.get(&field);
            settled.is_some_and(|settled| settled.disputed)
        };
        if disputed(Field::Killed) || disputed(Field::Injured) {
            text.push_str("; reports differ on the toll");
        }
        if let Some(who) = self.actors(Field::DeniedBy) {
            let _ = write!(text, "; {who} denied it");
        }
        text
    }
}

/// A facility in a sentence: `the Russian Embassy`, `a bank`, `military positions`.
pub(super) fn facility(name: &str) -> String {
    let several = name.ends_with('s');
    if is_lower(name) && !several {
        with_article(name)
    } else {
        with_the(name)
    }
}

fn hurt(acting: bool, doing: &str, done: &str, estimate: &Estimate) -> String {
    if acting {
        format!(", {doing} {}", people(estimate))
    } else {
        format!(", with {} {done}", people(estimate))
    }
}

/// A clause set off by a comma is closed by one.
fn closed(clause: &str) -> String {
    if clause.starts_with(',') && !clause.ends_with(',') {
        format!("{clause},")
    } else {
        clause.to_owned()
    }
}
