//! The casebook: one SQLite file.
