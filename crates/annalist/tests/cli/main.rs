//! Whole runs through the real binary, as a person at a terminal would make them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod briefs;
mod casebook;
mod decisions;
mod errors;
mod follow;
mod languages;
mod pages;
mod questions;
mod reports;
mod run;
mod seeds;
mod sure;
mod whole;
