use model::Estimate;
use serde::Serialize;
use std::fmt;

/// Figures of several incidents added up, with how many of them tell one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Sum {
    /// Incidents that tell a figure.
    pub told: usize,
    /// Sum of the lowest figures.
    pub low: u64,
    /// Sum of the figures one would print.
    pub best: u64,
    /// Sum of the highest figures as far as told.
    pub high: u64,
    /// A figure among them is open above ("at least four"): `high` is not a ceiling.
    pub open: bool,
    /// A figure among them is said to be about.
    pub approx: bool,
}

impl Sum {
    /// Adds an incident's figure; one that is not told changes nothing.
    pub fn add(&mut self, estimate: Option<Estimate>) {
        let Some(estimate) = estimate.filter(|estimate| !estimate.is_empty()) else {
            return;
        };
        self.told += 1;
        self.low = self.low.saturating_add(estimate.low());
        self.best = self.best.saturating_add(estimate.best());
        self.high = self.high.saturating_add(estimate.high());
        self.open |= estimate.max.is_none();
        self.approx |= estimate.approx;
    }

    /// What remains without some of the incidents in it.
    #[must_use]
    pub(crate) fn less(&self, part: &Sum) -> Sum {
        Sum {
            told: self.told - part.told.min(self.told),
            low: self.low.saturating_sub(part.low),
            best: self.best.saturating_sub(part.best),
            high: self.high.saturating_sub(part.high),
            open: self.open,
            approx: self.approx,
        }
    }

    /// The sum as one estimate; `None` where nobody tells a figure.
    pub fn estimate(&self) -> Option<Estimate> {
        (self.told > 0).then(|| Estimate {
            min: Some(self.low),
            max: (!self.open).then_some(self.high),
            approx: self.approx,
        })
    }

    /// `low`, `best` and `high` as table cells; `–` where nobody tells a figure.
    pub fn cells(&self) -> [String; 3] {
        self.figures().map(|figure| figure.to_string())
    }

    pub(super) fn figures(&self) -> [Figure; 3] {
        if self.told == 0 {
            return [Figure::None; 3];
        }
        let high = if self.open {
            Figure::AtLeast(self.high)
        } else {
            Figure::Of(self.high)
        };
        [Figure::Of(self.low), Figure::Of(self.best), high]
    }
}

/// A figure of a table.
#[derive(Debug, Clone, Copy)]
pub(super) enum Figure {
    None,
    Of(u64),
    AtLeast(u64),
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Figure::None => f.write_str("–"),
            Figure::Of(figure) => figure.fmt(f),
            Figure::AtLeast(figure) => write!(f, "{figure}+"),
        }
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.estimate() {
            Some(estimate) => estimate.fmt(f),
            None => f.write_str("–"),
        }
    }
}
