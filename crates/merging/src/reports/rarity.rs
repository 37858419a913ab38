//! How rare a word is.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// The table as shipped: words and in how many reports each stands.
const SHIPPED: &str = include_str!("../../../../models/common-words.tsv");

/// How rare words are, in bits: log2 of reports by reports that hold the word. A word that is not
/// listed is as rare as the rarest listed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rarity {
    bits: HashMap<String, f64>,
    rarest: f64,
}

impl Rarity {
    /// The table in this binary.
    pub fn shipped() -> &'static Rarity {
        static TABLE: LazyLock<Rarity> = LazyLock::new(|| Rarity::read(SHIPPED));
        &TABLE
    }

    /// Reads lines `word<tab>reports`; the first line is `*<tab>all reports`.
    pub fn read(text: &str) -> Self {
        let mut lines = text.lines().filter_map(|line| {
            let (word, reports) = line.split_once('\t')?;
            Some((word, reports.trim().parse::<f64>().ok()?))
        });
        let all = lines.next().map_or(1.0, |(_, all)| all);
        let mut rarity = Rarity::default();
        for (word, reports) in lines {
            let bits = (all / reports.max(1.0)).log2();
            rarity.rarest = rarity.rarest.max(bits);
            rarity.bits.insert(word.to_owned(), bits);
        }
        rarity
    }

    /// Writes what [`read`](Self::read) reads, sorted by word; words in fewer than `least`
    /// reports are left out.
    pub fn write<'w>(
        all: usize,
        words: impl Iterator<Item = (&'w str, u32)>,
        least: u32,
    ) -> String {
        let mut words: Vec<(&str, u32)> = words.filter(|(_, reports)| *reports >= least).collect();
        words.sort_unstable();
        let mut text = format!("*\t{all}\n");
        for (word, reports) in words {
            let _ = writeln!(text, "{word}\t{reports}");
        }
        text
    }

    /// How rare a word is.
    pub fn bits(&self, word: &str) -> f64 {
        self.bits.get(word).copied().unwrap_or(self.rarest)
    }
}
