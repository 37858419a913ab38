//! Kinds of characters, as the tokenizer needs them.

/// What a character does in a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// White space: between tokens, never in one.
    Space,
    /// Letters, and what stands on or between them without being seen: accents, soft hyphens, joiners.
    Letter,
    /// 0 to 9.
    Digit,
    /// Straight, curly and modifier apostrophes, and the backtick that stands for one.
    Apostrophe,
    /// Everything else.
    Mark,
}

/// The kind of the character at a byte offset and its length in bytes; at the end of the text a space of length 0.
pub(crate) fn at(text: &str, offset: usize) -> (Kind, usize) {
    let Some(&byte) = text.as_bytes().get(offset) else {
        return (Kind::Space, 0);
    };
    if byte < 128 {
        return (ASCII[byte as usize], 1);
    }
    match text[offset..].chars().next() {
        Some(c) => (wide(c), c.len_utf8()),
        None => (Kind::Space, 0),
    }
}

/// The kind of the character that ends before a byte offset; at the start of the text a space.
pub(crate) fn before(text: &str, offset: usize) -> Kind {
    match text[..offset].chars().next_back() {
        Some(c) if c.is_ascii() => ASCII[c as usize],
        Some(c) => wide(c),
        None => Kind::Space,
    }
}

/// Whether a character is unseen or stands on the one before it, so that no token may begin there.
pub(crate) fn clings(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ad}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}')
}

fn wide(c: char) -> Kind {
    match c {
        '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{b4}' | '\u{ff07}' => Kind::Apostrophe,
        c if c.is_whitespace() => Kind::Space,
        c if c.is_alphanumeric() || clings(c) => Kind::Letter,
        _ => Kind::Mark,
    }
}

const ASCII: [Kind; 128] = {
    let mut kinds = [Kind::Mark; 128];
    let mut byte = 0u8;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b' ' | b'\t'..=b'\r' => Kind::Space,
            b'0'..=b'9' => Kind::Digit,
            b'A'..=b'Z' | b'a'..=b'z' => Kind::Letter,
            b'\'' | b'`' => Kind::Apostrophe,
            _ => Kind::Mark,
        };
        byte += 1;
    }
    kinds
};
