//! Columns as bytes: whole numbers in as few bytes as the greatest of them needs, strings one
//! behind the other. All numbers are little-endian. What cannot be read gives `None`.

use super::{Figures, Strings, Texts};
use model::{ActorRef, Precision};

/// The make of kept columns: another number is another make, and is not read.
const MAKE: &[u8; 8] = b"columns2";

/// Precisions by their kept number, less one.
pub(super) const PRECISIONS: [Precision; 7] = [
    Precision::Site,
    Precision::Settlement,
    Precision::Admin2,
    Precision::Admin1,
    Precision::Region,
    Precision::Country,
    Precision::Sea,
];

pub(super) fn precision_number(precision: Precision) -> u32 {
    let at = PRECISIONS.iter().position(|known| *known == precision);
    at.map_or(0, |at| at as u32 + 1)
}

pub(super) fn pack_about(len: usize) -> Vec<u8> {
    let mut bytes = MAKE.to_vec();
    bytes.extend((len as u32).to_le_bytes());
    bytes
}

pub(super) fn about(bytes: &[u8]) -> Option<usize> {
    let len = bytes.strip_prefix(MAKE)?;
    Some(u32::from_le_bytes(len.try_into().ok()?) as usize)
}

/// Negative numbers of small size as small numbers.
pub(super) fn unsigned(number: i32) -> u32 {
    ((number << 1) ^ (number >> 31)) as u32
}

pub(super) fn signed(number: u32) -> i32 {
    (number >> 1) as i32 ^ -((number & 1) as i32)
}

pub(super) fn pack_numbers(numbers: &[u32]) -> Vec<u8> {
    let greatest = numbers.iter().max().copied().unwrap_or(0);
    let width: u8 = match greatest {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        _ => 4,
    };
    let mut bytes = Vec::with_capacity(1 + numbers.len() * usize::from(width));
    bytes.push(width);
    match width {
        1 => bytes.extend(numbers.iter().map(|number| *number as u8)),
        2 => bytes.extend(
            numbers
                .iter()
                .flat_map(|number| (*number as u16).to_le_bytes()),
        ),
        _ => bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes())),
    }
    bytes
}

pub(super) fn numbers(bytes: &[u8]) -> Option<Vec<u32>> {
    let (width, bytes) = bytes.split_first()?;
    Some(match width {
        1 => bytes.iter().map(|byte| u32::from(*byte)).collect(),
        2 => {
            let parts = bytes.as_chunks::<2>().0.iter();
            parts
                .map(|part| u32::from(u16::from_le_bytes(*part)))
                .collect()
        }
        4 => {
            let parts = bytes.as_chunks::<4>().0.iter();
            parts.map(|part| u32::from_le_bytes(*part)).collect()
        }
        _ => return None,
    })
}

pub(super) fn pack_reals(reals: &[f64]) -> Vec<u8> {
    reals.iter().flat_map(|real| real.to_le_bytes()).collect()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands beside others that may fail"
)]
pub(super) fn reals(bytes: &[u8]) -> Option<Vec<f64>> {
    let parts = bytes.as_chunks::<8>().0.iter();
    Some(parts.map(|part| f64::from_le_bytes(*part)).collect())
}

pub(super) fn pack_strings(strings: &Strings) -> Vec<u8> {
    let ends = pack_numbers(&strings.ends);
    parts(&[strings.text.as_bytes(), &ends])
}

pub(super) fn strings(bytes: &[u8]) -> Option<Strings> {
    let [text, ends] = split(bytes)?;
    let text = String::from_utf8(text.to_vec()).ok()?;
    let ends = numbers(ends)?;
    Some(Strings { text, ends })
}

pub(super) fn pack_texts(texts: &Texts) -> Vec<u8> {
    let (mut names, mut ids) = (Strings::default(), Strings::default());
    for entry in texts.names.iter() {
        names.push(&entry.name);
        // No id is the empty one.
        ids.push(entry.id.as_deref().unwrap_or(""));
    }
    let persons = texts.names.iter().map(|entry| u32::from(entry.person));
    let counts: Vec<u32> = (texts.starts.windows(2))
        .map(|pair| pair[1] - pair[0])
        .collect();
    parts(&[
        &pack_strings(&names),
        &pack_strings(&ids),
        &pack_numbers(&persons.collect::<Vec<u32>>()),
        &pack_numbers(&counts),
        &pack_numbers(&texts.codes),
    ])
}

pub(super) fn texts(bytes: &[u8]) -> Option<Texts> {
    let [names, ids, persons, counts, codes] = split(bytes)?;
    let (names, ids, persons) = (strings(names)?, strings(ids)?, numbers(persons)?);
    let entry = |at: usize| ActorRef {
        id: Some(ids.get(at))
            .filter(|id| !id.is_empty())
            .map(str::to_owned),
        name: names.get(at).to_owned(),
        person: persons.get(at).is_some_and(|person| *person > 0),
    };
    let entries: Vec<ActorRef> = (0..names.len()).map(entry).collect();
    let codes = numbers(codes)?;
    if codes.iter().any(|code| *code as usize >= entries.len()) {
        return None;
    }
    let mut starts = vec![0];
    let mut sum = 0;
    for count in numbers(counts)? {
        sum += count;
        starts.push(sum);
    }
    Some(Texts {
        names: entries.into(),
        starts,
        codes,
    })
}

pub(super) fn pack_figures(figures: &Figures) -> Vec<u8> {
    let ends = |ends: &[u64]| {
        let greatest = ends.iter().filter(|end| **end < u64::MAX).max();
        if greatest.is_none_or(|end| *end < u64::from(u32::MAX) - 1) {
            // Most fit: none is 0, and all others one more.
            let small = ends.iter().map(|end| match end {
                &u64::MAX => 0,
                end => *end as u32 + 1,
            });
            return parts(&[&pack_numbers(&small.collect::<Vec<u32>>()), &[]]);
        }
        let wide: Vec<u8> = ends.iter().flat_map(|end| end.to_le_bytes()).collect();
        parts(&[&[], &wide])
    };
    parts(&[&ends(&figures.min), &ends(&figures.max)])
}

pub(super) fn figures(bytes: &[u8]) -> Option<Figures> {
    let [min, max] = split(bytes)?;
    let ends = |bytes: &[u8]| {
        let [small, wide] = split(bytes)?;
        if small.is_empty() {
            let ends = wide.as_chunks::<8>().0.iter();
            return Some(ends.map(|end| u64::from_le_bytes(*end)).collect());
        }
        let end = |number: u32| number.checked_sub(1).map_or(u64::MAX, u64::from);
        Some(match small.split_first()? {
            (1, bytes) => bytes.iter().map(|byte| end(u32::from(*byte))).collect(),
            _ => numbers(small)?.into_iter().map(end).collect::<Vec<u64>>(),
        })
    };
    Some(Figures {
        min: ends(min)?,
        max: ends(max)?,
    })
}

/// Several pieces in one, each with its length before it.
fn parts(pieces: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(pieces.iter().map(|piece| piece.len() + 8).sum());
    for piece in pieces {
        bytes.extend((piece.len() as u64).to_le_bytes());
        bytes.extend(*piece);
    }
    bytes
}

fn split<const N: usize>(mut bytes: &[u8]) -> Option<[&[u8]; N]> {
    let mut pieces = [&[][..]; N];
    for piece in &mut pieces {
        let (len, rest) = bytes.split_first_chunk::<8>()?;
        let len = usize::try_from(u64::from_le_bytes(*len)).ok()?;
        (*piece, bytes) = rest.split_at_checked(len)?;
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back_as_they_were(all in prop::collection::vec(any::<u32>(), 0..50), small in prop::collection::vec(0u32..300, 0..50)) {
            prop_assert_eq!(numbers(&pack_numbers(&all)).unwrap(), all.clone());
            prop_assert_eq!(numbers(&pack_numbers(&small)).unwrap(), small);
            for number in all {
                prop_assert_eq!(unsigned(signed(number)), number);
            }
        }

        #[test]
        fn figures_come_back_whatever_their_size(min in prop::collection::vec(any::<u64>(), 0..9), max in prop::collection::vec(0u64..900, 0..9)) {
            let made = Figures { min, max };
            prop_assert_eq!(figures(&pack_figures(&made)).unwrap(), made);
        }

        #[test]
        fn no_bytes_make_reading_fail_but_quietly(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = (numbers(&bytes), strings(&bytes), texts(&bytes), figures(&bytes), about(&bytes));
        }
    }
}
