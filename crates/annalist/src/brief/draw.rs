//! What each kind of chart counts and lays out.

use super::cells::readable;
use super::charts::CREDIT;
use super::scope::Chosen;
use super::sentences::short;
use super::tables::words_of;
use super::template::Call;
use super::writer::Writer;
use analysis::{By, Key, KeyKind, Mistake, TextField, count};
use charts::{
    Area, Areas, Band, BandPoint, Bar, Bars, Calendar, Day, Mark, Mix, MixPeriod, Multiples,
    Outline, Panel, Step, Timeline, Words,
};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

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
                    lane_of.entry(id).or_insert_with(|| label(&row.keys[0]));
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
        let bars: Vec<Bar> = trend
            .periods
            .iter()
            .map(|period| Bar {
                day: period.first,
                count: period.count as u64,
                source_change: period.source_change,
            })
            .collect();
        let left_out = (trend.not_exact + trend.caption.undated) as u64;
        Ok((!bars.is_empty()).then(|| {
            charts::bars(&Bars {
                words,
                unit: "incidents".to_owned(),
                step: step(every),
                bars,
                left_out,
            })
        }))
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

    pub(super) fn draw_multiples(&self, call: &Call, chosen: &Chosen<'a>, words: Words) -> Drawn {
        let every = self.step(call, "every", By::Month)?;
        let by = self.fields(call, "by", Some("actor"))?;
        let top = self.count_arg(call, "top", 8)?;
        let Some(by) = by.first().copied() else {
            return Ok(None);
        };
        let asked = self.asked(chosen);
        let rows = count(&asked, &[by, every]).rows;
        let panels = count(&asked, &[by]).rows;
        let panels = panels
            .iter()
            .filter(|row| row.keys[0].kind == KeyKind::Told);
        let panels: Vec<Panel> = panels
            .take(top)
            .map(|panel| {
                let of = rows.iter().filter(|row| row.keys[0] == panel.keys[0]);
                let (mut counts, mut left_out) = (Vec::new(), 0);
                for row in of {
                    match first_day(&row.keys[1], every) {
                        Some(day) => counts.push((day, row.cell.count() as u64)),
                        None => left_out += row.cell.count() as u64,
                    }
                }
                Panel {
                    name: label(&panel.keys[0]),
                    counts,
                    left_out,
                }
            })
            .collect();
        let any = panels.iter().any(|panel| !panel.counts.is_empty());
        Ok(any.then(|| {
            charts::multiples(&Multiples {
                words,
                unit: "incidents".to_owned(),
                step: step(every),
                panels,
            })
        }))
    }

    pub(super) fn draw_mix(&self, call: &Call, chosen: &Chosen<'a>, words: Words) -> Drawn {
        let every = self.step(call, "every", By::Year)?;
        let by = self.fields(call, "by", Some("target"))?;
        let Some(by) = by.first().copied() else {
            return Ok(None);
        };
        let asked = self.asked(chosen);
        let parts: Vec<Arc<Key>> = count(&asked, &[by])
            .rows
            .into_iter()
            .map(|row| row.keys[0].clone())
            .collect();
        let rows = count(&asked, &[every, by]).rows;
        let periods = count(&asked, &[every]).rows;
        let periods = periods
            .iter()
            .filter(|row| row.keys[0].kind == KeyKind::Told);
        let periods: Vec<MixPeriod> = periods
            .map(|period| MixPeriod {
                label: readable(&period.keys[0].label),
                counts: (parts.iter())
                    .map(|part| {
                        let mut of = rows.iter();
                        let cell =
                            of.find(|row| row.keys[0] == period.keys[0] && row.keys[1] == *part);
                        cell.map_or(0, |row| row.cell.count() as u64)
                    })
                    .collect(),
            })
            .collect();
        Ok((!periods.is_empty()).then(|| {
            charts::mix(&Mix {
                words,
                unit: words_of(by),
                parts: parts.iter().map(|part| label(part)).collect(),
                periods,
            })
        }))
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
        let rows = count(&self.asked(chosen), &[by]).rows;
        let mut left_out = 0;
        let mut areas = Vec::new();
        for row in &rows {
            let key = &row.keys[0];
            if key.kind != KeyKind::Told {
                left_out += row.cell.count() as u64;
                continue;
            }
            let country = by == By::Text(TextField::Country);
            let outline =
                self.options.outlines.iter().find(|outline| {
                    country && outline.country.as_deref() == Some(key.code.as_str())
                });
            areas.push(Area {
                name: label(key),
                count: row.cell.count() as u64,
                at: self.middle(&key.label, &row.cell.incidents),
                rings: outline.map_or_else(Vec::new, |outline| outline.rings.clone()),
            });
        }
        let base = self.options.outlines.iter().map(|outline| Outline {
            name: outline.name.clone(),
            rings: outline.rings.clone(),
        });
        let base = base.collect();
        Ok((!areas.is_empty()).then(|| {
            charts::areas(&Areas {
                words,
                unit: "incidents".to_owned(),
                base,
                areas,
                left_out,
                credit: CREDIT.to_owned(),
            })
        }))
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
                step: step(every),
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
            match first_day(&row.keys[0], By::Day) {
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

fn step(every: By) -> Step {
    match every {
        By::Day => Step::Day,
        By::Week => Step::Week,
        By::Year => Step::Year,
        _ => Step::Month,
    }
}

fn label(key: &Key) -> String {
    match key.kind {
        KeyKind::NoneTold => "not told".to_owned(),
        KeyKind::NotExact => "not exact".to_owned(),
        KeyKind::Told => readable(key.label.trim_matches(['(', ')'])),
    }
}

/// The first day of a period by its code: `2022`, `2022-09`, `2022-09-05`, `2022-W36`.
fn first_day(key: &Key, every: By) -> Option<Date> {
    if key.kind != KeyKind::Told {
        return None;
    }
    if every == By::Week {
        let (year, week) = key.code.split_once("-W")?;
        let week = jiff::civil::ISOWeekDate::new(
            year.parse().ok()?,
            week.parse().ok()?,
            jiff::civil::Weekday::Monday,
        );
        return Some(week.ok()?.date());
    }
    key.code.parse::<model::When>().ok()?.first
}
