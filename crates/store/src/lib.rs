//! The casebook: one SQLite file that holds reports with their original bytes, what was read
//! in them, and what people decided.
//!
//! Machine output and decisions stand apart: [`Casebook::recode`] replaces the one and
//! leaves the other. Incidents are not stored; `merging` computes them from both.
//!
//! Every write is one transaction that is on disk when the call returns, so that killing the
//! process loses nothing that was reported as added and leaves nothing by halves. A second
//! process that writes waits, and after ten seconds says why. The clock is the caller's: times
//! are passed in.
//!
//! ```
//! use model::{Coded, Report};
//! use store::{Added, Casebook, Entry, Stamp};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("kabul.annalist");
//! let mut casebook = Casebook::open_or_create(&path)?;
//! let page = b"A bomb went off in Kabul.";
//! let report = Report {
//!     id: "wire-kabul".into(),
//!     text: "A bomb went off in Kabul.".into(),
//!     sha256: store::sha256_of(page),
//!     ..Report::default()
//! };
//! let stamp = Stamp { at: "2022-09-05T12:00:00Z".into(), coder: "0.1.0 4f2a".into() };
//! let entry = Entry { report: &report, original: page, coded: &Coded::default(), sketch: &[] };
//! assert_eq!(casebook.add(entry, &stamp)?.added, Added::New);
//! assert_eq!(casebook.add(entry, &stamp)?.added, Added::Unchanged);
//! assert_eq!(casebook.search("kabul", 10)?[0].report, "wire-kabul");
//! assert!(casebook.verify()?.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! Read first: `SCHEMA.md`, then `add.rs`. This crate knows no coding and no merging, so that
//! the file can be opened by whatever comes later.

mod accounts;
mod add;
mod backup;
mod casebook;
mod columns;
mod decide;
pub mod desk;
mod error;
mod grades;
mod hash;
mod history;
mod kept;
mod last;
mod merging;
mod related;
mod remap;
mod reports;
mod reword;
mod schema;
mod seal;
mod search;
mod verify;
mod words;
mod write;

pub use accounts::Which;
pub use add::{Added, Entry, Receipt, Recoded, Stamp, sha256_of};
pub use casebook::Casebook;
pub use error::{Error, Result};
pub use grades::folded as source_folded;
pub use history::{Event, Happening};
pub use kept::{Changed, Kept};
pub use merging::{Merged, Merging, Written};
pub use reports::{ReportLine, Version};
pub use search::Hit;
pub use verify::Problem;
