//! Maps, briefs, help and reference pages.

use crate::run::Desk;
use std::path::Path;

/// A report that would be a script if somebody forgot to escape it.
const HOSTILE: &str = "\
Blast <script>alert('headline')</script> in Kabul

Published: 2022-09-06

A bomb exploded outside the Russian embassy in Kabul on 5 September 2022, killing six people, said a witness
called <img src=x onerror=alert(1)> & \"<b>friends</b>\".
";

#[test]
fn hostile_words_are_only_words_on_maps_and_in_briefs() {
    let desk = Desk::new();
    desk.write("hostile.txt", HOSTILE);
    desk.good("add hostile.txt");
    desk.good("map map.html");
    desk.good("map map.svg");
    desk.good("brief situation -o brief.html");
    for page in ["map.html", "map.svg", "brief.html"] {
        let text = desk.read(page);
        for evil in ["<script>alert", "<img src=x", "<b>friends"] {
            assert!(!text.contains(evil), "{evil} stands in {page}");
        }
    }
    for page in ["map.html", "brief.html"] {
        assert!(desk.read(page).contains("&lt;img src=x"), "{page}");
    }
}

#[test]
fn a_brief_counts_and_leads_to_the_words() {
    let desk = Desk::with_casebook();
    desk.write(
        "mine.md",
        "# {{title}}\n\n{{count where=\"country = 'AF'\" noun=\"attack\" plural=\"attacks\"}}, {{policy}}.\n\n{{map}}\n",
    );
    desk.done(&[
        "brief",
        "mine.md",
        "--set",
        "title=Kabul",
        "-o",
        "out.md",
        "--policy",
        "lowest",
    ]);
    let brief = desk.read("out.md");
    assert!(brief.starts_with("# Kabul"), "{brief}");
    assert!(
        brief.contains("One attack") && brief.contains("[^1]:"),
        "{brief}"
    );
    assert!(brief.contains("lowest"), "{brief}");
    assert!(desk.path("out-map-1.svg").exists());
    desk.write("wrong.md", "{{count were=\"x\"}}");
    let ran = desk.run(&["brief", "wrong.md"]);
    ran.refused("wrong.md:1:");
    assert!(ran.notes.contains('^'), "{}", ran.notes);
}

#[test]
fn the_shipped_briefs_are_written() {
    let desk = Desk::with_casebook();
    for (name, values) in [
        ("situation", &[][..]),
        ("target-history", &["--set", "target=diplomatic"][..]),
    ] {
        let mut arguments = vec!["brief", name, "-o", "brief.html"];
        arguments.extend(values);
        desk.done(&arguments);
        let page = desk.read("brief.html");
        assert!(
            page.starts_with("<!doctype html>") && page.contains("Russian embassy"),
            "{name}"
        );
    }
}

#[test]
fn every_command_has_help_with_examples() {
    let desk = Desk::new();
    let help = desk.good("--help");
    let names: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help" && *name != "filters" && *name != "codebook")
        .collect();
    assert!(names.len() > 18, "{names:?}");
    for name in names {
        let help = desk.good(&format!("{name} --help"));
        assert!(help.contains("Examples:\n"), "{name} has no examples");
    }
    assert!(desk.good("help filters").contains("within KM km of PLACE"));
    assert_eq!(
        desk.good("filters").lines().next(),
        Some("filter  = test, joined by `and`, `or`, `not` and ( ); `and` binds closer than `or`")
    );
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(
            desk.good(&format!("completions {shell}"))
                .contains("annalist")
        );
    }
    assert!(desk.good("man").contains(".TH annalist 1"));
}

#[test]
fn the_page_of_commands_is_up_to_date() {
    let page = Desk::new().good("man --markdown");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/commands.md");
    if std::env::var_os("ANNALIST_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &page).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == page,
        "docs/commands.md is out of date; run this test with ANNALIST_BLESS=1 and read the diff"
    );
}

#[test]
fn the_page_of_classes_has_every_type() {
    let page = Desk::new().good("codebook docs");
    for code in ["bombing", "hostage_siege", "diplomatic", "vehicle_bomb"] {
        assert!(page.contains(&format!("`{code}`")), "{code} is missing");
    }
}
