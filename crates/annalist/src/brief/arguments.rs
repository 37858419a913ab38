//! What stands behind a figure's name: values, fields, nouns, numbers.

use super::template::{Arg, Call, Piece, Source, read};
use super::writer::{Writer, blocks};
use analysis::{By, Mistake, NumberField, nearest};
use std::collections::BTreeSet;

impl Writer<'_> {
    pub(super) fn filled(&self, arg: &Arg) -> Result<String, Mistake> {
        self.fill(arg, str::to_owned)
    }

    /// Values inside a filter stand inside its quotes, so their own quotes are doubled.
    pub(super) fn filled_filter(&self, arg: &Arg) -> Result<String, Mistake> {
        self.fill(arg, |value| value.replace('\'', "''"))
    }

    /// The argument's value with each `{name}` replaced.
    fn fill(&self, arg: &Arg, put: impl Fn(&str) -> String) -> Result<String, Mistake> {
        let mut out = String::new();
        let mut at = 0;
        let text = arg.value.as_str();
        while let Some(open) = text[at..].find('{').map(|offset| at + offset) {
            let Some(close) = text[open..].find('}').map(|offset| open + offset) else {
                break;
            };
            let name = &text[open + 1..close];
            let Some(value) = self.values.get(name) else {
                let start = arg.value_at.start;
                let problem = format!("no value `{name}` is given");
                let hint = format!(
                    "give one (--set {name}=…), or put {{{{default {name}=\"…\"}}}} at the top"
                );
                return Err(self
                    .source
                    .mistake(&(start + open..start + close + 1), problem, hint));
            };
            out.push_str(&text[at..open]);
            out.push_str(&put(value));
            at = close + 1;
        }
        out.push_str(&text[at..]);
        Ok(out)
    }

    pub(super) fn nouns(&self, call: &Call) -> Result<Option<(String, String)>, Mistake> {
        let Some(noun) = call.arg("noun") else {
            return match call.arg("plural") {
                Some(arg) => {
                    let hint = "give both: noun=\"attack\" plural=\"attacks\"";
                    Err(self
                        .source
                        .mistake(&arg.key_at, "`plural` needs a `noun`", hint))
                }
                None => Ok(None),
            };
        };
        let one = self.filled(noun)?;
        let many = match call.arg("plural") {
            Some(plural) => self.filled(plural)?,
            None => format!("{one}s"),
        };
        Ok(Some((one, many)))
    }

    pub(super) fn number_field(&self, call: &Call) -> Result<NumberField, Mistake> {
        let fields = NumberField::ALL
            .into_iter()
            .filter(|field| field.field().is_some());
        let words: Vec<&str> = fields.map(NumberField::word).collect();
        let Some(arg) = call.words().next() else {
            let hint = format!("write {{{{sum killed}}}}; there are {}", words.join(", "));
            return Err(self
                .source
                .mistake(&call.at, "what to add up is missing", hint));
        };
        let known = NumberField::of(&arg.value).filter(|field| field.field().is_some());
        known.ok_or_else(|| {
            let hint = match nearest(&arg.value, words.iter().copied()) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("use one of {}", words.join(", ")),
            };
            let problem = format!("`{}` cannot be added up", arg.value);
            self.source.mistake(&arg.value_at, problem, hint)
        })
    }

    pub(super) fn count_arg(
        &self,
        call: &Call,
        key: &str,
        otherwise: usize,
    ) -> Result<usize, Mistake> {
        let Some(arg) = call.arg(key) else {
            return Ok(otherwise);
        };
        let count = arg.value.parse().ok().filter(|count| *count > 0);
        count.ok_or_else(|| {
            let problem = format!("`{}` is not a number from 1", arg.value);
            self.source
                .mistake(&arg.value_at, problem, format!("write {key}=5"))
        })
    }

    pub(super) fn newest(&self, call: &Call) -> Result<bool, Mistake> {
        match call.arg("order") {
            None => Ok(false),
            Some(arg) if arg.value == "oldest" => Ok(false),
            Some(arg) if arg.value == "newest" => Ok(true),
            Some(arg) => {
                let problem = format!("unknown order `{}`", arg.value);
                let hint = "write order=oldest or order=newest";
                Err(self.source.mistake(&arg.value_at, problem, hint))
            }
        }
    }

    /// The fields of an argument, comma between them; `otherwise` where it is not given.
    pub(super) fn fields(
        &self,
        call: &Call,
        key: &str,
        otherwise: Option<&str>,
    ) -> Result<Vec<By>, Mistake> {
        let Some(arg) = call.arg(key) else {
            let words = otherwise.into_iter();
            return Ok(words.filter_map(|word| word.parse().ok()).collect());
        };
        let text = self.filled(arg)?;
        let one = |word: &str| {
            word.parse::<By>().map_err(|problem| {
                let (problem, hint) = problem.split_once(": ").unwrap_or((&problem, ""));
                self.source.mistake(&arg.value_at, problem, hint)
            })
        };
        text.split(',').map(one).collect()
    }

    /// The one calendar period of an argument: day, week, month or year.
    pub(super) fn step(&self, call: &Call, key: &str, otherwise: By) -> Result<By, Mistake> {
        let Some(arg) = call.arg(key) else {
            return Ok(otherwise);
        };
        match self.fields(call, key, None)?.as_slice() {
            [by] if by.is_time() => Ok(*by),
            _ => {
                let problem = format!("`{}` is no calendar period", arg.value);
                let hint = "write day, week, month or year";
                Err(self.source.mistake(&arg.value_at, problem, hint))
            }
        }
    }

    /// A whole number within bounds.
    pub(super) fn whole(
        &self,
        call: &Call,
        key: &str,
        otherwise: u64,
        bounds: std::ops::RangeInclusive<u64>,
    ) -> Result<u64, Mistake> {
        let Some(arg) = call.arg(key) else {
            return Ok(otherwise);
        };
        let text = self.filled(arg)?;
        let number = text.trim().parse().ok();
        number
            .filter(|number| bounds.contains(number))
            .ok_or_else(|| {
                let problem = format!(
                    "`{text}` is not a number from {} to {}",
                    bounds.start(),
                    bounds.end()
                );
                let hint = format!("write {key}={otherwise}");
                self.source.mistake(&arg.value_at, problem, hint)
            })
    }

    /// `yes` or `no`.
    pub(super) fn yes(&self, call: &Call, key: &str) -> Result<bool, Mistake> {
        let Some(arg) = call.arg(key) else {
            return Ok(false);
        };
        match self.filled(arg)?.trim() {
            "yes" => Ok(true),
            "no" => Ok(false),
            other => {
                let problem = format!("`{other}` is neither yes nor no");
                let hint = format!("write {key}=yes");
                Err(self.source.mistake(&arg.value_at, problem, hint))
            }
        }
    }
}

/// The names of the values that a template takes: those with a default, those printed, those put into an
/// argument. `None` where it cannot be read.
pub fn names_in(template: &str) -> Option<BTreeSet<String>> {
    let source = Source {
        name: "",
        text: template,
    };
    let mut names = BTreeSet::new();
    for piece in read(&source).ok()? {
        let Piece::Call(call) = piece else {
            continue;
        };
        if call.name == "default" {
            names.extend(call.args.into_iter().map(|arg| arg.key));
            continue;
        }
        let figure = blocks().any(|name| name == call.name) || call.name.contains('.');
        if !figure {
            names.insert(call.name);
        }
        for arg in &call.args {
            let parts = arg.value.split('{').skip(1);
            let inside = parts.filter_map(|part| part.split_once('}'));
            names.extend(inside.map(|(name, _)| name.to_owned()));
        }
    }
    Some(names)
}
