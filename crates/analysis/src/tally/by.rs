use super::{Key, KeyKind};
use crate::{Context, Flag, TextField, nearest};
use jiff::civil::{Date, Weekday};
use model::{ActorRef, Incident, When};
use std::fmt;
use std::str::FromStr;

/// What a table counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// A field of names or codes.
    Text(TextField),
    /// Something an incident is or is not.
    Flag(Flag),
    /// How exactly the place is known.
    Precision,
    /// Calendar day.
    Day,
    /// ISO week, from Monday.
    Week,
    /// Calendar month.
    Month,
    /// Calendar year.
    Year,
}

impl By {
    /// All there are, in the order in which help lists them.
    pub fn all() -> Vec<By> {
        let fields = TextField::ALL.into_iter().filter(|f| *f != TextField::Id);
        let flags = [
            Flag::Suicide,
            Flag::Multiple,
            Flag::Disputed,
            Flag::Accepted,
        ];
        fields
            .map(By::Text)
            .chain([By::Precision, By::Day, By::Week, By::Month, By::Year])
            .chain(flags.map(By::Flag))
            .collect()
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            By::Text(field) => field.word(),
            By::Flag(flag) => flag.word(),
            By::Precision => "precision",
            By::Day => "day",
            By::Week => "week",
            By::Month => "month",
            By::Year => "year",
        }
    }

    /// True for calendar periods, whose rows stand in time order.
    pub fn is_time(self) -> bool {
        matches!(self, By::Day | By::Week | By::Month | By::Year)
    }

    /// The rows that an incident stands in; at least one, each once.
    pub(super) fn keys(self, incident: &Incident, context: &dyn Context) -> Vec<Key> {
        let mut keys = match self {
            By::Text(field) if field.is_actor() => {
                let actors = field.actors(incident).iter();
                actors
                    .map(|actor| actor_key(field, actor, context))
                    .collect()
            }
            By::Text(field) => text_keys(field, incident, context),
            By::Flag(flag) => {
                let word = if flag.holds(incident) { "yes" } else { "no" };
                vec![Key::told(word, word)]
            }
            By::Precision => {
                let place = incident.location();
                let word = place.map(|place| place.precision.word());
                word.map(|word| Key::told(word, word)).into_iter().collect()
            }
            By::Day | By::Week | By::Month | By::Year => {
                let when = incident.when();
                when.map(|when| self.period(&when)).into_iter().collect()
            }
        };
        keys.sort();
        keys.dedup();
        if keys.is_empty() {
            keys.push(Key {
                kind: KeyKind::NoneTold,
                code: String::new(),
                label: "(none told)".to_owned(),
            });
        }
        keys
    }

    /// The period that holds the whole date, or the row for dates that span several.
    fn period(self, when: &When) -> Key {
        let name = |day: Date| match self {
            By::Year => format!("{:04}", day.year()),
            By::Month => format!("{:04}-{:02}", day.year(), day.month()),
            By::Week => {
                let week = day.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            _ => day.to_string(),
        };
        let names = when.first.map(name).zip(when.last.map(name));
        match names {
            Some((first, last)) if first == last => {
                let label = match (self, when.first) {
                    (By::Week, Some(day)) => week_label(&first, day),
                    _ => first.clone(),
                };
                Key {
                    kind: KeyKind::Told,
                    code: first,
                    label,
                }
            }
            _ => Key {
                kind: KeyKind::NotExact,
                code: String::new(),
                label: format!("(not exact to the {})", self.word()),
            },
        }
    }
}

/// `2022-W36 (from 2022-09-05)`.
fn week_label(name: &str, day: Date) -> String {
    let since = i64::from(day.weekday().since(Weekday::Monday));
    let monday = day.checked_sub(jiff::Span::new().days(since));
    monday.map_or_else(
        |_| name.to_owned(),
        |monday| format!("{name} (from {monday})"),
    )
}

fn actor_key(field: TextField, actor: &ActorRef, context: &dyn Context) -> Key {
    if actor.person {
        return Key::told("(a private person)", "(a private person)");
    }
    if let Some(id) = &actor.id {
        let name = context.name_of(field, id);
        return Key::told(id, &name.unwrap_or_else(|| actor.name.clone()));
    }
    let folded = crate::fold(&actor.name);
    Key::told(&folded, &folded)
}

fn text_keys(field: TextField, incident: &Incident, context: &dyn Context) -> Vec<Key> {
    let values = field.values(incident, context);
    let with_country = matches!(
        field,
        TextField::Admin1 | TextField::Place | TextField::Site
    );
    let country = incident
        .text(model::Field::Country)
        .filter(|_| with_country);
    let keys = values.iter().map(|value| {
        if let Some(country) = country {
            let full = format!("{value}, {country}");
            return Key::told(&full, &full);
        }
        let name = context.name_of(field, value);
        Key::told(value, name.as_deref().unwrap_or(value))
    });
    keys.collect()
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for By {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let word = text.trim().to_lowercase();
        let all = By::all();
        if let Some(by) = all.iter().find(|by| by.word() == word) {
            return Ok(*by);
        }
        if let Some(field) = TextField::of(&word).filter(|field| *field != TextField::Id) {
            return Ok(By::Text(field));
        }
        if word == "date" {
            return Err("count by `day`, `week`, `month` or `year`".to_owned());
        }
        let words: Vec<&str> = all.iter().map(|by| by.word()).collect();
        Err(match nearest(&word, words.iter().copied()) {
            Some(near) => format!("cannot count by `{text}`: did you mean `{near}`?"),
            None => format!("cannot count by `{text}`: use one of {}", words.join(", ")),
        })
    }
}
