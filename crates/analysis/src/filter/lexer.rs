use crate::Mistake;

/// A piece of a filter's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word without quotes: a field, a keyword, a one-word value.
    Word(String),
    /// A number or a date.
    Figure(String),
    /// A quoted value, unquoted.
    Quoted(String),
    /// A sign: `= != < <= > >= ~ ( ) , .`
    Sign(&'static str),
    /// The end of the text.
    End,
}

/// A token and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub token: Token,
    pub at: usize,
    pub len: usize,
}

const SIGNS: [&str; 10] = ["!=", "<=", ">=", "=", "<", ">", "~", "(", ")", ","];

/// Cuts a filter into tokens; the last is always [`Token::End`].
pub(super) fn lex(source: &str) -> Result<Vec<Placed>, Mistake> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(letter) = source[at..].chars().next() {
        if letter.is_whitespace() {
            at += letter.len_utf8();
            continue;
        }
        let (token, len) = next(source, at, letter)?;
        tokens.push(Placed { token, at, len });
        at += len;
    }
    tokens.push(Placed {
        token: Token::End,
        at: source.len(),
        len: 0,
    });
    Ok(tokens)
}

/// The token that begins at `at`, and its length in bytes.
fn next(source: &str, at: usize, letter: char) -> Result<(Token, usize), Mistake> {
    let rest = &source[at..];
    if letter == '\'' || letter == '"' {
        return quoted(source, at, letter);
    }
    if letter.is_ascii_digit() || rest.starts_with("..") {
        let len = run(rest, |c| {
            c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '~' | '?' | '%')
        });
        return Ok((Token::Figure(rest[..len].to_owned()), len));
    }
    if letter.is_alphabetic() || letter == '_' {
        let len = run(rest, |c| {
            c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
        });
        return Ok((Token::Word(rest[..len].to_owned()), len));
    }
    if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
        let len = if rest.starts_with("==") {
            2
        } else {
            sign.len()
        };
        return Ok((Token::Sign(sign), len));
    }
    let hint = match letter {
        '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»' => {
            "write names in straight quotes: 'Kabul'"
        }
        '&' => "write `and`",
        '|' => "write `or`",
        '!' => "write `not`, or `!=`",
        '[' | ']' | '{' | '}' => "write lists and groups with ( and )",
        '-' => "numbers are not negative; write coordinates in quotes: '-1.28, 36.82'",
        _ => "a filter is made of fields, values, = != < <= > >= ~ ( ) and the words and, or, not",
    };
    let problem = format!("`{letter}` means nothing here");
    let end = at + letter.len_utf8();
    Err(Mistake::new("filter", source, at..end, problem, hint))
}

fn run(text: &str, part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !part(c)).unwrap_or(text.len())
}

/// A quoted value; the quote doubled stands for itself.
fn quoted(source: &str, at: usize, quote: char) -> Result<(Token, usize), Mistake> {
    let mut value = String::new();
    let mut letters = source[at + 1..].char_indices().peekable();
    while let Some((offset, letter)) = letters.next() {
        if letter != quote {
            value.push(letter);
        } else if letters.peek().is_some_and(|(_, next)| *next == quote) {
            letters.next();
            value.push(quote);
        } else {
            return Ok((Token::Quoted(value), offset + 2));
        }
    }
    let problem = "this quote is never closed";
    let hint = format!("end the value with {quote}");
    Err(Mistake::new("filter", source, at..at + 1, problem, hint))
}
