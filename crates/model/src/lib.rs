//! The nouns of Annalist, in the order in which they come to be.
//!
//! A [`Report`] is a document as published. What it says of one incident is an
//! [`Account`]; a count it states is a [`Tally`]; a warning it tells of is a
//! [`Warning`]. Accounts that tell of the same occurrence form a [`Group`], and a
//! group with people's [`Decision`]s is an [`Incident`].
//!
//! Every value that was read stands in a [`Sourced`], with the bytes of the report it
//! rests on and the rule that read it. Dates are [`When`], numbers are [`Estimate`]s,
//! because reports are rarely sure.
//!
//! This crate knows no file format, no dictionary and no method: everything else uses
//! it, so it stays small.
//!
//! ```
//! use model::{Estimate, When};
//! let when: When = "2022-04-17/2022-05-01".parse().unwrap();
//! assert!(when.overlaps(&"2022-04".parse().unwrap()));
//! assert_eq!(Estimate::at_least(4).to_string(), "4+");
//! ```

mod account;
mod confidence;
mod decision;
mod estimate;
mod gist;
mod grade;
mod incident;
mod place;
mod policy;
mod report;
mod ring;
mod span;
mod tally;
mod when;

pub use account::{
    Account, AccountKey, ActorRef, Announced, Attribution, Coded, Harm, Mention, MentionRole, Note,
    Status, Target,
};
pub use confidence::Confidence;
pub use decision::{Correction, Decision, DecisionKind, Link};
pub use estimate::Estimate;
pub use gist::{Gist, Settlement};
pub use grade::Grade;
pub use incident::{Field, Group, Incident, Reason, Settled, Showing, Value};
pub use place::{Place, Precision};
pub use policy::Policy;
pub use report::{PublishedFrom, Report};
pub use ring::{cut, unrolled};
pub use span::{Sourced, Span};
pub use tally::{Tally, Warning};
pub use when::{When, WhenError};
