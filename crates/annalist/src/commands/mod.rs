//! One file per command: what it takes, and what it does with the stages and the casebook.

pub mod actor;
pub mod add;
pub mod backup;
pub mod brief;
pub mod code;
pub mod codebook;
pub mod completions;
pub mod decide;
pub mod explain;
pub mod export;
pub mod filters;
pub mod history;
pub mod list;
pub mod man;
pub mod map;
pub mod merge;
pub mod recode;
pub mod search;
pub mod show;
pub mod split;
pub mod tally;
pub mod undo;
pub mod verify;
