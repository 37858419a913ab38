use crate::{ActorRef, Estimate, Sourced, Span, Status, When};
use serde::{Deserialize, Serialize};

/// A count of many incidents, victims or arrests that a report states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Report that states it.
    pub report: String,
    /// Unique within the report: `t01`, `t02`, … in text order.
    pub id: String,
    /// What is counted: a code of the codebook's `tallies` list (`attacks`, `killed`, …).
    pub what: Sourced<String>,
    /// Whose acts.
    pub actor: Option<Sourced<ActorRef>>,
    /// Where, as ISO 3166-1 alpha-2; several where the text lists several.
    pub countries: Vec<Sourced<String>>,
    /// First-level unit.
    pub admin1: Option<Sourced<String>>,
    /// Settlement.
    pub place: Option<Sourced<String>>,
    /// In which time.
    pub window: Option<Sourced<When>>,
    /// Where the text counts only completed, foiled or failed ones.
    pub status: Option<Sourced<Status>>,
    /// How many.
    pub count: Sourced<Estimate>,
    /// Who counted, as the text names them.
    pub source: Option<Sourced<String>>,
    /// The sentences or clauses it rests on, in text order.
    pub evidence: Vec<Span>,
}

/// A statement or advisory that precedes an incident and that the text ties to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Report that tells of it.
    pub report: String,
    /// Unique within the report: `w01`, `w02`, … in text order.
    pub id: String,
    /// Who warned.
    pub issued_by: Sourced<ActorRef>,
    /// Who was warned.
    pub issued_to: Option<Sourced<String>>,
    /// When it was given.
    pub date: Option<Sourced<When>>,
    /// The account of the same report that it warned of, by account id.
    pub about: Option<String>,
    /// True where the text says it was acted on, false where ignored.
    pub heeded: Option<Sourced<bool>>,
    /// The sentences or clauses it rests on, in text order.
    pub evidence: Vec<Span>,
}
