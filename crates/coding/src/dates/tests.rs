//! What date expressions mean.
