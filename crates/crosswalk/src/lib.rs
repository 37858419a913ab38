//! Records in other people's coding schemes: a report's accounts in, their forms out.
//!
//! A crosswalk reads nothing that `coding` did not read. It knows how another scheme names things, what it
//! counts and what it leaves out. The only one so far is [`muc`], the templates of the Message Understanding
//! Conferences of 1991 and 1992, against which systems have been measured for thirty years.

pub mod muc;
