//! Filters and tables as an analyst meets them, over a small record made by hand.

mod actors;
mod filters;
mod record;
mod tallies;
