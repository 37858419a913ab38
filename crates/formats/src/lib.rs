//! File formats: files to reports, records and incidents to files.

pub mod read;
pub mod write;
