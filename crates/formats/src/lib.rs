//! File formats: files to reports, records and incidents to files.

mod error;
pub mod read;
pub mod write;

pub use error::{ReadError, ReadProblem};
