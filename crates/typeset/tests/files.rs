//! What a reader of the three files finds in them.

#![expect(
    clippy::unwrap_used,
    reason = "what cannot be read in a test is its failure"
)]

use proptest::prelude::*;
use std::fmt::Write as _;
use std::io::Read;
use typeset::{
    Document, Error, Figure, Options, Paper, Source, SourceKind, Style, bibtex, docx, html, pdf,
    read_bibtex,
};

const BRIEF: &str = "# April 2022

Six attacks were counted.[^1] One source counts 33[^2]; see the first note again.[^1]

## By province

| province | attacks | killed |
|---|---|---|
| Kabul | 245 | ~1,388 |
| Nangarhar | 129 | 4–8 |

![Attacks by month](figure:months)

1. First
2. Second
   - inner *one*
   - inner **two**

> “Quoted words”, it said.

A line of `code`, and [a link](https://example.org/a?b=c&d=e).

[^1]: Counted by the policy **range**, from two reports.
[^2]: *Daily B*, 3 May 2022.

    A second paragraph of the note.
";

fn months() -> Figure {
    let bars = charts::Bars {
        words: charts::Words::new("Attacks by month", ["All incidents."]),
        unit: "incidents".to_owned(),
        step: charts::Step::Month,
        bars: vec![charts::Bar::new("2022-04-01".parse().unwrap(), 6)],
        left_out: 0,
    };
    Figure {
        name: "months".to_owned(),
        svg: charts::bars(&bars),
        alt: "Six in April".to_owned(),
        caption: "Figure 1. Counted by month.".to_owned(),
    }
}

fn brief() -> Document {
    Document {
        title: String::new(),
        lang: "en".to_owned(),
        date: "2022-05-04".parse().ok(),
        markdown: BRIEF.to_owned(),
        figures: vec![months()],
        ..Document::default()
    }
}

fn sources() -> Vec<Source> {
    vec![
        Source {
            id: "agency-1".to_owned(),
            kind: SourceKind::News,
            title: "Blast at embassy gate & 50% more".to_owned(),
            publisher: "Agency A".to_owned(),
            url: Some("https://example.org/1?a=b_c".to_owned()),
            published: "2022-09-05".parse().ok(),
            accessed: "2022-09-07".parse().ok(),
            ..Source::default()
        },
        Source {
            id: "team".to_owned(),
            kind: SourceKind::Report,
            title: "Thirtieth report".to_owned(),
            authors: vec!["Doe, Jane".to_owned(), "Monitoring Team".to_owned()],
            publisher: "Council".to_owned(),
            published: "2022".parse().ok(),
            ..Source::default()
        },
    ]
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut part = archive.by_name(name).unwrap();
    let mut text = String::new();
    part.read_to_string(&mut text).unwrap();
    text
}

/// Every part is XML.
fn well_formed(file: &[u8]) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        if std::path::Path::new(&name)
            .extension()
            .is_some_and(|kind| kind == "png")
        {
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}\n{text}"),
            }
        }
    }
}

/// The words of a PDF, without the places where lines break.
fn words_of(file: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(file).unwrap();
    let text = text.replace(['\u{200b}', '\u{ad}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_holds_text_tables_figures_and_notes_with_ways_back() {
    let page = html(&brief(), &Options::default()).unwrap();
    for wanted in [
        "<html lang=\"en\">",
        "<title>April 2022</title>",
        "<time datetime=\"2022-05-04\">",
        "<h2 id=\"by-province\">By province</h2>",
        "<td class=\"end\">~1,388</td>",
        "<td>Kabul</td>",
        "aria-label=\"Six in April\"",
        "<figcaption>Figure 1. Counted by month.</figcaption>",
        "<a id=\"ref-1-2\" href=\"#note-1\"",
        "<a href=\"#ref-1-2\" title=\"back to the text\"",
        "A second paragraph of the note.",
        "<em>one</em>",
        "<a href=\"https://example.org/a?b=c&amp;d=e\">a link</a>",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    assert!(!page.contains("<script"));
    assert_eq!(page.matches("<h1").count(), 1, "the heading is the title");
}

#[test]
fn a_word_file_has_real_notes_headings_header_rows_and_words_for_figures() {
    let file = docx(&brief(), &Options::default()).unwrap();
    well_formed(&file);
    let text = part(&file, "word/document.xml");
    let notes = part(&file, "word/footnotes.xml");
    assert!(text.contains("<w:pStyle w:val=\"Heading2\"/>"));
    assert!(text.contains("<w:footnoteReference w:id=\"1\"/>"));
    assert!(text.contains("<w:footnoteReference w:id=\"2\"/>"));
    assert!(
        text.contains("NOTEREF _RefNote1"),
        "the second mark of a note points at the first"
    );
    assert!(text.contains("<w:tblHeader/>"));
    assert!(text.contains("descr=\"Six in April\""));
    assert_eq!(
        text.matches("<w:jc w:val=\"right\"/>").count(),
        6,
        "numbers stand at the right"
    );
    for words in ["Kabul", "245", "~1,388", "Nangarhar", "129", "4–8"] {
        assert!(text.contains(&format!(">{words}</w:t>")), "{words}");
    }
    assert!(notes.contains("<w:footnoteRef/>"));
    assert!(notes.contains("from two reports.") && notes.contains("A second paragraph"));
    let image = {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&file)).unwrap();
        let mut bytes = Vec::new();
        archive
            .by_name("word/media/figure1.png")
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        bytes
    };
    assert!(image.starts_with(b"\x89PNG"));
}

#[test]
fn a_pdf_holds_every_cell_and_note() {
    let file = pdf(&brief(), &Options::default()).unwrap();
    assert!(file.starts_with(b"%PDF-"));
    let words = words_of(&file);
    for wanted in [
        "Six attacks were counted",
        "By province",
        "Kabul",
        "~1,388",
        "Nangarhar",
        "4–8",
        "from two reports.",
        "A second paragraph of the note.",
        "Figure 1. Counted by month.",
        "“Quoted words”, it said.",
        "1 / 1",
    ] {
        assert!(words.contains(wanted), "{wanted}\n{words}");
    }
}

#[test]
fn annalist_reads_its_own_word_and_pdf_files() {
    let document = brief();
    let files = [
        ("brief.docx", docx(&document, &Options::default()).unwrap()),
        ("brief.pdf", pdf(&document, &Options::default()).unwrap()),
    ];
    for (name, bytes) in files {
        let found =
            formats::read::read_bytes(name, bytes, &formats::read::ReadOptions::default()).unwrap();
        let text = found[0]
            .report
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        for wanted in [
            "Six attacks were counted",
            "Kabul",
            "~1,388",
            "Nangarhar",
            "from two reports.",
        ] {
            assert!(text.contains(wanted), "{name}: {wanted}\n{text}");
        }
    }
}

#[test]
fn same_document_same_bytes() {
    let document = Document {
        markdown: format!("{BRIEF}\nCited [@team; @agency-1].\n"),
        sources: sources(),
        ..brief()
    };
    let options = Options::default();
    assert_eq!(html(&document, &options), html(&document, &options));
    let (first, second) = (
        docx(&document, &options).unwrap(),
        docx(&document, &options).unwrap(),
    );
    assert_eq!(first, second);
    let time = zip::ZipArchive::new(std::io::Cursor::new(&first))
        .unwrap()
        .by_index(0)
        .unwrap()
        .last_modified();
    assert_eq!(
        time.map(|time| time.year()),
        Some(1980),
        "no clock in the archive"
    );
    let written = pdf(&document, &options).unwrap();
    assert_eq!(written, pdf(&document, &options).unwrap());
    let raw = String::from_utf8_lossy(&written);
    assert!(
        raw.contains("2022-05-04") || raw.contains("D:20220504"),
        "the caller's day"
    );
}

const HOSTILE: &str = "# #set page(fill: red) <script>alert(1)</script>

#eval(\"1+1\") $ x^2 $ *a* _b_ \\#include \"x\" @label <label> ]]> #{ panic() } //no /* no */

<img src=x onerror=alert(1)><script>alert(2)</script>

<div onclick=\"x\">block</div>

| `#image(\"/etc/passwd\")` | ]]>&amp;<!-- |
|---|---|
| =cmd\\|'/C calc'!A0 | {{7*7}} |

[link](javascript:alert(1)) [file](file:///etc/passwd) ![x](https://evil.example/p.png)

\u{0}\u{7}\u{1b}[31m \u{202e}gnp.exe \u{fffe}

حركة طالبان باكستان قالت في بيان

[^n]: \" onmouseover=\"x\" #eval \\u{41}

Note.[^n]
";

#[test]
fn hostile_text_stays_text_everywhere() {
    let document = Document {
        markdown: HOSTILE.to_owned(),
        title: "</title><script>\"&#".to_owned(),
        lang: "en\"><script>".to_owned(),
        ..Document::default()
    };
    let options = Options::default();
    let page = html(&document, &options).unwrap();
    for never in [
        "<script",
        "onerror=alert(1)>",
        "<img",
        "<div onclick",
        "href=\"javascript",
        "href=\"file",
        "evil.example",
        "\u{0}",
        "\u{1b}",
        "\u{202e}",
        "\u{fffe}",
    ] {
        assert!(!page.contains(never), "{never}\n{page}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    let file = docx(&document, &options).unwrap();
    well_formed(&file);
    assert!(part(&file, "word/document.xml").contains("#eval(&quot;1+1&quot;)"));
    let file = pdf(&document, &options).unwrap();
    let words = words_of(&file);
    for shown in [
        "#eval(\"1+1\")",
        "#set page(fill: red)",
        "#{ panic() }",
        "$ x^2 $",
        "#image(\"/etc/passwd\")",
        "//no /* no */",
        "{{7*7}}",
    ] {
        assert!(words.contains(shown), "{shown}\n{words}");
    }
}

#[test]
fn an_empty_document_is_a_file_too() {
    let document = Document::default();
    let options = Options::default();
    assert!(
        html(&document, &options)
            .unwrap()
            .contains("<title>Brief</title>")
    );
    well_formed(&docx(&document, &options).unwrap());
    assert!(pdf(&document, &options).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn a_table_of_two_hundred_rows_goes_on_over_pages_with_its_head() {
    let mut markdown = String::from("# Long\n\n| province | count |\n|---|---|\n");
    for row in 0..200 {
        writeln!(markdown, "| Province {row} | {} |", row * 7).unwrap();
    }
    let document = Document {
        markdown,
        ..Document::default()
    };
    let words = words_of(&pdf(&document, &Options::default()).unwrap());
    for row in 0..200 {
        assert!(
            words.contains(&format!("Province {row} {}", row * 7)),
            "{row}"
        );
    }
    assert!(
        words.matches("province count").count() > 2,
        "the head is repeated"
    );
    let file = docx(&document, &Options::default()).unwrap();
    let text = part(&file, "word/document.xml");
    assert_eq!(text.matches("<w:tr>").count(), 201);
}

#[test]
fn very_long_words_stay_on_the_page() {
    let long = "Donaudampfschifffahrtsgesellschaft".repeat(30);
    let document = Document {
        markdown: format!("# Long\n\n{long}\n\n| a |\n|---|\n| {long} |\n"),
        ..Document::default()
    };
    let words = words_of(&pdf(&document, &Options::default()).unwrap());
    assert_eq!(words.replace(' ', "").matches(&long).count(), 2);
    well_formed(&docx(&document, &Options::default()).unwrap());
}

#[test]
fn a_brief_in_arabic_reads_from_the_right() {
    let document = Document {
        lang: "ar".to_owned(),
        markdown: "# تقرير\n\nقال المتحدث.[^1]\n\n| أ | ب |\n|---|---|\n| ج | 3 |\n\n[^1]: مصدر.\n"
            .to_owned(),
        ..Document::default()
    };
    let page = html(&document, &Options::default()).unwrap();
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"));
    let file = docx(&document, &Options::default()).unwrap();
    assert!(part(&file, "word/document.xml").contains("<w:bidiVisual/>"));
    assert!(part(&file, "word/styles.xml").contains("<w:bidi/>"));
    assert!(part(&file, "word/document.xml").contains("<w:rtl/>"));
    assert!(pdf(&document, &Options::default()).is_ok());
}

#[test]
fn citations_are_printed_and_listed_in_the_chosen_style() {
    let document = |markdown: &str| Document {
        markdown: markdown.to_owned(),
        sources: sources(),
        ..Document::default()
    };
    let with = |style: &str| Options {
        style: Style::named(style).unwrap(),
        ..Options::default()
    };
    let text = "# T\n\nSaid [@team, p. 4; @agency-1] and \\[@team\\] again [@team].\n";
    let page = html(&document(text), &with("ieee")).unwrap();
    assert!(
        page.contains("[1, p. 4]") || page.contains("[1, p. 4], [2]"),
        "{page}"
    );
    assert!(
        page.contains("[@team]"),
        "an escaped bracket is no citation"
    );
    assert!(page.contains("<h2 id=\"sources\">Sources</h2>"));
    assert!(
        page.contains("Thirtieth report") && page.contains("Agency A"),
        "{page}"
    );
    let page = html(&document(text), &with("apa")).unwrap();
    assert!(page.contains("Doe") && page.contains("2022"), "{page}");
    let page = html(&document(text), &with("chicago-notes")).unwrap();
    assert!(
        page.contains("href=\"#note-1\"") && page.contains("href=\"#note-2\""),
        "{page}"
    );
    let behind = "# T\n\nSaid so [@team].\n";
    let page = html(&document(behind), &with("chicago-notes")).unwrap();
    assert!(
        page.contains("Said so.<sup"),
        "a mark stands behind the point: {page}"
    );
    let page = html(&document("News [@agency-1]."), &with("chicago-notes")).unwrap();
    assert!(!page.to_lowercase().contains("preprint"), "{page}");
    let within = "N.[^1]\n\n[^1]: One: [@agency-1]: “It fell.”\n";
    let page = html(&document(within), &with("chicago-notes")).unwrap();
    assert!(!page.contains(".: “It"), "no point before a colon: {page}");
    let words = words_of(&pdf(&document(text), &with("apa")).unwrap());
    assert!(words.contains("Thirtieth report"), "{words}");
    let file = docx(&document(text), &with("ieee")).unwrap();
    assert!(part(&file, "word/document.xml").contains("Thirtieth report"));
}

#[test]
fn what_there_is_not_is_named_with_what_was_perhaps_meant() {
    let error = Style::named("appa").unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no citation style `appa` (did you mean `apa`?); a file of your own ends in .csl"
    );
    let document = Document {
        markdown: "[@tem]".to_owned(),
        sources: sources(),
        ..Document::default()
    };
    let error = html(&document, &Options::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no source `tem` to cite (did you mean `team`?)"
    );
    let document = Document {
        markdown: "![x](figure:month)".to_owned(),
        figures: vec![months()],
        ..Document::default()
    };
    let error = pdf(&document, &Options::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no figure `month` (did you mean `months`?)"
    );
    assert!(Style::from_csl("<style/>").is_err());
    assert!(Style::names().contains(&"chicago-author-date"));
}

#[test]
fn a_figure_that_runs_or_fetches_anything_is_refused() {
    let bad = [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><script>x</script></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" onload=\"x\"></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><image href=\"https://e.example/x.png\"/></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><a href=\"javascript:x\"><text>a</text></a></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><style>@import url(x)</style></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect style=\"fill:url(https://e.example)\"/></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><foreignObject/></svg>",
        "<!DOCTYPE svg [<!ENTITY x \"y\">]><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>",
        "<html/>",
        "<svg",
        "",
    ];
    for svg in bad {
        let document = Document {
            markdown: "![x](figure:f)".to_owned(),
            figures: vec![Figure {
                name: "f".to_owned(),
                svg: svg.to_owned(),
                ..Figure::default()
            }],
            ..Document::default()
        };
        let made = html(&document, &Options::default());
        assert!(matches!(made, Err(Error::Figure { .. })), "{svg}\n{made:?}");
    }
}

#[test]
fn two_figures_on_a_page_share_no_ids() {
    let document = Document {
        markdown: "![a](figure:months)\n\n![b](figure:again)\n".to_owned(),
        figures: vec![
            months(),
            Figure {
                name: "again".to_owned(),
                ..months()
            },
        ],
        ..Document::default()
    };
    let page = html(&document, &Options::default()).unwrap();
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{ids:?}");
}

#[test]
fn bibtex_that_is_written_can_be_read_and_cited() {
    let file = bibtex(&sources());
    assert!(
        file.contains("title = {{Blast at embassy gate \\& 50\\% more}}"),
        "{file}"
    );
    assert!(file.contains("date = {2022-09-05}") && file.contains("urldate = {2022-09-07}"));
    assert!(file.contains("author = {Doe, Jane and {Monitoring Team}}"));
    let library = read_bibtex(&file).unwrap();
    assert_eq!(library.ids(), ["agency-1", "team"]);
    let document = Document {
        markdown: "Said [@agency-1].".to_owned(),
        library,
        ..Document::default()
    };
    let page = html(&document, &Options::default()).unwrap();
    assert!(
        page.contains("Blast at embassy gate &amp; 50% more"),
        "{page}"
    );
    assert!(read_bibtex("@article{x, title = {").is_err());
}

#[test]
fn letter_paper_is_wider_than_a4() {
    let options = Options {
        paper: Paper::Letter,
        ..Options::default()
    };
    let file = docx(&brief(), &options).unwrap();
    assert!(part(&file, "word/document.xml").contains("<w:pgSz w:w=\"12240\""));
    assert!(pdf(&brief(), &options).is_ok());
}

/// Pieces that Markdown takes for something, in any order.
fn some_markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z ,.]{0,20}",
        1 => any::<String>(),
        4 => prop::sample::select(vec![
            "\n\n", "\n", "# ", "## ", "> ", "- ", "1. ", "| a | b |\n|---|---|\n", "| x | 3 |\n", "*", "**",
            "`", "```\n", "[^1]", "\n\n[^1]: note [^2]\n", "\n\n[^2]: other [^1]\n", "[@team]", "[@team; @agency-1, p. 3]",
            "![alt](figure:months)", "[link](https://example.org)", "[in](#a)", "<b>", "<!-- -->", "---\n", "\\",
            "حركة طالبان", "    ", "\u{0}", "\u{202e}", "#let x = 1", "$", "@", "&amp;", "\u{fe0f}",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

fn any_document(markdown: String) -> Document {
    Document {
        markdown,
        figures: vec![months()],
        sources: sources(),
        ..Document::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_markdown_gives_a_page_and_a_word_file(markdown in some_markdown(), notes in any::<bool>()) {
        let options = Options {
            style: Style::named(if notes { "chicago-notes" } else { "apa" }).unwrap(),
            ..Options::default()
        };
        let document = any_document(markdown);
        let page = html(&document, &options).unwrap();
        prop_assert!(page.ends_with("</html>\n") && !page.contains("<b>"));
        well_formed(&docx(&document, &options).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_markdown_gives_pages_of_paper(markdown in some_markdown()) {
        let file = pdf(&any_document(markdown), &Options::default()).unwrap();
        prop_assert!(file.starts_with(b"%PDF-"));
    }
}

#[test]
fn a_font_is_told_from_any_other_file() {
    let within = typst_assets::fonts().next().unwrap();
    assert!(typeset::is_font(within));
    assert!(!typeset::is_font(b"no font") && !typeset::is_font(b""));
    // Whatever was given, a page comes out of it.
    let options = Options {
        fonts: vec![b"no font".to_vec(), within.to_vec()],
        ..Options::default()
    };
    assert!(pdf(&Document::default(), &options).is_ok());
    assert!(docx(&Document::default(), &options).is_ok());
}
