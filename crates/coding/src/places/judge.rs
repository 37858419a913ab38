//! Whether a name is taken for a place by its own sentence, and why not.

use super::find::{Here, MOST_CANDIDATES, WINDOW, starts_capital};
use super::{Stands, Trust};
use codebook::List;
use codebook::gazetteer::unit_words::kind_of;
use codebook::gazetteer::{Direction, Feature, Match, PlaceRecord};
use language::Pos;

/// A name found, before it is judged.
pub(super) struct Seen<'a> {
    pub here: &'a Here<'a>,
    pub first: usize,
    pub last: usize,
    pub found: &'a Match,
    pub best: Option<PlaceRecord>,
    /// Stands after another place and "and" or a comma.
    pub listed: bool,
}

impl Seen<'_> {
    /// How far the name is to be trusted, and what it stands for.
    pub fn judge(&self) -> (Trust, Stands) {
        let line = self.here.line;
        let country = self.is_country();
        let direction = self.found.words == 1 && Direction::read(self.word()).is_some();
        let tiny = self.here.words[self.first..=self.last]
            .iter()
            .map(|word| word.chars().count())
            .sum::<usize>()
            <= 2
            && !country;
        if (line.names_places || self.counted()) && !tiny && !direction {
            return (Trust::Sure, Stands::Place);
        }
        if self.unit_behind() && !self.here.shouting {
            return (Trust::Sure, Stands::Place);
        }
        let verb = line.pos(self.first) == Pos::Verb && self.first == self.last;
        let demonym = self.here.demonym(self.first) && !country;
        if direction || tiny || verb || demonym {
            return (Trust::No, Stands::Place);
        }
        if country && self.initials() {
            let stands = if self.locative() {
                Stands::Place
            } else {
                Stands::Name
            };
            return (Trust::Sure, stands);
        }
        if !self.doubtful() || self.of_townspeople() {
            return (Trust::Sure, Stands::Place);
        }
        (self.perhaps(), Stands::Place)
    }

    fn word(&self) -> &str {
        self.here.word(self.first)
    }

    fn is_country(&self) -> bool {
        self.best
            .is_some_and(|place| place.feature == Feature::Country)
            || self
                .found
                .candidates()
                .take(MOST_CANDIDATES)
                .any(|candidate| candidate.place.feature == Feature::Country)
    }

    /// "U.S.", "UK" in a text that is not all in capitals.
    fn initials(&self) -> bool {
        let word = self.word();
        self.first == self.last
            && !self.here.shouting
            && word.len() >= 2
            && word
                .chars()
                .all(|letter| letter.is_uppercase() || letter == '.')
    }

    /// The reasons against a name, of which one is enough to doubt it.
    fn doubtful(&self) -> bool {
        let (line, locative, country) = (self.here.line, self.locative(), self.is_country());
        let found = self.found;
        let first_word = matches!(self.here.before(self.first), "" | "." | "“" | "\"");
        let small = self.small();
        let acronym = self.word().len() <= 5
            && self.word().chars().all(char::is_uppercase)
            && !country
            && !self.here.shouting;
        let beside_proper = self.first > 0
            && line.pos(self.first - 1) == Pos::Propn
            && self.here.before(self.first) != "-"
            || self.last + 1 < self.here.words.len() && line.pos(self.last + 1) == Pos::Propn;
        small && !locative && !self.inside_next() && !self.listed && !self.dateline()
            || acronym && !self.dateline() && !self.inside_next()
            || beside_proper && small && !locative
            || self.shouted_surname()
            || found.is_ordinary_word
                && (!locative || self.here.shouting || found.words == 1 && first_word)
            || (found.is_ordinary_word || found.is_personal_name)
                && !locative
                && !self.has_kind()
                && !country
                && !self.dateline()
                && !self.well_known()
            || self.beside_name() && !country
            || self.first_of_longer()
    }

    /// "FRANCISCO JOSE GUERRERO": in capitals, a name right behind another that the codebook does not know.
    fn shouted_surname(&self) -> bool {
        let (here, first) = (self.here, self.first);
        let known = |at: usize| {
            here.line
                .hits
                .iter()
                .any(|hit| hit.first <= at && at <= hit.last)
        };
        here.shouting
            && first > 0
            && first == self.last
            && here.proper(first - 1)
            && !known(first - 1)
            && !self.is_country()
            && !self.has_kind()
            && !self.listed
            && Direction::read(here.before(first)).is_none()
            && !here.gazetteer_knows(first - 1)
    }

    /// Whether a doubted name may still be a place, if the rest of the text speaks for it.
    fn perhaps(&self) -> Trust {
        let line = self.here.line;
        let proper_before = self.first > 0
            && self.here.proper(self.first - 1)
            && self.here.before(self.first) != "-";
        if self.found.is_ordinary_word && self.first == self.last
            || proper_before
            || self.beside_name()
            || self.shouted_surname()
            || self.first_of_longer()
            || self.here.line.bytes(self.first, self.last).len() <= 3
            || line.pos(self.first) != Pos::Propn
        {
            return Trust::No;
        }
        Trust::Maybe
    }

    /// "*Hamid* Karzai International Airport", "*Smith* College": a name that is no place of itself.
    fn first_of_longer(&self) -> bool {
        self.street()
            || self.small() && !self.has_kind() && self.first == self.last && self.two_names()
            || (self.found.is_ordinary_word || self.found.is_personal_name)
                && self.first == self.last
                && !self.is_country()
                && !self.best.is_some_and(|place| place.is_capital)
                && (self.here.proper(self.last + 1)
                    && (self.found.is_ordinary_word || !self.place_at(self.last + 1))
                    || matches!(
                        self.here.word(self.last + 1),
                        "bin" | "bint" | "ibn" | "ould" | "al"
                    ))
    }

    /// "*Lisburn* Road", "*Jaffa* Street": the street of some other town.
    fn street(&self) -> bool {
        let next = self.last + 1;
        self.here.proper(next)
            && self.found.kind.is_none()
            && self
                .here
                .text
                .codebook
                .words
                .listed(List::RoadNouns, &self.here.word(next).to_lowercase())
    }

    /// "outside Abbey Gate": another name behind it closes the phrase, and is no airport, road or body.
    fn two_names(&self) -> bool {
        let next = self.last + 1;
        let word = self.here.word(next).to_lowercase();
        let codebook = self.here.text.codebook;
        let time = codebook.time_table.sense(&word);
        let closes = !matches!(
            self.here.line.pos(next + 1),
            Pos::Noun | Pos::Propn | Pos::Adj
        );
        let known = [
            List::SiteNouns,
            List::RoadNouns,
            List::OrganisationNouns,
            List::BareSites,
        ]
        .into_iter()
        .any(|list| codebook.words.listed(list, &word));
        let acronym = word.len() > 1 && self.here.word(next).chars().all(char::is_uppercase);
        self.here.proper(next)
            && closes
            && !known
            && !acronym
            && time.month == 0
            && time.weekday == 0
            && !self.place_at(next)
    }

    fn place_at(&self, token: usize) -> bool {
        let words = self.here.words;
        token < words.len()
            && self
                .here
                .gazetteer
                .longest_match(&words[token..words.len().min(token + WINDOW)])
                .is_some_and(|next| !next.is_ordinary_word && !next.is_personal_name)
    }

    /// The name says what kind of unit it is: "Kabul Province", "Laurel County".
    fn has_kind(&self) -> bool {
        self.found.kind.is_some()
            || self.last > self.first
                && kind_of(&self.here.word(self.last).to_lowercase()).is_some()
    }

    fn small(&self) -> bool {
        self.best.is_some_and(|place| match place.feature {
            Feature::Settlement => place.population < 200_000 && !place.is_capital,
            Feature::Admin2 => !self.has_kind(),
            _ => false,
        })
    }

    fn locative(&self) -> bool {
        // "Commissioner of Police", "Chamber of Commerce": a title or body, not "the town of Reading".
        if self.found.is_ordinary_word
            && self.here.before(self.first) == "of"
            && self.first > 1
            && starts_capital(self.here.word(self.first - 2))
        {
            return false;
        }
        matches!(
            self.here.before(self.first).to_lowercase().as_str(),
            "in" | "at"
                | "near"
                | "from"
                | "to"
                | "of"
                | "toward"
                | "towards"
                | "outside"
                | "around"
        ) || self.initials()
            && self.here.before(self.first) == "the"
            && self.first > 1
            && matches!(
                self.here.word(self.first - 2),
                "in" | "In" | "to" | "from" | "across"
            )
    }

    /// A country or first-level unit follows after a comma or in brackets: "Paris, Texas".
    fn inside_next(&self) -> bool {
        let (words, after) = (self.here.words, self.last + 2);
        matches!(self.here.word(self.last + 1), "," | "(")
            && after < words.len()
            && self
                .here
                .gazetteer
                .longest_match(&words[after..words.len().min(after + WINDOW - 2)])
                .and_then(|next| next.candidates().next())
                .is_some_and(|best| {
                    matches!(best.place.feature, Feature::Country | Feature::Admin1)
                })
    }

    /// "COLUMBIA — ": capitals at the head of a sentence, before a dash, in a text that has small letters.
    fn dateline(&self) -> bool {
        !self.here.shouting
            && self.first <= 1
            && self.word().len() >= 4
            && self.here.words[self.first..=self.last]
                .iter()
                .all(|word| !word.contains(char::is_lowercase))
            && matches!(
                self.here.word(self.last + 1),
                "-" | "--" | "---" | "–" | "—" | "(" | "," | ":" | "/"
            )
    }

    /// "Mopti (198), Gao (87)", "- Kunduz: 31 killed": a list by place.
    fn counted(&self) -> bool {
        let (here, next) = (self.here, self.last + 1);
        let opens_list = self.first <= 1 && here.word(next) == ":" && here.digits(next + 1);
        let year =
            |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        let in_list = here.word(next) == "("
            && here.digits(next + 1)
            && here.word(next + 2) == ")"
            && !year(here.word(next + 1));
        (opens_list || in_list) && here.line.pos(self.first) != Pos::Verb
    }

    /// "*Washington* said", "*Virginia*'s governor": a capital or first-level unit of many people that
    /// gave its name to persons too, with no other name beside it.
    fn well_known(&self) -> bool {
        let beside =
            self.here.proper(self.last + 1) || self.first > 0 && self.here.proper(self.first - 1);
        !self.found.is_ordinary_word
            && !beside
            && self.best.is_some_and(|place| {
                place.population > 500_000 && (place.is_capital || place.feature == Feature::Admin1)
            })
    }

    /// Whether the word is somebody's surname here, as it may be elsewhere in the text.
    pub fn in_person_name(&self) -> bool {
        let (here, before) = (self.here, self.first.wrapping_sub(1));
        if self.first == 0 || self.first != self.last || self.has_kind() || self.is_country() {
            return false;
        }
        let word = here.word(before).trim_end_matches('.').to_lowercase();
        let known = Direction::read(&word).is_some()
            || kind_of(&word).is_some()
            || matches!(
                word.as_str(),
                "al" | "el"
                    | "abu"
                    | "bin"
                    | "new"
                    | "old"
                    | "upper"
                    | "lower"
                    | "greater"
                    | "mount"
                    | "mt"
                    | "lake"
                    | "fort"
                    | "ft"
                    | "port"
                    | "camp"
                    | "operation"
                    | "st"
                    | "saint"
                    | "san"
                    | "santa"
                    | "metropolitan"
                    | "downtown"
                    | "inner"
                    | "outer"
                    | "jabal"
                    | "rif"
                    | "tel"
                    | "tal"
                    | "tall"
                    | "deir"
                    | "kafr"
                    | "battle"
                    | "university"
                    | "bank"
                    | "river"
                    | "radio"
            );
        let person = here.line.pos(self.first) == Pos::Propn
            && here.proper(before)
            && here.word(before).contains(char::is_lowercase)
            && !here
                .line
                .hits
                .iter()
                .any(|hit| hit.first <= before && before <= hit.last);
        !known && (person || title(here.word(before)))
    }

    /// Little but its sentence speaks for it: a small place, or a word that is more often something else.
    pub fn weak(&self) -> bool {
        (self.small() || self.found.is_personal_name || self.found.is_ordinary_word)
            && !self.has_kind()
            && !self.is_country()
            && !self.inside_next()
            && self.first == self.last
            && !(self.locative()
                && self
                    .best
                    .is_some_and(|place| place.is_capital || place.feature == Feature::Admin1))
    }

    /// "Va.", "Kan.", "Ont.": a short form of a first-level unit's name, with its full stop.
    pub fn abbreviated(&self) -> bool {
        let word = self.here.word(self.last);
        word.len() <= 6
            && (self.stop_after() || word.ends_with('.'))
            && self
                .found
                .candidates()
                .take(MOST_CANDIDATES)
                .any(|candidate| {
                    candidate.place.feature == Feature::Admin1 && candidate.is_alternate
                })
    }

    /// A full stop of its own follows without a space.
    pub fn stop_after(&self) -> bool {
        let tokens = &self.here.line.tokens;
        self.here.word(self.last + 1) == "." && tokens[self.last].end == tokens[self.last + 1].start
    }

    /// "Harrisburg, Pa.": the short form behind a place and a comma.
    pub fn unit_behind(&self) -> bool {
        self.abbreviated()
            && (self.here.before(self.first) == ","
                && self.first > 1
                && starts_capital(self.here.word(self.first - 2))
                || self.here.before(self.first) == "-"
                    && self.first > 1
                    && matches!(self.here.word(self.first - 2), "D" | "R"))
    }

    /// "*Clinton* police", "a *Hamilton* woman": people and bodies that are told apart by their town.
    fn of_townspeople(&self) -> bool {
        let found = self.found;
        let ordinary = found.is_ordinary_word && found.words == 1;
        let behind_name = self.first > 0 && self.here.proper(self.first - 1);
        !ordinary
            && !behind_name
            && matches!(
                self.here.word(self.last + 1),
                "police"
                    | "man"
                    | "woman"
                    | "men"
                    | "women"
                    | "couple"
                    | "resident"
                    | "residents"
                    | "Police"
                    | "firefighters"
                    | "officials"
            )
    }

    /// True where the name runs on: "Osama bin *Laden*", "*Lincoln* Smith".
    fn beside_name(&self) -> bool {
        let (here, first, last) = (self.here, self.first, self.last);
        let before = first > 0
            && (title(here.word(first - 1))
                || first > 1
                    && here.word(first - 1) == "-"
                    && here.proper(first - 2)
                    && title(here.word(first - 2)));
        let known_after = here.proper(last + 1)
            && !here
                .line
                .hits
                .iter()
                .any(|hit| hit.first <= last + 1 && last < hit.last + 1)
            && here.word(last + 1).chars().skip(1).any(char::is_lowercase);
        before
            || known_after
                && first == last
                && here.line.pos(first) == Pos::Propn
                && first > 0
                && here.proper(first - 1)
    }
}

/// A title or particle that a person's name follows.
fn title(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.').to_lowercase().as_str(),
        "president"
            | "mr"
            | "mrs"
            | "ms"
            | "dr"
            | "gen"
            | "general"
            | "minister"
            | "col"
            | "colonel"
            | "capt"
            | "captain"
            | "sheikh"
            | "lt"
            | "sgt"
            | "sergeant"
            | "senator"
            | "sir"
            | "mullah"
            | "maulvi"
            | "abu"
            | "al"
            | "bin"
    )
}
