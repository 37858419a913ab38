use crate::{Estimate, Place, Sourced, Span, Tally, Warning, When};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether an act happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It was carried out.
    Completed,
    /// It was carried out and did not work.
    Failed,
    /// It was planned and stopped before.
    Foiled,
    /// It was announced.
    Threatened,
}

impl Status {
    /// The word used in tables and exports.
    pub fn word(self) -> &'static str {
        match self {
            Status::Completed => "completed",
            Status::Failed => "failed",
            Status::Foiled => "foiled",
            Status::Threatened => "threatened",
        }
    }
}

/// How sure the report is of the perpetrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribution {
    /// Likely, reportedly, bears the hallmarks.
    Suspected,
    /// The author or an authority says so as fact.
    Attributed,
    /// They said so themselves.
    Claimed,
}

impl Attribution {
    /// The word used in tables and exports.
    pub fn word(self) -> &'static str {
        match self {
            Attribution::Suspected => "suspected",
            Attribution::Attributed => "attributed",
            Attribution::Claimed => "claimed",
        }
    }
}

/// Somebody who acts, as a record names them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ActorRef {
    /// Id in the codebook, where it knows the actor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The codebook's name, or the words of the text ("gunmen").
    pub name: String,
    /// A private person: has no page, and is left out of maps and exports unless asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub person: bool,
}

impl ActorRef {
    /// An actor the codebook does not know, by the words of the text.
    pub fn named(name: impl Into<String>) -> Self {
        ActorRef {
            id: None,
            name: name.into(),
            person: false,
        }
    }
}

/// Whom or what an act was aimed at, or whom it hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Code of the codebook's target list (`diplomatic`, `police`, …).
    pub kind: Sourced<String>,
    /// As the text names it; the actor's name where it is one.
    pub name: Option<Sourced<ActorRef>>,
    /// ISO 3166-1 alpha-2 of the people or institution.
    pub nationality: Option<Sourced<String>>,
}

/// What somebody or something mentioned is to the incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionRole {
    /// Who did it.
    Perpetrator,
    /// Whom or what it was aimed at.
    Target,
    /// Who was killed, hurt or taken.
    Victim,
    /// With what.
    Weapon,
    /// Where.
    Place,
    /// The word that told of the incident.
    Trigger,
}

/// Words of the report that name a part of an incident, as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mention {
    /// What they name.
    pub role: MentionRole,
    /// Where they stand.
    pub span: Span,
    /// They are a person's name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub person: bool,
    /// What happened to whom they name, where the words say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Harm>,
    /// How many they are, where they are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Estimate>,
}

impl Mention {
    /// Words that name something, and no more said of it.
    pub fn new(role: MentionRole, span: Span) -> Self {
        Mention {
            role,
            span,
            person: false,
            effect: None,
            count: None,
        }
    }
}

/// What happened to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Harm {
    /// They died.
    Killed,
    /// They were hurt.
    Injured,
    /// They were taken.
    Abducted,
}

/// Names an account in a casebook: report id and account id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountKey {
    /// [`Report::id`](crate::Report::id).
    pub report: String,
    /// [`Account::id`].
    pub account: String,
}

impl fmt::Display for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.report, self.account)
    }
}

impl std::str::FromStr for AccountKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.rsplit_once('#') {
            Some((report, account)) if !report.is_empty() && !account.is_empty() => {
                Ok(AccountKey {
                    report: report.to_owned(),
                    account: account.to_owned(),
                })
            }
            _ => Err(format!(
                "`{text}` is no account: write REPORT#ACCOUNT, for instance wire-kabul#i01"
            )),
        }
    }
}

/// What one report says of one incident.
///
/// A field that the text does not give is absent. The coding rules, field by field, stand
/// in `docs/coding-rules.md`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Report it was read in.
    pub report: String,
    /// Unique within the report: `i01`, `i02`, … in text order.
    pub id: String,
    /// Class code: `attack`, `clash`, `operation`, `threat`, `unrest`.
    pub class: Sourced<String>,
    /// Type code within the class: `bombing`, `arrest`, …
    pub kind: Sourced<String>,
    /// Whether it happened.
    pub status: Sourced<Status>,
    /// The attacker meant to die in it.
    pub suicide: Option<Sourced<bool>>,
    /// A set of acts that the text does not list one by one.
    pub multiple: Option<Sourced<bool>>,
    /// When it happened.
    pub date: Option<Sourced<When>>,
    /// ISO 3166-1 alpha-2 of where it happened.
    pub country: Option<Sourced<String>>,
    /// Present-day first-level unit, as GeoNames names it in English.
    pub admin1: Option<Sourced<String>>,
    /// Settlement or district.
    pub place: Option<Sourced<String>>,
    /// Facility: a building or ground.
    pub site: Option<Sourced<String>>,
    /// The most exact place with coordinates.
    pub location: Option<Sourced<Place>>,
    /// For cross-border fire: the country it was fired from.
    pub from_country: Option<Sourced<String>>,
    /// Who did it.
    pub perpetrators: Vec<Sourced<ActorRef>>,
    /// How sure the report is of that.
    pub attribution: Option<Sourced<Attribution>>,
    /// Who claimed it.
    pub claimed_by: Vec<Sourced<ActorRef>>,
    /// Who denies that it happened or that it was so.
    pub denied_by: Vec<Sourced<ActorRef>>,
    /// Whom it was aimed at first, then victim groups.
    pub targets: Vec<Target>,
    /// Weapon codes.
    pub weapons: Vec<Sourced<String>>,
    /// Victims dead, attackers apart.
    pub killed: Option<Sourced<Estimate>>,
    /// Victims hurt, attackers apart.
    pub injured: Option<Sourced<Estimate>>,
    /// Killed and injured together, where the text gives only the sum.
    pub casualties: Option<Sourced<Estimate>>,
    /// Attackers dead.
    pub killed_perpetrators: Option<Sourced<Estimate>>,
    /// Persons arrested.
    pub arrested: Option<Sourced<Estimate>>,
    /// How many attackers.
    pub attackers: Option<Sourced<Estimate>>,
    /// The sentences or clauses it was coded from, in text order.
    pub evidence: Vec<Span>,
    /// Perpetrators, targets, victims, weapons and triggers as printed.
    pub mentions: Vec<Mention>,
    /// Of a threat: the account of the same report that it came before, by account id, where the
    /// report ties the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Of a threat with [`Account::about`]: for how many days it had gone on by then, where the
    /// report says so ("several weeks of threats").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Sourced<Estimate>>,
}

/// A threat that a report ties to the attack that came after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// The threat.
    pub threat: AccountKey,
    /// The attack, in the same report.
    pub attack: AccountKey,
    /// For how many days it had been threatened, where the report says so.
    pub lead: Option<Estimate>,
    /// The words that say it: "several weeks".
    pub lead_words: Option<String>,
}

impl Account {
    /// What it announced, for a threat that its report ties to an attack; `text` is the report's.
    pub fn announced(&self, text: &str) -> Option<Announced> {
        let attack = self.about.clone()?;
        (self.class.value == "threat").then(|| Announced {
            threat: self.key(),
            attack: AccountKey {
                report: self.report.clone(),
                account: attack,
            },
            lead: self.lead.as_ref().map(|lead| lead.value),
            lead_words: (self.lead.as_ref())
                .and_then(|lead| lead.spans.first())
                .map(|span| span.of(text).trim().to_owned())
                .filter(|words| !words.is_empty()),
        })
    }

    /// An account with its kind and evidence and nothing else told.
    pub fn new(
        report: impl Into<String>,
        id: impl Into<String>,
        class: Sourced<String>,
        kind: Sourced<String>,
        status: Sourced<Status>,
    ) -> Self {
        Account {
            report: report.into(),
            id: id.into(),
            class,
            kind,
            status,
            suicide: None,
            multiple: None,
            date: None,
            country: None,
            admin1: None,
            place: None,
            site: None,
            location: None,
            from_country: None,
            perpetrators: Vec::new(),
            attribution: None,
            claimed_by: Vec::new(),
            denied_by: Vec::new(),
            targets: Vec::new(),
            weapons: Vec::new(),
            killed: None,
            injured: None,
            casualties: None,
            killed_perpetrators: None,
            arrested: None,
            attackers: None,
            evidence: Vec::new(),
            mentions: Vec::new(),
            about: None,
            lead: None,
        }
    }

    /// Its name in a casebook.
    pub fn key(&self) -> AccountKey {
        AccountKey {
            report: self.report.clone(),
            account: self.id.clone(),
        }
    }
}

/// Something a stage wants a person to know: not an error, the rest went on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Where in the text, where it concerns words.
    pub span: Option<Span>,
    /// One sentence.
    pub text: String,
    /// The words were not coded, because they are in this language (BCP 47: `ru`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Note {
    /// A note on words, or on the whole.
    pub fn new(span: Option<Span>, text: impl Into<String>) -> Self {
        Note {
            span,
            text: text.into(),
            language: None,
        }
    }

    /// Words that were not coded because of their language.
    pub fn not_coded(span: Span, language: &str) -> Self {
        Note {
            span: Some(span),
            text: format!("not coded: language {language}"),
            language: Some(language.to_owned()),
        }
    }
}

/// All that was read in one report.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Coded {
    /// Incident accounts, in text order.
    pub accounts: Vec<Account>,
    /// Stated counts, in text order.
    pub tallies: Vec<Tally>,
    /// Warnings, in text order.
    pub warnings: Vec<Warning>,
    /// What could not be read, or was left out on purpose.
    pub notes: Vec<Note>,
}

impl Coded {
    /// The passages that were not coded because of their language, in text order.
    pub fn not_coded(&self) -> impl Iterator<Item = (&str, Span)> {
        self.notes
            .iter()
            .filter_map(|note| Some((note.language.as_deref()?, note.span?)))
    }
}
