//! Tokens and sentences: byte ranges into a text.

/// One word or mark, as the Universal Dependencies count words: "don't" is the two tokens "do" and "n't".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// First byte in the text.
    pub start: u32,
    /// Byte after the last one.
    pub end: u32,
    /// Whether it is the second half of a written word, as the "n't" of "don't" and the "'s" of "Kabul's".
    pub joined: bool,
}

impl Token {
    /// The words of the token, out of the text it was found in.
    ///
    /// ```
    /// let text = "Mortars fell.";
    /// let sentences = language::sentences(text);
    /// assert_eq!(sentences[0].tokens[0].of(text), "Mortars");
    /// ```
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        slice(text, self.start, self.end)
    }
}

/// A sentence, a headline or a line of a list: never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// First byte of the first token.
    pub start: u32,
    /// Byte after the last token.
    pub end: u32,
    /// Its tokens in order; they do not overlap and leave out nothing but white space.
    pub tokens: Vec<Token>,
}

impl Sentence {
    /// The words of the sentence, out of the text it was found in.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        slice(text, self.start, self.end)
    }
}

/// The part of a text, or nothing where the text is another than the one the offsets were made for.
fn slice(text: &str, start: u32, end: u32) -> &str {
    text.get(start as usize..end as usize).unwrap_or("")
}
