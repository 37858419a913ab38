//! File formats: files to reports, records and incidents to files.
