//! What the cells of a row say of its act: who, whom, with what, where, how many.

use super::cells;
use super::grid::Cell;
use super::rows::Reader;
use crate::actors::{ActorHit, Sort};
use crate::events::{TargetHit, Told};
use crate::figures::{Effect, Figure};
use crate::persons::person;
use codebook::gazetteer::Feature;
use codebook::{ActorKind, Column, Cue, RowWord, Sense, TermForm};
use language::Pos;
use model::{ActorRef, Estimate, Span, Status};

impl<'a> Reader<'a, '_> {
    pub(super) fn weapons(&self, told: &mut Told) {
        let codebook = self.text.codebook;
        let cells = self.cells(&[Column::Kind, Column::Weapon, Column::Name, Column::Notes]);
        for hit in cells.iter().flat_map(|cell| self.hits(cell)) {
            if let Sense::Weapon { weapon, suicide } = hit.sense {
                told.weapons.push((usize::from(weapon), hit.span));
                if suicide {
                    told.suicide = Some(hit.span);
                }
            }
        }
        for word in told.words.clone() {
            let rule = &codebook.triggers[word.trigger];
            if rule.suicide {
                told.suicide = Some(word.span);
            }
            for code in &rule.weapons {
                if let Some(index) = codebook
                    .weapons
                    .iter()
                    .position(|known| &known.code == code)
                {
                    told.weapons.push((index, word.span));
                }
            }
        }
        for cell in self.cells(&[Column::Kind, Column::Weapon]) {
            let words = cell.span.of(self.text.text);
            if let Some(at) = words.to_lowercase().find("suicid")
                && words.is_char_boundary(at)
            {
                told.suicide.get_or_insert(cell.span);
            }
        }
    }

    pub(super) fn perpetrators(&self, told: &mut Told) {
        for cell in self.cells(&[Column::Perpetrator]) {
            let suspect = self.hits(cell).find(|hit| {
                matches!(
                    hit.sense,
                    Sense::Cue {
                        cue: Cue::Suspect,
                        ..
                    }
                )
            });
            let words = cell.span.of(self.text.text);
            if words.contains('?') || words.to_lowercase().starts_with("suspected") {
                told.suspected = Some(cell.span);
            }
            if let Some(hit) = suspect {
                told.suspected = Some(hit.span);
            }
            let before = told.perpetrators.len();
            for actor in cell
                .sentences
                .clone()
                .flat_map(|sentence| &self.found.actors[sentence])
            {
                told.perpetrators.push((actor.clone(), "table/perpetrator"));
            }
            if told.perpetrators.len() == before
                && cell.column < self.grid.columns.len()
                && self.is_told(cell)
                && let Some(actor) = self.named(cell)
            {
                told.perpetrators.push((actor, "table/perpetrator"));
            }
        }
    }

    /// An actor that the codebook does not know, as the cell names it.
    fn named(&self, cell: &Cell) -> Option<ActorHit> {
        let words = cell.span.of(self.text.text);
        let end = words.find(['(', '[', ',', ';', '?']).unwrap_or(words.len());
        let name = words[..end].trim();
        let known = &self.text.codebook.words;
        if name.len() < 3
            || name.split_whitespace().count() > 7
            || known.has_row_word(RowWord::Unknown, name)
            || !name.contains(char::is_alphabetic)
        {
            return None;
        }
        let state = self.hits(cell).find_map(|hit| match hit.sense {
            Sense::Country { country, .. } | Sense::Demonym { country } => Some(
                self.text.codebook.countries[usize::from(country)]
                    .code
                    .clone(),
            ),
            _ => None,
        });
        let start = cell.span.start as usize;
        let mut actor = ActorRef::named(name.split_whitespace().collect::<Vec<_>>().join(" "));
        // One person by name is a private person, whatever the column is called.
        actor.person = state.is_none() && self.is_person(cell);
        Some(ActorHit {
            actor,
            kind: if state.is_some() {
                ActorKind::StateForce
            } else {
                ActorKind::ArmedGroup
            },
            sort: if state.is_some() {
                Sort::State
            } else {
                Sort::Named
            },
            first: 0,
            last: 0,
            span: Span::new(start, start + name.len()),
            country: state,
            plural: true,
        })
    }

    /// Whether a cell names one person and nothing else.
    fn is_person(&self, cell: &Cell) -> bool {
        cell.sentences.clone().any(|sentence| {
            let line = &self.text.sentences[sentence];
            (0..line.tokens.len()).any(|token| {
                person(self.text, sentence, line, token)
                    .is_some_and(|found| found.last > found.first)
            })
        })
    }

    pub(super) fn targets(&self, told: &mut Told) {
        for cell in self.cells(&[Column::Target]) {
            self.targets_of(cell, true, told);
        }
        if told.targets.is_empty() {
            for cell in self.cells(&[Column::Kind, Column::Notes]) {
                if cell.sentences.len() <= 1 {
                    self.target_nouns(cell, false, told);
                }
            }
        }
        // "Soldiers killed", "Civilian deaths" over a count.
        for (index, column) in self.grid.columns.iter().enumerate() {
            if matches!(column, Some(Column::Killed | Column::Injured))
                && let Some(head) = self
                    .grid
                    .header
                    .cells
                    .iter()
                    .find(|head| head.column == index)
                && self.row.cells.iter().any(|cell| {
                    cell.column == index
                        && cells::count(self.text, cell)
                            .is_some_and(|count| count.estimate.best() > 0)
                })
            {
                self.target_nouns(head, false, told);
            }
        }
    }

    fn targets_of(&self, cell: &'a Cell, aimed: bool, told: &mut Told) {
        for actor in cell
            .sentences
            .clone()
            .flat_map(|sentence| &self.found.actors[sentence])
            .filter(|actor| {
                matches!(actor.sort, Sort::Named | Sort::State) && !actor.kind.is_state()
                    || actor.kind.is_state()
            })
        {
            told.targets.push(TargetHit {
                target: None,
                actor: Some(actor.clone()),
                form: TermForm::Body,
                first: actor.first,
                last: actor.last,
                span: actor.span,
                nationality: actor.country.clone().map(|code| (code, actor.span)),
                aimed,
            });
        }
        self.target_nouns(cell, aimed, told);
    }

    fn target_nouns(&self, cell: &'a Cell, aimed: bool, told: &mut Told) {
        let nation = self.hits(cell).find_map(|hit| match hit.sense {
            Sense::Demonym { country } => Some((
                self.text.codebook.countries[usize::from(country)]
                    .code
                    .clone(),
                hit.span,
            )),
            _ => None,
        });
        for hit in self.hits(cell) {
            let Sense::Target { target, form, .. } = hit.sense else {
                continue;
            };
            if told
                .targets
                .iter()
                .any(|known| known.span.overlaps(&hit.span))
            {
                continue;
            }
            told.targets.push(TargetHit {
                target: Some(usize::from(target)),
                actor: None,
                form,
                first: hit.first,
                last: hit.last,
                span: hit.span,
                nationality: nation.clone(),
                aimed,
            });
        }
    }

    pub(super) fn places(&self, told: &mut Told) {
        let cells = self.cells(&[Column::Place, Column::Area, Column::Country]);
        for cell in &cells {
            for place in cell
                .sentences
                .clone()
                .flat_map(|sentence| &self.found.places[sentence])
            {
                told.places.push(*place);
            }
        }
        if told.places.is_empty() {
            let notes = self.cells(&[Column::Notes, Column::Name]);
            let named = notes
                .iter()
                .flat_map(|cell| cell.sentences.clone())
                .flat_map(|sentence| &self.found.places[sentence]);
            told.places.extend(named.copied());
        }
        // "Jos, Plateau State": the exactest is where it was.
        told.places
            .sort_by_key(|place| std::cmp::Reverse(place.rank()));
        for cell in self.cells(&[Column::Place]) {
            if !told.places.iter().any(|place| {
                place.record.feature == Feature::Settlement && cell.span.contains(&place.span)
            }) {
                told.unknown_place = told.unknown_place.or_else(|| self.unknown_place(cell));
            }
            if let Some(hit) = self.hits(cell).find(|hit| {
                matches!(
                    hit.sense,
                    Sense::Target {
                        form: TermForm::Site,
                        ..
                    }
                )
            }) && !hit.span.of(self.text.text).starts_with("village")
            {
                let name = hit.span.of(self.text.text).to_owned();
                told.site.get_or_insert((name, hit.span));
            }
        }
    }

    /// The part of a place cell that is a name the gazetteer does not know.
    fn unknown_place(&self, cell: &Cell) -> Option<Span> {
        for sentence in cell.sentences.clone() {
            let line = &self.text.sentences[sentence];
            let free = |token: usize| {
                let word = self.text.word(sentence, token);
                let taken = self.found.places[sentence]
                    .iter()
                    .any(|place| place.first <= token && token <= place.last);
                let mark = line.pos(token) == Pos::Punct && word != "-";
                !taken && !mark && word != "(" && word != ","
            };
            let capital = |token: usize| {
                self.text
                    .word(sentence, token)
                    .chars()
                    .next()
                    .is_some_and(char::is_uppercase)
            };
            let mut token = 0;
            while token < line.tokens.len() {
                if !free(token) || !capital(token) {
                    token += 1;
                    continue;
                }
                let mut last = token;
                while last + 1 < line.tokens.len()
                    && free(last + 1)
                    && (capital(last + 1)
                        || self.text.word(sentence, last + 1) == "-"
                        || last + 2 < line.tokens.len()
                            && free(last + 2)
                            && (capital(last + 2) || self.text.word(sentence, last + 2) == "-")
                            && self.text.word(sentence, last + 1).chars().count() <= 3)
                {
                    last += 1;
                }
                let span = line.bytes(token, last);
                let words = span.of(self.text.text);
                let plain = words.chars().filter(|c| c.is_alphabetic()).count();
                let compass = codebook::gazetteer::Direction::read(words).is_some();
                if plain >= 3
                    && !compass
                    && !self
                        .text
                        .codebook
                        .words
                        .has_row_word(RowWord::Unknown, words)
                {
                    return Some(span);
                }
                token = last + 1;
            }
        }
        None
    }

    pub(super) fn figures(&self, told: &mut Told) {
        let columns = [
            (Column::Killed, Effect::Killed, false),
            (Column::KilledPerpetrators, Effect::Killed, true),
            (Column::Injured, Effect::Injured, false),
            (Column::Casualties, Effect::Casualties, false),
            (Column::Arrested, Effect::Arrested, false),
            (Column::Abducted, Effect::Abducted, false),
        ];
        for (kind, effect, attackers) in columns {
            for cell in self.grid.cells(self.row, kind) {
                let Some(count) = cells::count(self.text, cell) else {
                    continue;
                };
                told.figures
                    .push(figure(effect, count.estimate, count.span, attackers));
                if let Some((estimate, span)) = count.attackers {
                    told.figures.push(figure(effect, estimate, span, true));
                }
            }
        }
        // A list of the fallen by name: each row is one of them.
        let named = self.cells(&[Column::Name]);
        let death = self.grid.header.span.of(self.text.text).to_lowercase();
        if told.figures.is_empty()
            && (death.contains("of death") || death.contains("killed by"))
            && let Some(cell) = named.first()
        {
            told.figures.push(figure(
                Effect::Killed,
                Estimate::exactly(1),
                cell.span,
                false,
            ));
        }
    }

    pub(super) fn status(&self, told: &mut Told) {
        let cells = self.cells(&[Column::Kind, Column::Notes]);
        for hit in cells.iter().flat_map(|cell| self.hits(cell)) {
            let Sense::Cue { cue, .. } = hit.sense else {
                continue;
            };
            match cue {
                Cue::Foil => told.status = (Status::Foiled, hit.span),
                Cue::Fail | Cue::Attempt if told.status.0 == Status::Completed => {
                    told.status = (Status::Failed, hit.span);
                }
                _ => {}
            }
        }
    }

    /// In a clash both sides fight: those killed and those who killed them.
    pub(super) fn sides(&self, told: &mut Told) {
        if self.text.codebook.events[told.event].class != "clash" {
            return;
        }
        let sides: Vec<ActorHit> = told
            .targets
            .iter()
            .filter_map(|target| target.actor.clone())
            .collect();
        let others: Vec<ActorHit> = told
            .perpetrators
            .iter()
            .map(|(actor, _)| actor.clone())
            .collect();
        if sides.is_empty() || others.is_empty() {
            return;
        }
        for (index, actor) in sides.into_iter().enumerate() {
            told.perpetrators.insert(index, (actor, "table/side"));
        }
        for actor in others {
            told.targets.push(TargetHit {
                target: None,
                first: actor.first,
                last: actor.last,
                span: actor.span,
                nationality: None,
                actor: Some(actor),
                form: TermForm::Body,
                aimed: true,
            });
        }
    }
}

fn figure(effect: Effect, estimate: Estimate, span: Span, attackers: bool) -> Figure {
    Figure {
        effect,
        estimate,
        span,
        word: 0,
        first: 0,
        last: 0,
        target: None,
        attackers,
        implied: false,
        part: false,
    }
}
