//! Finding place names in running words, and the places a name may mean.

use super::fold::{fold, fold_ascii};
use super::layout::{Feature, Posting};
use super::skeleton::skeleton;
use super::unit_words::{Kind, base_name, joins, kind_of};
use super::{Gazetteer, PlaceRecord, prior, record, tables};

/// No gazetteer name that reports use has more words than this.
const MOST_WORDS: usize = 8;

/// A place name found at the start of some words.
#[derive(Debug, Clone)]
pub struct Match {
    /// How many of the words it takes, kind word included ("Diyala province": 2).
    pub words: usize,
    /// What the kind word next to the name asks for.
    pub kind: Option<Kind>,
    /// The name is an ordinary English word as well ("Reading", "Of").
    pub is_ordinary_word: bool,
    /// The name is a person's name as well ("Victoria", "Jackson").
    pub is_personal_name: bool,
    candidates: Candidates,
}

impl Match {
    /// The places it may mean, the likeliest first. With a kind word only places of that kind, if there are any.
    pub fn candidates(&self) -> Candidates {
        self.candidates.clone()
    }
}

/// A place that a name may mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The place.
    pub place: PlaceRecord,
    /// The name is another name of the place, not its main one.
    pub is_alternate: bool,
    /// The name is a spelling derived from one of the place's names ("Deir al Zor" of "Deir ez-Zor").
    pub is_derived: bool,
    /// See [`prior`](super::prior()); less again for a derived spelling.
    pub prior: f32,
}

/// The places a name may mean, the likeliest first.
#[derive(Debug, Clone)]
pub struct Candidates {
    /// Position of the next posting; `None` when there are no more.
    next: Option<usize>,
    only: Option<Kind>,
    in_capitals: bool,
}

impl Iterator for Candidates {
    type Item = Candidate;

    fn next(&mut self) -> Option<Candidate> {
        loop {
            let posting = self.next_posting()?;
            if posting.is(Posting::ACRONYM) && !self.in_capitals {
                continue;
            }
            let place = record(posting.row())?;
            if self.only.is_some_and(|kind| !fits(place.feature, kind)) {
                continue;
            }
            let (is_alternate, is_derived) =
                (posting.is(Posting::ALTERNATE), posting.is(Posting::DERIVED));
            let prior = prior(&place, is_alternate) - if is_derived { 0.5 } else { 0.0 };
            return Some(Candidate {
                place,
                is_alternate,
                is_derived,
                prior,
            });
        }
    }
}

impl Candidates {
    const NONE: Candidates = Candidates {
        next: None,
        only: None,
        in_capitals: false,
    };

    fn next_posting(&mut self) -> Option<Posting> {
        let at = self.next?;
        let posting = Posting::read(tables::POSTINGS, at)?;
        self.next = (!posting.is(Posting::LAST)).then_some(at + 1);
        Some(posting)
    }
}

/// Whether a kind of place is what a kind word asks for.
fn fits(feature: Feature, kind: Kind) -> bool {
    match kind {
        Kind::First | Kind::Second => matches!(feature, Feature::Admin1 | Feature::Admin2),
        Kind::Region => matches!(feature, Feature::Admin1 | Feature::Admin2 | Feature::Region),
        Kind::Settlement => feature == Feature::Settlement,
    }
}

impl Gazetteer {
    /// Places of a country whose names sound like this one, for a name that [`Gazetteer::lookup`] does not know:
    /// `similar("Chapa Dara", "AF")` finds Chapah Darah. The likeliest first; all are alternates.
    ///
    /// Only for countries whose names reach English in many romanisations; empty for others.
    pub fn similar(&self, name: &str, country: &str) -> Vec<PlaceRecord> {
        let words = fold(name);
        let Some(sounds) = skeleton(&base_name(&words)) else {
            return Vec::new();
        };
        let Ok(map) = fst::Map::new(tables::SOUNDS) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut next = map.get(format!("{country}{sounds}")).map(|at| at as usize);
        while let Some(posting) = next.and_then(|at| Posting::read(tables::SOUND_POSTINGS, at)) {
            found.extend(record(posting.row()));
            next = next.filter(|_| !posting.is(Posting::LAST)).map(|at| at + 1);
        }
        found
    }

    /// Every place of a name, however it is capitalised or spelled within [`fold`]; the likeliest first.
    ///
    /// A kind word counts as in text: `lookup("Kabul Province")`, `lookup("Province of Kabul")`.
    pub fn lookup(&self, name: &str) -> Candidates {
        let words: Vec<&str> = name.split_whitespace().collect();
        self.find(&words, false)
            .filter(|found| found.words == words.len())
            .map_or(Candidates::NONE, |found| found.candidates)
    }

    /// The longest place name that starts at the first word, with the kind word before or after it.
    ///
    /// The words are those of a running text, punctuation included. At least one of the name's words
    /// must start with a capital (or be in a script without them), so that "of" and "same" are not
    /// taken for the towns. `None` if no name starts here.
    pub fn longest_match(&self, words: &[&str]) -> Option<Match> {
        self.find(words, true)
    }

    fn find(&self, words: &[&str], needs_capital: bool) -> Option<Match> {
        if let [first, of, name @ ..] = words
            && !name.is_empty()
            && joins(of)
            && let Some(kind) = kind_of(&fold(first))
            && let Some(found) = self.plain(name, needs_capital, Some(kind))
        {
            return Some(Match {
                words: found.words + 2,
                ..found
            });
        }
        self.plain(words, needs_capital, None)
    }

    /// The longest name, and the kind word after it.
    fn plain(&self, words: &[&str], needs_capital: bool, kind: Option<Kind>) -> Option<Match> {
        let (count, at) = self.walk(words, needs_capital)?;
        let (kind, extra) = match kind {
            Some(kind) => (Some(kind), 0),
            None => kind_after(&words[count..]),
        };
        let in_capitals = is_in_capitals(&words[..count]);
        let all = Candidates {
            next: Some(at),
            only: None,
            in_capitals,
        };
        let of_kind = Candidates {
            only: kind,
            ..all.clone()
        };
        let (candidates, kind, extra) = if of_kind.clone().next().is_some() {
            (of_kind, kind, extra)
        } else if needs_capital && words.get(count).is_some_and(|word| heads_body(&fold(word))) {
            (all, None, 0)
        } else {
            (all, kind, extra)
        };
        let first = Posting::read(tables::POSTINGS, at)?;
        Some(Match {
            words: count + extra,
            kind,
            is_ordinary_word: first.is(Posting::ORDINARY),
            is_personal_name: first.is(Posting::PERSONAL),
            candidates,
        })
    }

    /// Walks the map of names along the folded words: how many words the longest name takes, and
    /// where its postings start.
    fn walk(&self, words: &[&str], needs_capital: bool) -> Option<(usize, usize)> {
        if needs_capital && !words.iter().take(3).any(|word| shows_capital(word)) {
            return None;
        }
        let mut step = Step::new(&self.names);
        let mut longest = None;
        let mut has_capital = !needs_capital;
        for (count, word) in words.iter().take(MOST_WORDS).enumerate() {
            let (plain, is_possessive) = without_possessive(word);
            let before = step.bytes;
            if !step.word(plain) {
                break;
            }
            let is_name_part = step.bytes > before;
            has_capital |= shows_capital(plain);
            if has_capital
                && is_name_part
                && let Some(at) = step.value()
                && (!needs_capital || may_be_meant(at, &words[..=count]))
            {
                longest = Some((count + 1, at));
            }
            if is_possessive {
                break;
            }
        }
        longest
    }
}

/// What the word after a name asks for, and whether it is part of the name: not the plural of "Kunar and
/// Laghman provinces", nor the first word of a body's name ("Dublin City Council", "Texas Department of Health").
fn kind_after(after: &[&str]) -> (Option<Kind>, usize) {
    let Some(word) = after
        .first()
        .filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
    else {
        return (None, 0);
    };
    let folded = fold(word);
    let Some(kind) = kind_of(&folded) else {
        return (None, 0);
    };
    let capital = |word: &&str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let goes_on = capital(word)
        && after
            .get(1)
            .is_some_and(|next| capital(next) || joins(next));
    let apart = folded.ends_with('s') || goes_on && heads_body(&folded);
    (Some(kind), usize::from(!apart))
}

/// Kind words that the names of offices and councils begin with as well.
fn heads_body(folded: &str) -> bool {
    matches!(
        folded,
        "city" | "state" | "department" | "agency" | "region" | "division"
    )
}

/// Whether a name has any place that it may mean as it is written: "us" is not the US.
fn may_be_meant(at: usize, words: &[&str]) -> bool {
    let Some(first) = Posting::read(tables::POSTINGS, at) else {
        return false;
    };
    !first.is(Posting::ACRONYM)
        || Candidates {
            next: Some(at),
            only: None,
            in_capitals: is_in_capitals(words),
        }
        .next()
        .is_some()
}

/// Whether a word has a capital ("al-Bab"), or letters of a script that has none.
fn shows_capital(word: &str) -> bool {
    if word.is_ascii() {
        return word
            .bytes()
            .any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    }
    word.chars()
        .any(|letter| letter.is_alphabetic() && !letter.is_lowercase())
}

fn is_in_capitals(words: &[&str]) -> bool {
    words
        .iter()
        .all(|word| !without_possessive(word).0.contains(char::is_lowercase))
}

fn without_possessive(word: &str) -> (&str, bool) {
    let bare = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .filter(|bare| !bare.is_empty());
    (bare.unwrap_or(word), bare.is_some())
}

/// A position in the map of names.
struct Step<'a> {
    names: &'a fst::raw::Fst<&'static [u8]>,
    node: fst::raw::Node<'a>,
    output: fst::raw::Output,
    /// How many bytes of folded text have been walked.
    bytes: usize,
}

impl<'a> Step<'a> {
    fn new(names: &'a fst::Map<&'static [u8]>) -> Step<'a> {
        let names = names.as_fst();
        Step {
            names,
            node: names.root(),
            output: fst::raw::Output::zero(),
            bytes: 0,
        }
    }

    /// Takes one word, with a space before it unless it is the first; `false` if no name goes on so.
    ///
    /// Punctuation that folds to nothing takes no step, so "Mazar", "-", "i" walks like "Mazar i".
    fn word(&mut self, word: &str) -> bool {
        let mut gap = self.bytes > 0;
        if !word.is_ascii() {
            return fold(word).bytes().all(|byte| self.folded(byte, &mut gap));
        }
        word.bytes()
            .map(fold_ascii)
            .filter(|byte| *byte != 0)
            .all(|byte| self.folded(byte, &mut gap))
    }

    fn folded(&mut self, byte: u8, gap: &mut bool) -> bool {
        if byte == b' ' {
            *gap = self.bytes > 0;
            return true;
        }
        if std::mem::take(gap) && !self.byte(b' ') {
            return false;
        }
        self.bytes += 1;
        self.byte(byte)
    }

    fn byte(&mut self, byte: u8) -> bool {
        let Some(at) = self.node.find_input(byte) else {
            return false;
        };
        let transition = self.node.transition(at);
        self.output = self.output.cat(transition.out);
        self.node = self.names.node(transition.addr);
        true
    }

    /// The value of the name that ends here, if one does.
    fn value(&self) -> Option<usize> {
        self.node
            .is_final()
            .then(|| self.output.cat(self.node.final_output()).value() as usize)
    }
}
