//! Files to reports.
