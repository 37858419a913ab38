//! The printed lines of a PDF page, with the blank lines that the eye sees between them.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

/// One printed line.
#[derive(Debug, Default, Clone)]
pub(super) struct Line {
    words: String,
    /// Size of its first letter, in points.
    size: f64,
    /// Distance down from the line before; negative where the page goes up again.
    drop: Option<f64>,
}

/// Collects the lines of one page from its letters.
#[derive(Debug, Default)]
pub(super) struct Lines {
    done: Vec<Line>,
    /// Where the last letter ended, and its line stood.
    end: f64,
    height: f64,
    size: f64,
    /// Height of the last line with words.
    before: Option<f64>,
    starts_word: bool,
}

impl Lines {
    /// The lines with words.
    pub fn finish(mut self) -> Vec<Line> {
        self.close_line();
        self.done
    }

    /// How many letters there are.
    pub fn letters(&self) -> usize {
        self.done
            .iter()
            .flat_map(|line| line.words.chars())
            .filter(|c| c.is_alphabetic())
            .count()
    }

    /// Ends the last line, or drops it if it has no words.
    fn close_line(&mut self) {
        let Some(line) = self.done.last_mut() else {
            return;
        };
        if line.words.trim().is_empty() {
            self.done.pop();
            return;
        }
        line.drop = self.before.map(|before| before - self.height);
        self.before = Some(self.height);
    }
}

impl OutputDev for Lines {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        letter: &str,
    ) -> Result<(), OutputError> {
        let (x, y) = (place.m31, place.m32);
        let size = font_size.abs() * (place.m11 * place.m22 - place.m12 * place.m21).abs().sqrt();
        let moved = (y - self.height).abs() > self.size.max(size) * 0.5;
        if self.done.is_empty() || self.starts_word && moved {
            self.close_line();
            self.done.push(Line {
                size,
                ..Line::default()
            });
            self.height = y;
            self.size = size;
        } else if let Some(line) = self.done.last_mut()
            && self.starts_word
            && (x > self.end + size * 0.1 || x + size < self.end)
        {
            line.words.push(' ');
        }
        if let Some(line) = self.done.last_mut() {
            line.words.push_str(letter);
        }
        self.starts_word = false;
        self.end = x + width * size;
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.starts_word = true;
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// The pages as text: a blank line where the gap is wider than between lines of a
/// paragraph, or the letters change their size.
pub(super) fn text(pages: &[Vec<Line>]) -> Vec<String> {
    let usual = usual_gap(pages);
    pages.iter().map(|page| page_text(page, usual)).collect()
}

fn page_text(page: &[Line], usual: f64) -> String {
    let mut text = String::new();
    for (at, line) in page.iter().enumerate() {
        if at > 0 {
            let wide = gap(&page[at - 1], line).is_some_and(|gap| gap > usual * 1.25);
            let resized = !same_size(&page[at - 1], line);
            text.push_str(if wide || resized { "\n\n" } else { "\n" });
        }
        text.push_str(&line.words);
    }
    text
}

/// The gap before `line` in sizes of its letters.
fn gap(before: &Line, line: &Line) -> Option<f64> {
    let size = before.size.max(line.size);
    line.drop
        .filter(|drop| *drop > 0.0 && size > 0.0)
        .map(|drop| drop / size)
}

fn same_size(one: &Line, other: &Line) -> bool {
    (one.size - other.size).abs() <= one.size.max(other.size) * 0.12
}

/// The gap between lines of a paragraph: the narrowest that is no rarity.
fn usual_gap(pages: &[Vec<Line>]) -> f64 {
    let mut gaps: Vec<i64> = pages
        .iter()
        .flat_map(|page| page.windows(2))
        .filter(|pair| same_size(&pair[0], &pair[1]))
        .filter_map(|pair| gap(&pair[0], &pair[1]))
        .filter(|gap| (0.8..3.0).contains(gap))
        .map(|gap| (gap * 10.0).round() as i64)
        .collect();
    gaps.sort_unstable();
    let enough = gaps.len().div_ceil(7);
    gaps.chunk_by(|one, other| one == other)
        .find(|same| same.len() >= enough)
        .map_or(1.3, |same| same[0] as f64 / 10.0)
}
