//! Records and incidents to files.
//!
//! What one report says: [`records`] (JSON lines), [`csv`], [`table`] and [`cards`].

pub mod cards;
pub mod csv;
mod quote;
pub mod records;
pub mod table;
mod terminal;
