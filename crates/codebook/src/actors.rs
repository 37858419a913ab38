use model::When;
use serde::Deserialize;
use toml::Spanned;

/// What an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    /// Fights and is no state.
    ArmedGroup,
    /// Army, navy, air force, border guard.
    StateForce,
    /// Police and gendarmerie.
    Police,
    /// Intelligence and security service.
    Intelligence,
    /// A state's government, or whoever rules as the state.
    Government,
    /// Party or political organisation.
    Political,
    /// Gang, cartel.
    Criminal,
    /// Several states' forces together.
    Coalition,
    /// An organisation of states.
    Intergovernmental,
    /// A movement without one organisation.
    Movement,
}

impl ActorKind {
    /// True for those who act for a state, or for states together.
    pub fn is_state(self) -> bool {
        matches!(
            self,
            ActorKind::StateForce
                | ActorKind::Police
                | ActorKind::Intelligence
                | ActorKind::Government
                | ActorKind::Coalition
                | ActorKind::Intergovernmental
        )
    }

    /// True for those who fight without being a state.
    pub fn is_armed_group(self) -> bool {
        matches!(
            self,
            ActorKind::ArmedGroup | ActorKind::Criminal | ActorKind::Movement
        )
    }

    /// The code in the codebook's files.
    pub fn code(self) -> &'static str {
        match self {
            ActorKind::ArmedGroup => "armed-group",
            ActorKind::StateForce => "state-force",
            ActorKind::Police => "police",
            ActorKind::Intelligence => "intelligence",
            ActorKind::Government => "government",
            ActorKind::Political => "political",
            ActorKind::Criminal => "criminal",
            ActorKind::Coalition => "coalition",
            ActorKind::Intergovernmental => "intergovernmental",
            ActorKind::Movement => "movement",
        }
    }

    /// The word used on pages and in files.
    pub fn word(self) -> &'static str {
        match self {
            ActorKind::ArmedGroup => "armed group",
            ActorKind::StateForce => "state force",
            ActorKind::Police => "police",
            ActorKind::Intelligence => "intelligence service",
            ActorKind::Government => "government",
            ActorKind::Political => "political organisation",
            ActorKind::Criminal => "criminal group",
            ActorKind::Coalition => "coalition",
            ActorKind::Intergovernmental => "intergovernmental organisation",
            ActorKind::Movement => "movement",
        }
    }
}

/// A time in which an actor is something else than before or after.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day, open where absent.
    #[serde(default)]
    pub since: Option<When>,
    /// Last day, open where absent.
    #[serde(default)]
    pub until: Option<When>,
    /// What it is in that time.
    pub kind: ActorKind,
    /// The country it rules, for a government.
    #[serde(default)]
    pub country: Option<String>,
}

/// Somebody who acts: an armed group, a force, an agency, a government.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Kebab-case, forever.
    pub id: String,
    /// Title of the English Wikipedia article without its qualifier.
    pub name: String,
    /// What it is, outside its periods.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-2; the first is home.
    pub countries: Vec<String>,
    /// Id of what it belongs to.
    pub parent: Option<String>,
    /// When it began.
    pub since: Option<When>,
    /// When it ended.
    pub until: Option<When>,
    /// Its other names and spellings.
    pub aliases: Vec<String>,
    /// Names that count only beside a full name, or where the country fits.
    pub weak_aliases: Vec<String>,
    /// Capitals and palaces that stand for a government.
    pub metonyms: Vec<String>,
    /// The bare country name may stand for it when it acts.
    pub country_alias: bool,
    /// Times in which it is something else.
    pub periods: Vec<Period>,
}

impl Actor {
    /// What it is at a time: whoever rules acts as the state.
    ///
    /// Without a date, what it is today (the last period, where it is open-ended).
    pub fn kind_at(&self, when: Option<&When>) -> ActorKind {
        self.period_at(when).map_or(self.kind, |period| period.kind)
    }

    /// The period that holds at a time.
    pub fn period_at(&self, when: Option<&When>) -> Option<&Period> {
        self.periods.iter().find(|period| {
            let span = When {
                first: period.since.and_then(|since| since.first),
                last: period.until.and_then(|until| until.last),
                approx: false,
            };
            match when {
                Some(when) => span.contains(when) || (span.overlaps(when) && when.is_day()),
                None => span.last.is_none(),
            }
        })
    }
}

/// A file of actors.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActorFile {
    #[serde(default)]
    pub actor: Vec<ActorBlock>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActorBlock {
    pub id: Spanned<String>,
    pub name: Spanned<String>,
    pub kind: ActorKind,
    #[serde(default)]
    pub countries: Vec<Spanned<String>>,
    #[serde(default)]
    pub parent: Option<Spanned<String>>,
    #[serde(default)]
    pub since: Option<When>,
    #[serde(default)]
    pub until: Option<When>,
    #[serde(default)]
    pub aliases: Vec<Spanned<String>>,
    #[serde(default)]
    pub weak_aliases: Vec<Spanned<String>>,
    #[serde(default)]
    pub members: Vec<Spanned<String>>,
    #[serde(default)]
    pub metonyms: Vec<Spanned<String>>,
    #[serde(default)]
    pub country_alias: bool,
    #[serde(default)]
    pub period: Vec<Period>,
    #[serde(default)]
    #[expect(dead_code, reason = "read by people")]
    pub source: Option<String>,
    #[serde(default)]
    #[expect(dead_code, reason = "read by people")]
    pub note: Option<String>,
}

impl ActorBlock {
    pub fn into_actor(self) -> Actor {
        let plain =
            |list: Vec<Spanned<String>>| list.into_iter().map(Spanned::into_inner).collect();
        let mut aliases: Vec<String> = plain(self.aliases);
        aliases.extend(self.members.into_iter().map(Spanned::into_inner));
        Actor {
            id: self.id.into_inner(),
            name: self.name.into_inner(),
            kind: self.kind,
            countries: plain(self.countries),
            parent: self.parent.map(Spanned::into_inner),
            since: self.since,
            until: self.until,
            aliases,
            weak_aliases: plain(self.weak_aliases),
            metonyms: plain(self.metonyms),
            country_alias: self.country_alias,
            periods: self.period,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_rules_acts_as_the_state() {
        let file: ActorFile = toml::from_str(
            r#"
            [[actor]]
            id = "taliban"
            name = "Taliban"
            kind = "armed-group"
            countries = ["AF"]
            [[actor.period]]
            until = "2021-08-14"
            kind = "armed-group"
            [[actor.period]]
            since = "2021-08-15"
            kind = "government"
            country = "AF"
            "#,
        )
        .unwrap();
        let taliban = file.actor.into_iter().next().unwrap().into_actor();
        let at = |text: &str| taliban.kind_at(Some(&text.parse().unwrap()));
        assert_eq!(at("2021-08-14"), ActorKind::ArmedGroup);
        assert_eq!(at("2021-08-15"), ActorKind::Government);
        assert_eq!(at("2022-09"), ActorKind::Government);
        assert_eq!(taliban.kind_at(None), ActorKind::Government);
    }
}
