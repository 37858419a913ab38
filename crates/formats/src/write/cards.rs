//! Records as cards for the terminal: every value with the words it rests on.
//!
//! ```text
//! wire-kabul#i01  attack · bombing · completed
//!   status        completed                                      status/default
//!   type          bombing                                        events/suicide-bombing
//!                 … conducted a suicide bombing against the embassy in Kabul.
//!                               ^^^^^^^^^^^^^^^
//! ```
//!
//! With colour the words are underlined; without, `^` stands beneath them, or ⟦ ⟧ around
//! them where the sentence runs from right to left. Values that rest on the same words
//! share their quote. Behind the rule stands how sure the value is, where that is asked for
//! ([`TerminalOptions::confidence`]) and known. Plain cards are stable: tests keep them as snapshots.

use super::quote::{Quote, sentence_around};
use super::table::TerminalOptions;
use super::terminal::{BOLD, DIM, cut, padded, shown, spaces, styled, width};
use model::{Account, ActorRef, Coded, Report, Sourced, Span, Tally, Target, Warning};

/// All records of a report as cards, notes at the end.
pub fn cards(report: &Report, coded: &Coded, options: TerminalOptions) -> String {
    let incidents = coded
        .accounts
        .iter()
        .map(|a| incident_card(report, a, options));
    let tallies = coded.tallies.iter().map(|t| tally_card(report, t, options));
    let warnings = coded
        .warnings
        .iter()
        .map(|w| warning_card(report, w, options));
    let mut all: Vec<String> = incidents.chain(tallies).chain(warnings).collect();
    if all.is_empty() {
        all.push(format!("{}  no records\n", shown(&report.id)));
    }
    if !coded.notes.is_empty() {
        let notes = coded.notes.iter().map(|note| {
            let words = note.span.map(|span| shown(span.of(&report.text)));
            match words.filter(|words| !words.is_empty()) {
                Some(words) => format!("note: {} (“{}”)\n", shown(&note.text), cut(&words, 60)),
                None => format!("note: {}\n", shown(&note.text)),
            }
        });
        all.push(notes.collect());
    }
    all.join("\n")
}

/// One account as a card.
pub fn incident_card(report: &Report, account: &Account, options: TerminalOptions) -> String {
    let mut card = Card::new(report, &account.evidence, options);
    let title = format!(
        "{} · {} · {}",
        account.class.value,
        account.kind.value,
        account.status.value.word()
    );
    card.title(&account.report, &account.id, &title);
    card.value("class", &account.class, String::clone);
    card.value("type", &account.kind, String::clone);
    card.value("status", &account.status, |s| s.word().to_owned());
    card.told("suicide", account.suicide.as_ref(), |flag| yes_no(*flag));
    card.told("multiple", account.multiple.as_ref(), |flag| yes_no(*flag));
    card.told("date", account.date.as_ref(), ToString::to_string);
    card.told("country", account.country.as_ref(), String::clone);
    card.told("admin1", account.admin1.as_ref(), String::clone);
    card.told("place", account.place.as_ref(), String::clone);
    card.told("location", account.location.as_ref(), |place| {
        let precision = place.precision.word();
        format!(
            "{:.4}, {:.4} ({precision})",
            place.latitude, place.longitude
        )
    });
    card.told("site", account.site.as_ref(), String::clone);
    card.told("from_country", account.from_country.as_ref(), String::clone);
    card.each("perpetrator", &account.perpetrators, actor);
    card.told("attribution", account.attribution.as_ref(), |a| {
        a.word().to_owned()
    });
    card.each("claimed_by", &account.claimed_by, actor);
    card.each("denied_by", &account.denied_by, actor);
    for target in &account.targets {
        card.target(target);
    }
    card.each("weapon", &account.weapons, String::clone);
    card.told("killed", account.killed.as_ref(), ToString::to_string);
    card.told("injured", account.injured.as_ref(), ToString::to_string);
    card.told(
        "casualties",
        account.casualties.as_ref(),
        ToString::to_string,
    );
    card.told(
        "killed_perps",
        account.killed_perpetrators.as_ref(),
        ToString::to_string,
    );
    card.told("arrested", account.arrested.as_ref(), ToString::to_string);
    card.told("attackers", account.attackers.as_ref(), ToString::to_string);
    card.told("lead", account.lead.as_ref(), |lead| format!("{lead} days"));
    card.print()
}

/// One tally as a card.
pub fn tally_card(report: &Report, tally: &Tally, options: TerminalOptions) -> String {
    let mut card = Card::new(report, &tally.evidence, options);
    let title = format!("tally · {} {}", tally.count.value, tally.what.value);
    card.title(&tally.report, &tally.id, &title);
    card.value("what", &tally.what, String::clone);
    card.value("count", &tally.count, ToString::to_string);
    card.told("actor", tally.actor.as_ref(), actor);
    card.each("country", &tally.countries, String::clone);
    card.told("admin1", tally.admin1.as_ref(), String::clone);
    card.told("place", tally.place.as_ref(), String::clone);
    card.told("window", tally.window.as_ref(), ToString::to_string);
    card.told("status", tally.status.as_ref(), |s| s.word().to_owned());
    card.told("source", tally.source.as_ref(), String::clone);
    card.print()
}

/// One warning as a card.
pub fn warning_card(report: &Report, warning: &Warning, options: TerminalOptions) -> String {
    let mut card = Card::new(report, &warning.evidence, options);
    let title = match &warning.about {
        Some(about) => format!("warning · of {about}"),
        None => "warning".to_owned(),
    };
    card.title(&warning.report, &warning.id, &title);
    card.value("issued_by", &warning.issued_by, actor);
    card.told("issued_to", warning.issued_to.as_ref(), String::clone);
    card.told("date", warning.date.as_ref(), ToString::to_string);
    card.told("heeded", warning.heeded.as_ref(), |flag| yes_no(*flag));
    card.print()
}

fn yes_no(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}

fn actor(actor: &ActorRef) -> String {
    let mut shown = actor.name.clone();
    if let Some(id) = &actor.id {
        shown = format!("{shown} [{id}]");
    }
    if actor.person {
        shown.push_str(" (person)");
    }
    shown
}

/// Columns of the field names, with the margin before them.
const MARGIN: usize = 16;
/// Columns of values that leave the rules in line.
const VALUE: usize = 40;

struct Entry {
    field: &'static str,
    value: String,
    rule: String,
    spans: Vec<Span>,
}

/// A card being filled.
struct Card<'r> {
    report: &'r Report,
    evidence: &'r [Span],
    options: TerminalOptions,
    lines: String,
    entries: Vec<Entry>,
}

impl<'r> Card<'r> {
    fn new(report: &'r Report, evidence: &'r [Span], options: TerminalOptions) -> Self {
        Card {
            report,
            evidence,
            options,
            lines: String::new(),
            entries: Vec::new(),
        }
    }

    fn title(&mut self, report: &str, id: &str, title: &str) {
        let title = shown(&format!("{report}#{id}  {title}"));
        let title = self.cut(&title, 0);
        self.line(&styled(&title, BOLD, self.options.colour));
    }

    fn value<T>(
        &mut self,
        field: &'static str,
        sourced: &Sourced<T>,
        to_text: impl Fn(&T) -> String,
    ) {
        let mut rule = shown(&sourced.rule);
        if let Some(confidence) = sourced.confidence.filter(|_| self.options.confidence) {
            rule = format!("{rule} {confidence}");
        }
        self.entries.push(Entry {
            field,
            value: shown(&to_text(&sourced.value)),
            rule,
            spans: sourced.spans.clone(),
        });
    }

    fn told<T>(
        &mut self,
        field: &'static str,
        sourced: Option<&Sourced<T>>,
        to_text: impl Fn(&T) -> String,
    ) {
        if let Some(sourced) = sourced {
            self.value(field, sourced, to_text);
        }
    }

    fn each<T>(
        &mut self,
        field: &'static str,
        values: &[Sourced<T>],
        to_text: impl Fn(&T) -> String,
    ) {
        for sourced in values {
            self.value(field, sourced, &to_text);
        }
    }

    fn target(&mut self, target: &Target) {
        self.value("target", &target.kind, String::clone);
        self.told("  name", target.name.as_ref(), actor);
        self.told("  nationality", target.nationality.as_ref(), String::clone);
    }

    /// The card: values in order, each run of values on the same words above their quote.
    fn print(mut self) -> String {
        let entries = std::mem::take(&mut self.entries);
        for run in entries.chunk_by(|a, b| a.spans == b.spans) {
            for entry in run {
                self.entry(entry);
            }
            self.quotes(&run[0].spans);
        }
        self.lines
    }

    fn entry(&mut self, entry: &Entry) {
        let name = padded(&format!("  {}", entry.field), MARGIN - 1);
        let rule_columns = width(&entry.rule) + 2;
        let room = match self.options.width {
            Some(columns) => columns.saturating_sub(MARGIN + rule_columns).max(12),
            None => usize::MAX,
        };
        let value = cut(&entry.value, room);
        let value = styled(&padded(&value, VALUE.min(room)), BOLD, self.options.colour);
        let rule = styled(&entry.rule, DIM, self.options.colour);
        self.line(&format!("{name} {value}  {rule}"));
    }

    fn quotes(&mut self, spans: &[Span]) {
        let spans: Vec<Span> = spans
            .iter()
            .copied()
            .filter(|span| !span.of(&self.report.text).is_empty())
            .collect();
        if spans.is_empty() {
            let none = styled("(rests on no words)", DIM, self.options.colour);
            self.line(&format!("{}{none}", spaces(MARGIN)));
            return;
        }
        let text = &self.report.text;
        let around = |span: &Span| sentence_around(text, *span, self.evidence);
        for group in spans.chunk_by(|a, b| around(a) == around(b)) {
            let quote = Quote::new(text, around(&group[0]), group);
            let room = self
                .options
                .width
                .map(|columns| columns.saturating_sub(MARGIN).max(20));
            for line in quote.lines(room, self.options.colour) {
                self.line(&format!("{}{line}", spaces(MARGIN)));
            }
        }
    }

    fn cut(&self, text: &str, taken: usize) -> String {
        match self.options.width {
            Some(columns) => cut(text, columns.saturating_sub(taken)),
            None => text.to_owned(),
        }
    }

    fn line(&mut self, line: &str) {
        self.lines.push_str(line.trim_end());
        self.lines.push('\n');
    }
}
