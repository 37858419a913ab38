//! Records and incidents to files.
//!
//! What one report says: [`records`] (JSON lines), [`csv`], [`table`] and [`cards`].
//! What happened, as all reports tell it: [`incidents`] (JSON lines, CSV, `GeoJSON`, table)
//! and [`map`] (SVG, HTML).

pub mod cards;
pub mod csv;
pub mod incidents;
pub mod map;
mod markup;
mod quote;
pub mod records;
pub mod table;
mod terminal;
