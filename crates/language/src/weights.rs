//! The weights' file: sparse rows of small integers, read in place.
//!
//! A table is `1 << bits` buckets. First stand their byte offsets (one more than buckets, four bytes each), then their
//! rows: a check value (two bytes), the number of entries (one byte), and each entry's class and weight (one byte each).
//! All numbers are little-endian.

use crate::parsing::{Marks, WeighSteps};
use crate::pos::{Form, Pos, Tag};

/// The most classes a table can tell apart.
pub(crate) const CLASSES: usize = 128;

/// A sum of weights for each class.
pub(crate) type Scores = [i32; CLASSES];

/// What can add up the weights of features: a packed table, or weights in training.
pub(crate) trait Weigh {
    /// Adds the weights of features to the scores.
    fn add(&self, features: &[u64], scores: &mut Scores);
}

/// One table of the file, read in place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table<'a> {
    bits: u32,
    offsets: &'a [u8],
    rows: &'a [u8],
}

impl<'a> Table<'a> {
    fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let bits = reader.number()?;
        let length = reader.number()? as usize;
        let offsets = reader.take(((1usize << bits.min(24)) + 1) * 4)?;
        let rows = reader.take(length)?;
        Some(Self {
            bits: bits.min(24),
            offsets,
            rows,
        })
    }

    /// The entries of a feature: pairs of class and weight.
    pub(crate) fn row(&self, feature: u64) -> &'a [u8] {
        find(feature, self.bucket(feature))
    }

    /// The rows among which a feature's would be.
    #[inline]
    fn bucket(&self, feature: u64) -> &'a [u8] {
        let place = (feature >> (64 - self.bits)) as usize * 4;
        let Some(ends) = self.offsets.get(place..place + 8) else {
            return &[];
        };
        let start = u32::from_le_bytes([ends[0], ends[1], ends[2], ends[3]]) as usize;
        let end = u32::from_le_bytes([ends[4], ends[5], ends[6], ends[7]]) as usize;
        self.rows.get(start..end).unwrap_or(&[])
    }
}

/// How many features are looked up together.
const TOGETHER: usize = 40;

/// The bytes before the entries of a row: its check value and their number.
const HEAD: usize = 3;

/// As [`find`], the head of the first row having been read; a bucket shorter than a head has no row.
#[inline]
fn found(feature: u64, head: [u8; HEAD], bucket: &[u8]) -> &[u8] {
    let Some(rest) = bucket.get(HEAD..) else {
        return &[];
    };
    let (row, next) = rest.split_at((head[2] as usize * 2).min(rest.len()));
    if head[..2] == (feature as u16).to_le_bytes() {
        row
    } else {
        find(feature, next)
    }
}

/// The entries of a feature among the rows of its bucket.
#[inline]
fn find(feature: u64, bucket: &[u8]) -> &[u8] {
    let mut rest = bucket;
    let check = (feature as u16).to_le_bytes();
    while let [low, high, entries, tail @ ..] = rest {
        let (row, next) = tail.split_at((*entries as usize * 2).min(tail.len()));
        if [*low, *high] == check {
            return row;
        }
        rest = next;
    }
    &[]
}

impl Weigh for Table<'_> {
    fn add(&self, features: &[u64], scores: &mut Scores) {
        // All buckets first, and then the head of each one's first row: the processor waits for them together and
        // not one after the other, for nothing that it does with one hangs on another.
        let mut buckets: [&[u8]; TOGETHER] = [&[]; TOGETHER];
        let mut heads = [[0; HEAD]; TOGETHER];
        for some in features.chunks(TOGETHER) {
            for (bucket, &feature) in buckets.iter_mut().zip(some) {
                *bucket = self.bucket(feature);
            }
            for (head, bucket) in heads.iter_mut().zip(&buckets[..some.len()]) {
                *head = bucket.first_chunk().copied().unwrap_or_default();
            }
            for ((head, bucket), &feature) in heads.iter().zip(&buckets).zip(some) {
                for entry in found(feature, *head, bucket).chunks_exact(2) {
                    scores[(entry[0] as usize) % CLASSES] += i32::from(entry[1] as i8);
                }
            }
        }
    }
}

/// The table of the parser's steps, read in place: buckets of four slots, each a check value (two bytes) and the weights
/// of hanging to the left and to the right (one byte each), both against taking the next word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moves<'a> {
    buckets: &'a [[u8; BUCKET]],
}

/// The bytes of a bucket.
const BUCKET: usize = 16;

impl<'a> Moves<'a> {
    fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let buckets = reader.number()? as usize;
        let (buckets, _) = reader.take(buckets.checked_mul(BUCKET)?)?.as_chunks();
        Some(Self { buckets })
    }
}

/// Which of so many buckets a feature is in.
fn bucket(feature: u64, buckets: usize) -> usize {
    (((feature >> 32) * buckets as u64) >> 32) as usize
}

impl WeighSteps for Moves<'_> {
    fn scores(&self, features: &[u64]) -> [i32; 3] {
        let mut left = 0;
        let mut right = 0;
        for &feature in features {
            let Some(slots) = self.buckets.get(bucket(feature, self.buckets.len())) else {
                continue;
            };
            let check = feature as u32 & 0xffff;
            for slot in slots.as_chunks::<4>().0 {
                let slot = u32::from_le_bytes(*slot);
                // All ones where the slot is the feature's, so that no branch has to be guessed.
                let here = -i32::from(slot & 0xffff == check);
                left += i32::from((slot >> 16) as i8) & here;
                right += i32::from((slot >> 24) as i8) & here;
            }
        }
        [0, left, right]
    }
}

/// Packs the weights of steps: for each feature those of hanging to the left and to the right. The heaviest are kept
/// where a bucket is full.
pub(crate) fn pack_moves(mut rows: Vec<(u64, [i8; 2])>, buckets: usize) -> Vec<u8> {
    let mut table = vec![[0u8; BUCKET]; buckets];
    let mut filled = vec![0; buckets];
    rows.sort_by_key(|&(feature, weights)| {
        (
            std::cmp::Reverse(weights.map(i8::unsigned_abs).into_iter().max()),
            feature,
        )
    });
    for (feature, [left, right]) in rows {
        let place = bucket(feature, buckets);
        let check = (feature as u16).to_le_bytes();
        let taken = table[place].as_chunks::<4>().0[..filled[place]]
            .iter()
            .any(|slot| slot[..2] == check);
        if filled[place] < 4 && !taken {
            table[place][filled[place] * 4..][..4].copy_from_slice(&[
                check[0],
                check[1],
                left as u8,
                right as u8,
            ]);
            filled[place] += 1;
        }
    }
    let mut bytes = (buckets as u32).to_le_bytes().to_vec();
    bytes.extend(table.into_iter().flatten());
    bytes
}

/// All the weights.
#[derive(Debug, Clone)]
pub(crate) struct Weights<'a> {
    /// What the tagger's classes mean.
    pub(crate) tags: Vec<Tag>,
    /// The words known by themselves, with the tags they had.
    pub(crate) lexicon: Table<'a>,
    pub(crate) tagger: Table<'a>,
    pub(crate) moves: Moves<'a>,
    /// The relations of the parser's arcs; classes are places in [`crate::Relation::ALL`].
    pub(crate) labels: Table<'a>,
}

const MAGIC: &[u8] = b"annalist words 1";

impl<'a> Weights<'a> {
    /// Reads a file; `None` where it is none or is cut short.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        if reader.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let mut tags = Vec::new();
        for _ in 0..reader.number()? {
            let pair = reader.take(2)?;
            tags.push(Tag {
                pos: *Pos::ALL.get(pair[0] as usize)?,
                form: *Form::ALL.get(pair[1] as usize)?,
            });
        }
        let fits = (1..=CLASSES).contains(&tags.len());
        let (lexicon, tagger) = (Table::read(&mut reader)?, Table::read(&mut reader)?);
        let (moves, labels) = (Moves::read(&mut reader)?, Table::read(&mut reader)?);
        fits.then_some(Self {
            tags,
            lexicon,
            tagger,
            moves,
            labels,
        })
    }
}

impl Weights<'_> {
    /// What a word of a tag counts as between two others.
    pub(crate) fn marks(&self, tag: u32) -> Marks {
        match self.tags.get(tag as usize).map(|tag| tag.pos) {
            Some(Pos::Verb | Pos::Aux) => Marks::Verb,
            Some(Pos::Punct) => Marks::Comma,
            Some(Pos::Cconj) => Marks::Join,
            _ => Marks::Other,
        }
    }
}

/// Writes the file's head: what the classes of tags mean. The lexicon, the tagger's table, the parser's moves and its
/// labels follow it.
pub(crate) fn head(tags: &[Tag]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend((tags.len() as u32).to_le_bytes());
    bytes.extend(tags.iter().flat_map(|tag| [tag.pos as u8, tag.form as u8]));
    bytes
}

/// Packs rows of a table, each a feature and its (class, weight) pairs. Where two features cannot be told apart, the
/// first one is kept.
pub(crate) fn pack(mut rows: Vec<(u64, Vec<(u8, i8)>)>) -> Vec<u8> {
    let bits = rows.len().max(2).ilog2();
    rows.sort_by_key(|row| row.0 >> (64 - bits));
    let mut offsets = Vec::with_capacity((1 << bits) + 1);
    let mut packed: Vec<u8> = Vec::new();
    let mut rows = rows.iter().peekable();
    for bucket in 0..1u64 << bits {
        offsets.push(packed.len() as u32);
        let mut checks = Vec::new();
        while let Some((feature, entries)) = rows.next_if(|row| row.0 >> (64 - bits) == bucket) {
            if !checks.contains(&(*feature as u16)) {
                checks.push(*feature as u16);
                packed.extend((*feature as u16).to_le_bytes());
                packed.push(entries.len() as u8);
                packed.extend(
                    entries
                        .iter()
                        .flat_map(|&(class, weight)| [class, weight as u8]),
                );
            }
        }
    }
    offsets.push(packed.len() as u32);
    let mut bytes = bits.to_le_bytes().to_vec();
    bytes.extend((packed.len() as u32).to_le_bytes());
    bytes.extend(offsets.iter().flat_map(|offset| offset.to_le_bytes()));
    bytes.extend(packed);
    bytes
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        let bytes = self.take(4)?;
        Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }
}
