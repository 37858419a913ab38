//! Rows that tell of one act each, as drafts of incidents.

use super::cells::{self, Order};
use super::grid::{Cell, Grid, Row};
use crate::actors::{ActorHit, Sort};
use crate::claims::Voices;
use crate::dates::DateHit;
use crate::drafts::Draft;
use crate::events::{Told, Word};
use crate::places::PlaceHit;
use crate::text::{Hit, Line, Text};
use codebook::{Column, Cue, Form, RowWord, Sense, TriggerForm};
use model::{Sourced, Status};

/// What was found in every sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub dates: &'a [Vec<DateHit>],
    pub places: &'a [Vec<PlaceHit>],
    pub actors: &'a [Vec<ActorHit>],
}

/// The incidents that rows tell of, each with who claims it.
pub(crate) fn drafts(text: &Text, found: Found) -> Vec<(Draft, Voices)> {
    let mut all = Vec::new();
    for grid in &text.tables {
        let order = date_order(text, grid);
        for row in &grid.rows {
            let reader = Reader {
                text,
                found,
                grid,
                row,
                order,
            };
            if reader.is_act()
                && let Some(told) = reader.told()
            {
                let voices = reader.voices();
                all.push((reader.draft(told), voices));
            }
        }
    }
    all
}

/// Whether the dates of a table put the day or the month first.
pub(super) fn date_order(text: &Text, grid: &Grid) -> Option<Order> {
    cells::order(
        grid.rows
            .iter()
            .flat_map(|row| grid.cells(row, Column::Date))
            .map(|cell| cell.span.of(text.text)),
    )
}

/// One row of a table and what was found in its cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a, 'r> {
    pub text: &'a Text<'r>,
    pub found: Found<'a>,
    pub grid: &'a Grid,
    pub row: &'a Row,
    pub order: Option<Order>,
}

impl<'a> Reader<'a, '_> {
    /// The cells under columns of those kinds, in their order.
    pub fn cells(&self, kinds: &[Column]) -> Vec<&'a Cell> {
        let mut cells: Vec<&Cell> = kinds
            .iter()
            .flat_map(|kind| self.grid.cells(self.row, *kind))
            .collect();
        // A stretch that belongs to several columns answers for each of them.
        cells.extend(self.row.cells.iter().filter(|cell| {
            cell.column >= self.grid.columns.len() && kinds.iter().any(|kind| self.grid.has(*kind))
        }));
        cells
    }

    fn holds(&self, kinds: &[Column]) -> bool {
        self.cells(kinds).iter().any(|cell| self.is_told(cell))
    }

    /// True where a cell says something.
    pub(super) fn is_told(&self, cell: &Cell) -> bool {
        let words = cell.span.of(self.text.text);
        words.contains(char::is_alphanumeric)
            && !self
                .text
                .codebook
                .words
                .is_row_word(RowWord::Unknown, words)
    }

    /// True where the row sums up others.
    pub fn is_total(&self) -> bool {
        self.row.cells.first().is_some_and(|cell| {
            self.text
                .codebook
                .words
                .is_row_word(RowWord::Total, cell.span.of(self.text.text))
        })
    }

    pub fn date(&self) -> Option<DateHit> {
        self.cells(&[Column::Date])
            .into_iter()
            .find_map(|cell| cells::date(self.text, self.found.dates, cell, self.order))
    }

    /// Whether the row tells of one act; else it counts.
    pub fn is_act(&self) -> bool {
        if self.is_total() || super::counts::counts_acts(self.text, self.grid) {
            return false;
        }
        let how = self.holds(&[Column::Kind, Column::Notes, Column::Name, Column::Weapon]);
        let who = self.holds(&[Column::Perpetrator, Column::Target, Column::Claimant]);
        let place = self.holds(&[Column::Place, Column::Area]);
        match self.date() {
            Some(date) if date.when.days().is_some_and(|days| days <= 7) => how || who || place,
            Some(_) => how && (place || who) || place && who,
            None => how && place && (self.grid.has(Column::Date) || self.date_before().is_some()),
        }
    }

    /// The day that the words over a table without a date give all of it.
    fn date_before(&self) -> Option<DateHit> {
        let first = self.grid.header.cells.first()?.sentences.start;
        let section = self.text.sentences.get(first)?.section;
        (0..first)
            .rev()
            .take(3)
            .take_while(|sentence| self.text.sentences[*sentence].section == section)
            .find_map(|sentence| {
                self.found.dates[sentence]
                    .iter()
                    .rev()
                    .find(|date| date.when.days().is_some_and(|days| days <= 31))
            })
            .map(|date| DateHit {
                rule: "date/over-table",
                ..date.clone()
            })
    }

    pub(super) fn hits(&self, cell: &'a Cell) -> impl Iterator<Item = &'a Hit> + use<'a> {
        let text = self.text;
        cell.sentences
            .clone()
            .flat_map(move |sentence| &text.sentences[sentence].hits)
    }

    /// The row as an event with everything that its cells say of it.
    fn told(&self) -> Option<Told> {
        let (event, word) = self.event()?;
        let sentence = self.row.cells.first()?.sentences.start;
        let mut told = Told {
            named: Vec::new(),
            sentence,
            event,
            words: vec![word],
            part: (0, 0),
            perpetrators: Vec::new(),
            targets: Vec::new(),
            weapons: Vec::new(),
            date: self.date().or_else(|| self.date_before()),
            places: Vec::new(),
            from: None,
            site: None,
            unknown_place: None,
            among: None,
            figures: Vec::new(),
            suicide: None,
            multiple: None,
            status: (Status::Completed, word.span),
            definite: false,
            other: false,
            stopped: None,
            listed: false,
            plural: false,
            weak: false,
            suspected: None,
            threat: false,
        };
        self.weapons(&mut told);
        self.perpetrators(&mut told);
        self.targets(&mut told);
        self.places(&mut told);
        self.figures(&mut told);
        self.status(&mut told);
        self.sides(&mut told);
        Some(told)
    }

    /// What sort of act: by the cells that say how, the words over the table, else an attack.
    fn event(&self) -> Option<(usize, Word)> {
        let events = &self.text.codebook.events;
        let words = &self.text.codebook.words;
        let how = self.cells(&[Column::Kind, Column::Weapon]);
        let told = self.cells(&[Column::Name, Column::Notes]);
        let is_mishap = how
            .iter()
            .chain(&told)
            .any(|cell| words.has_row_word(RowWord::Mishap, cell.span.of(self.text.text)));
        let best = |cells: &[&'a Cell]| {
            cells
                .iter()
                .flat_map(|cell| self.hits(cell))
                .filter_map(|hit| self.trigger(hit))
                .max_by_key(|(event, word)| {
                    (events[*event].rank, std::cmp::Reverse(word.span.start))
                })
        };
        let short = |cells: &[&'a Cell]| {
            cells.iter().find_map(|cell| {
                let code = words.cell(cell.span.of(self.text.text))?;
                let event = events.iter().position(|event| event.code == code)?;
                Some((event, self.plain_word(event, cell)?))
            })
        };
        let closer = |found: &(usize, Word)| events[found.0].rank > 10;
        let by_kind = best(&how)
            .filter(closer)
            .or_else(|| short(&how))
            .or_else(|| best(&how));
        if by_kind.is_none() && is_mishap {
            return None;
        }
        if let Some(found) = by_kind {
            return Some(found);
        }
        let weapon = how.iter().chain(&told).any(|cell| {
            self.hits(cell)
                .any(|hit| matches!(hit.sense, Sense::Weapon { .. }))
        });
        if let Some(found) = best(&told).filter(|found| closer(found) || !weapon) {
            return Some(found);
        }
        let attack = events.iter().position(|event| event.code == "attack")?;
        let event = self.event_over().filter(|_| !weapon).unwrap_or(attack);
        let counting = [
            Column::Killed,
            Column::Injured,
            Column::Casualties,
            Column::Perpetrator,
            Column::Claimant,
            Column::Kind,
            Column::Weapon,
        ];
        let cell = counting
            .iter()
            .find_map(|kind| self.grid.cells(self.row, *kind).next());
        if cell.is_none() && !weapon && event == attack {
            return None;
        }
        let cell = cell.or_else(|| self.row.cells.first())?;
        Some((event, self.plain_word(event, cell)?))
    }

    /// The sort of act that the words right over the table name: "List of air strikes".
    fn event_over(&self) -> Option<usize> {
        let first = self.grid.header.cells.first()?.sentences.start;
        (0..first).rev().take(2).find_map(|sentence| {
            let line = &self.text.sentences[sentence];
            line.hits.iter().find_map(|hit| match hit.sense {
                Sense::Trigger {
                    trigger,
                    form: Form::Plural,
                } => {
                    let trigger = &self.text.codebook.triggers[usize::from(trigger)];
                    let event = &self.text.codebook.events[trigger.event];
                    (trigger.form == TriggerForm::Noun && event.rank > 40).then_some(trigger.event)
                }
                _ => None,
            })
        })
    }

    fn trigger(&self, hit: &Hit) -> Option<(usize, Word)> {
        let Sense::Trigger { trigger, form } = hit.sense else {
            return None;
        };
        let trigger = usize::from(trigger);
        let rule = &self.text.codebook.triggers[trigger];
        // "Hostile fire" is no verb, and a cell has no subject or object that a verb could need.
        if rule.form == TriggerForm::Verb
            && (form == Form::Base || rule.subject.is_some() || rule.object.is_some())
        {
            return None;
        }
        let event = rule.event;
        Some((
            event,
            Word {
                trigger,
                form,
                first: hit.first,
                last: hit.last,
                span: hit.span,
            },
        ))
    }

    /// A cell's words as a word of an event type, by the type's plainest trigger.
    fn plain_word(&self, event: usize, cell: &Cell) -> Option<Word> {
        let triggers = &self.text.codebook.triggers;
        let plain = triggers.iter().position(|trigger| {
            trigger.event == event
                && trigger.form == TriggerForm::Noun
                && trigger.weapons.is_empty()
                && !trigger.suicide
                && !trigger.kills
                && !trigger.weak
        });
        let trigger = plain.or_else(|| triggers.iter().position(|known| known.event == event))?;
        Some(Word {
            trigger,
            form: Form::Singular,
            first: 0,
            last: 0,
            span: cell.span,
        })
    }

    /// Who claims it, by a column of claimants or in the notes.
    fn voices(&self) -> Voices {
        let mut voices = Voices::default();
        let mut claim = |actor: &ActorHit, rule: &str| {
            voices.claimed.push((
                Sourced::new(actor.actor.clone(), actor.span, rule),
                actor.clone(),
            ));
        };
        for cell in self.grid.cells(self.row, Column::Claimant) {
            for actor in cell
                .sentences
                .clone()
                .flat_map(|sentence| &self.found.actors[sentence])
                .filter(|actor| actor.sort == Sort::Named)
            {
                claim(actor, "table/claimed-by");
            }
        }
        for cell in self.cells(&[Column::Notes, Column::Perpetrator]) {
            for sentence in cell.sentences.clone() {
                let line = &self.text.sentences[sentence];
                if line.has_cue(Cue::Claim, 0, line.tokens.len())
                    && !line.has_cue(Cue::Negate, 0, line.tokens.len())
                    && let Some(actor) = self.found.actors[sentence]
                        .iter()
                        .find(|actor| actor.sort == Sort::Named && actor.kind.is_armed_group())
                {
                    claim(actor, "table/claim");
                }
            }
        }
        voices
    }

    fn draft(&self, told: Told) -> Draft {
        let mut extra: Vec<usize> = self
            .grid
            .header
            .cells
            .first()
            .map(|cell| cell.sentences.start)
            .into_iter()
            .collect();
        extra.extend(self.row.carried.iter().map(|cell| cell.sentences.start));
        if let Some(date) = told
            .date
            .as_ref()
            .filter(|date| date.rule == "date/over-table")
        {
            let over = self
                .text
                .sentences
                .partition_point(|line| line.span.end <= date.span.start);
            if self.text.sentences[over.min(self.text.sentences.len() - 1)].line
                != Line::Boilerplate
            {
                extra.push(over.min(self.text.sentences.len() - 1));
            }
        }
        Draft {
            date: told.date.clone(),
            places: told.places.clone(),
            last: told.sentence,
            told: vec![told],
            extra,
            plot: None,
            ordinal: None,
            tolls: Vec::new(),
            before: None,
            lead: None,
            provisional: false,
        }
    }
}
