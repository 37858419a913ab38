//! `docs/accuracy.md`: the table of the last full run, with its date and commit.

use super::figures::FIGURES;
use super::reliability;
use super::table::Measured;
use anyhow::{Context as _, ensure};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;

const PAGE: &str = "docs/accuracy.md";

/// The figures of the page as it stands in the last commit, by name; none where there is no such page.
pub fn at_last_commit() -> BTreeMap<String, String> {
    let page = git(&["show", &format!("HEAD:{PAGE}")]).unwrap_or_default();
    figures_of(&page)
}

/// The column `now` of a page's first table.
fn figures_of(page: &str) -> BTreeMap<String, String> {
    let rows = page
        .lines()
        .skip_while(|line| !line.starts_with("| figure "))
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    rows.filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        Some(((*cells.get(1)?).to_owned(), (*cells.get(4)?).to_owned()))
    })
    .collect()
}

/// Writes the page. The date is the one given, or the day of the commit.
pub fn write(
    measured: &Measured,
    date: Option<&str>,
    before: &BTreeMap<String, String>,
) -> anyhow::Result<()> {
    let date = match date {
        Some(date) => date
            .parse::<jiff::civil::Date>()
            .with_context(|| format!("`{date}` is no day: write 2024-05-31"))?
            .to_string(),
        None => git(&["log", "-1", "--format=%cs"])?.trim().to_owned(),
    };
    let commit = git(&["rev-parse", "--short=10", "HEAD"])?.trim().to_owned();
    let changed = git(&["status", "--porcelain", "--", ":!docs/accuracy.md"])?;
    let changed = !changed.trim().is_empty();
    let text = page(measured, &date, &commit, changed, before);
    std::fs::write(PAGE, text).with_context(|| format!("cannot write {PAGE}"))?;
    eprintln!("{PAGE} is written");
    Ok(())
}

fn page(
    measured: &Measured,
    date: &str,
    commit: &str,
    changed: bool,
    before: &BTreeMap<String, String>,
) -> String {
    let with = if changed { " with changes on top" } else { "" };
    let mut out = format!(
        "<!-- Made by `cargo xtask score --write`: run it again instead of editing. -->\n\
         # How good it is\n\n\
         Measured {date} at commit `{commit}`{with}.\n\
         What is measured how, and on what, stands in [DESIGN.md](../DESIGN.md#measuring).\n\
         *Before* is the figure of the page before this one.\n\
         The two rows on confidence are cross-validated: each document is judged by a card that was learned without \
         it.\n\
         All other rows measure rules and words that were written by reading such documents, these among them; \
         nothing is held out there, and on texts of the same kinds that nobody has read they are lower.\n\n\
         | figure | floor | aim | now | before | holds |\n|---|---|---|---|---|---|\n"
    );
    for figure in FIGURES {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            figure.name,
            figure.shown(figure.floor),
            figure.shown(figure.aim),
            measured.shown(figure),
            before.get(figure.name).map_or("–", String::as_str),
            match measured.judgement(figure) {
                "below" => "**below the floor**",
                other => other,
            },
        );
    }
    out += &slots(measured);
    if let Some(figures) = measured.figures.get("confidence") {
        let _ = write!(
            out,
            "\n## Confidence\n\nEach value of each record on the labelled documents, by the confidence that a card \
             learned without its document gives it (leave one document out).\n\n{}",
            reliability::text(figures)
        );
    }
    for (row, why) in &measured.missing {
        let _ = writeln!(
            out,
            "\nNot measured, {row}: {}",
            why.lines().next().unwrap_or_default()
        );
    }
    out
}

fn slots(measured: &Measured) -> String {
    let slots = measured.slots();
    if slots.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "\n## Slots of incident records\n\nThe same run on the labelled documents, slot by slot.\n\n\
         | slot | precision | recall | F1 | gold values |\n|---|---|---|---|---|\n",
    );
    for slot in &slots {
        let _ = writeln!(
            out,
            "| {} | {:.1} | {:.1} | {:.1} | {} |",
            slot.name, slot.precision, slot.recall, slot.f1, slot.gold
        );
    }
    let worst: Vec<String> = measured
        .worst_slots()
        .iter()
        .take(5)
        .map(|slot| format!("{} ({:.1})", slot.name, slot.f1))
        .collect();
    let _ = writeln!(
        out,
        "\nThe worst with 20 gold values or more: {}.",
        worst.join(", ")
    );
    out
}

fn git(args: &[&str]) -> anyhow::Result<String> {
    let output = Command::new("git")
        .args(args)
        .output()
        .context("cannot run git")?;
    ensure!(
        output.status.success(),
        "git {}: {}",
        args.join(" "),
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gives_its_figures_back() {
        let mut measured = Measured::default();
        if let serde_json::Value::Object(figures) =
            serde_json::json!({"slots": {"f1": 46.3}, "incidents": {"f1": 62.6}})
        {
            measured.figures.insert("incidents", figures);
        }
        let page = page(&measured, "2024-05-31", "abc", false, &BTreeMap::new());
        let figures = figures_of(&page);
        assert_eq!(figures["slots, F1"], "46.3");
        assert_eq!(figures["start-up"], "–");
        assert_eq!(figures.len(), FIGURES.len());
    }
}
