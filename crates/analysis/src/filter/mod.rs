//! The filter language: which incidents a figure is about.
//!
//! ```text
//! actor = 'Islamic State Khorasan Province' and date in 2022-04-17/2022-05-01
//! country in (AF, PK) and not (killed is told)
//! actor under 'islamic-state' and (target = diplomatic or text ~ 'embass*')
//! within 50 km of 'Kabul' and killed.high >= 10
//! ```
//!
//! [`GRAMMAR`] is the whole language. A filter is read once ([`str::parse`]), its names are
//! looked up once ([`Filter::bind`]), then every incident is asked ([`Bound::matches`]).
//! Mistakes, also names that nothing knows, are a [`Mistake`] with the place and what would
//! be right.

mod ask;
mod bind;
mod fields;
mod lexer;
mod parser;
mod print;

pub(crate) use ask::flag as flag_holds;
pub use bind::Bound;
pub use fields::{Flag, NumberField, TextField};

use crate::{Context, Mistake};
use model::When;
use std::str::FromStr;

/// The grammar of filters and what each test means, as printed by `annalist help filters`.
pub const GRAMMAR: &str = "\
filter  = test, joined by `and`, `or`, `not` and ( ); `and` binds closer than `or`

test    = FIELD = VALUE            the field has this value (any of its values, for lists)
        | FIELD != VALUE           it is told and has not
        | FIELD in (VALUE, …)      one of them;  FIELD not in (…): told and none of them
        | ACTOR under NAME         this actor or one under it;  ACTOR under (NAME, …)
        | FIELD ~ 'WORDS'          these words stand in it; * at a word's end is any ending
        | text ~ 'WORDS'           these words stand in the quotes of its reports
        | NUMBER >= 10             also = != < <= >; NUMBER.low, NUMBER.best, NUMBER.high
        | date in EDTF             shares a day with it
        | date within EDTF         lies wholly inside it
        | date before EDTF         ends before it;  date after EDTF: begins after it
        | within KM km of PLACE    surely so near; PLACE may be 'LATITUDE, LONGITUDE'
        | FIELD is told            somebody tells it;  FIELD is not told
        | FIELD is disputed        reports cannot all be right;  FIELD is not disputed
        | FLAG

FIELD   = id actor class type status country admin1 place site from_country target weapon
          attribution claimed_by denied_by source report
ACTOR   = actor claimed_by denied_by
NUMBER  = killed injured casualties killed_perpetrators arrested attackers
          independent_sources
FLAG    = suicide multiple disputed accepted located unlocated dated undated
VALUE   = 'a name' or \"a name\", the quote doubled inside; without quotes where it is one word
EDTF    = 2022-09-05, 2022-09, 2022, 202X, 2022-04-17/2022-05-01, 2022-09-19/.., 2022-09-19~

Names compare without case and accents. `actor` takes an id, a name or an alias of the
codebook, `country` a name or an ISO code. `place = 'Kabul'` also holds for a quarter of it
(`Wazir Akbar Khan, Kabul`). A comparison with a field that nobody tells is false, with != and
`not in` too; `not (…)` turns the answer round. NUMBER alone is NUMBER.best, the lower end of a
range. `within` counts a settlement or site by its centre, and anything vaguer only where all
of it lies inside.
";

/// A filter as a person wrote it, read but not yet looked up.
///
/// Prints in one fixed spelling, which reads as the same filter again.
///
/// ```
/// use analysis::Filter;
/// let filter: Filter = "TYPE=bombing AND killed>=10".parse().unwrap();
/// assert_eq!(filter.to_string(), "type = 'bombing' and killed >= 10");
/// let mistake = "actr = 'X'".parse::<Filter>().unwrap_err();
/// assert!(mistake.to_string().contains("did you mean `actor`?"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    source: String,
    expr: Expr,
}

impl Filter {
    /// Looks its names up.
    ///
    /// # Errors
    /// A country, place or code that the context does not know, with its place in the filter.
    /// An actor it does not know is compared as written, and noted in [`Bound::notes`].
    pub fn bind<'c>(&self, context: &'c dyn Context) -> Result<Bound<'c>, Mistake> {
        bind::bind(self, context)
    }

    /// What both allow.
    #[must_use]
    pub fn and(self, other: &Filter) -> Filter {
        let shift = self.source.len() + 5;
        Filter {
            source: format!("{} and {}", self.source, other.source),
            expr: Expr::all(vec![self.expr, other.expr.clone().moved(shift)]),
        }
    }
}

impl FromStr for Filter {
    type Err = Mistake;

    fn from_str(text: &str) -> Result<Self, Mistake> {
        let expr = parser::parse(text)?;
        Ok(Filter {
            source: text.to_owned(),
            expr,
        })
    }
}

/// A filter's tree.
#[derive(Debug, Clone, PartialEq)]
enum Expr {
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Not(Box<Expr>),
    Test(Test),
}

impl Expr {
    /// All of them; lists inside lists are laid flat, a list of one is that one.
    fn all(parts: Vec<Expr>) -> Expr {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Expr::All(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        if flat.len() == 1 {
            flat.remove(0)
        } else {
            Expr::All(flat)
        }
    }

    /// Any of them, laid flat likewise.
    fn any(parts: Vec<Expr>) -> Expr {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Expr::Any(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        if flat.len() == 1 {
            flat.remove(0)
        } else {
            Expr::Any(flat)
        }
    }

    /// The same with all words standing so many bytes later.
    fn moved(self, shift: usize) -> Expr {
        let list = |parts: Vec<Expr>| parts.into_iter().map(|part| part.moved(shift)).collect();
        match self {
            Expr::All(parts) => Expr::All(list(parts)),
            Expr::Any(parts) => Expr::Any(list(parts)),
            Expr::Not(inner) => Expr::Not(Box::new(inner.moved(shift))),
            Expr::Test(mut test) => {
                match &mut test {
                    Test::OneOf { values, .. } | Test::Under { values, .. } => {
                        for value in values {
                            value.at += shift;
                        }
                    }
                    Test::Near { place, .. } => place.at += shift,
                    Test::Like { words, .. } => words.at += shift,
                    Test::Flag(_) | Test::Is { .. } | Test::Number { .. } | Test::Date { .. } => {}
                }
                Expr::Test(test)
            }
        }
    }
}

/// A value as written, and where.
#[derive(Debug, Clone, Eq)]
struct Word {
    text: String,
    at: usize,
    len: usize,
}

/// Two words are the same wherever they stand.
impl PartialEq for Word {
    fn eq(&self, other: &Word) -> bool {
        self.text == other.text
    }
}

/// One question to an incident.
#[derive(Debug, Clone, PartialEq)]
enum Test {
    Flag(Flag),
    Is {
        subject: Subject,
        state: State,
        negated: bool,
    },
    OneOf {
        field: TextField,
        values: Vec<Word>,
        negated: bool,
    },
    Under {
        field: TextField,
        values: Vec<Word>,
    },
    Like {
        field: Option<TextField>,
        words: Word,
    },
    Number {
        field: NumberField,
        part: Part,
        compare: Compare,
        value: u64,
    },
    Date {
        relation: Relation,
        when: When,
    },
    Near {
        km: f64,
        place: Word,
    },
}

/// What may be told or disputed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Text(TextField),
    Number(NumberField),
    Date,
    Location,
}

impl Subject {
    fn word(self) -> &'static str {
        match self {
            Subject::Text(field) => field.word(),
            Subject::Number(field) => field.word(),
            Subject::Date => "date",
            Subject::Location => "location",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Told,
    Disputed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Low,
    Best,
    High,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compare {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Compare {
    const ALL: [(&'static str, Compare); 6] = [
        ("=", Compare::Equal),
        ("!=", Compare::Unequal),
        ("<", Compare::Less),
        ("<=", Compare::AtMost),
        (">", Compare::More),
        (">=", Compare::AtLeast),
    ];

    fn sign(self) -> &'static str {
        let found = Compare::ALL.iter().find(|(_, compare)| *compare == self);
        found.map_or("=", |(sign, _)| sign)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    In,
    Within,
    Before,
    After,
}

impl Relation {
    const ALL: [(&'static str, Relation); 4] = [
        ("in", Relation::In),
        ("within", Relation::Within),
        ("before", Relation::Before),
        ("after", Relation::After),
    ];

    fn word(self) -> &'static str {
        let found = Relation::ALL.iter().find(|(_, relation)| *relation == self);
        found.map_or("in", |(word, _)| word)
    }
}
