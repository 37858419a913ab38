use crate::Context;
use model::{ActorRef, Field, Incident, Value};
use std::borrow::Cow;

/// A field that holds names or codes; some hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextField {
    /// The incident's own name.
    Id,
    /// Who did it.
    Actor,
    /// Class code.
    Class,
    /// Type code.
    Type,
    /// Completed, failed, foiled, threatened.
    Status,
    /// Where, as ISO 3166-1 alpha-2.
    Country,
    /// First-level unit.
    Admin1,
    /// Settlement or district.
    Place,
    /// Facility.
    Site,
    /// For cross-border fire: the country it was fired from.
    FromCountry,
    /// Target codes.
    Target,
    /// Weapon codes.
    Weapon,
    /// Claimed, attributed, suspected.
    Attribution,
    /// Who claimed it.
    ClaimedBy,
    /// Who denies it.
    DeniedBy,
    /// Who published a report of it.
    Source,
    /// Ids of its reports.
    Report,
}

impl TextField {
    /// All of them, in table order.
    pub const ALL: [TextField; 17] = [
        TextField::Id,
        TextField::Actor,
        TextField::Class,
        TextField::Type,
        TextField::Status,
        TextField::Country,
        TextField::Admin1,
        TextField::Place,
        TextField::Site,
        TextField::FromCountry,
        TextField::Target,
        TextField::Weapon,
        TextField::Attribution,
        TextField::ClaimedBy,
        TextField::DeniedBy,
        TextField::Source,
        TextField::Report,
    ];

    /// The word for it in filters and tables.
    pub fn word(self) -> &'static str {
        match self {
            TextField::Id => "id",
            TextField::Actor => "actor",
            TextField::Class => "class",
            TextField::Type => "type",
            TextField::Status => "status",
            TextField::Country => "country",
            TextField::Admin1 => "admin1",
            TextField::Place => "place",
            TextField::Site => "site",
            TextField::FromCountry => "from_country",
            TextField::Target => "target",
            TextField::Weapon => "weapon",
            TextField::Attribution => "attribution",
            TextField::ClaimedBy => "claimed_by",
            TextField::DeniedBy => "denied_by",
            TextField::Source => "source",
            TextField::Report => "report",
        }
    }

    /// The field of that word; the incident's own field words (`perpetrators`, `targets`,
    /// `weapons`) are read too.
    pub fn of(word: &str) -> Option<TextField> {
        let word = match word {
            "perpetrators" | "perpetrator" => "actor",
            "targets" => "target",
            "weapons" => "weapon",
            word => word,
        };
        TextField::ALL
            .into_iter()
            .find(|field| field.word() == word)
    }

    /// True where the field holds actors.
    pub fn is_actor(self) -> bool {
        matches!(
            self,
            TextField::Actor | TextField::ClaimedBy | TextField::DeniedBy
        )
    }

    /// True where the field holds ISO codes of countries.
    pub fn is_country(self) -> bool {
        matches!(self, TextField::Country | TextField::FromCountry)
    }

    /// True where one incident may have several values.
    pub fn is_list(self) -> bool {
        self.is_actor()
            || matches!(
                self,
                TextField::Target | TextField::Weapon | TextField::Source | TextField::Report
            )
    }

    /// The field of the incident behind it, where it is one.
    pub(crate) fn field(self) -> Option<Field> {
        Some(match self {
            TextField::Actor => Field::Perpetrators,
            TextField::Class => Field::Class,
            TextField::Type => Field::Type,
            TextField::Status => Field::Status,
            TextField::Country => Field::Country,
            TextField::Admin1 => Field::Admin1,
            TextField::Place => Field::Place,
            TextField::Site => Field::Site,
            TextField::FromCountry => Field::FromCountry,
            TextField::Target => Field::Targets,
            TextField::Weapon => Field::Weapons,
            TextField::Attribution => Field::Attribution,
            TextField::ClaimedBy => Field::ClaimedBy,
            TextField::DeniedBy => Field::DeniedBy,
            TextField::Id | TextField::Source | TextField::Report => return None,
        })
    }

    /// The incident's values of a field that holds no actors, each once.
    pub(crate) fn values<'a>(
        self,
        incident: &'a Incident,
        context: &dyn Context,
    ) -> Vec<Cow<'a, str>> {
        let mut values: Vec<Cow<'a, str>> = match self {
            TextField::Id => vec![Cow::Borrowed(incident.id.as_str())],
            TextField::Source => {
                let sources = context.sources(incident);
                sources.into_iter().map(Cow::Owned).collect()
            }
            TextField::Report => {
                let keys = incident.accounts.iter();
                keys.map(|key| Cow::Borrowed(key.report.as_str())).collect()
            }
            _ => shown(self.field().and_then(|field| incident.value(field))),
        };
        let mut seen = std::collections::BTreeSet::new();
        values.retain(|value| seen.insert(value.clone()));
        values
    }

    /// The incident's actors of a field that holds actors.
    pub(crate) fn actors(self, incident: &Incident) -> &[ActorRef] {
        match self.field() {
            Some(field) if self.is_actor() => incident.actors(field),
            _ => &[],
        }
    }
}

/// The words of a shown value that is a text or a list of texts.
fn shown(value: Option<&Value>) -> Vec<Cow<'_, str>> {
    match value {
        Some(Value::Text(text)) => vec![Cow::Borrowed(text)],
        Some(Value::Texts(texts)) => texts.iter().map(|text| Cow::Borrowed(&**text)).collect(),
        Some(Value::Status(status)) => vec![Cow::Borrowed(status.word())],
        Some(Value::Attribution(attribution)) => vec![Cow::Borrowed(attribution.word())],
        Some(Value::Actors(actors)) => {
            let names = actors.iter().map(|actor| Cow::Borrowed(&*actor.name));
            names.collect()
        }
        _ => Vec::new(),
    }
}

/// A field that holds a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberField {
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
    /// Reports that count as independent sources.
    IndependentSources,
}

impl NumberField {
    /// All of them, in table order.
    pub const ALL: [NumberField; 7] = [
        NumberField::Killed,
        NumberField::Injured,
        NumberField::Casualties,
        NumberField::KilledPerpetrators,
        NumberField::Arrested,
        NumberField::Attackers,
        NumberField::IndependentSources,
    ];

    /// Those that are figures of reports.
    pub const FIGURES: [NumberField; 6] = [
        NumberField::Killed,
        NumberField::Injured,
        NumberField::Casualties,
        NumberField::KilledPerpetrators,
        NumberField::Arrested,
        NumberField::Attackers,
    ];

    /// The word for it in filters.
    pub fn word(self) -> &'static str {
        match self {
            NumberField::Killed => "killed",
            NumberField::Injured => "injured",
            NumberField::Casualties => "casualties",
            NumberField::KilledPerpetrators => "killed_perpetrators",
            NumberField::Arrested => "arrested",
            NumberField::Attackers => "attackers",
            NumberField::IndependentSources => "independent_sources",
        }
    }

    /// The field of that word.
    pub fn of(word: &str) -> Option<NumberField> {
        NumberField::ALL
            .into_iter()
            .find(|field| field.word() == word)
    }

    /// The field of the incident behind it, where it is one.
    pub fn field(self) -> Option<Field> {
        Some(match self {
            NumberField::Killed => Field::Killed,
            NumberField::Injured => Field::Injured,
            NumberField::Casualties => Field::Casualties,
            NumberField::KilledPerpetrators => Field::KilledPerpetrators,
            NumberField::Arrested => Field::Arrested,
            NumberField::Attackers => Field::Attackers,
            NumberField::IndependentSources => return None,
        })
    }
}

/// Something an incident is or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// The attacker meant to die in it.
    Suicide,
    /// It is a set of acts that are not listed one by one.
    Multiple,
    /// Reports give values that cannot all be right.
    Disputed,
    /// A person has accepted it.
    Accepted,
    /// It has coordinates, however vague.
    Located,
    /// It has none.
    Unlocated,
    /// It has a date, however vague.
    Dated,
    /// It has none.
    Undated,
}

impl Flag {
    /// All of them.
    pub const ALL: [Flag; 8] = [
        Flag::Suicide,
        Flag::Multiple,
        Flag::Disputed,
        Flag::Accepted,
        Flag::Located,
        Flag::Unlocated,
        Flag::Dated,
        Flag::Undated,
    ];

    /// The word for it in filters and tables.
    pub fn word(self) -> &'static str {
        match self {
            Flag::Suicide => "suicide",
            Flag::Multiple => "multiple",
            Flag::Disputed => "disputed",
            Flag::Accepted => "accepted",
            Flag::Located => "located",
            Flag::Unlocated => "unlocated",
            Flag::Dated => "dated",
            Flag::Undated => "undated",
        }
    }

    /// The flag of that word.
    pub fn of(word: &str) -> Option<Flag> {
        Flag::ALL.into_iter().find(|flag| flag.word() == word)
    }

    /// True where the incident has it; what nobody tells it has not.
    pub fn holds(self, incident: &Incident) -> bool {
        let yes = |field| matches!(incident.value(field), Some(Value::Flag(true)));
        match self {
            Flag::Suicide => yes(Field::Suicide),
            Flag::Multiple => yes(Field::Multiple),
            Flag::Disputed => incident.fields.values().any(|settled| settled.disputed),
            Flag::Accepted => incident.accepted,
            Flag::Located => incident.location().is_some(),
            Flag::Unlocated => incident.location().is_none(),
            Flag::Dated => incident.when().is_some(),
            Flag::Undated => incident.when().is_none(),
        }
    }
}
