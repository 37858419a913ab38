use super::Key;
use crate::{Context, Flag, TextField, nearest};
use model::ActorRef;
use std::fmt;
use std::str::FromStr;

/// What a table counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// A field of names or codes.
    Text(TextField),
    /// Something an incident is or is not.
    Flag(Flag),
    /// How exactly the place is known.
    Precision,
    /// Calendar day.
    Day,
    /// ISO week, from Monday.
    Week,
    /// Calendar month.
    Month,
    /// Calendar year.
    Year,
}

impl By {
    /// All there are, in the order in which help lists them.
    pub fn all() -> Vec<By> {
        let fields = TextField::ALL.into_iter().filter(|f| *f != TextField::Id);
        let flags = [
            Flag::Suicide,
            Flag::Multiple,
            Flag::Disputed,
            Flag::Accepted,
        ];
        fields
            .map(By::Text)
            .chain([By::Precision, By::Day, By::Week, By::Month, By::Year])
            .chain(flags.map(By::Flag))
            .collect()
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            By::Text(field) => field.word(),
            By::Flag(flag) => flag.word(),
            By::Precision => "precision",
            By::Day => "day",
            By::Week => "week",
            By::Month => "month",
            By::Year => "year",
        }
    }

    /// True for calendar periods, whose rows stand in time order.
    pub fn is_time(self) -> bool {
        matches!(self, By::Day | By::Week | By::Month | By::Year)
    }
}

/// What a value of a field is filed under.
pub(super) fn key(field: TextField, value: &ActorRef, context: &dyn Context) -> Key {
    if value.person {
        return Key::told("(a private person)", "(a private person)");
    }
    if let Some(id) = &value.id {
        let name = context.name_of(field, id);
        return Key::told(id, name.as_deref().unwrap_or(&value.name));
    }
    if field.is_actor() {
        let folded = crate::fold(&value.name);
        return Key::told(&folded, &folded);
    }
    let name = context.name_of(field, &value.name);
    Key::told(&value.name, name.as_deref().unwrap_or(&value.name))
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl By {
    /// A field by its word, where a period is asked for: what is no field at all is answered with
    /// the periods that there are.
    ///
    /// # Errors
    /// What would be right.
    pub fn asked_as_period(text: &str) -> Result<By, String> {
        let periods = ["day", "week", "month", "year"];
        text.parse().map_err(|_| {
            let word = text.trim().to_lowercase();
            match nearest(&word, periods) {
                Some(near) => format!("`{text}` is no period: did you mean `{near}`?"),
                None => format!("`{text}` is no period: use day, week, month or year"),
            }
        })
    }
}

impl FromStr for By {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let word = text.trim().to_lowercase();
        let all = By::all();
        if let Some(by) = all.iter().find(|by| by.word() == word) {
            return Ok(*by);
        }
        if let Some(field) = TextField::of(&word).filter(|field| *field != TextField::Id) {
            return Ok(By::Text(field));
        }
        if word == "date" {
            return Err("count by `day`, `week`, `month` or `year`".to_owned());
        }
        let words: Vec<&str> = all.iter().map(|by| by.word()).collect();
        Err(match nearest(&word, words.iter().copied()) {
            Some(near) => format!("cannot count by `{text}`: did you mean `{near}`?"),
            None => format!("cannot count by `{text}`: use one of {}", words.join(", ")),
        })
    }
}
