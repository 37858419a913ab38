//! A report laid out for reading: sentences, tags, trees, and every codebook phrase in them.

use crate::dateline::{self, Dateline};
use crate::tables::{self, At, Grid};
use codebook::phrases::Word;
use codebook::{Codebook, Cue, Form, List, PersonNoun, Sense, TermForm};
use language::{Pos, Sentence, Tag, Token, Tree};
use model::Span;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// A codebook phrase found in a sentence; tokens count from the sentence's first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub sense: Sense,
    /// First token.
    pub first: usize,
    /// Last token, included.
    pub last: usize,
    pub span: Span,
}

/// What kind of line a sentence stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// Running text.
    Prose,
    /// A headline or section heading.
    Heading,
    /// An item of a list.
    Item,
    /// A row of a table, cells joined by `|`.
    Row,
    /// Share buttons, tweets' counters, categories, reference lists, other languages: never coded.
    Boilerplate,
}

/// One sentence with everything found in it.
#[derive(Debug)]
pub(crate) struct Laid {
    pub span: Span,
    pub tokens: Vec<Token>,
    pub tags: Vec<Tag>,
    pub hits: Vec<Hit>,
    pub line: Line,
    /// Number of the paragraph (run of lines without an empty one between).
    pub paragraph: usize,
    /// Number of the section (changes at each heading).
    pub section: usize,
    /// The table cell that it stands in.
    pub cell: Option<At>,
    /// A cell under a column of places.
    pub names_places: bool,
    tree: OnceCell<Tree>,
}

/// A report laid out.
#[derive(Debug)]
#[expect(clippy::struct_field_names, reason = "the text of a text is its text")]
pub(crate) struct Text<'r> {
    pub text: &'r str,
    pub codebook: &'r Codebook,
    pub sentences: Vec<Laid>,
    names: OnceCell<BTreeMap<String, (usize, String)>>,
    pub tables: Vec<Grid>,
    /// Passages in other languages: never coded.
    foreign: Vec<language::Foreign>,
    /// The dateline, which is the first sentence.
    pub dateline: Option<Dateline>,
    telegraphed: OnceCell<bool>,
    /// The day of the page.
    pub published: Option<jiff::civil::Date>,
}

impl<'r> Text<'r> {
    /// Lays out a text.
    pub fn new(text: &'r str, codebook: &'r Codebook) -> Self {
        let words = codebook.phrases.words(text);
        let mut cut = language::sentences(text);
        let dateline = dateline::dateline(text);
        if let Some(dateline) = dateline {
            cut = dateline::apart(cut, dateline.end);
        }
        let lines = crate::layout::lines(text, &cut);
        let mut tables = tables::grids(text, &codebook.words);
        let foreign = language::foreign(text);
        let mut sentences = Vec::new();
        let mut word = 0;
        for (sentence, cell) in tables::cut(text, cut, &mut tables) {
            let span = Span {
                start: sentence.start,
                end: sentence.end,
            };
            while word < words.len() && words[word].start < span.start {
                word += 1;
            }
            let first = word;
            while word < words.len() && words[word].start < span.end {
                word += 1;
            }
            let layout = lines.at(span);
            let tags = language::tag(text, &sentence);
            let mut line = Laid {
                span,
                tags,
                hits: Vec::new(),
                line: if cell.is_some() {
                    Line::Row
                } else {
                    layout.line
                },
                paragraph: layout.paragraph,
                section: layout.section,
                cell,
                names_places: tables::names_places(&tables, cell),
                tree: OnceCell::new(),
                tokens: sentence.tokens,
            };
            // "2019 Easter bombings" over the items of a page: no verb, nothing told.
            let verb = |tag: &Tag| matches!(tag.pos, Pos::Verb | Pos::Aux);
            let told = line.tokens.len() >= 8
                && line.tokens.last().is_some_and(|last| last.of(text) == ".");
            if dateline.is_some_and(|dateline| span.start < dateline.end) {
                line.line = Line::Heading;
            }
            if line.line == Line::Item && !told && !line.tags.iter().any(verb) {
                line.line = Line::Heading;
            }
            if foreign
                .iter()
                .any(|passage| passage.start <= span.start && span.start < passage.end)
            {
                line.line = Line::Boilerplate;
            }
            if line.line != Line::Boilerplate {
                let words = &words[first..word];
                line.hits = hits(text, codebook, words, &line);
                if corrected(text, codebook, words, &mut line) {
                    line.hits = hits(text, codebook, words, &line);
                }
            }
            sentences.push(line);
        }
        Text {
            text,
            codebook,
            sentences,
            tables,
            foreign,
            names: OnceCell::new(),
            telegraphed: OnceCell::new(),
            dateline,
            published: None,
        }
    }

    /// The passages in other languages, as notes.
    pub fn not_coded(&self) -> impl Iterator<Item = model::Note> {
        self.foreign.iter().map(|passage| {
            let span = Span {
                start: passage.start,
                end: passage.end,
            };
            model::Note::not_coded(span, passage.language)
        })
    }

    /// A wire as agencies once sent it: a dateline, and all in capitals. Such wires leave out words that
    /// other texts give, and name much that their readers knew.
    pub fn telegraphed(&self) -> bool {
        *self.telegraphed.get_or_init(|| {
            self.dateline.is_some()
                && self
                    .sentences
                    .iter()
                    .filter(|line| line.span.of(self.text).chars().any(char::is_lowercase))
                    .count()
                    * 4
                    <= self.sentences.len()
        })
    }

    /// Every surname that the text gives with its full name: the sentence where first, and the full name.
    pub fn full_names(&self) -> &BTreeMap<String, (usize, String)> {
        self.names.get_or_init(|| crate::persons::full_names(self))
    }

    /// The words to quote for a sentence: its own, or for a table's cell the whole row.
    pub fn quote(&self, sentence: usize) -> Span {
        let line = &self.sentences[sentence];
        line.cell.map_or(line.span, |at| {
            let grid = &self.tables[at.table];
            at.row
                .and_then(|row| grid.rows.get(row))
                .unwrap_or(&grid.header)
                .span
        })
    }

    /// The sentence's dependency tree; parsed when first asked for.
    pub fn tree(&self, sentence: usize) -> &Tree {
        let line = &self.sentences[sentence];
        line.tree.get_or_init(|| {
            let plain = Sentence {
                start: line.span.start,
                end: line.span.end,
                tokens: line.tokens.clone(),
            };
            language::parse(self.text, &plain, &line.tags)
        })
    }

    /// Whether a sentence is the dateline.
    pub fn in_dateline(&self, line: &Laid) -> bool {
        self.dateline
            .is_some_and(|dateline| line.span.start < dateline.end)
    }

    /// A token's words.
    pub fn word(&self, sentence: usize, token: usize) -> &'r str {
        self.sentences[sentence]
            .tokens
            .get(token)
            .map_or("", |token| token.of(self.text))
    }
}

impl Laid {
    /// Bytes from one token to another, both included.
    pub fn bytes(&self, first: usize, last: usize) -> Span {
        let last = last.min(self.tokens.len().saturating_sub(1));
        let first = first.min(last);
        match (self.tokens.get(first), self.tokens.get(last)) {
            (Some(a), Some(b)) => Span {
                start: a.start,
                end: b.end,
            },
            _ => self.span,
        }
    }

    /// The token that holds a byte, or the first one after it.
    pub fn token_at(&self, byte: u32) -> usize {
        self.tokens
            .partition_point(|token| token.end <= byte)
            .min(self.tokens.len().saturating_sub(1))
    }

    /// Part of speech of a token.
    pub fn pos(&self, token: usize) -> Pos {
        self.tags.get(token).map_or(Pos::X, |tag| tag.pos)
    }

    /// Form of a token.
    pub fn form(&self, token: usize) -> language::Form {
        self.tags
            .get(token)
            .map_or(language::Form::None, |tag| tag.form)
    }

    /// True where a cue of that kind begins at one of those tokens.
    pub fn has_cue(&self, cue: Cue, first: usize, last: usize) -> bool {
        self.cue(cue, first, last).is_some()
    }

    /// The first cue of that kind that begins at one of those tokens.
    pub fn cue(&self, cue: Cue, first: usize, last: usize) -> Option<&Hit> {
        self.hits.iter().find(|hit| {
            hit.first >= first
                && hit.first <= last
                && matches!(hit.sense, Sense::Cue { cue: found, .. } if found == cue)
        })
    }
}

/// Which phrases of a sentence exclude one another: within a kind the longest wins.
fn kind(sense: Sense) -> u8 {
    match sense {
        Sense::Trigger { .. } => 0,
        Sense::Actor { .. } | Sense::Metonym { .. } => 1,
        Sense::Country { .. } | Sense::Demonym { .. } => 2,
        Sense::Weapon { .. } => 3,
        Sense::Target { .. } => 4,
        Sense::People { .. } => 5,
        Sense::Number(_) => 6,
        Sense::Hedge(_) => 7,
        Sense::Counted(_) => 8,
        Sense::Cue { cue, .. } => 9 + cue as u8,
    }
}

/// Every phrase of the sentence, in order, overlaps of one kind resolved.
fn hits(text: &str, codebook: &Codebook, words: &[Word], line: &Laid) -> Vec<Hit> {
    let mut all: Vec<Hit> = Vec::new();
    for first in 0..words.len() {
        codebook.phrases.starting_at(words, first, |found| {
            let span = Span {
                start: words[found.first].start,
                end: words[found.after - 1].end,
            };
            let hit = Hit {
                sense: found.value,
                first: line.token_at(span.start),
                last: line.token_at(span.end.saturating_sub(1)),
                span,
            };
            if is_month(text, line, &hit) {
                return;
            }
            // A few words in a cell are no clause that tags could be trusted in.
            if line.cell.is_some() && line.tokens.len() <= 6
                || fits(codebook, line, &hit) && !shouted(text, line, &hit)
            {
                all.push(hit);
            }
        });
    }
    // Leftmost, then longest; a phrase inside a longer one of its kind goes.
    all.sort_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end)));
    let mut kept: Vec<Hit> = Vec::new();
    for hit in all {
        let hidden = kept.iter().rev().any(|earlier| {
            kind(earlier.sense) == kind(hit.sense)
                && earlier.span.overlaps(&hit.span)
                && earlier.span != hit.span
        });
        if !hidden && !kept.contains(&hit) {
            kept.push(hit);
        }
    }
    kept
}

/// "5 May: gunmen killed", "May 2022": the month, and nothing that may be.
fn is_month(text: &str, line: &Laid, hit: &Hit) -> bool {
    let word = |token: usize| line.tokens.get(token).map_or("", |span| span.of(text));
    let number = |token: usize| word(token).starts_with(|letter: char| letter.is_ascii_digit());
    matches!(
        hit.sense,
        Sense::Cue {
            cue: Cue::Modal,
            ..
        }
    ) && hit.span.of(text) == "May"
        && (hit.first.checked_sub(1).is_some_and(number) || number(hit.last + 1))
}

/// Bytes of the longest acronym that may be an ordinary word in capitals.
const ACRONYM: usize = 4;

/// "CAR", "UP" in a sentence in capitals: an ordinary word, not the acronym that it looks like.
fn shouted(text: &str, line: &Laid, hit: &Hit) -> bool {
    let named = matches!(
        hit.sense,
        Sense::Actor { .. } | Sense::Metonym { .. } | Sense::Country { .. }
    );
    named
        && hit.first == hit.last
        && hit.span.len() <= ACRONYM
        && line.pos(hit.first) != Pos::Propn
        && !line.span.of(text).chars().any(char::is_lowercase)
}

/// Puts right tags that the codebook knows better; true where there was one.
///
/// The tagger learned from mail and reviews: there "gunmen", "IED" and "explodes" are rare.
fn corrected(text: &str, codebook: &Codebook, words: &[Word], line: &mut Laid) -> bool {
    let mut verbs: Vec<(usize, Form)> = Vec::new();
    let mut nouns: Vec<usize> = Vec::new();
    let mut people: Vec<usize> = Vec::new();
    let numbers = numerals(text, codebook, words, line);
    for first in 0..words.len() {
        let token = line.token_at(words[first].start);
        let tag = line.pos(token);
        if !matches!(tag, Pos::Noun | Pos::Verb | Pos::X | Pos::Adp) {
            continue;
        }
        let mut other = false;
        let happens = tag == Pos::Noun && {
            let word = line.tokens[token].of(text).to_lowercase();
            word.ends_with('s') && codebook.words.listed(List::HappeningVerbs, &word)
        };
        let mut verb = happens.then_some(Form::Third);
        let mut several = false;
        let mut state = false;
        codebook.phrases.starting_at(words, first, |found| {
            if found.after != first + 1 {
                several |= matches!(found.value, Sense::Trigger { trigger, form: Form::Past }
                    if codebook.triggers[usize::from(trigger)].form == codebook::TriggerForm::Verb);
                return;
            }
            match found.value {
                Sense::Trigger { trigger, form }
                    if codebook.triggers[usize::from(trigger)].form
                        == codebook::TriggerForm::Verb =>
                {
                    verb = Some(form);
                }
                Sense::Cue {
                    cue,
                    form: Form::Third | Form::Base | Form::Past | Form::Participle | Form::Gerund,
                } => state |= matches!(cue, Cue::Hurt | Cue::Dead),
                Sense::People { plural: true, .. } if tag != Pos::X => {
                    people.push(token);
                    other = true;
                }
                Sense::People { .. } | Sense::Target { .. } if tag == Pos::X => nouns.push(token),
                Sense::Weapon { .. } => {
                    let acronym = words[first].start + 2 <= words[first].end
                        && line.tokens[token]
                            .of(text)
                            .chars()
                            .all(|letter| letter.is_ascii_uppercase());
                    // "ten Katyusha *rockets*", "several *bombs*": behind a number or a name, a thing.
                    let counted = tag == Pos::Verb
                        && line.tokens[token].of(text).ends_with('s')
                        && token > 0
                        && matches!(line.pos(token - 1), Pos::Num | Pos::Propn | Pos::Adj)
                        && (0..token).any(|at| line.pos(at) == Pos::Verb);
                    if counted || tag == Pos::Verb && acronym && shouts_alone(text, line) {
                        nouns.push(token);
                    }
                    other = true;
                }
                _ => other = true,
            }
        });
        // "al-Shabaab *overran* a base": a past that is nothing else.
        if tag == Pos::Adp && verb == Some(Form::Past) && !other {
            verbs.push((token, Form::Past));
        }
        // "Gunmen *storm* a prison": a verb by what stands around it.
        if tag == Pos::Noun
            && verb == Some(Form::Base)
            && token > 0
            && matches!(line.pos(token + 1), Pos::Det | Pos::Num)
            && people.contains(&(token - 1))
        {
            verbs.push((token, Form::Base));
        }
        // "more than 40 *hurt* on Friday"
        if tag == Pos::Noun
            && state
            && !other
            && token > 0
            && (line.pos(token - 1) == Pos::Num || people.contains(&(token - 1)))
            && !matches!(line.pos(token + 1), Pos::Noun | Pos::Propn | Pos::Adj)
        {
            verbs.push((token, Form::Participle));
        }
        // "two men on a motorcycle *shot dead* a judge": words that only act together.
        if tag == Pos::Noun && several {
            verbs.push((token, Form::Past));
        }
        if tag == Pos::Noun
            && let Some(form @ (Form::Third | Form::Base)) = verb
            && (!other && form == Form::Third && before_object(text, line, token)
                || counts_people(text, line, token))
        {
            verbs.push((token, form));
        }
    }
    if verbs.is_empty()
        && let Some(token) = only_verb(text, codebook, line)
    {
        verbs.push((token, Form::Base));
    }
    let any = numbers || !verbs.is_empty() || !nouns.is_empty();
    for token in nouns {
        line.tags[token].pos = Pos::Noun;
    }
    for (token, form) in verbs {
        line.tags[token] = Tag {
            pos: Pos::Verb,
            form: match form {
                Form::Third => language::Form::PresentThird,
                Form::Past => language::Form::Past,
                Form::Participle => language::Form::PastParticiple,
                _ => language::Form::Base,
            },
        };
    }
    any
}

/// "kills *twelve* people": a number is no verb. True where one was put right.
fn numerals(text: &str, codebook: &Codebook, words: &[Word], line: &mut Laid) -> bool {
    let mut any = false;
    for first in 0..words.len() {
        let token = line.token_at(words[first].start);
        if line.pos(token) != Pos::Verb || line.tokens[token].of(text).len() < 3 {
            continue;
        }
        let mut number = false;
        codebook.phrases.starting_at(words, first, |found| {
            number |= found.after == first + 1 && matches!(found.value, Sense::Number(_));
        });
        if number {
            line.tags[token].pos = Pos::Num;
            any = true;
        }
    }
    any
}

/// "Five explosions *rock* Delhi", "Forces *launch* strikes": the one word that can be the verb of a
/// sentence in which the tagger found none.
fn only_verb(text: &str, codebook: &Codebook, line: &Laid) -> Option<usize> {
    let finite = |at: usize| {
        matches!(line.pos(at), Pos::Verb | Pos::Aux)
            && !matches!(
                line.form(at),
                language::Form::Ing | language::Form::PastParticiple
            )
    };
    if line.line != Line::Prose
        || line.tokens.len() < 5
        || line.tokens.last()?.of(text) != "."
        || (0..line.tags.len()).any(finite)
    {
        return None;
    }
    (1..line.tokens.len() - 1).find(|at| {
        let word = line.tokens[*at].of(text).to_lowercase();
        let listed = |list| codebook.words.listed(list, &word);
        line.pos(*at) == Pos::Noun
            && line.pos(*at - 1) == Pos::Noun
            && line.form(*at - 1) == language::Form::Plural
            && matches!(
                line.pos(*at + 1),
                Pos::Noun | Pos::Propn | Pos::Adj | Pos::Det | Pos::Num
            )
            && (listed(List::HappeningVerbs) || listed(List::LaunchingVerbs))
    })
}

/// A sentence with small letters: its capitals mean something.
fn shouts_alone(text: &str, line: &Laid) -> bool {
    line.span.of(text).chars().any(char::is_lowercase)
}

/// "An IED *explodes* on the avenue", "a bomb *injures* ten": a noun before, and behind it what a
/// verb is followed by; and no other verb that the sentence could have.
fn before_object(text: &str, line: &Laid, token: usize) -> bool {
    let subject = token > 0
        && matches!(
            line.pos(token - 1),
            Pos::Noun | Pos::Propn | Pos::Verb | Pos::Punct
        );
    let object = matches!(
        line.pos(token + 1),
        Pos::Adp | Pos::Num | Pos::Det | Pos::Propn | Pos::Adv
    );
    let finite = (0..line.tags.len()).any(|at| {
        at != token
            && matches!(line.pos(at), Pos::Verb | Pos::Aux)
            && matches!(
                line.form(at),
                language::Form::Past | language::Form::PresentThird | language::Form::Present
            )
    });
    subject && object && !finite && line.tokens[token].of(text).ends_with('s')
}

/// "a suicide bomber *kills* ten": nobody counts people right behind a noun.
fn counts_people(text: &str, line: &Laid, token: usize) -> bool {
    if token == 0 {
        return false;
    }
    let before = match line.pos(token - 1) {
        Pos::Noun | Pos::Propn | Pos::Adv | Pos::X => true,
        // "Gunmen kill six, injure ten"
        Pos::Cconj | Pos::Punct => (0..token - 1).any(|at| {
            line.pos(at) == Pos::Verb || line.pos(at) == Pos::Noun && line.pos(at + 1) == Pos::Num
        }),
        _ => false,
    };
    let next = token + 1;
    let word = |at: usize| {
        line.tokens
            .get(at)
            .map_or("", |token: &Token| token.of(text))
            .to_ascii_lowercase()
    };
    let counts = line.pos(next) == Pos::Num
        || matches!(
            word(next).as_str(),
            "over" | "nearly" | "dozens" | "scores" | "hundreds"
        )
        || matches!(
            (word(next).as_str(), word(next + 1).as_str()),
            ("at", "least" | "most") | ("more" | "fewer", "than") | ("up", "to")
        );
    before && counts
}

/// Whether the tags let the phrase be what it seems: a verb, a noun.
fn fits(codebook: &Codebook, line: &Laid, hit: &Hit) -> bool {
    let verbal = |token: usize| matches!(line.pos(token), Pos::Verb | Pos::Aux);
    let nominal = |token: usize| matches!(line.pos(token), Pos::Noun | Pos::Propn);
    match hit.sense {
        Sense::Trigger { trigger, form } => {
            let trigger = &codebook.triggers[usize::from(trigger)];
            match trigger.form {
                codebook::TriggerForm::Verb if hit.first == hit.last => {
                    let participle = matches!(form, Form::Past | Form::Participle)
                        && line.pos(hit.first) == Pos::Adj;
                    (verbal(hit.first) || participle) && !(form == Form::Base && nominal(hit.first))
                }
                codebook::TriggerForm::Verb => !nominal(hit.first) || form != Form::Base,
                codebook::TriggerForm::Noun => !verbal(hit.last) || hit.first != hit.last,
            }
        }
        Sense::Target {
            form: TermForm::Person,
            ..
        } => hit.first != hit.last || !verbal(hit.last),
        Sense::Target { .. } | Sense::Weapon { .. } => !verbal(hit.last),
        Sense::People { kind, .. } => kind != PersonNoun::Nobody || !verbal(hit.last),
        Sense::Cue { form, .. } => match form {
            Form::Past | Form::Participle | Form::Gerund | Form::Third | Form::Base => {
                !nominal(hit.first) || hit.first != hit.last
            }
            Form::Singular | Form::Plural => !verbal(hit.last),
            Form::Fixed => hit.first != hit.last || line.pos(hit.first) != Pos::Propn,
        },
        _ => true,
    }
}
