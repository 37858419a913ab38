use super::{CasebookView, ExportOptions, Persons};
use jiff::civil::Date;
use model::{Account, AccountKey, ActorRef, Incident, Report, Sourced, Span};

/// What one account says, in the words of its report.
pub(crate) struct Words<'v> {
    pub(crate) key: AccountKey,
    pub(crate) title: Option<String>,
    pub(crate) source: Option<&'v str>,
    /// Only where it is a web address.
    pub(crate) url: Option<&'v str>,
    pub(crate) published: Option<Date>,
    pub(crate) pieces: Vec<Piece>,
}

/// A quote and the bytes of it that values rest on.
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) marks: Vec<(usize, usize)>,
}

/// The words of all accounts of an incident that are at hand.
pub(crate) fn words_of<'v>(
    view: &CasebookView<'v>,
    incident: &Incident,
    persons: &Persons,
    options: ExportOptions,
) -> Vec<Words<'v>> {
    let mut all = Vec::new();
    for key in &incident.accounts {
        let Some(account) = view.accounts.get(key) else {
            continue;
        };
        let report = view.reports.get(&key.report);
        let pieces = report.map(|report| pieces(report, account, persons, options));
        all.push(Words {
            key: key.clone(),
            title: report
                .and_then(|report| report.title.as_deref())
                .map(|title| persons.hidden(title).into_owned()),
            source: report.and_then(|report| report.source.as_deref()),
            url: report
                .and_then(|report| report.url.as_deref())
                .filter(|url| is_web(url)),
            published: report.and_then(|report| report.published),
            pieces: pieces.unwrap_or_default(),
        });
    }
    all
}

fn is_web(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://"))
        && !url.contains(|c: char| c.is_control() || c.is_whitespace())
}

/// The account's evidence as quotes.
fn pieces(
    report: &Report,
    account: &Account,
    persons: &Persons,
    options: ExportOptions,
) -> Vec<Piece> {
    let spans = value_spans(account);
    let quotes = account.evidence.iter().filter_map(|piece| {
        let text = piece.of(&report.text);
        if text.trim().is_empty() {
            return None;
        }
        let inside = |at: u32| (at.max(piece.start).min(piece.end) - piece.start) as usize;
        let marks = spans
            .iter()
            .filter(|span| span.overlaps(piece))
            .map(|span| (inside(span.start), inside(span.end)))
            .filter(|(start, end)| text.is_char_boundary(*start) && text.is_char_boundary(*end));
        let (text, marks) = persons.hidden_with_marks(text, &merged(marks.collect()));
        Some(cut(text, marks, options.quote_chars))
    });
    quotes.collect()
}

/// The words that the account's values rest on; whole sentences are no words.
fn value_spans(account: &Account) -> Vec<Span> {
    let mut spans = Vec::new();
    add(&mut spans, [&account.class, &account.kind]);
    add(&mut spans, account.date.as_ref());
    let places = [
        &account.country,
        &account.admin1,
        &account.place,
        &account.site,
    ];
    add(&mut spans, places.into_iter().flatten());
    let actors: [&[Sourced<ActorRef>]; 3] = [
        &account.perpetrators,
        &account.claimed_by,
        &account.denied_by,
    ];
    add(&mut spans, actors.into_iter().flatten());
    for target in &account.targets {
        add(&mut spans, [&target.kind]);
        add(&mut spans, target.name.as_ref());
    }
    add(&mut spans, &account.weapons);
    let figures = [
        &account.killed,
        &account.injured,
        &account.casualties,
        &account.killed_perpetrators,
        &account.arrested,
        &account.attackers,
    ];
    add(&mut spans, figures.into_iter().flatten());
    spans.retain(|span| span.len() <= LONGEST_MARK);
    spans
}

const LONGEST_MARK: usize = 60;

fn add<'a, T: 'a>(spans: &mut Vec<Span>, values: impl IntoIterator<Item = &'a Sourced<T>>) {
    spans.extend(
        values
            .into_iter()
            .flat_map(|value| value.spans.iter().copied()),
    );
}

fn merged(mut marks: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    marks.retain(|(start, end)| start < end);
    marks.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (start, end) in marks {
        match merged.last_mut() {
            Some((_, last)) if start <= *last => *last = (*last).max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// The quote with at most so many characters, cut at a word where it can be.
fn cut(mut text: String, mut marks: Vec<(usize, usize)>, chars: usize) -> Piece {
    if text.chars().count() > chars {
        let room = chars.saturating_sub(1);
        let end = text
            .char_indices()
            .nth(room)
            .map_or(text.len(), |(at, _)| at);
        let words = text[..end].trim_end();
        let at = match words.rfind(char::is_whitespace) {
            Some(space) if space * 2 > end => words[..space].trim_end().len(),
            _ => words.len(),
        };
        text.truncate(at);
        marks.retain(|(start, _)| *start < at);
        if let Some((_, last)) = marks.last_mut() {
            *last = (*last).min(at);
        }
        if chars > 0 {
            text.push('…');
        }
    }
    Piece { text, marks }
}
