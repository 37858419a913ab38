//! Words: sentences, tags, dependency trees, trained weights.
