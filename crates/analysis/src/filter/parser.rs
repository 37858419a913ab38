//! Recursive descent, one function a line of the grammar.

use super::lexer::{Placed, Token, lex};
use super::{
    Compare, Expr, Flag, NumberField, Part, Relation, State, Subject, Test, TextField, Word,
};
use crate::{Mistake, nearest};
use model::{Attribution, Status, When};

/// Parentheses and `not`s inside one another; more is no filter a person wrote.
const DEEPEST: usize = 64;

/// Reads a whole filter.
pub(super) fn parse(source: &str) -> Result<Expr, Mistake> {
    let mut parser = Parser {
        source,
        tokens: lex(source)?,
        next: 0,
        depth: 0,
    };
    let expr = parser.any()?;
    match parser.peek() {
        Token::End => Ok(expr),
        Token::Sign(")") => {
            Err(parser.here("nothing was opened that `)` could close", "take it out"))
        }
        _ => Err(parser.here(
            "the filter goes on after its end",
            "join tests with `and` or `or`, and write names of several words in quotes",
        )),
    }
}

struct Parser<'s> {
    source: &'s str,
    tokens: Vec<Placed>,
    next: usize,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Expr, Mistake> {
        let mut parts = vec![self.all()?];
        while self.take_word("or") {
            parts.push(self.all()?);
        }
        Ok(Expr::any(parts))
    }

    fn all(&mut self) -> Result<Expr, Mistake> {
        let mut parts = vec![self.not()?];
        while self.take_word("and") {
            parts.push(self.not()?);
        }
        Ok(Expr::all(parts))
    }

    fn not(&mut self) -> Result<Expr, Mistake> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.here(
                "too many parentheses inside one another",
                "write it flatter, with lists: type in ('raid', 'arrest')",
            ));
        }
        let expr = if self.take_word("not") {
            Expr::Not(Box::new(self.not()?))
        } else if self.take_sign("(") {
            let inner = self.any()?;
            self.expect_sign(
                ")",
                "close the group with `)`, or join tests with `and` or `or`",
            )?;
            inner
        } else {
            Expr::Test(self.test()?)
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn test(&mut self) -> Result<Test, Mistake> {
        let Token::Word(written) = self.peek().clone() else {
            return Err(self.here(
                "a test is missing here",
                "write for instance country = 'AF', killed >= 10 or date in 2022-09",
            ));
        };
        let (name, part) = match written.split_once('.') {
            Some((name, part)) => (name.to_lowercase(), Some(part.to_lowercase())),
            None => (written.to_lowercase(), None),
        };
        if let Some(field) = NumberField::of(&name) {
            let part = self.part(part.as_deref())?;
            self.next += 1;
            return self.number(field, part);
        }
        if part.is_some() {
            return Err(self.here(
                format!("`{written}` has no parts"),
                "only numbers have .low, .best and .high: killed.high >= 10",
            ));
        }
        if let Some(field) = TextField::of(&name) {
            self.next += 1;
            return self.text(field);
        }
        if let Some(flag) = Flag::of(&name) {
            self.next += 1;
            return self.flag(flag);
        }
        match name.as_str() {
            "text" => {
                self.next += 1;
                self.words_in(None)
            }
            "date" => {
                self.next += 1;
                self.date()
            }
            "location" => {
                self.next += 1;
                self.expect_word(
                    "is",
                    "`location` can only be told or disputed: location is told",
                )?;
                self.is(Subject::Location)
            }
            "within" => {
                self.next += 1;
                self.near()
            }
            _ => Err(self.here(format!("unknown field `{written}`"), guess(&name))),
        }
    }

    fn part(&self, part: Option<&str>) -> Result<Part, Mistake> {
        match part {
            None | Some("best") => Ok(Part::Best),
            Some("low" | "min") => Ok(Part::Low),
            Some("high" | "max") => Ok(Part::High),
            Some(other) => Err(self.here(
                format!("a number has no part `{other}`"),
                "use .low, .best or .high",
            )),
        }
    }

    fn number(&mut self, field: NumberField, part: Part) -> Result<Test, Mistake> {
        if self.take_word("is") {
            return self.is(Subject::Number(field));
        }
        let found = match self.peek() {
            Token::Sign(sign) => Compare::ALL.iter().find(|(known, _)| known == sign),
            _ => None,
        };
        let Some((_, compare)) = found else {
            let word = field.word();
            return Err(self.here(
                format!("`{word}` is compared with a number"),
                format!("write {word} >= 10 (also = != < <= >), or {word} is told"),
            ));
        };
        self.next += 1;
        let value = match self.peek() {
            Token::Figure(text) => text.parse().ok(),
            _ => None,
        };
        let Some(value) = value else {
            return Err(self.here("a whole number is missing here", "write digits only: 10"));
        };
        self.next += 1;
        Ok(Test::Number {
            field,
            part,
            compare: *compare,
            value,
        })
    }

    fn text(&mut self, field: TextField) -> Result<Test, Mistake> {
        if self.take_word("is") {
            return self.is(Subject::Text(field));
        }
        if matches!(self.peek(), Token::Sign("~")) {
            return self.words_in(Some(field));
        }
        if self.take_sign("=") {
            let values = vec![self.value(field)?];
            return Ok(one_of(field, values, false));
        }
        if self.take_sign("!=") {
            let values = vec![self.value(field)?];
            return Ok(one_of(field, values, true));
        }
        let negated = self.take_word("not");
        if self.take_word("in") {
            let values = self.list(field)?;
            return Ok(one_of(field, values, negated));
        }
        if !negated && field.is_actor() && self.take_word("under") {
            let values = if matches!(self.peek(), Token::Sign("(")) {
                self.list(field)?
            } else {
                vec![self.value(field)?]
            };
            return Ok(Test::Under { field, values });
        }
        let word = field.word();
        let hint = if field.is_actor() {
            format!(
                "write {word} = 'A', {word} in ('A', 'B'), {word} under 'A' or {word} ~ 'words'"
            )
        } else {
            format!("write {word} = 'A', {word} != 'A', {word} in ('A', 'B') or {word} ~ 'words'")
        };
        Err(self.here(format!("`{word}` is compared with a value"), hint))
    }

    /// `( VALUE , … )`
    fn list(&mut self, field: TextField) -> Result<Vec<Word>, Mistake> {
        let word = field.word();
        self.expect_sign("(", &format!("write a list: {word} in ('A', 'B')"))?;
        let mut values = vec![self.value(field)?];
        while self.take_sign(",") {
            values.push(self.value(field)?);
        }
        self.expect_sign(")", "put a comma between values and `)` after the last")?;
        Ok(values)
    }

    fn value(&mut self, field: TextField) -> Result<Word, Mistake> {
        let placed = self.tokens[self.next].clone();
        let text = match placed.token {
            Token::Quoted(text) | Token::Word(text) | Token::Figure(text)
                if !text.trim().is_empty() =>
            {
                text
            }
            _ => {
                let example = format!("write it in quotes: {} = 'A'", field.word());
                return Err(self.here("a value is missing here", example));
            }
        };
        let word = Word {
            text,
            at: placed.at,
            len: placed.len,
        };
        self.next += 1;
        self.check_code(field, &word)?;
        Ok(word)
    }

    /// Status and attribution have fixed words, whatever the codebook.
    fn check_code(&self, field: TextField, word: &Word) -> Result<(), Mistake> {
        let codes: Vec<&str> = match field {
            TextField::Status => [
                Status::Completed,
                Status::Failed,
                Status::Foiled,
                Status::Threatened,
            ]
            .map(Status::word)
            .to_vec(),
            TextField::Attribution => [
                Attribution::Claimed,
                Attribution::Attributed,
                Attribution::Suspected,
            ]
            .map(Attribution::word)
            .to_vec(),
            _ => return Ok(()),
        };
        super::bind::known_code(self.source, field, word, &codes)
    }

    /// `~ 'WORDS'`
    fn words_in(&mut self, field: Option<TextField>) -> Result<Test, Mistake> {
        let name = field.map_or("text", TextField::word);
        self.expect_sign("~", &format!("search it for words: {name} ~ 'embassy'"))?;
        let placed = self.tokens[self.next].clone();
        let text = match placed.token {
            Token::Quoted(text) | Token::Word(text) | Token::Figure(text) => text,
            _ => String::new(),
        };
        if crate::words::pattern(&text).is_empty() {
            return Err(self.here(
                "words to look for are missing here",
                format!("write {name} ~ 'embassy' or {name} ~ 'embass*'"),
            ));
        }
        self.next += 1;
        let words = Word {
            text,
            at: placed.at,
            len: placed.len,
        };
        Ok(Test::Like { field, words })
    }

    fn flag(&mut self, flag: Flag) -> Result<Test, Mistake> {
        if matches!(self.peek(), Token::Sign("=" | "!=")) {
            let word = flag.word();
            return Err(self.here(
                format!("`{word}` stands alone"),
                format!("write {word} or not {word}"),
            ));
        }
        Ok(Test::Flag(flag))
    }

    fn is(&mut self, subject: Subject) -> Result<Test, Mistake> {
        let negated = self.take_word("not");
        let state = if self.take_word("told") {
            State::Told
        } else if self.take_word("disputed") {
            State::Disputed
        } else {
            let word = subject.word();
            return Err(self.here(
                "`is` asks whether a field is told or disputed",
                format!("write {word} is told, {word} is not told or {word} is disputed"),
            ));
        };
        Ok(Test::Is {
            subject,
            state,
            negated,
        })
    }

    fn date(&mut self) -> Result<Test, Mistake> {
        if self.take_word("is") {
            return self.is(Subject::Date);
        }
        let hint = "write date in 2022-09 (shares a day), date within 2022-09 (wholly inside), \
                    date before 2022-09 or date after 2022-09";
        let found = match self.peek() {
            Token::Word(word) => {
                let word = word.to_lowercase();
                Relation::ALL.into_iter().find(|(known, _)| *known == word)
            }
            _ => None,
        };
        let Some((_, relation)) = found else {
            return Err(self.here("a date is asked for with in, within, before or after", hint));
        };
        self.next += 1;
        let (Token::Figure(text) | Token::Quoted(text) | Token::Word(text)) = self.peek() else {
            return Err(self.here("a date is missing here", hint));
        };
        let text = text.trim();
        let when: When = text.parse().map_err(|_| {
            if let Some((first, last)) = turned_round(text) {
                let problem = format!("`{text}` ends before it begins");
                return self.here(problem, format!("write {last}/{first}"));
            }
            let short =
                "write 2022-09-05, 2022-09, 2022, 202X, 2022-04-17/2022-05-01 or 2022-09-19/..";
            self.here(format!("`{text}` is not a date"), short)
        })?;
        self.next += 1;
        Ok(Test::Date { relation, when })
    }

    /// `KM km of PLACE`
    fn near(&mut self) -> Result<Test, Mistake> {
        let hint = "write within 50 km of 'Kabul'";
        let (km, unit) = match self.peek() {
            Token::Figure(text) => {
                let bare = text.strip_suffix("km");
                (bare.unwrap_or(text).parse::<f64>().ok(), bare.is_none())
            }
            _ => (None, true),
        };
        let Some(km) = km.filter(|km| km.is_finite() && *km > 0.0 && *km <= 20_100.0) else {
            return Err(self.here("a distance in kilometres is missing here", hint));
        };
        self.next += 1;
        if unit {
            self.expect_word("km", hint)?;
        }
        self.expect_word("of", hint)?;
        let placed = self.tokens[self.next].clone();
        let (Token::Quoted(text) | Token::Word(text)) = placed.token else {
            return Err(self.here("a place is missing here", hint));
        };
        self.next += 1;
        let place = Word {
            text,
            at: placed.at,
            len: placed.len,
        };
        Ok(Test::Near { km, place })
    }

    fn peek(&self) -> &Token {
        &self.tokens[self.next].token
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found =
            matches!(self.peek(), Token::Word(written) if written.eq_ignore_ascii_case(word));
        self.next += usize::from(found);
        found
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(written) if *written == sign);
        self.next += usize::from(found);
        found
    }

    fn expect_word(&mut self, word: &str, hint: &str) -> Result<(), Mistake> {
        if self.take_word(word) {
            return Ok(());
        }
        Err(self.here(format!("`{word}` is missing here"), hint))
    }

    fn expect_sign(&mut self, sign: &str, hint: &str) -> Result<(), Mistake> {
        if self.take_sign(sign) {
            return Ok(());
        }
        Err(self.here(format!("`{sign}` is missing here"), hint))
    }

    /// A mistake at the next token.
    fn here(&self, problem: impl Into<String>, hint: impl Into<String>) -> Mistake {
        let placed = &self.tokens[self.next];
        let at = placed.at..placed.at + placed.len;
        Mistake::new("filter", self.source, at, problem, hint)
    }
}

fn one_of(field: TextField, values: Vec<Word>, negated: bool) -> Test {
    Test::OneOf {
        field,
        values,
        negated,
    }
}

/// The field that was meant, or all there are.
fn guess(name: &str) -> String {
    let mut words: Vec<&str> = TextField::ALL.iter().map(|field| field.word()).collect();
    words.extend(NumberField::ALL.iter().map(|field| field.word()));
    words.extend(["date", "location", "text", "within"]);
    words.extend(Flag::ALL.iter().map(|flag| flag.word()));
    match nearest(name, words.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("use one of {}", words.join(", ")),
    }
}

/// Both ends of an interval whose end comes first.
fn turned_round(text: &str) -> Option<(&str, &str)> {
    let (first, last) = text.split_once('/')?;
    let read = |text: &str| text.trim().parse::<When>().ok();
    (read(first)?.first? > read(last)?.last?).then_some((first.trim(), last.trim()))
}
