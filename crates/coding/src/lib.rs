//! When a text tells of an incident: reports to accounts, tallies and warnings.
