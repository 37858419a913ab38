//! Web pages: the article's words, its date, and nothing of the frame.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

use formats::read::{Found, Media, ReadOptions, read_bytes};
use jiff::civil::date;
use model::PublishedFrom;

fn page(html: &str) -> Found {
    read_bytes("page.html", html.into(), &ReadOptions::default())
        .unwrap()
        .remove(0)
}

const PARAGRAPHS: &str = "<p>A bomb hidden in a cart went off in the spice market of the town on Monday morning, killing at least four people and wounding nine, the governor's office said.</p>\n<p>No group has said that it was behind the blast. The police blamed a local cell, which denied it in a statement to reporters on Tuesday evening.</p><p>Witnesses spoke of a second, smaller blast some minutes later, near the bus station, in which nobody was hurt; the police would not confirm it.</p>";

fn full(head: &str, before: &str, after: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en-GB\"><head><title>Four killed in market blast - Example Wire</title>{head}<style>p{{color:red}}</style></head><body><nav><a href=/>Home</a> <a href=/w>World</a></nav><script>var secret = 'tracked';</script><article>{before}{PARAGRAPHS}{after}</article><footer>Contact | Imprint</footer></body></html>"
    )
}

#[test]
fn the_article_is_read_and_its_frame_is_not() {
    let found = page(&full("", "<h1>Four killed in market blast</h1>", ""));
    let text = &found.report.text;
    assert!(
        text.starts_with("Four killed in market blast\n\nA bomb hidden in a cart"),
        "{text}"
    );
    assert!(
        text.contains("the governor's office said.\n\nNo group has said"),
        "{text}"
    );
    for unseen in ["secret", "color", "World", "Imprint", "<"] {
        assert!(!text.contains(unseen), "{unseen}: {text}");
    }
    assert_eq!(
        found.report.title.as_deref(),
        Some("Four killed in market blast")
    );
    assert_eq!(found.report.lang.as_deref(), Some("en-GB"));
    assert_eq!(found.media, Media::Html);
    assert_eq!(found.report.published, None);
}

#[test]
fn metadata_comes_from_the_head() {
    let head = r#"<meta property="og:site_name" content="Example Wire"><meta property="article:published_time" content="2022-09-05T23:10:00+04:30"><link rel="canonical" href="https://example.org/blast"><meta property="og:title" content="Four killed in blast at market">"#;
    let report = page(&full(head, "<h1>Four killed in blast at market</h1>", "")).report;
    assert_eq!(report.source.as_deref(), Some("Example Wire"));
    assert_eq!(report.url.as_deref(), Some("https://example.org/blast"));
    assert_eq!(
        report.title.as_deref(),
        Some("Four killed in blast at market")
    );
    assert_eq!(report.published, Some(date(2022, 9, 5)));
    assert_eq!(report.published_from, PublishedFrom::Metadata);
}

#[test]
fn linked_data_gives_date_headline_and_publisher() {
    let head = r#"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle","headline":"Market blast kills four","datePublished":"2022-09-06","publisher":{"@type":"Organization","name":"Example Wire"}}]}</script>"#;
    let report = page(&full(head, "", "")).report;
    assert_eq!(report.published, Some(date(2022, 9, 6)));
    assert_eq!(report.title.as_deref(), Some("Market blast kills four"));
    assert_eq!(report.source.as_deref(), Some("Example Wire"));
}

#[test]
fn a_printed_date_is_kept_with_the_words() {
    let report = page(&full("", "<h1>Four killed in market blast</h1><div class=\"byline\">By Jo Roe</div><div class=\"date\">September 6, 2022</div>", "")).report;
    assert_eq!(report.published, Some(date(2022, 9, 6)), "{}", report.text);
    assert_eq!(report.published_from, PublishedFrom::Text);
    assert!(
        report.text.contains("September 6, 2022\n"),
        "{}",
        report.text
    );
    let marked = page(&full("", "<h1>Four killed in market blast</h1><time class=\"updated\" datetime=\"2022-09-09\">9 Sept</time><time datetime=\"2022-09-06T08:00\">two days ago</time>", "")).report;
    assert_eq!(marked.published, Some(date(2022, 9, 6)));
    assert_eq!(marked.published_from, PublishedFrom::Metadata);
}

#[test]
fn tables_are_read_a_row_a_line_and_lists_an_item_a_line() {
    let after = "<table><thead><tr><th>Place</th><th>Killed</th></tr></thead><tbody><tr><td>North <b>town</b></td><td><p>4</p></td></tr><tr><td>South</td><td>2</td></tr></tbody></table><ul><li>one blast</li><li><p>two blasts</p></li></ul><p>First line<br>second line with a mark<sup><a href=\"#n1\">1</a></sup> and 2 km<sup>2</sup> of land in it.</p>";
    let text = page(&full("", "<h1>Four killed in market blast</h1>", after))
        .report
        .text;
    assert!(
        text.contains("\n\nPlace | Killed\nNorth town | 4\nSouth | 2\n\n"),
        "{text}"
    );
    assert!(text.contains("\n- one blast\n- two blasts\n"), "{text}");
    assert!(
        text.contains("First line\nsecond line with a mark[1] and 2 km2 of land in it."),
        "{text}"
    );
}

#[test]
fn a_cell_that_reaches_down_or_across_leaves_blank_cells() {
    let after = "<table><tr><th>Date</th><th>Killed</th><th>Hurt</th><th>Place</th></tr><tr><td rowspan=\"2\">4 May</td><td>3</td><td>1</td><td>Ash</td></tr><tr><td colspan=\"2\">7</td><td>Elm</td></tr><tr><td>5 May</td><td>2</td><td>0</td><td rowspan=\"9\">Oak</td></tr><tr><td colspan=\"4\">June</td></tr></table>";
    let text = page(&full("", "<h1>Four killed in market blast</h1>", after))
        .report
        .text;
    assert!(
        text.contains(
            "\nDate | Killed | Hurt | Place\n4 May | 3 | 1 | Ash\n| 7 | | Elm\n5 May | 2 | 0 | Oak\nJune"
        ),
        "{text}"
    );
}

#[test]
fn a_short_page_is_read_from_its_body() {
    let found = page(
        "<html><head><title>Note</title></head><body><div>A bomb went off.</div><div>Four died.</div><script>x()</script><p hidden>Not seen.</p><p style='display: none'>Nor this.</p></body></html>",
    );
    assert_eq!(found.report.text, "A bomb went off.\nFour died.");
    assert_eq!(
        page("<p>A bomb went off.<p>Four died.").report.text,
        "A bomb went off.\n\nFour died."
    );
}

#[test]
fn a_page_of_columns_made_of_tables_is_read_in_paragraphs() {
    let html = format!(
        "<html><body><table><tr><td><table><tr><td>Menu</td></tr></table></td><td>{PARAGRAPHS}</td></tr></table></body></html>"
    );
    let text = page(&html).report.text;
    assert!(text.contains("office said.\n\nNo group"), "{text}");
}

#[test]
fn the_declared_encoding_is_used() {
    let html = full(
        "<meta charset=\"windows-1251\">",
        "<h1>Взрыв на рынке</h1><p>Четыре человека погибли.</p>",
        "",
    );
    let bytes = encoding_rs::WINDOWS_1251.encode(&html).0.into_owned();
    let found = read_bytes("page.htm", bytes, &ReadOptions::default())
        .unwrap()
        .remove(0);
    assert!(
        found.report.text.contains("Четыре человека погибли."),
        "{}",
        found.report.text
    );
    assert_eq!(found.notes, ["read as windows-1251"]);
}

#[test]
fn a_page_on_standard_input_is_known_by_its_looks() {
    let found = read_bytes("-", full("", "", "").into(), &ReadOptions::default())
        .unwrap()
        .remove(0);
    assert_eq!(found.media, Media::Html);
    assert_eq!(found.report.id, "stdin");
}

#[test]
fn depth_and_disorder_do_no_harm() {
    let deep = format!("{}A bomb went off.", "<div><b>".repeat(3_000));
    assert!(page(&deep).report.text.contains("A bomb went off."));
    let disorder = "<table><tr><td><p>A bomb</table></b><li>went off<sup><a>1</sup></html><p>again";
    assert!(page(disorder).report.text.contains("went off"));
}
