//! Records and incidents to files.
