//! How `codebook/` and `gazetteer/` are written on disk, and how they are looked up.
//!
//! The codebook is what an analyst could argue about: event types and the words that tell
//! of them, actors and their names, targets, weapons, number words, hedges. It is TOML,
//! built into the program; [`Codebook::load`] reads a folder instead.
//!
//! Read [`Codebook`] first, then [`phrases`]: how names and words are found in a text.
//!
//! ```
//! let codebook = codebook::Codebook::embedded();
//! let iskp = codebook.actor_named("IS-KP").unwrap();
//! assert_eq!(iskp.name, "Islamic State Khorasan Province");
//! ```
//!
//! This crate knows no report and codes nothing: `coding` uses it.

mod actors;
mod check;
mod countries;
mod error;
mod events;
pub mod gazetteer;
mod inflect;
pub mod merging;
pub mod phrases;
pub mod reports;
mod source;
mod terms;
pub mod times;
mod words;

pub use actors::{Actor, ActorKind, Period};
pub use countries::Country;
pub use error::{Error, Problem};
pub use events::{Argument, EventType, Example, Trigger, TriggerForm};
pub use inflect::{Form, noun_forms, plural, verb_forms};
pub use source::{Codebook, Disturbing, Sense};
pub use terms::{PersonNoun, TargetType, TermForm, WeaponType};
pub use words::{Column, Cue, Hedge, HedgeKind, List, NamedDay, NumberWord, RowWord, Words};
