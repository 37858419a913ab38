//! Words and breaks to plain text: the one place that decides where lines end.
//!
//! Readers of marked-up formats tell it what they meet; it squeezes white space, puts one
//! blank line between paragraphs, `- ` before list items and ` | ` between table cells.

/// Plain text in the making.
#[derive(Debug, Default)]
pub(super) struct Layout {
    text: String,
    /// White space owed before the next word.
    owed: Owed,
    /// Depth of open lists.
    lists: usize,
    /// Depth of open table rows; inside one, breaks are spaces.
    rows: usize,
    /// Whether the open row has had a cell.
    cells: usize,
    /// Whether line ends in the words are kept (`<pre>`, code).
    keeps_lines: bool,
    /// A list mark was written last, so the next paragraph stays on its line.
    after_mark: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owed {
    #[default]
    Nothing,
    Space,
    Line,
    Paragraph,
}

impl Layout {
    /// Words as they come, with any white space.
    pub fn words(&mut self, words: &str) {
        if self.keeps_lines {
            self.words_with_lines(words);
            return;
        }
        let mut rest = words;
        while !rest.is_empty() {
            let word_end = rest.find(is_space).unwrap_or(rest.len());
            if word_end > 0 {
                self.push(&rest[..word_end]);
                rest = &rest[word_end..];
            }
            let space_end = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
            if space_end > 0 {
                self.space();
                rest = &rest[space_end..];
            }
        }
    }

    /// Words whose line ends count.
    pub fn lines(&mut self, words: &str) {
        let before = std::mem::replace(&mut self.keeps_lines, true);
        self.words(words);
        self.keeps_lines = before;
    }

    fn words_with_lines(&mut self, words: &str) {
        for (at, line) in words.split('\n').enumerate() {
            if at > 0 {
                self.line();
            }
            let line = line.trim_end();
            if line.is_empty() {
                if at > 0 {
                    self.paragraph();
                }
            } else {
                self.push(line);
            }
        }
    }

    fn push(&mut self, word: &str) {
        let word = word.trim_matches(['\u{200b}', '\u{feff}', '\u{ad}']);
        if word.is_empty() {
            return;
        }
        let owed = std::mem::take(&mut self.owed);
        if !self.text.is_empty() && !self.after_mark {
            self.text.push_str(match owed {
                Owed::Nothing => "",
                Owed::Space => " ",
                Owed::Line => "\n",
                Owed::Paragraph => "\n\n",
            });
        }
        self.after_mark = false;
        if word.contains('\u{ad}') {
            self.text.push_str(&word.replace('\u{ad}', ""));
        } else {
            self.text.push_str(word);
        }
    }

    /// A space, unless a break is owed already.
    pub fn space(&mut self) {
        self.owe(Owed::Space);
    }

    /// The end of a line.
    pub fn line(&mut self) {
        self.owe(Owed::Line);
    }

    /// The end of a paragraph.
    pub fn paragraph(&mut self) {
        self.owe(if self.lists > 0 {
            Owed::Line
        } else {
            Owed::Paragraph
        });
    }

    fn owe(&mut self, owed: Owed) {
        let owed = if self.rows > 0 { Owed::Space } else { owed };
        self.owed = self.owed.max(owed);
    }

    /// A list starts or ends.
    pub fn list(&mut self, starts: bool) {
        self.paragraph();
        self.lists = if starts {
            self.lists + 1
        } else {
            self.lists.saturating_sub(1)
        };
        self.paragraph();
    }

    /// A list item starts.
    pub fn item(&mut self) {
        self.line();
        self.mark("- ");
    }

    /// A mark before the words of a line, which stay on it.
    pub fn mark(&mut self, mark: &str) {
        if self.after_mark {
            // An item whose first child is a list: one mark is enough.
            return;
        }
        self.push(mark);
        self.after_mark = true;
    }

    /// A table row starts or ends.
    pub fn row(&mut self, starts: bool) {
        if starts {
            self.line();
            self.rows += 1;
            self.cells = 0;
        } else {
            self.rows = self.rows.saturating_sub(1);
            self.line();
        }
    }

    /// A table cell starts.
    pub fn cell(&mut self) {
        if self.cells > 0 {
            self.space();
            self.push("|");
            self.space();
        }
        self.cells += 1;
    }

    /// Whether line ends in the words are kept.
    pub fn keep_lines(&mut self, keep: bool) {
        self.keeps_lines = keep;
    }

    /// How much is written, for [`Layout::since`].
    pub fn written(&self) -> usize {
        self.text.len()
    }

    /// What was written since then.
    pub fn since(&self, written: usize) -> &str {
        self.text.get(written..).unwrap_or("")
    }

    /// The text.
    pub fn finish(self) -> String {
        self.text
    }
}

/// Every white space but the no-break ones keeps its word apart; those become spaces too,
/// so that words read the same in every format.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\0'
}
