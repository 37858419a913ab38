//! What each kind of chart counts and lays out.

use super::laid;
use super::scope::Chosen;
use super::sentences::short;
use super::template::Call;
use super::writer::Writer;
use analysis::{By, Mistake, Row, TextField, count};
use charts::{Band, BandPoint, Calendar, Day, Mark, Timeline, Words};
use std::collections::BTreeMap;

/// A chart as an SVG document, or nothing where there is nothing to draw.
pub(super) type Drawn = Result<Option<String>, Mistake>;

impl<'a> Writer<'a> {
    pub(super) fn draw_timeline(&self, call: &Call, chosen: &Chosen<'a>, words: Words) -> Drawn {
        let by = self.fields(call, "by", None)?;
        let lanes = by.first().copied();
        let mut lane_of = BTreeMap::new();
        if let Some(by) = lanes {
            for row in count(&self.asked(chosen), &[by]).rows {
                for id in row.cell.incidents {
                    lane_of
                        .entry(id)
                        .or_insert_with(|| laid::label(&row.keys[0]));
                }
            }
        }
        let marks = chosen.incidents.iter().map(|incident| Mark {
            when: incident.when(),
            lane: lane_of.get(&incident.id).cloned().unwrap_or_default(),
            label: short(incident, self.view),
        });
        let marks: Vec<Mark> = marks.collect();
        let any = marks.iter().any(|mark| mark.when.is_some());
        Ok(any.then(|| charts::timeline(&Timeline { words, marks })))
    }

    pub(super) fn draw_bars(&self, call: &Call, chosen: &Chosen<'a>, words: Words) -> Drawn {
        let every = self.step(call, "every", By::Month)?;
        self.bars_of(call, chosen, words, every)
    }

    pub(super) fn bars_of(
        &self,
        call: &Call,
        chosen: &Chosen<'a>,
        words: Words,
        every: By,
    ) -> Drawn {
        let trend = self.trend_of(call, chosen, every)?;
        Ok(laid::bars(&trend, every, words))
    }

    fn trend_of(
        &self,
        call: &Call,
        chosen: &Chosen<'a>,
        every: By,
    ) -> Result<analysis::Trend, Mistake> {
        let trend = analysis::trend(&self.asked(chosen), every, None);
        trend.map_err(|mistake| {
            self.source
                .mistake(&call.at, &*mistake.problem, &*mistake.hint)
        })
    }

    pub(super) fn draw_ranks(&self, call: &Call, chosen: &Chosen<'a>, words: Words) -> Drawn {
        let by = self.fields(call, "by", Some("type"))?;
        let Some(by) = by.first().copied() else {
            return Ok(None);
        };
        Ok(laid::ranks(&count(&self.asked(chosen), &[by]), words))
    }

    pub(super) fn draw_multiples(&self, call: &Call, chosen: &Chosen<'a>, words: Words) -> Drawn {
        let every = self.step(call, "every", By::Month)?;
        let by = self.fields(call, "by", Some("actor"))?;
        let top = self.count_arg(call, "top", 8)?;
        let Some(by) = by.first().copied() else {
            return Ok(None);
        };
        let asked = self.asked(chosen);
        let (panels, cells) = (count(&asked, &[by]), count(&asked, &[by, every]));
        Ok(laid::multiples(&panels, &cells, every, top, words))
    }

    pub(super) fn draw_mix(&self, call: &Call, chosen: &Chosen<'a>, words: Words) -> Drawn {
        let every = self.step(call, "every", By::Year)?;
        let by = self.fields(call, "by", Some("target"))?;
        let Some(by) = by.first().copied() else {
            return Ok(None);
        };
        let asked = self.asked(chosen);
        let (parts, periods) = (count(&asked, &[by]), count(&asked, &[every]));
        let cells = count(&asked, &[every, by]);
        Ok(laid::mix(&parts, &periods, &cells, words))
    }

    pub(super) fn draw_areas(&self, call: &Call, chosen: &Chosen<'a>, words: Words) -> Drawn {
        let by = self.fields(call, "by", Some("admin1"))?;
        let by = match by.as_slice() {
            [by @ By::Text(TextField::Admin1 | TextField::Country)] => *by,
            _ => {
                let at = call.arg("by").map_or(&call.at, |arg| &arg.value_at);
                let problem = "a map of areas counts by province or country";
                return Err(self
                    .source
                    .mistake(at, problem, "write by=admin1 or by=country"));
            }
        };
        let table = count(&self.asked(chosen), &[by]);
        let middle = |row: &Row| self.middle(&row.keys[0].label, &row.cell.incidents);
        Ok(laid::areas(&table, self.options.outlines, middle, words))
    }

    /// The middle of an area as the gazetteer has it, else of its incidents with a place.
    fn middle(&self, name: &str, ids: &[String]) -> Option<(f64, f64)> {
        if let Some((latitude, longitude)) = self.view.context.place(name) {
            return Some((longitude, latitude));
        }
        let incidents = self.incidents_of(ids);
        let places = incidents.iter().filter_map(|incident| incident.location());
        let points: Vec<(f64, f64)> = places
            .map(|place| (place.longitude, place.latitude))
            .collect();
        let many = points.len() as f64;
        (many > 0.0).then(|| {
            let sum = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>();
            (sum(|point| point.0) / many, sum(|point| point.1) / many)
        })
    }

    pub(super) fn draw_band(&self, call: &Call, chosen: &Chosen<'a>, words: Words) -> Drawn {
        let every = self.step(call, "every", By::Month)?;
        let trend = self.trend_of(call, chosen, every)?;
        let told = trend.periods.iter().any(|period| period.killed.told > 0);
        let points = trend.periods.iter().filter(|period| period.killed.told > 0);
        let points = points.map(|period| BandPoint {
            day: period.first,
            low: period.killed.low,
            best: period.killed.best,
            high: period.killed.high,
            open: period.killed.open,
        });
        let points = points.collect();
        let silent = trend
            .periods
            .iter()
            .map(|period| period.count - period.killed.told.min(period.count));
        let left_out = silent.sum::<usize>() + trend.not_exact + trend.caption.undated;
        Ok(told.then(|| {
            charts::band(&Band {
                words,
                unit: "people killed".to_owned(),
                step: laid::step(every),
                points,
                left_out: left_out as u64,
            })
        }))
    }

    pub(super) fn draw_calendar(&self, chosen: &Chosen<'a>, words: Words) -> Option<String> {
        let rows = count(&self.asked(chosen), &[By::Day]).rows;
        let (mut days, mut left_out) = (Vec::new(), 0);
        for row in &rows {
            let count = row.cell.count() as u64;
            match laid::first_day(&row.keys[0], By::Day) {
                Some(day) => days.push(Day { day, count }),
                None => left_out += count,
            }
        }
        (!days.is_empty()).then(|| {
            charts::calendar(&Calendar {
                words,
                unit: "incidents".to_owned(),
                days,
                left_out,
            })
        })
    }
}
