//! Irregular forms, and stems that the rules of `lemma` would get wrong. Our own lists.

mod nouns;
mod stems;
mod verbs;

pub(crate) use nouns::{degree, noun, pronoun};
pub(crate) use stems::{ends_in_nge, keeps_stem, single_l, takes_e};
pub(crate) use verbs::{auxiliary, verb};
