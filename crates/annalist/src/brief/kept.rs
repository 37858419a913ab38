//! What a brief said and what it rested on, kept so that the next run can tell what changed.

use super::View;
use super::sentences::short;
use model::{Incident, Value};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Raised when the file is laid out anew; one of another version is not compared.
const VERSION: u32 = 1;

/// A figure that rests on more incidents than this is kept with their number alone.
pub const MOST: usize = 5_000;

/// One figure of a brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logged {
    /// The block that asks for it, as the template has it.
    pub call: String,
    /// The first, second … of several equal blocks, from 1.
    pub nth: usize,
    /// The row of a table by its first cell; empty in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub row: String,
    /// What was printed.
    pub value: String,
    /// The sentence or row in which it stands.
    pub sentence: String,
    /// Ids of the incidents behind it; none where they are more than [`MOST`].
    pub incidents: Vec<String>,
    /// How many they are.
    pub count: usize,
    /// Counts and warnings that reports state behind it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stated: Vec<String>,
    /// Where it stands, until its sentence is known.
    #[serde(skip)]
    pub at: Option<usize>,
}

/// All figures of a brief with what they rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Layout of this file.
    pub version: u32,
    /// Counting policy.
    pub policy: String,
    /// Program and codebook.
    pub coder: String,
    /// Values that the template was filled with.
    pub values: BTreeMap<String, String>,
    /// The figures in the order in which they stand.
    pub figures: Vec<Logged>,
    /// The incidents behind them.
    pub incidents: BTreeMap<String, KeptIncident>,
    /// All reports of the record, by id.
    pub reports: BTreeSet<String>,
}

/// An incident as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptIncident {
    /// What a list calls it.
    pub label: String,
    /// Its accounts, as `REPORT#NUMBER`.
    pub accounts: Vec<String>,
    /// Its shown values; private persons are not named.
    pub fields: BTreeMap<String, String>,
}

impl Figures {
    /// What is kept of a brief.
    pub fn of(
        figures: Vec<Logged>,
        view: &View<'_>,
        policy: &str,
        coder: &str,
        values: &BTreeMap<String, String>,
    ) -> Figures {
        let behind: BTreeSet<&str> = figures
            .iter()
            .flat_map(|figure| figure.incidents.iter().map(String::as_str))
            .collect();
        let incidents = view.incidents.iter();
        let incidents = incidents.filter(|incident| behind.contains(incident.id.as_str()));
        Figures {
            version: VERSION,
            policy: policy.to_owned(),
            coder: coder.to_owned(),
            values: values.clone(),
            incidents: incidents
                .map(|incident| (incident.id.clone(), kept(incident, view)))
                .collect(),
            reports: view.reports.keys().cloned().collect(),
            figures,
        }
    }

    /// As the file beside the brief.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Reads that file.
    ///
    /// # Errors
    /// It is no such file, or one of another layout.
    pub fn read(text: &str) -> Result<Figures, String> {
        let read: Figures = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if read.version == VERSION {
            Ok(read)
        } else {
            Err(format!(
                "it is of layout {}, this program writes {VERSION}",
                read.version
            ))
        }
    }
}

/// An incident as it is now.
pub fn kept(incident: &Incident, view: &View<'_>) -> KeptIncident {
    let fields = incident.fields.iter().map(|(field, settled)| {
        let word = field.word().to_owned();
        (word, shown(&settled.value))
    });
    KeptIncident {
        label: short(incident, view),
        accounts: incident.accounts.iter().map(ToString::to_string).collect(),
        fields: fields.collect(),
    }
}

fn shown(value: &Value) -> String {
    let Value::Actors(actors) = value else {
        return value.to_string();
    };
    let names = actors.iter().map(|actor| {
        if actor.person {
            "(a private person)"
        } else {
            actor.name.as_str()
        }
    });
    names.collect::<Vec<&str>>().join(", ")
}
