//! The casebook as its users meet it.

mod adding;
mod crashes;
mod deciding;
mod made;
mod opening;
mod properties;
mod recoding;
mod searching;
mod together;
mod verifying;
