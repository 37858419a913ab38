//! Figures as SVG: typed numbers in, one picture out.
//!
//! Ten charts in one look, each a plain function from its data to a whole SVG document:
//!
//! | function | shows |
//! |---|---|
//! | [`timeline`] | one mark an incident, faded spans for uncertain dates |
//! | [`bars`] | counts by day, week, month or year, with marks where reporting changed |
//! | [`ranks`] | counts by name: types, groups, sources |
//! | [`multiples`] | the same for several actors, on one scale |
//! | [`mix`] | what each period is made of, in shares |
//! | [`areas`] | counts by province or country on a map |
//! | [`band`] | lowest, best and highest over time |
//! | [`calendar`] | years as weeks by days |
//! | [`tolls`] | the figures of each source side by side |
//! | [`leads`] | days from a warning to what followed |
//!
//! Every chart has a title, a scale with its unit and a caption. It says what it could not
//! draw, is told apart without colour, has a dark face where the reader prefers one, and
//! needs nothing from outside. `role="img"` with `<title>` and `<desc>` is what a screen
//! reader says. Same data, same bytes; there is no clock, no font measuring and no float
//! that is not finite.
//!
//! ```
//! use charts::{Bar, Bars, Step, Words, bars};
//! let svg = bars(&Bars {
//!     words: Words::new("Attacks by month", ["3 of 8 incidents where type = attack."]),
//!     unit: "incidents".to_owned(),
//!     step: Step::Month,
//!     bars: vec![Bar::new("2022-04-01".parse().unwrap(), 3)],
//!     left_out: 1,
//! });
//! assert!(svg.starts_with("<svg ") && svg.contains("Attacks by month"));
//! ```
//!
//! This crate knows no casebook and no filter: who asks brings the counts and the words.

mod areas;
mod axis;
mod band;
mod bars;
mod calendar;
mod clip;
mod frame;
mod ink;
mod leads;
mod mix;
mod multiples;
mod ranks;
mod series;
mod step;
mod timeline;
mod tolls;
mod words;

pub use areas::{Area, Areas, Outline, areas};
pub use band::{Band, BandPoint, band};
pub use bars::{Bar, Bars, bars};
pub use calendar::{Calendar, Day, calendar};
pub use leads::{Lead, Leads, leads};
pub use mix::{Mix, MixPeriod, mix};
pub use multiples::{Multiples, Panel, multiples};
pub use ranks::{Rank, Ranks, ranks};
pub use step::{MONTHS, Step};
pub use timeline::{Mark, Timeline, timeline};
pub use tolls::{Figure, Toll, Tolls, tolls};
pub use words::Words;
