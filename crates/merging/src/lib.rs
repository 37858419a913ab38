//! When two accounts are one incident, and how decisions apply.
//!
//! [`group`] puts accounts together that tell of the same occurrence and says why;
//! [`settle`] makes incidents of the groups and of what people decided. Both are plain
//! functions of their input: the order of accounts does not matter, and undoing a decision
//! brings back exactly what was before.
//!
//! Two accounts are weighed field by field (Fellegi and Sunter 1969), with the weights of
//! `codebook/merging.toml`:
//!
//! ```
//! use codebook::merging::MergingRules;
//! use merging::{Verdict, compare};
//! use model::{Account, Estimate, Sourced, Span, Status};
//!
//! fn read<T>(value: T) -> Sourced<T> {
//!     Sourced::new(value, Span::default(), "test")
//! }
//! let tell = |report: &str, killed: u64| {
//!     let mut account = Account::new(
//!         report, "i01", read("attack".into()), read("bombing".into()), read(Status::Completed),
//!     );
//!     account.date = Some(read("2022-09-05".parse().unwrap()));
//!     account.country = Some(read("AF".into()));
//!     account.place = Some(read("Kabul".into()));
//!     account.site = Some(read("Russian embassy".into()));
//!     account.killed = Some(read(Estimate::at_least(killed)));
//!     account
//! };
//! let comparison = compare(&tell("wire", 6), &tell("weekly", 8), &MergingRules::shipped());
//! assert_eq!(comparison.verdict, Verdict::Same);
//! assert!(comparison.text.starts_with("same day, same settlement (Kabul), both bombing"));
//! ```
//!
//! A large casebook is not grouped anew for each report: [`pairs`] and [`join`] are the two halves
//! of [`group`], and [`pairs_of`] compares what is new with its neighbours alone.
//!
//! Read [`compare`] first, then [`group`], then [`settle`]. This crate knows no report's
//! text and no disk: a report's [`sketch`] is made where the text is.

mod added;
mod blocks;
mod compare;
mod dates;
mod group;
mod links;
mod numbers;
mod pairs;
mod places;
mod profile;
pub mod reports;
mod rulings;
mod settle;
mod sketch;
mod targets;
mod words;

pub use added::{added, readable};
pub use blocks::{Block, blocks};
pub use compare::{Comparison, Part, Verdict, compare};
pub use group::{Grouping, Joined, group, join};
pub use pairs::{Pairs, Tie, pairs, pairs_of};
pub use profile::{Names, Profile};
pub use settle::{Copies, Settlement, SourceInfo, incident_id, settle};
pub use sketch::{copies, copies_of, likeness, sketch};
