//! Reading a template: Markdown with figures between `{{` and `}}`.

use analysis::{Mistake, nearest};
use std::collections::BTreeSet;
use std::ops::Range;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Markdown, as it stands.
    Text(String),
    /// Something to work out.
    Call(Call),
}

/// `{{name word key="value"}}`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What is asked for.
    pub name: String,
    /// Bytes of the name.
    pub at: Range<usize>,
    /// Bytes of all of it, braces and all.
    pub whole: Range<usize>,
    /// Words and `key=value` pairs, in order; a bare word has no key.
    pub args: Vec<Arg>,
}

/// A word or a `key=value` of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arg {
    /// The key; empty for a bare word.
    pub key: String,
    /// Bytes of the key, or of the bare word.
    pub key_at: Range<usize>,
    /// The value, or the bare word.
    pub value: String,
    /// Bytes of the value, without quotes.
    pub value_at: Range<usize>,
}

/// A template's text and name, for mistakes.
pub struct Source<'t> {
    /// File name.
    pub name: &'t str,
    /// All of it.
    pub text: &'t str,
}

impl Source<'_> {
    /// A mistake at these bytes.
    pub fn mistake(
        &self,
        at: &Range<usize>,
        problem: impl Into<String>,
        hint: impl Into<String>,
    ) -> Mistake {
        Mistake::new(self.name, self.text, at.clone(), problem, hint)
    }
}

/// Cuts a template into text and calls. `\{{` is two braces as text.
pub fn read(source: &Source<'_>) -> Result<Vec<Piece>, Mistake> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut at = 0;
    while let Some(offset) = source.text[at..].find("{{") {
        let open = at + offset;
        let before = &source.text[at..open];
        if let Some(before) = before.strip_suffix('\\') {
            text.push_str(before);
            text.push_str("{{");
            at = open + 2;
            continue;
        }
        text.push_str(before);
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        let mut reader = Reader {
            source,
            open,
            at: open + 2,
        };
        pieces.push(Piece::Call(reader.call()?));
        at = reader.at;
    }
    text.push_str(&source.text[at..]);
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}

struct Reader<'s> {
    source: &'s Source<'s>,
    open: usize,
    at: usize,
}

impl Reader<'_> {
    fn call(&mut self) -> Result<Call, Mistake> {
        self.skip_space();
        let at = self.word();
        if at.is_empty() {
            return Err(self.wrong("a figure's name is missing here", "for instance {{count}}"));
        }
        let mut call = Call {
            name: self.source.text[at.clone()].to_owned(),
            at,
            whole: self.open..self.open,
            args: Vec::new(),
        };
        loop {
            self.skip_space();
            if self.rest().starts_with("}}") {
                self.at += 2;
                call.whole.end = self.at;
                return Ok(call);
            }
            call.args.push(self.arg()?);
        }
    }

    fn arg(&mut self) -> Result<Arg, Mistake> {
        let key_at = self.word();
        if key_at.is_empty() {
            return Err(self.unclosed());
        }
        let key = self.source.text[key_at.clone()].to_owned();
        self.skip_space();
        if !self.rest().starts_with('=') {
            return Ok(Arg {
                key: String::new(),
                value: key,
                value_at: key_at.clone(),
                key_at,
            });
        }
        self.at += 1;
        self.skip_space();
        let value_at = self.value(&key)?;
        Ok(Arg {
            key,
            key_at,
            value: self.source.text[value_at.clone()].to_owned(),
            value_at,
        })
    }

    /// A value in `"…"` or `'…'`, or one bare word.
    fn value(&mut self, key: &str) -> Result<Range<usize>, Mistake> {
        let quote = self.rest().chars().next();
        if let Some(quote @ ('"' | '\'')) = quote {
            let start = self.at + 1;
            let Some(len) = self.source.text[start..].find(quote) else {
                let at = self.at..start;
                let hint = format!("end the value with {quote}");
                return Err(self.source.mistake(&at, "this quote is never closed", hint));
            };
            self.at = start + len + 1;
            return Ok(start..start + len);
        }
        let at = self.word();
        if at.is_empty() {
            let hint = format!("write {key}=\"…\"");
            return Err(self.wrong("a value is missing here", hint));
        }
        Ok(at)
    }

    fn word(&mut self) -> Range<usize> {
        let rest = self.rest();
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ',' | '.' | '/');
        let len = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let start = self.at;
        self.at += len;
        start..self.at
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn rest(&self) -> &str {
        &self.source.text[self.at..]
    }

    fn unclosed(&self) -> Mistake {
        if !self.rest().contains("}}") {
            let at = self.open..self.open + 2;
            let hint = "end the figure with }}, or write \\{{ for two braces";
            return self
                .source
                .mistake(&at, "this figure is never closed", hint);
        }
        let hint = "a figure is written {{name key=\"value\"}}";
        self.wrong("this is neither a word nor }}", hint)
    }

    fn wrong(&self, problem: &str, hint: impl Into<String>) -> Mistake {
        let len = self.rest().chars().next().map_or(0, char::len_utf8);
        self.source
            .mistake(&(self.at..self.at + len), problem, hint)
    }
}

impl Call {
    /// The argument of that key.
    pub fn arg(&self, key: &str) -> Option<&Arg> {
        self.args.iter().find(|arg| arg.key == key)
    }

    /// The bare words.
    pub fn words(&self) -> impl Iterator<Item = &Arg> {
        self.args.iter().filter(|arg| arg.key.is_empty())
    }

    /// A mistake where a key is unknown or given twice, or where there are more bare words
    /// than `words`.
    pub fn check(
        &self,
        source: &Source<'_>,
        keys: &[&'static str],
        words: usize,
    ) -> Result<(), Mistake> {
        let mut seen = BTreeSet::new();
        for arg in self.args.iter().filter(|arg| !arg.key.is_empty()) {
            if !keys.contains(&arg.key.as_str()) {
                let problem = format!("`{}` takes no `{}`", self.name, arg.key);
                let hint = match nearest(&arg.key, keys.iter().copied()) {
                    Some(key) => format!("did you mean `{key}`?"),
                    None => format!("it takes {}", keys.join(", ")),
                };
                return Err(source.mistake(&arg.key_at, problem, hint));
            }
            if !seen.insert(arg.key.as_str()) {
                let problem = format!("`{}` is given twice", arg.key);
                return Err(source.mistake(&arg.key_at, problem, "keep one of them"));
            }
        }
        if let Some(arg) = self.words().nth(words) {
            let problem = format!("`{}` means nothing here", arg.value);
            let hint = match keys {
                [] => "take it out".to_owned(),
                keys => format!("`{}` takes {}", self.name, keys.join(", ")),
            };
            return Err(source.mistake(&arg.key_at, problem, hint));
        }
        Ok(())
    }
}
