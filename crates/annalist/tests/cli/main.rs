//! Whole runs through the real binary, as a person at a terminal would make them.

mod casebook;
mod decisions;
mod errors;
mod pages;
mod reports;
mod run;
mod whole;
