//! The words that tell of time: months, weekdays, units, feasts, and what "last" does.

use crate::words::NumberWord;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// What a small word does in a date expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeWord {
    /// "day".
    Day,
    /// "hour": too fine for a date, but a count of them may cross midnight.
    Hour,
    /// "week".
    Week,
    /// "weekend".
    Weekend,
    /// "fortnight".
    Fortnight,
    /// "month".
    Month,
    /// "quarter".
    Quarter,
    /// "half", as of a year.
    Half,
    /// "season".
    Season,
    /// "year".
    Year,
    /// "decade".
    Decade,
    /// "last": the one before that of publication.
    Last,
    /// "past": up to publication.
    Past,
    /// "this", "current".
    This,
    /// "next", "coming".
    Next,
    /// "previous": the one before the day told last.
    Previous,
    /// "following": the one after the day told last.
    Following,
    /// "same": the one told last.
    Same,
    /// "that": the one told last.
    That,
    /// "ago".
    Ago,
    /// "earlier".
    Earlier,
    /// "later".
    Later,
    /// "hence": counted from now.
    Hence,
    /// "today".
    Today,
    /// "yesterday".
    Yesterday,
    /// "tomorrow".
    Tomorrow,
    /// "now".
    Now,
    /// "early".
    Early,
    /// "mid", "middle".
    Mid,
    /// "late".
    Late,
    /// "beginning", "start".
    Beginning,
    /// "end".
    End,
    /// "morning", "night".
    PartOfDay,
    /// "since".
    Since,
    /// "until".
    Until,
    /// "before".
    Before,
    /// "after".
    After,
    /// "by".
    By,
    /// "from".
    From,
    /// "starting".
    Starting,
    /// "to", "through".
    To,
    /// "between".
    Between,
    /// "and".
    And,
    /// "or".
    Or,
    /// "around", "circa".
    Around,
    /// "the".
    The,
    /// "of".
    Of,
    /// "in".
    In,
    /// "on".
    On,
    /// "at".
    At,
    /// "for".
    For,
    /// "during", "throughout".
    During,
    /// "will": what follows is to come.
    Will,
    /// "few", "several": some three.
    Few,
    /// "couple".
    Couple,
    /// "every", "each": a habit, not one day.
    Every,
    /// Words behind which four digits are no year: "UTC", "hours", "km".
    NoYear,
}

/// A month, weekday or ordinal with its words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberedWords {
    /// January is 1, Monday is 1, "first" is 1.
    pub number: u8,
    /// The words, in lower case.
    #[serde(default)]
    pub words: Vec<String>,
    /// Short forms: these need a capital or a number beside them.
    #[serde(default)]
    pub short: Vec<String>,
    /// Words that are other words too ("may", "sun"): these need a capital.
    #[serde(default)]
    pub doubtful: Vec<String>,
}

/// How the year of a feast gives its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum FeastRule {
    /// A month and a day of the common calendar.
    Fixed(i8, i8),
    /// Month, weekday (Monday is 1), which one (-1 is the last).
    Weekday(i8, i8, i8),
    /// As `weekday`, so many days later: month, weekday, which one, days.
    WeekdayPlus(i8, i8, i8, i16),
    /// The weekday (Monday is 1) on a day or the first after it: month, day, weekday.
    OnOrAfter(i8, i8, i8),
    /// Days after Easter Sunday of the Western churches.
    Easter(i16),
    /// Days after Easter Sunday of the Eastern churches.
    OrthodoxEaster(i16),
    /// Month (Muharram is 1) and day of the Islamic year.
    Islamic(i8, i8),
    /// Month (Nisan is 1, Tishri 7) and day of the Jewish year, by day: the feast begins the evening before.
    Hebrew(i8, i8),
    /// As `hebrew`, moved where it would touch the Sabbath.
    HebrewMoved(i8, i8),
    /// Sign of the stars that the sun is in (Aries is 0), and the moon's house among 27 at sunrise in India.
    MoonHouse(i8, i8),
    /// Month and day of the Chinese year.
    Chinese(i8, i8),
    /// Month (Chaitra is 1, months ending with the new moon), day of the moon (1 to 30), and the hour
    /// of the day in India (0 to 24) at which the moon's day counts.
    Hindu(i8, i8, i8),
    /// Days after the day on which the sun enters a sign of the sidereal zodiac (Aries is 0), by India's clock.
    Sidereal(i8, i16),
    /// The day on which the sun reaches that many degrees from the spring equinox, by Iran's clock.
    Solar(i16),
}

/// A feast, holiday or remembrance day, by any of its names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feast {
    /// Its names, in lower case without apostrophes.
    pub words: Vec<String>,
    /// How its day is found.
    pub rule: FeastRule,
    /// How many days it lasts; one where absent.
    #[serde(default = "one")]
    pub days: i16,
}

fn one() -> i16 {
    1
}

/// The words of time of one language, as written in `codebook/words/`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// Months.
    #[serde(default, rename = "month")]
    pub months: Vec<NumberedWords>,
    /// Days of the week.
    #[serde(default, rename = "weekday")]
    pub weekdays: Vec<NumberedWords>,
    /// Seasons of the northern year: spring is 1, winter 4.
    #[serde(default, rename = "season")]
    pub seasons: Vec<NumberedWords>,
    /// Ordinal words.
    #[serde(default, rename = "ordinal")]
    pub ordinals: Vec<NumberedWords>,
    /// What the small words do.
    #[serde(default)]
    pub words: BTreeMap<TimeWord, Vec<String>>,
    /// Feasts.
    #[serde(default, rename = "feast")]
    pub feasts: Vec<Feast>,
}

impl Times {
    /// Adds those of another file.
    pub fn extend(&mut self, other: Times) {
        self.months.extend(other.months);
        self.weekdays.extend(other.weekdays);
        self.seasons.extend(other.seasons);
        self.ordinals.extend(other.ordinals);
        self.feasts.extend(other.feasts);
        for (word, list) in other.words {
            self.words.entry(word).or_default().extend(list);
        }
    }
}

/// How sure a month or weekday is to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Sure {
    /// The word is nothing else.
    #[default]
    Plain,
    /// A short form.
    Short,
    /// The word is another word too.
    Doubtful,
}

/// Everything that one word can be in a date expression. 0 where it is not that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeSense {
    /// Month, January is 1.
    pub month: u8,
    /// Weekday, Monday is 1.
    pub weekday: u8,
    /// Season, spring is 1.
    pub season: u8,
    /// Ordinal: "third" is 3.
    pub ordinal: u8,
    /// Number: "seven" is 7.
    pub number: u16,
    /// How sure the month or weekday is.
    pub sure: Sure,
    /// A feast's name may begin here.
    pub feast: bool,
    roles: u64,
}

impl TimeSense {
    /// A word that has nothing to do with time.
    pub const NONE: TimeSense = TimeSense {
        month: 0,
        weekday: 0,
        season: 0,
        ordinal: 0,
        number: 0,
        sure: Sure::Plain,
        feast: false,
        roles: 0,
    };

    /// True where the word does that.
    pub fn is(self, word: TimeWord) -> bool {
        self.roles & (1 << word as u64) != 0
    }

    /// True where the word has nothing to do with time.
    pub fn is_none(self) -> bool {
        self == TimeSense::NONE
    }
}

/// The words of time as one table.
#[derive(Debug, Default)]
pub struct TimeTable {
    words: HashMap<String, TimeSense>,
    feasts: HashMap<String, Vec<(Vec<String>, usize)>>,
}

impl TimeTable {
    /// Builds the table. Where a word is told twice, its senses add up.
    pub fn new(times: &Times, numbers: &[NumberWord]) -> Self {
        let mut table = TimeTable::default();
        for number in numbers {
            let exact = number.max == Some(number.min) && !number.word.contains(' ');
            if let (true, Ok(value @ 1..)) = (exact, u16::try_from(number.min)) {
                table.at(&number.word).number = value;
            }
        }
        for (list, kind) in [
            (&times.months, 0),
            (&times.weekdays, 1),
            (&times.seasons, 2),
            (&times.ordinals, 3),
        ] {
            for entry in list {
                for (words, sure) in [
                    (&entry.words, Sure::Plain),
                    (&entry.short, Sure::Short),
                    (&entry.doubtful, Sure::Doubtful),
                ] {
                    for word in words {
                        let sense = table.at(word);
                        sense.sure = sense.sure.max(sure);
                        match kind {
                            0 => sense.month = entry.number,
                            1 => sense.weekday = entry.number,
                            2 => sense.season = entry.number,
                            _ => sense.ordinal = entry.number,
                        }
                    }
                }
            }
        }
        for (word, list) in &times.words {
            for text in list {
                table.at(text).roles |= 1 << *word as u64;
            }
        }
        for (index, feast) in times.feasts.iter().enumerate() {
            for name in &feast.words {
                let mut words = name.split(' ').map(str::to_owned);
                let first = words.next().unwrap_or_default();
                table.at(&first).feast = true;
                table
                    .feasts
                    .entry(first)
                    .or_default()
                    .push((words.collect(), index));
            }
        }
        table
    }

    fn at(&mut self, word: &str) -> &mut TimeSense {
        self.words.entry(word.to_owned()).or_default()
    }

    /// What a word, in lower case, can be.
    pub fn sense(&self, word: &str) -> TimeSense {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// The feasts whose names begin with a word: the further words of the name, and the feast's number
    /// in [`Times::feasts`].
    pub fn feasts(&self, word: &str) -> &[(Vec<String>, usize)] {
        self.feasts.get(word).map_or(&[], Vec::as_slice)
    }
}
