//! Statistics that stand on their own: numbers in, numbers out.
//!
//! Each is tested against a published example or the numbers of a reference implementation,
//! named where it stands.

pub mod agreement;
mod beta;
mod chance;
mod permute;
mod rate;

pub use permute::{Days, Permuted, permuted};
pub use rate::{Interval, RateRatio, SMALL, interval, rate_ratio};
