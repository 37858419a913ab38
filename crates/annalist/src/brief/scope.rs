//! Which incidents a figure is about: `where`, `actor` and `period` of its block.

use super::footnotes::by_time;
use super::template::{Arg, Call};
use super::writer::Writer;
use analysis::{Asked, Bound, Filter, Mistake};
use model::{Incident, When};

/// What every figure over incidents takes.
pub(super) const SCOPE: [&str; 3] = ["where", "actor", "period"];

/// Incidents chosen by a figure's filter.
pub(super) struct Chosen<'a> {
    /// In time order.
    pub(super) incidents: Vec<&'a Incident>,
    /// The filter in its fixed spelling; none for all incidents.
    pub(super) filter: Option<String>,
    /// The filter itself.
    bound: Option<Bound<'a>>,
}

impl<'a> Writer<'a> {
    /// The incidents a figure is about.
    pub(super) fn chosen(&mut self, call: &Call) -> Result<Chosen<'a>, Mistake> {
        let filter = self.scope(call)?;
        self.chosen_by(filter)
    }

    /// The incidents that its `where` alone means.
    pub(super) fn chosen_where(&mut self, call: &Call) -> Result<Chosen<'a>, Mistake> {
        let filter = match call.arg("where") {
            Some(arg) => Some(self.filter_of(arg)?),
            None => None,
        };
        self.chosen_by(filter)
    }

    fn chosen_by(&mut self, filter: Option<Filter>) -> Result<Chosen<'a>, Mistake> {
        let view = self.view;
        let bound = filter.map(|filter| filter.bind(view.context)).transpose()?;
        let rows = match &bound {
            None => self.columns.all(),
            Some(bound) => bound.rows(self.columns),
        };
        let notes = bound.iter().flat_map(|bound| bound.notes().iter().cloned());
        self.notes.extend(notes);
        let incidents = rows.iter().map(|row| &view.incidents[*row as usize]);
        let mut incidents: Vec<&'a Incident> = incidents.collect();
        incidents.sort_by_cached_key(|incident| by_time(incident));
        Ok(Chosen {
            incidents,
            filter: bound.as_ref().map(|bound| bound.text().to_owned()),
            bound,
        })
    }

    /// A question about these incidents.
    pub(super) fn asked(&self, chosen: &Chosen<'a>) -> Asked<'a> {
        let context = self.view.context;
        Asked::new(self.columns, chosen.bound.as_ref(), context, self.policy)
    }

    /// The block's filter: what `where`, `actor` and `period` allow together.
    fn scope(&self, call: &Call) -> Result<Option<Filter>, Mistake> {
        let mut parts = Vec::new();
        if let Some(arg) = call.arg("actor") {
            let name = self.filled(arg)?;
            // A template may leave open whose incidents it is about.
            if !name.trim().is_empty() {
                let name = name.replace('\'', "''");
                parts.push(self.read_filter(arg, &format!("actor under '{name}'"))?);
            }
        }
        if let Some(arg) = call.arg("period")
            && let Some(period) = self.period(arg)?
        {
            parts.push(self.read_filter(arg, &format!("date in {period}"))?);
        }
        if let Some(arg) = call.arg("where") {
            parts.push(self.filter_of(arg)?);
        }
        Ok(parts.into_iter().reduce(|all, part| all.and(&part)))
    }

    /// A period as written; `None` where it means all time.
    pub(super) fn period(&self, arg: &Arg) -> Result<Option<When>, Mistake> {
        let text = self.filled(arg)?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        let Ok(when) = text.trim().parse::<When>() else {
            let problem = format!("`{text}` is no date or period");
            let hint = "write 2022, 2022-04, 2022-04-17/2022-05-01, or ../.. for all time";
            return Err(self.source.mistake(&arg.value_at, problem, hint));
        };
        Ok((when.first.is_some() || when.last.is_some()).then_some(when))
    }

    fn filter_of(&self, arg: &Arg) -> Result<Filter, Mistake> {
        let text = self.filled_filter(arg)?;
        self.read_filter(arg, &text)
    }

    /// A filter read, and looked up once, so that a mistake is shown where it was written.
    fn read_filter(&self, arg: &Arg, text: &str) -> Result<Filter, Mistake> {
        let asked: Result<Filter, Mistake> = text.parse();
        let bound = asked
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|filter| filter.bind(self.view.context).map(|_| ()));
        bound.map_err(|mistake| self.in_template(arg, text, &mistake))?;
        asked
    }

    /// A mistake in a filter, shown in the template where it stands.
    pub(super) fn in_template(&self, arg: &Arg, filter: &str, mistake: &Mistake) -> Mistake {
        if filter == arg.value {
            let start = arg.value_at.start;
            let at = start + mistake.at.start..start + mistake.at.end;
            return self.source.mistake(&at, &*mistake.problem, &*mistake.hint);
        }
        let problem = format!("{} in the filter {filter}", mistake.problem);
        self.source.mistake(&arg.value_at, problem, &*mistake.hint)
    }
}
