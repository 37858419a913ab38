//! Figures, and the units written to them.

use super::{Reader, lower};
use crate::abbreviations::follows_number;
use crate::characters::{Kind, at, before};

impl Reader<'_> {
    pub(super) fn number(&mut self, start: usize, end: usize) -> usize {
        let mut last = self.figures(start, end);
        let letters = self.letters(last, end);
        if letters > last {
            let unit = lower(&self.text[last..letters]).into_owned();
            let bare = unit.split(['\'', '’']).next().unwrap_or("");
            if matches!(bare, "st" | "nd" | "rd" | "th" | "s") {
                return self.split(start, letters);
            }
            let money = before(self.text, start) == Kind::Mark
                && self.text[..start].ends_with(['$', '€', '£']);
            let amount = follows_number(&unit)
                && (money || unit != "m" && unit != "k" || self.byte(last).is_ascii_lowercase());
            if amount || money || letters - last > 3 && unit.bytes().all(|b| b.is_ascii_lowercase())
            {
                self.push(start, last, false);
                return last;
            }
            let dotted = matches!(&*unit, "a" | "p") && self.initials(last, end) > last + 2;
            if dotted {
                self.push(start, last, false);
                return self.push(last, self.initials(last, end), false);
            }
            last = self.file_name(start, end).max(letters);
            return self.split(start, last);
        }
        if matches!(self.kind(last), Kind::Apostrophe)
            && last > start
            && self.bytes[last - 1] == b'0'
        {
            let length = at(self.text, last).1;
            if self.byte(last + length) == b's'
                && !matches!(self.kind(last + length + 1), Kind::Letter | Kind::Digit)
            {
                return self.push(start, last + length + 1, false);
            }
        }
        self.push(start, last, false)
    }

    /// "1,200", "7.62", "10:30", "9/11", "16/10/2004", "713-853-3989": the end of the figures from here on.
    pub(super) fn figures(&self, start: usize, end: usize) -> usize {
        let digits = |from: usize| {
            (from..end)
                .find(|&i| !self.bytes[i].is_ascii_digit())
                .unwrap_or(end)
        };
        let mut last = digits(start);
        let mut hyphens = Vec::new();
        while last + 1 < end && self.bytes[last + 1].is_ascii_digit() {
            match self.bytes[last] {
                b'.' | b',' | b':' | b'/' => {}
                b'-' => hyphens.push(last),
                _ => break,
            }
            last = digits(last + 1);
        }
        match hyphens[..] {
            [] | [_, _, ..] => last,
            // A telephone number or a date of three parts stays whole, a range is three tokens.
            [only] if last - only == 5 && only >= start + 3 && only - start != 4 => last,
            [only] => only,
        }
    }
}
