//! Plain text, Markdown and records: what the words become.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

use formats::ReadProblem;
use formats::read::{Found, Media, ReadOptions, read_bytes};
use jiff::civil::date;
use model::PublishedFrom;

fn one(name: &str, bytes: impl Into<Vec<u8>>) -> Found {
    let found = read_bytes(name, bytes.into(), &ReadOptions::default()).unwrap();
    assert_eq!(found.len(), 1);
    found.into_iter().next().unwrap()
}

fn problem(name: &str, bytes: impl Into<Vec<u8>>) -> ReadProblem {
    read_bytes(name, bytes.into(), &ReadOptions::default())
        .unwrap_err()
        .problem
}

#[test]
fn plain_text_stays_as_it_is() {
    let text = "Four killed in blast\n\n  KABUL,  Sept 5 –\tA bomb\u{a0}went off.  \n\n\nEnd";
    let found = one("a.txt", text);
    assert_eq!(found.report.text, text);
    assert_eq!(found.report.title.as_deref(), Some("Four killed in blast"));
    assert_eq!(found.report.published, None);
    assert_eq!(found.report.lang, None);
    assert_eq!(found.media, Media::Text);
    let windows = one("a.txt", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    assert_eq!(windows.report.text, text);
    assert_ne!(windows.report.sha256, found.report.sha256);
}

#[test]
fn the_hash_is_that_of_the_original_bytes() {
    let found = one("a.txt", "abc def\r\n");
    assert_eq!(found.original, b"abc def\r\n");
    assert_eq!(
        one("a.txt", "abc").report.sha256,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn an_old_encoding_is_read_and_noted() {
    let bytes = b"El atentado se produjo en Bogot\xe1, inform\xf3 la polic\xeda; seg\xfan el alcalde, muri\xf3 un ni\xf1o.".to_vec();
    let found = one("a.txt", bytes);
    assert_eq!(
        found.report.text,
        "El atentado se produjo en Bogotá, informó la policía; según el alcalde, murió un niño."
    );
    assert_eq!(found.notes, ["read as windows-1252"]);
}

#[test]
fn the_date_of_publication_is_read_from_the_text_or_given() {
    let text = "Embassy attacked\nPublished: May 4, 2022\n\nOn May 3, 2022 a bomb went off.";
    let found = one("a.txt", text);
    assert_eq!(found.report.published, Some(date(2022, 5, 4)));
    assert_eq!(found.report.published_from, PublishedFrom::Text);
    let options = ReadOptions {
        published: Some(date(2022, 5, 9)),
        ..ReadOptions::default()
    };
    let given = &read_bytes("a.txt", text.into(), &options).unwrap()[0];
    assert_eq!(given.report.published, Some(date(2022, 5, 9)));
    assert_eq!(given.report.published_from, PublishedFrom::Given);
}

#[test]
fn markdown_becomes_the_words_a_reader_sees() {
    let source = "---\ntitle: From the front\ndate: 2022-09-05\nlang: en_GB\nsource: Example Wire\nurl: https://example.org/a\n---\n\n# Embassy *attacked*\n\nA **bomb** went off\nin [Kabul](https://example.org \"t\").[^1] It killed `four`.\\\nNext line.\n\n- one\n- two\n  - inner\n\n1. first\n\n| Place | Killed |\n|---|---:|\n| Kabul | 4 |\n| Herat | 2 |\n\n> Quoted words.\n\n![a picture](p.png)\n\n<div>Raw <b>words</b></div>\n<script>alert(1)</script>\n\n[^1]: The police said so.\n";
    let found = one("a.md", source);
    let report = found.report;
    assert_eq!(
        report.text,
        "Embassy attacked\n\nA bomb went off in Kabul.[1] It killed four.\nNext line.\n\n- one\n- two\n- inner\n\n- first\n\nPlace | Killed\nKabul | 4\nHerat | 2\n\nQuoted words.\n\nRaw words\n\n[1] The police said so."
    );
    assert_eq!(report.title.as_deref(), Some("From the front"));
    assert_eq!(report.published, Some(date(2022, 9, 5)));
    assert_eq!(report.published_from, PublishedFrom::Metadata);
    assert_eq!(report.lang.as_deref(), Some("en-GB"));
    assert_eq!(report.source.as_deref(), Some("Example Wire"));
    assert_eq!(report.url.as_deref(), Some("https://example.org/a"));
    assert_eq!(
        one("a.md", "# Embassy *attacked*\n\nWords.")
            .report
            .title
            .as_deref(),
        Some("Embassy attacked")
    );
}

#[test]
fn text_without_an_ending_is_known_by_its_looks() {
    assert_eq!(one("-", "A bomb went off.").media, Media::Text);
    assert_eq!(
        one("-", "{\"text\": \"A bomb went off.\"}\n").media,
        Media::JsonLines
    );
    assert_eq!(one("-", "{not json} but words").media, Media::Text);
    assert_eq!(one("-", "A bomb went off.").report.id, "stdin");
}

#[test]
fn one_json_value_over_many_lines_is_read_too() {
    let found = read_bytes(
        "a.json",
        b"[\n {\"id\": \"x\", \"text\": \"Words one.\"},\n {\"text\": \"Words two.\"}\n]".to_vec(),
        &ReadOptions::default(),
    )
    .unwrap();
    assert_eq!(
        found
            .iter()
            .map(|found| found.report.id.as_str())
            .collect::<Vec<_>>(),
        ["x", "a-2"]
    );
    assert_eq!(
        one("a.json", "{\n \"text\": \"Words.\"\n}").report.text,
        "Words."
    );
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    assert_eq!(problem("a.txt", ""), ReadProblem::Empty);
    assert_eq!(problem("a.txt", "\u{feff} \r\n"), ReadProblem::NoWords);
    assert_eq!(
        problem("a.pdf", "A bomb went off."),
        ReadProblem::WrongEnding { named: "a PDF" }
    );
    assert_eq!(
        problem("a.docx", "A bomb went off."),
        ReadProblem::WrongEnding {
            named: "a Word file"
        }
    );
    assert!(matches!(
        problem("a.txt", "{\\rtf1 x}"),
        ReadProblem::Unsupported { .. }
    ));
    assert!(matches!(
        problem("a.jsonl", "words"),
        ReadProblem::BadJson { .. }
    ));
    assert_eq!(problem("a.jsonl", "\n\n"), ReadProblem::NoWords);
    let options = ReadOptions {
        largest_file: 3,
        ..ReadOptions::default()
    };
    let error = read_bytes("a\n.txt", b"words".to_vec(), &options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a .txt: is larger than 3 bytes; split it, or raise the limit"
    );
}

#[test]
fn a_dump_of_many_reports_on_one_line_is_refused_with_what_to_do() {
    let dump = "Gunmen attacked a village near Kidal. "
        .repeat(300_000)
        .into_bytes();
    let error = read_bytes("dump.txt", dump, &ReadOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "dump.txt: holds more than 8 MiB of text, as no single report does; split it into reports, or give them as jsonl, one a line"
    );
}
