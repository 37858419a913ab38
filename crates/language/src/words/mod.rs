//! Text to tokens, by the conventions of the English treebanks: "Al-Shabaab's 5km" is Al, -, Shabaab, 's, 5, km.

mod addresses;
mod numbers;

use crate::abbreviations::{Stop, abbreviation, halves, keeps_hyphen, opens_sentence};
use crate::characters::{Kind, at, before, clings};
use crate::token::Token;

/// Every token of a text, in order. Texts beyond 4 GiB are read up to there.
pub(crate) fn words(text: &str) -> Vec<Token> {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        tokens: Vec::with_capacity(text.len() / 5 + 1),
        quoted: false,
    };
    let limit = u32::MAX as usize - 8;
    let mut offset = 0;
    while offset < text.len() && offset < limit {
        let (kind, length) = at(text, offset);
        if kind == Kind::Space {
            offset += length;
        } else {
            offset = reader.chunk(offset);
        }
    }
    reader.tokens
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    tokens: Vec<Token>,
    /// Whether a single quotation mark is open.
    quoted: bool,
}

impl Reader<'_> {
    /// Reads up to the next white space and returns where it stands.
    fn chunk(&mut self, start: usize) -> usize {
        let end = self.chunk_end(start);
        let mut offset = start;
        let holds_address =
            self.bytes[start..end].contains(&b'@') || self.text[start..end].contains("://");
        while offset < end {
            if holds_address
                && (offset == start || matches!(self.bytes[offset - 1], b'<' | b'(' | b'[' | b'"'))
            {
                let after = self.address(offset, end);
                if after > offset {
                    offset = after;
                    continue;
                }
            }
            let (kind, length) = at(self.text, offset);
            offset = match kind {
                Kind::Letter => self.word(offset, end),
                Kind::Digit => self.number(offset, end),
                Kind::Apostrophe => self.apostrophe(offset, end),
                Kind::Mark => self.mark(offset, end),
                Kind::Space => offset + length.max(1),
            };
        }
        end
    }

    fn chunk_end(&self, start: usize) -> usize {
        let mut offset = start;
        loop {
            let (kind, length) = at(self.text, offset);
            if kind == Kind::Space {
                return offset;
            }
            offset += length;
        }
    }

    fn push(&mut self, start: usize, end: usize, joined: bool) -> usize {
        if start < end {
            self.tokens.push(Token {
                start: start as u32,
                end: end as u32,
                joined,
            });
        }
        end
    }

    fn kind(&self, offset: usize) -> Kind {
        at(self.text, offset).0
    }

    fn byte(&self, offset: usize) -> u8 {
        self.bytes.get(offset).copied().unwrap_or(b' ')
    }

    /// The end of the letters, digits, inner apostrophes and underscores from here on.
    fn letters(&self, start: usize, end: usize) -> usize {
        let mut offset = start;
        while offset < end {
            let (kind, length) = at(self.text, offset);
            let goes_on = match kind {
                Kind::Letter | Kind::Digit => true,
                Kind::Apostrophe => {
                    self.byte(offset) != b'`' && self.kind(offset + length) == Kind::Letter
                }
                Kind::Mark => match self.bytes[offset] {
                    b'_' => matches!(self.kind(offset + 1), Kind::Letter | Kind::Digit),
                    b'&' => {
                        self.byte(offset + 1).is_ascii_uppercase()
                            && self.byte(offset - 1).is_ascii_uppercase()
                    }
                    _ => false,
                },
                Kind::Space => false,
            };
            if !goes_on {
                break;
            }
            offset += length;
        }
        offset
    }

    fn word(&mut self, start: usize, end: usize) -> usize {
        let mut last = self.letters(start, end);
        while self.byte(last) == b'-'
            && last + 1 < end
            && matches!(self.kind(last + 1), Kind::Letter | Kind::Digit)
            && keeps_hyphen(&lower(&self.text[start..last]))
        {
            last = self.letters(last + 1, end);
        }
        if last == end {
            return self.split(start, last);
        }
        match self.bytes[last] {
            b'.' => self.stopped(start, last, end),
            b'$' if last - start <= 2 && self.byte(last + 1).is_ascii_digit() => {
                self.push(start, last + 1, false)
            }
            _ => self.split(start, last),
        }
    }

    /// A word with a full stop behind: an abbreviation, initials, a file name, or the end of a sentence.
    fn stopped(&mut self, start: usize, last: usize, end: usize) -> usize {
        let dotted = self.initials(start, end);
        if dotted > last + 1 {
            return self.push(start, dotted, false);
        }
        let name = self.file_name(start, end);
        if name > last {
            return self.push(start, name, false);
        }
        let word = lower(&self.text[start..last]);
        let next = self.kind(last + 1);
        if next == Kind::Letter
            && matches!(&*word, "ph" | "m")
            && last + 3 <= end
            && matches!(self.byte(last + 1), b'D' | b'S')
        {
            let scientist = self.letters(last + 1, end);
            return self.push(
                start,
                scientist + usize::from(self.byte(scientist) == b'.'),
                false,
            );
        }
        let keep = match abbreviation(&word) {
            Some(Stop::Inside) => next != Kind::Letter || self.byte(start).is_ascii_uppercase(),
            Some(Stop::BeforeNumber) => {
                matches!(at(self.text, self.next_chunk(last + 1)).0, Kind::Digit)
            }
            Some(Stop::Maybe) => {
                next != Kind::Letter
                    && (self.byte(start).is_ascii_uppercase()
                        || !matches!(&*word, "co" | "va" | "al"))
            }
            None => last - start == 1 && self.is_initial(start, last + 1),
        };
        if keep {
            self.push(start, last + 1, false)
        } else {
            self.split(start, last)
        }
    }

    /// "U.S.", "a.m", "J.K.": single letters with full stops; the end of them.
    fn initials(&self, start: usize, end: usize) -> usize {
        let mut offset = start;
        while offset < end
            && self.byte(offset).is_ascii_alphabetic()
            && self.byte(offset + 1) == b'.'
        {
            offset += 2;
        }
        let alone = offset < end
            && self.byte(offset).is_ascii_alphabetic()
            && !matches!(self.kind(offset + 1), Kind::Letter | Kind::Digit);
        if offset > start && alone {
            offset + 1
        } else {
            offset
        }
    }

    /// A capital with a full stop that stands for a name: "George W. Bush", but not "vitamin C. The".
    fn is_initial(&self, start: usize, after: usize) -> bool {
        if !self.byte(start).is_ascii_alphabetic() {
            return false;
        }
        let line_start = self.text[..start]
            .chars()
            .rev()
            .find(|&c| c != ' ')
            .is_none_or(|c| c == '\n');
        if line_start {
            return self.kind(after) == Kind::Space;
        }
        if !self.byte(start).is_ascii_uppercase() {
            return false;
        }
        let next = self.next_chunk(after);
        let word = &self.text[next..self.letters(next, self.chunk_end(next))];
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        capital
            && !opens_sentence(&lower(word))
            && !(self.byte(start) == b'I'
                && before(self.text, start) == Kind::Space
                && word.len() > 1
                && self.follows_lower(start))
    }

    /// Whether the word before an offset begins in lower case.
    fn follows_lower(&self, offset: usize) -> bool {
        self.tokens.last().is_some_and(|t| {
            t.end as usize <= offset && t.of(self.text).starts_with(char::is_lowercase)
        })
    }

    fn next_chunk(&self, offset: usize) -> usize {
        let mut offset = offset;
        loop {
            let (kind, length) = at(self.text, offset);
            if kind != Kind::Space || length == 0 {
                return offset;
            }
            offset += length;
        }
    }

    /// Splits what is written as one word into the words it holds, and keeps them.
    fn split(&mut self, start: usize, end: usize) -> usize {
        let word = &self.text[start..end];
        if !word.bytes().any(|b| b == b'\'' || b == b'`' || b >= 128) {
            let cut = if (2..=9).contains(&word.len()) {
                halves(&lower(word))
            } else {
                0
            };
            if cut > 0 {
                self.push(start, start + cut, false);
                return self.push(start + cut, end, true);
            }
            return self.push(start, end, false);
        }
        let cut = clitic(word);
        if cut == 0 {
            return self.push(start, end, false);
        }
        self.split(start, start + cut);
        self.push(start + cut, end, true)
    }

    fn apostrophe(&mut self, start: usize, end: usize) -> usize {
        let length = at(self.text, start).1;
        let after = start + length;
        let glued = before(self.text, start) != Kind::Space;
        if glued {
            let last = self.letters(after, end);
            if matches!(
                &*lower(&self.text[after..last]),
                "s" | "re" | "ve" | "ll" | "d" | "m"
            ) {
                return self.push(start, last, true);
            }
        }
        if self.byte(after) == self.byte(start) && length == 1 {
            return self.push(start, after + 1, false);
        }
        if !glued {
            let last = self.letters(after, end);
            let rest = &self.text[after..last];
            let year = rest.len() >= 2
                && rest.bytes().take(2).all(|b| b.is_ascii_digit())
                && rest.bytes().skip(2).all(|b| b == b's');
            if year || matches!(&*lower(rest), "em" | "s" | "cause" | "til") {
                return self.push(start, last, false);
            }
            self.quoted = true;
            return self.push(start, after, false);
        }
        let possessive = !self.quoted && self.text[..start].ends_with(['s', 'S', 'z', 'x']);
        self.quoted &= possessive;
        self.push(start, after, possessive)
    }

    /// Marks: one token each, but for runs as "...", "--", "?!" and "***".
    fn mark(&mut self, start: usize, end: usize) -> usize {
        let first = self.bytes[start];
        let run =
            |same: &dyn Fn(u8) -> bool| (start..end).find(|&i| !same(self.bytes[i])).unwrap_or(end);
        let last = match first {
            b'.' if self.byte(start + 1).is_ascii_digit()
                && before(self.text, start) != Kind::Letter =>
            {
                self.figures(start + 1, end)
            }
            b'.' | b'!' | b'?' => run(&|b| matches!(b, b'.' | b'!' | b'?')),
            b'+' if self.byte(start + 1).is_ascii_digit()
                && before(self.text, start) == Kind::Space =>
            {
                self.figures(start + 1, end)
            }
            b'-' | b'*' | b'_' | b'~' | b'$' | b'+' | b'#' | b'<' | b'>' | b'|' => {
                run(&|b| b == first)
            }
            b':' | b';' if before(self.text, start) == Kind::Space => self.face(start, end),
            b'=' if self.byte(start + 1) == b')' => self.face(start, end),
            b'=' => run(&|b| b == first),
            _ => start + at(self.text, start).1,
        };
        let mut last = last;
        while let Some(c) = self.text[last..end].chars().next().filter(|&c| clings(c)) {
            last += c.len_utf8();
        }
        self.push(start, last, false)
    }

    /// A face such as ":-)" alone between spaces.
    fn face(&self, start: usize, end: usize) -> usize {
        let face = matches!(
            &self.text[start..end],
            ":)" | ":(" | ":-)" | ":-(" | ";)" | ";-)" | ":D" | ":P" | "=)"
        );
        if face { end } else { start + 1 }
    }
}

/// Where "n't", "'s", "'re", "'ve", "'ll", "'d" or "'m" begins in a word; 0 where it has none.
fn clitic(word: &str) -> usize {
    let Some((cut, mark)) = word
        .char_indices()
        .rev()
        .find(|&(_, c)| matches!(c, '\'' | '’' | '`' | 'ʼ' | '´'))
    else {
        return 0;
    };
    let ending = &word[cut + mark.len_utf8()..];
    match &*lower(ending) {
        "s" | "re" | "ve" | "ll" | "d" | "m" => cut,
        "t" if cut > 1 && matches!(word.as_bytes()[cut - 1], b'n' | b'N') => cut - 1,
        _ => 0,
    }
}

/// The lower-cased word, without a copy where it is so already.
fn lower(word: &str) -> std::borrow::Cow<'_, str> {
    if word.bytes().any(|b| b.is_ascii_uppercase() || b >= 128) {
        word.to_lowercase().into()
    } else {
        word.into()
    }
}
