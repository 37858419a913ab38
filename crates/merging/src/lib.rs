//! When two accounts are one incident, and how decisions apply.
