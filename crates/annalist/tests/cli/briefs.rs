//! Briefs on the command line: kinds of files, changes between runs, the articles at hand.

use crate::run::Desk;
use std::path::PathBuf;

const TEMPLATE: &str = "# Kabul\n\nWe know of {{count where=\"country = 'AF'\" noun=attack}}. In them, {{toll where=\"country = 'AF'\"}}.\n\n{{chart kind=timeline}}\n";

/// One report of an attack that another will correct.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write(
        "papers/post.txt",
        "Published: 2022-09-06\n\nA suicide bomber struck outside the Russian embassy in Kabul on 5 September 2022, killing six people.\n",
    );
    desk.write("mine.md", TEMPLATE);
    desk.good("add papers");
    desk
}

#[test]
fn the_next_run_lists_the_sentences_whose_numbers_changed_and_why() {
    let desk = desk();
    let first = desk.run(&["brief", "mine.md", "-o", "out.html"]);
    assert_eq!((first.code, first.notes.as_str()), (Some(0), ""));
    let again = desk.run(&["brief", "mine.md", "-o", "out.html"]);
    assert!(again.notes.contains("No figure changed"), "{}", again.notes);
    let checked = desk.run(&["brief", "mine.md", "-o", "out.html", "--check"]);
    assert_eq!(checked.code, Some(0), "{}", checked.notes);
    desk.write(
        "papers/wire.txt",
        "Published: 2022-09-07\n\nEight people were killed when a suicide bomber blew himself up at the Russian embassy in Kabul on 5 September 2022, officials said.\n",
    );
    desk.good("add papers");
    let before = desk.read("out.html");
    let stale = desk.run(&["brief", "mine.md", "-o", "out.html", "--check"]);
    assert_eq!(stale.code, Some(1), "{}", stale.notes);
    assert!(
        stale.out.contains("was: In them, six people were killed"),
        "{}",
        stale.out
    );
    assert_eq!(before, desk.read("out.html"), "a check writes nothing");
    let ran = desk.run(&[
        "brief",
        "mine.md",
        "-o",
        "out.html",
        "--changes",
        "changes.txt",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.notes);
    let changes = desk.read("changes.txt");
    assert!(
        changes.contains("now: In them, between six and eight people were killed"),
        "{changes}"
    );
    assert!(changes.contains("killed 6 → 6–8"), "{changes}");
    assert!(changes.contains("now told by wire too"), "{changes}");
    assert!(desk.read("out.html").contains("between six and eight"));
    let other = desk.run(&["brief", "mine.md", "-o", "out.html", "--policy", "lowest"]);
    assert!(
        other
            .notes
            .contains("because the counting policy is lowest, it was range"),
        "{}",
        other.notes
    );
}

#[test]
fn a_check_of_a_brief_that_was_never_made_says_what_to_do() {
    let desk = desk();
    desk.run(&["brief", "mine.md", "-o", "out.md", "--check"])
        .refused("make the brief once without --check");
    desk.run(&["brief", "mine.md", "--check"]).says("--out");
    desk.run(&["brief", "mine.md", "-o", "out.odt"])
        .refused(".docx or .pdf");
    desk.run(&["brief", "nothing.md"])
        .refused("situation, target-history, campaign, assessment");
    desk.run(&["brief"]).says("TEMPLATE");
    desk.write("out.md.figures.json", "{}");
    let ran = desk.run(&["brief", "mine.md", "-o", "out.md"]);
    assert!(
        ran.notes.contains("cannot be compared with"),
        "{}",
        ran.notes
    );
    assert_eq!(ran.code, Some(0));
}

#[test]
fn templates_that_come_along_are_listed_and_written_by_name() {
    let desk = Desk::with_casebook();
    let list = desk.good("brief --list");
    for name in ["situation", "target-history", "campaign", "assessment"] {
        assert!(list.contains(name), "{list}");
        desk.done(&["brief", name, "-o", "out.md"]);
        let brief = desk.read("out.md");
        assert!(
            brief.starts_with("# ") && !brief.contains("{{"),
            "{name}: {brief}"
        );
        assert!(!brief.contains("NaN"), "{name}");
    }
    let month = desk.done(&["brief", "situation", "--set", "month=2022-09"]);
    assert!(month.contains("Period: September 2022."), "{month}");
}

#[test]
fn a_brief_is_a_page_a_word_file_or_a_pdf_with_citations_in_any_style() {
    let desk = desk();
    desk.done(&[
        "brief",
        "mine.md",
        "-o",
        "out.html",
        "--bibliography",
        "out.bib",
    ]);
    let page = desk.read("out.html");
    assert!(
        page.starts_with("<!doctype html>") && page.contains("<svg"),
        "{page}"
    );
    assert!(
        page.contains("killing six people"),
        "the words of the report"
    );
    assert!(
        desk.read("out.bib").contains("{post,"),
        "{}",
        desk.read("out.bib")
    );
    desk.done(&["brief", "mine.md", "-o", "out.docx", "--cite-style", "apa"]);
    desk.done(&["brief", "mine.md", "-o", "out.pdf"]);
    let begins = |name: &str| std::fs::read(desk.path(name)).unwrap()[..4].to_vec();
    assert_eq!(
        (begins("out.docx"), begins("out.pdf")),
        (b"PK\x03\x04".to_vec(), b"%PDF".to_vec())
    );
    desk.run(&[
        "brief",
        "mine.md",
        "-o",
        "out.pdf",
        "--cite-style",
        "chicgo-notes",
    ])
    .refused("chicago-notes");
    desk.run(&[
        "brief",
        "mine.md",
        "-o",
        "out.pdf",
        "--cite-style",
        "none.csl",
    ])
    .refused("cannot read the citation style none.csl");
}

#[test]
fn the_deadliest_incidents_are_a_command_too() {
    let desk = desk();
    desk.write(
        "papers/wire.txt",
        "Published: 2022-09-07\n\nEight people were killed when a suicide bomber blew himself up at the Russian embassy in Kabul on 5 September 2022, officials said.\n",
    );
    desk.good("add papers");
    let text = desk.good("tolls --conflicting");
    assert!(text.contains("cannot all be right"), "{text}");
    let csv = desk.good("tolls --part sources --format csv");
    assert!(
        csv.contains(",6,,six people") && csv.contains(",8,,Eight people"),
        "{csv}"
    );
    let json: serde_json::Value = serde_json::from_str(&desk.good("tolls --format json")).unwrap();
    assert!(
        json["tolls"][0]["told"][0]["quote"]
            .as_str()
            .unwrap()
            .contains("killing six people")
    );
}

/// A brief on the articles that the first users wrote or read, where they lie beside the project.
#[test]
fn one_command_answers_what_an_editor_asks_of_the_articles() {
    let data = std::env::var_os("ANNALIST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let seeds = data.join("corpora/seeds");
    if !seeds.is_dir() {
        eprintln!("skipped: no {}; set ANNALIST_DATA", seeds.display());
        return;
    }
    let desk = Desk::new();
    desk.done(&["add", &seeds.to_string_lossy()]);
    desk.done(&[
        "brief",
        "assessment",
        "--set",
        "actor=ISKP",
        "--set",
        "window=2022-04/2022-05",
        "-o",
        "out.md",
    ]);
    let brief = desk.read("out.md");
    for said in [
        // Diplomatic missions by group and year.
        "| Group | 2015 | 2016 | 2021 | 2022 | All |",
        // Counted against reported.
        "17 April to 1 May 2022 | \\~33[^",
        "April 2022 | 4+[^",
        "April 2022 | \\~37[^",
        // Fourteen provinces and their sum.
        "14 provinces named add up to 1,388 of the 1,826 incidents stated: 438 are in none of those named",
        // Plots by country.
        "| Sum of 6 countries | 15 |",
        // Before and after the takeover, and by year.
        "| until 15 August 2021 | 4 |",
        "| since 15 August 2021 | 11 |",
        "| 2022 | 5 |",
        "| 2023 | 6 |",
        // Of which reports tell counts alone.
        "counts name: Pakistan",
        // Figures are held against the number as stated.
        "| -32 |",
        // Firsts.
        "| Uzbekistan | 18 April 2022[^",
        "| Tajikistan | 7 May 2022[^",
        // Denials.
        "Government of Tajikistan[^",
        // Tolls side by side.
        "“two Russian embassy staff workers … at least four others”",
        "“more than 183 people … some 150”",
        "“170 civilians … 13 American soldiers”",
        // How long it had been threatened, as told: "months of", "several weeks of".
        "suicide bombing, Kabul, Afghanistan, 5 September 2022 | 60+",
        "armed assault, Shiraz, Fars, Iran, 26 October 2022 | 21+",
    ] {
        assert!(brief.contains(said), "{said} is not in the brief");
    }
}

#[test]
fn the_brief_of_the_demo_is_up_to_date() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let desk = Desk::new();
    desk.done(&["add", &root.join("demo").to_string_lossy()]);
    desk.done(&[
        "brief",
        "assessment",
        "--set",
        "title=What the demo reports tell",
        "--set",
        "window=2030-10/2031-03",
        "-o",
        "demo-brief.md",
    ]);
    let made: Vec<String> = std::fs::read_dir(desk.path(""))
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| name.starts_with("demo-brief") && !name.contains(".json"))
        .collect();
    assert!(made.len() > 4, "{made:?}");
    for name in made {
        let page = root.join("docs").join(&name);
        let now = desk.read(&name);
        if std::env::var_os("ANNALIST_BLESS").is_some() {
            std::fs::write(&page, &now).unwrap();
        }
        let there = std::fs::read_to_string(&page).unwrap_or_default();
        assert!(
            there == now,
            "docs/{name} is out of date; run this test with ANNALIST_BLESS=1 and read the diff"
        );
    }
}

#[test]
fn a_file_that_is_no_font_is_named() {
    let desk = desk();
    desk.run(&["brief", "mine.md", "-o", "out.pdf", "--font", "mine.md"])
        .refused("mine.md is no font; give a file that ends in .ttf, .otf or .ttc");
    desk.run(&["brief", "mine.md", "-o", "out.pdf", "--font", "none.ttf"])
        .refused("cannot read the font none.ttf");
    assert!(!desk.path("out.pdf").exists());
}
