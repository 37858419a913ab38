//! The unit or country that the words around a name put it in.

use super::Named;
use crate::text::Text;
use codebook::gazetteer::{Feature, PlaceRecord};

/// The place right behind a name that it may lie in: "Jalalabad, Afghanistan", "Faizabad in Badakhshan".
pub(super) fn within(
    text: &Text,
    named: &[Named],
    index: usize,
    chosen: &[Option<PlaceRecord>],
) -> Option<PlaceRecord> {
    let name = &named[index];
    if text.sentences[name.sentence].names_places
        && let Some(record) = in_row(text, named, index)
    {
        return Some(record);
    }
    let next = named.get(index + 1).filter(|next| next.is_sure())?;
    if next.sentence != name.sentence || next.first > name.last + 4 {
        return None;
    }
    let joins = (name.last + 1..next.first).all(|token| {
        matches!(
            text.word(name.sentence, token).to_lowercase().as_str(),
            "," | "in"
                | "("
                | "of"
                | "the"
                | "northern"
                | "southern"
                | "eastern"
                | "western"
                | "central"
                | "province"
                | "district"
                | "'s"
                | "’s"
                | "village"
                | "city"
                | "town"
                | "state"
                | "region"
                | "north"
                | "east"
                | "south"
                | "west"
                | "-"
                | "northeastern"
                | "northwestern"
        )
    });
    if !joins {
        return None;
    }
    chosen[index + 1]
}

/// The country or unit that another cell of the row, or another part of the cell, names.
fn in_row(text: &Text, named: &[Named], index: usize) -> Option<PlaceRecord> {
    let row = |name: &Named| {
        text.sentences[name.sentence]
            .cell
            .map(|at| (at.table, at.row))
    };
    let here = row(&named[index])?;
    let mut around: Vec<PlaceRecord> = Vec::new();
    for step in [-1_isize, 1] {
        let mut at = index;
        while let Some(next) = at.checked_add_signed(step) {
            let Some(name) = named.get(next) else { break };
            if row(name) != Some(here) {
                break;
            }
            if text.sentences[name.sentence].names_places
                && let Some(best) = name.candidates.first()
                && matches!(best.place.feature, Feature::Country | Feature::Admin1)
            {
                around.push(best.place);
            }
            at = next;
        }
    }
    // The unit says more than its country.
    around
        .into_iter()
        .max_by_key(|place| place.feature == Feature::Admin1)
}
