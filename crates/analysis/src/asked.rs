use crate::tally::Caption;
use crate::{Bound, Columns, Context, TextField, days};
use model::Precision;

/// The incidents that a question is about, and how they were chosen.
///
/// Every question takes one of these, so that a filter and a policy mean the same to all.
pub struct Asked<'a> {
    /// All incidents.
    pub columns: &'a Columns,
    /// Those that are meant, in the record's order.
    pub rows: Vec<u32>,
    /// What is looked up elsewhere.
    pub context: &'a dyn Context,
    /// What the answer is about and what it leaves out.
    pub caption: Caption,
    /// First and last day that the filter allows; open where it leaves them open.
    pub(crate) bounds: (i32, i32),
    /// Rows of answers list their incidents. Of a million, that takes longer than counting.
    pub with_ids: bool,
}

impl<'a> Asked<'a> {
    /// The incidents that a filter means; all without one.
    ///
    /// `policy` is the name of the counting policy that chose the incidents' values; it is
    /// printed, not applied.
    pub fn new(
        columns: &'a Columns,
        filter: Option<&Bound<'_>>,
        context: &'a dyn Context,
        policy: &str,
    ) -> Self {
        let rows = filter.map_or_else(|| columns.all(), |filter| filter.rows(columns));
        let mut caption = Caption::of(columns, &rows, policy);
        caption.filter = filter.map(|filter| filter.text().to_owned());
        if let Some(filter) = filter {
            caption.notes.extend_from_slice(filter.notes());
        }
        Asked {
            columns,
            rows,
            context,
            caption,
            bounds: filter.map_or((days::OPEN_FIRST, days::OPEN_LAST), Bound::bounds),
            with_ids: true,
        }
    }

    /// The same question about some of these incidents.
    #[must_use]
    pub fn only(&self, rows: Vec<u32>) -> Asked<'a> {
        let mut caption = Caption::of(self.columns, &rows, &self.caption.policy);
        caption.filter.clone_from(&self.caption.filter);
        Asked {
            columns: self.columns,
            rows,
            context: self.context,
            caption,
            bounds: self.bounds,
            with_ids: self.with_ids,
        }
    }

    /// The same question, held to the days that a filter allows: what was chosen by it in some
    /// other way answers as if it had been asked with it.
    #[must_use]
    pub fn held_to(mut self, filter: &Bound<'_>) -> Self {
        self.bounds = filter.bounds();
        self
    }

    /// The last day of which anything can be known: that of the last report, or of the last
    /// act that was carried out and is dated to the day, where that is later. `None` where no
    /// report tells its day.
    pub(crate) fn known_until(&self) -> Option<i32> {
        let report = days::number(self.context.last_report()?);
        Some(self.last_act().map_or(report, |act| act.max(report)))
    }

    /// The last day to which an act that was carried out is dated.
    fn last_act(&self) -> Option<i32> {
        let status = self.columns.texts(TextField::Status);
        let done: Vec<bool> = (status.names.iter())
            .map(|name| !matches!(name.name.as_str(), "foiled" | "threatened"))
            .collect();
        let acts = (0..self.columns.len() as u32).filter_map(|row| {
            let (first, last) = self.columns.span(row)?;
            let done = status.of(row).iter().all(|code| done[*code as usize]);
            (done && first == last).then_some(last)
        });
        acts.max()
    }

    /// The last day that the answer can speak of: the last that anything is known of (where no
    /// report tells its day, that of the last act), or the last that the filter allows,
    /// whichever comes first. `None` where it can speak of none.
    pub(crate) fn observed_until(&self) -> Option<i32> {
        let known = self.known_until().or_else(|| self.last_act())?;
        let until = known.min(self.bounds.1);
        (until != days::OPEN_FIRST && self.bounds.0 <= until).then_some(until)
    }

    /// The ids of some incidents where rows are to list them.
    pub(crate) fn ids(&self, rows: &[u32]) -> Vec<String> {
        if self.with_ids {
            self.columns.ids(rows)
        } else {
            Vec::new()
        }
    }

    /// The first value of a field.
    pub(crate) fn text(&self, field: crate::TextField, row: u32) -> Option<&'a str> {
        let texts = self.columns.texts(field);
        let code = texts.of(row).first()?;
        Some(&texts.names[*code as usize].name)
    }
}

impl Caption {
    pub(crate) fn of(columns: &Columns, rows: &[u32], policy: &str) -> Caption {
        let mut caption = Caption {
            policy: policy.to_owned(),
            considered: columns.len(),
            matched: rows.len(),
            ..Caption::default()
        };
        for row in rows {
            caption.undated += usize::from(columns.span(*row).is_none());
            match columns.precision(*row) {
                None => caption.unlocated += 1,
                Some(Precision::Region | Precision::Country | Precision::Sea) => caption.vague += 1,
                Some(_) => {}
            }
        }
        caption
    }
}
