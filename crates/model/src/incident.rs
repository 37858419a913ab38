use crate::{AccountKey, ActorRef, Attribution, Estimate, Link, Place, Status, When};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// A field of an incident, in the order in which tables show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// When it happened.
    Date,
    /// Class code.
    Class,
    /// Type code.
    Type,
    /// Whether it happened.
    Status,
    /// ISO 3166-1 alpha-2.
    Country,
    /// First-level unit.
    Admin1,
    /// Settlement or district.
    Place,
    /// Facility.
    Site,
    /// Coordinates.
    Location,
    /// Country it was fired from.
    FromCountry,
    /// Who did it.
    Perpetrators,
    /// How sure that is.
    Attribution,
    /// Who claimed it.
    ClaimedBy,
    /// Who denies it.
    DeniedBy,
    /// Target types.
    Targets,
    /// Weapon codes.
    Weapons,
    /// The attacker meant to die.
    Suicide,
    /// A set of acts.
    Multiple,
    /// Victims dead.
    Killed,
    /// Victims hurt.
    Injured,
    /// Killed and injured together.
    Casualties,
    /// Attackers dead.
    KilledPerpetrators,
    /// Persons arrested.
    Arrested,
    /// How many attackers.
    Attackers,
}

impl Field {
    /// All fields, in table order.
    pub const ALL: [Field; 24] = [
        Field::Date,
        Field::Class,
        Field::Type,
        Field::Status,
        Field::Country,
        Field::Admin1,
        Field::Place,
        Field::Site,
        Field::Location,
        Field::FromCountry,
        Field::Perpetrators,
        Field::Attribution,
        Field::ClaimedBy,
        Field::DeniedBy,
        Field::Targets,
        Field::Weapons,
        Field::Suicide,
        Field::Multiple,
        Field::Killed,
        Field::Injured,
        Field::Casualties,
        Field::KilledPerpetrators,
        Field::Arrested,
        Field::Attackers,
    ];

    /// The word for it on the command line, in files and on pages.
    pub fn word(self) -> &'static str {
        match self {
            Field::Date => "date",
            Field::Class => "class",
            Field::Type => "type",
            Field::Status => "status",
            Field::Country => "country",
            Field::Admin1 => "admin1",
            Field::Place => "place",
            Field::Site => "site",
            Field::Location => "location",
            Field::FromCountry => "from_country",
            Field::Perpetrators => "perpetrators",
            Field::Attribution => "attribution",
            Field::ClaimedBy => "claimed_by",
            Field::DeniedBy => "denied_by",
            Field::Targets => "targets",
            Field::Weapons => "weapons",
            Field::Suicide => "suicide",
            Field::Multiple => "multiple",
            Field::Killed => "killed",
            Field::Injured => "injured",
            Field::Casualties => "casualties",
            Field::KilledPerpetrators => "killed_perpetrators",
            Field::Arrested => "arrested",
            Field::Attackers => "attackers",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Field {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Field::ALL
            .into_iter()
            .find(|field| field.word() == text)
            .ok_or_else(|| {
                let words: Vec<&str> = Field::ALL.iter().map(|field| field.word()).collect();
                format!("`{text}` is no field: use one of {}", words.join(", "))
            })
    }
}

/// A value of a field, in the field's own kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A code, a country, a name.
    Text(String),
    /// A list of codes.
    Texts(Vec<String>),
    /// A date.
    When(When),
    /// A number.
    Estimate(Estimate),
    /// Actors.
    Actors(Vec<ActorRef>),
    /// Coordinates.
    Place(Place),
    /// Whether it happened.
    Status(Status),
    /// How sure the perpetrator is.
    Attribution(Attribution),
    /// Yes or no.
    Flag(bool),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Texts(texts) => f.write_str(&texts.join(", ")),
            Value::When(when) => when.fmt(f),
            Value::Estimate(estimate) => estimate.fmt(f),
            Value::Actors(actors) => {
                let names: Vec<&str> = actors.iter().map(|actor| actor.name.as_str()).collect();
                f.write_str(&names.join(", "))
            }
            Value::Place(place) => write!(
                f,
                "{:.3}, {:.3} ({})",
                place.latitude,
                place.longitude,
                place.precision.word()
            ),
            Value::Status(status) => f.write_str(status.word()),
            Value::Attribution(attribution) => f.write_str(attribution.word()),
            Value::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
        }
    }
}

/// Why two accounts were, or were not, taken for the same incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// One account.
    pub a: AccountKey,
    /// The other.
    pub b: AccountKey,
    /// Evidence for the same (positive) or against, in bits (log 2 of the likelihood ratio).
    pub score: f64,
    /// In words: "same settlement, 0 days apart, killed 6+ and 8".
    pub text: String,
}

/// Accounts that look like one incident, and why.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Group {
    /// The accounts, sorted.
    pub accounts: Vec<AccountKey>,
    /// One reason a link that holds the group together, sorted.
    pub reasons: Vec<Reason>,
}

/// A field's shown value, who said what, and how it was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settled {
    /// What is shown.
    pub value: Value,
    /// The accounts whose words it rests on, sorted.
    pub from: Vec<AccountKey>,
    /// Name of the counting policy or rule that chose, or `decided` where a person did.
    pub policy: String,
    /// True where accounts give values that cannot all be right.
    pub disputed: bool,
}

/// Something that happened, as all its accounts and all decisions tell it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Incident {
    /// Stable name: `I` and ten hexadecimal digits, from its first account.
    pub id: String,
    /// Its accounts, sorted.
    pub accounts: Vec<AccountKey>,
    /// The shown values. A field nobody tells is absent.
    pub fields: BTreeMap<Field, Settled>,
    /// Reports that count as independent sources: copies of one another count once.
    pub independent_sources: usize,
    /// Why these accounts are one incident.
    pub reasons: Vec<Reason>,
    /// Incidents it is related to, by id.
    pub links: Vec<(Link, String)>,
    /// A person has accepted what is shown, and words stand behind all of it.
    pub accepted: bool,
    /// Why an acceptance no longer holds, in words; none where it holds, or nobody accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lapsed: Option<String>,
    /// Shown values that a person gave without showing the words they rest on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsupported: Vec<Field>,
}

/// What an incident shows at some time: what a person sees who accepts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Showing {
    /// The shown values as text, under the counting policy that is the default.
    pub fields: BTreeMap<Field, String>,
    /// The fields whose accounts cannot all be right.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub disputed: BTreeSet<Field>,
}

impl Showing {
    /// Of settled fields.
    pub fn of(fields: &BTreeMap<Field, Settled>) -> Self {
        let disputed = fields.iter().filter(|(_, settled)| settled.disputed);
        let shown = fields.iter();
        Showing {
            disputed: disputed.map(|(field, _)| *field).collect(),
            fields: shown
                .map(|(field, settled)| (*field, settled.value.to_string()))
                .collect(),
        }
    }

    /// What is otherwise in a later one, in words and table order: other values, and fields that are
    /// disputed since. Empty where a person who accepted this one has seen all there is to see; that
    /// a dispute is over changes nothing.
    pub fn changes(&self, now: &Showing) -> Vec<String> {
        let change = |field: Field| match (self.fields.get(&field), now.fields.get(&field)) {
            (Some(was), Some(is)) if was != is => Some(format!("{field} was {was} and is {is}")),
            (Some(was), None) => Some(format!("{field} was {was} and is not told")),
            (None, Some(is)) => Some(format!("{field} was not told and is {is}")),
            _ if now.disputed.contains(&field) && !self.disputed.contains(&field) => {
                Some(format!("{field} is disputed"))
            }
            _ => None,
        };
        Field::ALL.into_iter().filter_map(change).collect()
    }
}

impl Incident {
    /// What it shows. Asked of an incident settled under the default policy, it is what is accepted.
    pub fn showing(&self) -> Showing {
        Showing::of(&self.fields)
    }

    /// The shown value of a field.
    pub fn value(&self, field: Field) -> Option<&Value> {
        self.fields.get(&field).map(|settled| &settled.value)
    }

    /// The shown date.
    pub fn when(&self) -> Option<When> {
        match self.value(Field::Date)? {
            Value::When(when) => Some(*when),
            _ => None,
        }
    }

    /// The shown number of a casualty field.
    pub fn estimate(&self, field: Field) -> Option<Estimate> {
        match self.value(field)? {
            Value::Estimate(estimate) => Some(*estimate),
            _ => None,
        }
    }

    /// The shown text of a code or name field.
    pub fn text(&self, field: Field) -> Option<&str> {
        match self.value(field)? {
            Value::Text(text) => Some(text),
            Value::Status(status) => Some(status.word()),
            Value::Attribution(attribution) => Some(attribution.word()),
            _ => None,
        }
    }

    /// The shown actors of a field; none where it tells none.
    pub fn actors(&self, field: Field) -> &[ActorRef] {
        match self.value(field) {
            Some(Value::Actors(actors)) => actors,
            _ => &[],
        }
    }

    /// The shown codes of a list field; none where it tells none.
    pub fn texts(&self, field: Field) -> &[String] {
        match self.value(field) {
            Some(Value::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// The shown coordinates.
    pub fn location(&self) -> Option<&Place> {
        match self.value(Field::Location)? {
            Value::Place(place) => Some(place),
            _ => None,
        }
    }
}
