//! Records as tables for the terminal.

use super::terminal::{BOLD, DIM, cut, padded, padded_left, shown, spaces, styled, width};
use model::{Account, ActorRef, Coded, Estimate, Report, Sourced, Tally, Warning};

/// How terminal tables and cards look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalOptions {
    /// Columns of the terminal; `None` where lines may be as long as they need to.
    pub width: Option<usize>,
    /// ANSI colours and underlines: off in a pipe and where `NO_COLOR` is set.
    pub colour: bool,
    /// How sure each value is, behind its rule; only on cards.
    pub confidence: bool,
}

impl Default for TerminalOptions {
    /// A hundred columns without colour.
    fn default() -> Self {
        TerminalOptions {
            width: Some(100),
            colour: false,
            confidence: false,
        }
    }
}

/// All records of some reports as aligned tables: incidents, then tallies and warnings
/// where there are any. No line is wider than the terminal.
pub fn table(reports: &[(&Report, &Coded)], options: TerminalOptions) -> String {
    let mut incidents = Grid::new(&[
        "Date",
        "Country",
        "Place",
        "Type",
        "Perpetrators",
        "Targets",
        ">Killed",
        ">Injured",
        "Status",
        "Report",
    ]);
    let mut tallies = Grid::new(&[
        "Counted", ">Count", "Actor", "Country", "Place", "Window", "Source", "Report",
    ]);
    let mut warnings = Grid::new(&["Warning by", "To", "Date", "About", "Heeded", "Report"]);
    for (_, coded) in reports {
        coded
            .accounts
            .iter()
            .for_each(|a| incidents.row(&incident(a)));
        coded.tallies.iter().for_each(|t| tallies.row(&tally(t)));
        coded
            .warnings
            .iter()
            .for_each(|w| warnings.row(&warning(w)));
    }
    let grids = [incidents, tallies, warnings];
    let tables: Vec<String> = grids
        .iter()
        .filter(|grid| !grid.rows.is_empty())
        .map(|grid| grid.print(options))
        .collect();
    if tables.is_empty() {
        return "no records\n".to_owned();
    }
    tables.join("\n")
}

fn incident(account: &Account) -> Vec<String> {
    let place = [&account.site, &account.place, &account.admin1]
        .into_iter()
        .flatten()
        .next();
    let targets: Vec<&str> = account
        .targets
        .iter()
        .map(|target| match &target.name {
            Some(name) => name.value.name.as_str(),
            None => target.kind.value.as_str(),
        })
        .collect();
    vec![
        told(account.date.as_ref()),
        told(account.country.as_ref()),
        told(place),
        account.kind.value.clone(),
        perpetrators(
            &account.perpetrators,
            account.attribution.as_ref().map(|a| a.value.word()),
        ),
        targets.join(", "),
        figure(account.killed.as_ref()),
        figure(account.injured.as_ref()),
        account.status.value.word().to_owned(),
        format!("{}#{}", account.report, account.id),
    ]
}

fn perpetrators(actors: &[Sourced<ActorRef>], attribution: Option<&str>) -> String {
    let names: Vec<&str> = actors.iter().map(|a| a.value.name.as_str()).collect();
    match (names.is_empty(), attribution) {
        (true, _) => String::new(),
        (false, None) => names.join(", "),
        (false, Some(attribution)) => format!("{} ({attribution})", names.join(", ")),
    }
}

fn tally(tally: &Tally) -> Vec<String> {
    let countries: Vec<&str> = tally.countries.iter().map(|c| c.value.as_str()).collect();
    let place = tally.place.as_ref().or(tally.admin1.as_ref());
    vec![
        tally.what.value.clone(),
        tally.count.value.to_string(),
        tally
            .actor
            .as_ref()
            .map(|actor| actor.value.name.clone())
            .unwrap_or_default(),
        countries.join(", "),
        told(place),
        told(tally.window.as_ref()),
        told(tally.source.as_ref()),
        format!("{}#{}", tally.report, tally.id),
    ]
}

fn warning(warning: &Warning) -> Vec<String> {
    let heeded = match warning.heeded.as_ref().map(|heeded| heeded.value) {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    };
    vec![
        warning.issued_by.value.name.clone(),
        told(warning.issued_to.as_ref()),
        told(warning.date.as_ref()),
        warning.about.clone().unwrap_or_default(),
        heeded.to_owned(),
        format!("{}#{}", warning.report, warning.id),
    ]
}

fn told<T: ToString>(value: Option<&Sourced<T>>) -> String {
    value.map(|v| v.value.to_string()).unwrap_or_default()
}

fn figure(estimate: Option<&Sourced<Estimate>>) -> String {
    told(estimate)
}

/// Columns under headings; a heading that begins with `>` stands over numbers.
pub(crate) struct Grid {
    headings: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    pub(super) fn new(headings: &[&'static str]) -> Self {
        Grid {
            headings: headings.to_vec(),
            rows: Vec::new(),
        }
    }

    pub(super) fn row(&mut self, cells: &[String]) {
        self.rows
            .push(cells.iter().map(|cell| shown(cell)).collect());
    }

    /// The table, two spaces between columns, rows that end where their text ends.
    pub(super) fn print(&self, options: TerminalOptions) -> String {
        let widths = self.widths(options.width);
        let headings: Vec<String> = self
            .headings
            .iter()
            .map(|heading| heading.trim_start_matches('>').to_owned())
            .collect();
        let mut lines = styled(&self.line(&headings, &widths), BOLD, options.colour);
        lines.push('\n');
        let rule: Vec<String> = widths.iter().map(|columns| "─".repeat(*columns)).collect();
        lines.push_str(&styled(&self.line(&rule, &widths), DIM, options.colour));
        lines.push('\n');
        for row in &self.rows {
            lines.push_str(&self.line(row, &widths));
            lines.push('\n');
        }
        lines
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((cell, columns), heading) in cells.iter().zip(widths).zip(&self.headings) {
            if *columns == 0 {
                continue;
            }
            if !line.is_empty() {
                line.push_str(&spaces(2));
            }
            let cell = cut(cell, *columns);
            line.push_str(&match heading.strip_prefix('>') {
                Some(_) => padded_left(&cell, *columns),
                None => padded(&cell, *columns),
            });
        }
        line.trim_end().to_owned()
    }

    /// Column widths: as wide as the content, then the widest gives way until it fits.
    fn widths(&self, limit: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = self
            .headings
            .iter()
            .enumerate()
            .map(|(column, heading)| {
                let cells = self.rows.iter().map(|row| width(&row[column]));
                let heading = width(heading.trim_start_matches('>'));
                cells.max().unwrap_or(0).max(heading)
            })
            .collect();
        let Some(limit) = limit else { return widths };
        let taken = |widths: &[usize]| {
            let columns = widths.iter().filter(|columns| **columns > 0).count();
            widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1)
        };
        while taken(&widths) > limit {
            let widest = widths.iter().copied().max().unwrap_or(0);
            let Some(column) = widths.iter().rposition(|columns| *columns == widest) else {
                break;
            };
            if widest == 0 {
                break;
            }
            // A column of fewer than four says nothing: the last of them goes altogether.
            widths[column] = if widest > 4 { widest - 1 } else { 0 };
        }
        widths
    }
}
