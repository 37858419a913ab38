//! The nouns of Annalist: reports, accounts, incidents, dates, places, estimates.
