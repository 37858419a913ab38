//! The casebook as its users meet it.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod adding;
mod closing;
mod crashes;
mod deciding;
mod flips;
mod keeping;
mod made;
mod measuring;
mod once;
mod opening;
mod properties;
mod recoding;
mod rewording;
mod searching;
mod together;
mod verifying;
