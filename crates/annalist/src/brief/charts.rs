//! `{{chart kind="timeline"}}`: incidents counted and laid out for a drawing.

use super::prose::{capital, code, so_many};
use super::scope::Chosen;
use super::tables::words_of;
use super::template::Call;
use super::writer::Writer;
use analysis::{By, Mistake, nearest};
use charts::Words;

/// The arguments of a chart beside its scope.
pub(super) const KEYS: &[&str] = &[
    "kind",
    "by",
    "every",
    "title",
    "top",
    "days",
    "conflicting",
    "none",
];

/// The kinds there are, and what each shows.
pub const KINDS: [(&str, &str); 9] = [
    ("timeline", "Incidents in time"),
    ("bars", "Incidents"),
    ("multiples", "Incidents"),
    ("mix", "What each period is made of"),
    ("map", "Incidents"),
    ("band", "People killed"),
    ("calendar", "Incidents day by day"),
    ("tolls", "Tolls by source"),
    ("leads", "Days from warning to attack"),
];

/// Where the base map and the places come from.
pub(super) const CREDIT: &str = "Outlines: Natural Earth. Places: GeoNames, CC BY 4.0.";

impl<'a> Writer<'a> {
    /// `{{chart kind="…"}}`
    pub(super) fn chart(&mut self, call: &Call) -> Result<(), Mistake> {
        let kind = self.kind(call)?;
        let chosen = self.chosen(call)?;
        let title = self.title(call, kind)?;
        let words = self.words(&title, &chosen);
        let svg = match kind {
            "timeline" => self.draw_timeline(call, &chosen, words)?,
            "bars" => self.draw_bars(call, &chosen, words)?,
            "multiples" => self.draw_multiples(call, &chosen, words)?,
            "mix" => self.draw_mix(call, &chosen, words)?,
            "map" => self.draw_areas(call, &chosen, words)?,
            "band" => self.draw_band(call, &chosen, words)?,
            "calendar" => self.draw_calendar(&chosen, words),
            "tolls" => self.draw_tolls(call, &chosen, words)?,
            _ => self.draw_leads(call, &chosen, words)?,
        };
        self.show(call, kind, &title, svg, &chosen)
    }

    /// `{{timeline by="month"}}`: bars.
    pub(super) fn timeline(&mut self, call: &Call) -> Result<(), Mistake> {
        let every = match call.arg("by") {
            None => By::Month,
            Some(arg) if ["day", "week", "month", "year"].contains(&&*arg.value) => {
                self.step(call, "by", By::Month)?
            }
            Some(arg) => {
                let problem = format!(
                    "a timeline goes by day, week, month or year, not by `{}`",
                    arg.value
                );
                let hint = "write by=month or by=year";
                return Err(self.source.mistake(&arg.value_at, problem, hint));
            }
        };
        let chosen = self.chosen(call)?;
        let title = match call.arg("caption") {
            Some(arg) => self.filled(arg)?,
            None => format!("Incidents by {every}"),
        };
        let words = self.words(&title, &chosen);
        let svg = self.bars_of(call, &chosen, words, every)?;
        self.show(call, "bars", &title, svg, &chosen)
    }

    /// The drawing in the text, with a note to what it rests on; words where there is nothing
    /// to draw.
    fn show(
        &mut self,
        call: &Call,
        kind: &str,
        title: &str,
        svg: Option<String>,
        chosen: &Chosen<'a>,
    ) -> Result<(), Mistake> {
        let mark = self.mark_of(chosen, "");
        let Some(svg) = svg else {
            let words = match call.arg("none") {
                Some(arg) => self.filled(arg)?,
                None => format!("{title}: there is nothing to draw."),
            };
            self.log("", &words, Some(words.clone()), &chosen.incidents, &[]);
            let words = super::prose::escape(&words);
            self.block(&format!("{words}{mark}\n"));
            return Ok(());
        };
        let number = self.images.len() + 1;
        let count = so_many(chosen.incidents.len() as u64, "incident", "incidents");
        let alt = format!("{title}: {count}");
        self.log("", &alt, Some(alt.clone()), &chosen.incidents, &[]);
        let caption = format!("Figure {number}. {title}");
        self.picture(format!("{kind}-{number}"), svg, &alt, &caption, &mark);
        Ok(())
    }

    fn kind(&self, call: &Call) -> Result<&'static str, Mistake> {
        let names: Vec<&'static str> = KINDS.iter().map(|(kind, _)| *kind).collect();
        let Some(arg) = call.arg("kind") else {
            let hint = format!(
                "write {{{{chart kind=\"timeline\"}}}}; there are {}",
                names.join(", ")
            );
            return Err(self
                .source
                .mistake(&call.at, "the kind of chart is missing", hint));
        };
        let wanted = self.filled(arg)?;
        let known = names.iter().find(|name| **name == wanted);
        known.copied().ok_or_else(|| {
            let hint = match nearest(&wanted, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use one of {}", names.join(", ")),
            };
            let problem = format!("there is no chart `{wanted}`");
            self.source.mistake(&arg.value_at, problem, hint)
        })
    }

    fn title(&self, call: &Call, kind: &str) -> Result<String, Mistake> {
        if let Some(arg) = call.arg("title") {
            return self.filled(arg);
        }
        let known = KINDS.iter().find(|(name, _)| *name == kind);
        let mut title = known.map_or("", |(_, title)| *title).to_owned();
        let by = |key: &str, otherwise: &str| -> Result<String, Mistake> {
            let fields = self.fields(call, key, Some(otherwise))?;
            Ok(fields.first().map_or(String::new(), |by| words_of(*by)))
        };
        match kind {
            "bars" | "band" => title.push_str(&format!(" by {}", by("every", "month")?)),
            "multiples" => title.push_str(&format!(
                " by {} and {}",
                by("by", "actor")?,
                by("every", "month")?
            )),
            "mix" => {
                title = format!(
                    "{} by {}",
                    capital(&by("by", "target")?),
                    by("every", "year")?
                )
            }
            "map" => title.push_str(&format!(" by {}", by("by", "admin1")?)),
            _ => {}
        }
        Ok(title)
    }

    /// Headline and caption: the filter, the counts, the policy.
    fn words(&self, title: &str, chosen: &Chosen<'a>) -> Words {
        let caption = self.asked(chosen).caption;
        let mut sentences = caption.sentences();
        if let (Some(first), Some(filter)) = (sentences.first_mut(), &caption.filter) {
            *first = format!(
                "{} of {} incidents where {}.",
                caption.matched,
                caption.considered,
                code(filter).trim_matches('`')
            );
        }
        Words::new(title, sentences)
    }
<<<<<<< HEAD

    fn draw_timeline(
        &self,
        call: &Call,
        chosen: &Chosen<'a>,
        words: Words,
    ) -> Result<Option<String>, Mistake> {
        let by = self.fields(call, "by", None)?;
        let lanes = by.first().copied();
        let mut lane_of = std::collections::BTreeMap::new();
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

    fn draw_bars(
        &self,
        call: &Call,
        chosen: &Chosen<'a>,
        words: Words,
    ) -> Result<Option<String>, Mistake> {
        let every = self.step(call, "every", By::Month)?;
        self.bars_of(call, chosen, words, every)
    }

    fn bars_of(
        &self,
        call: &Call,
        chosen: &Chosen<'a>,
        words: Words,
        every: By,
    ) -> Result<Option<String>, Mistake> {
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

    fn draw_multiples(
        &self,
        call: &Call,
        chosen: &Chosen<'a>,
        words: Words,
    ) -> Result<Option<String>, Mistake> {
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

    fn draw_mix(
        &self,
        call: &Call,
        chosen: &Chosen<'a>,
        words: Words,
    ) -> Result<Option<String>, Mistake> {
        let every = self.step(call, "every", By::Year)?;
        let by = self.fields(call, "by", Some("target"))?;
        let Some(by) = by.first().copied() else {
            return Ok(None);
        };
        let asked = self.asked(chosen);
        let parts: Vec<Key> = count(&asked, &[by])
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
                parts: parts.iter().map(label).collect(),
                periods,
            })
        }))
    }

    fn draw_areas(
        &self,
        call: &Call,
        chosen: &Chosen<'a>,
        words: Words,
    ) -> Result<Option<String>, Mistake> {
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

    fn draw_band(
        &self,
        call: &Call,
        chosen: &Chosen<'a>,
        words: Words,
    ) -> Result<Option<String>, Mistake> {
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

    fn draw_calendar(&self, chosen: &Chosen<'a>, words: Words) -> Option<String> {
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

    fn draw_tolls(
        &self,
        call: &Call,
        chosen: &Chosen<'a>,
        words: Words,
    ) -> Result<Option<String>, Mistake> {
        let top = self.count_arg(call, "top", 10)?;
        let conflicting = self.yes(call, "conflicting")?;
        let asked = self.asked(chosen);
        let tolls = analysis::tolls(&asked, top, conflicting, |key| self.told(key));
        let rows: Vec<charts::Toll> = tolls
            .tolls
            .iter()
            .map(|toll| charts::Toll {
                label: toll.whereabouts(),
                when: toll.date.map_or("undated".to_owned(), |when| date(&when)),
                figures: (toll.told.iter())
                    .filter_map(|told| {
                        Some(charts::Figure {
                            source: told.source.clone(),
                            toll: told.killed?,
                        })
                    })
                    .collect(),
                chosen: toll.killed,
            })
            .collect();
        Ok((!rows.is_empty()).then(|| {
            charts::tolls(&charts::Tolls {
                words,
                unit: "people killed".to_owned(),
                rows,
            })
        }))
    }

    fn draw_leads(
        &self,
        call: &Call,
        chosen: &Chosen<'a>,
        words: Words,
    ) -> Result<Option<String>, Mistake> {
        let standard = Settings::default();
        let settings = Settings {
            days: self.whole(call, "days", u64::from(standard.days), 0..=3650)? as u32,
            times: 1,
            ..standard
        };
        let asked = self.asked(chosen);
        let found = analysis::warnings(&asked, self.view.warned, settings, |_| ());
        let rows: Vec<Lead> = found
            .signals
            .iter()
            .map(|signal| {
                let tied = signal.lead_days.and_then(|(least, most)| {
                    Some((u32::try_from(least.max(0)).ok()?, u32::try_from(most).ok()?))
                });
                let about = signal.tied_to.as_ref().map(|id| self.incidents_of([id]));
                let about = about.and_then(|incidents| {
                    incidents.first().map(|incident| short(incident, self.view))
                });
                let about = about.map_or(String::new(), |about| format!(" before {about}"));
                Lead {
                    label: format!("{}: {}{about}", capital(signal.kind.word()), signal.by),
                    when: signal.date.map_or("undated".to_owned(), |when| date(&when)),
                    tied,
                    days: signal.next_after.into_iter().collect(),
                }
            })
            .collect();
        Ok((!rows.is_empty()).then(|| {
            charts::leads(&Leads {
                words,
                within: settings.days,
                rows,
            })
        }))
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
=======
>>>>>>> briefs
}
