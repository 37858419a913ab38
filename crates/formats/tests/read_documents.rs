//! Word and PDF files, built here byte by byte.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

use formats::ReadProblem;
use formats::read::{Found, Media, ReadOptions, read_bytes};
use jiff::civil::date;
use model::PublishedFrom;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn read(name: &str, bytes: Vec<u8>) -> Result<Found, ReadProblem> {
    read_bytes(name, bytes, &ReadOptions::default())
        .map(|mut found| found.remove(0))
        .map_err(|error| error.problem)
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

fn word(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document {W}><w:body>{body}</w:body></w:document>"
    );
    let mut parts = vec![
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", document.as_str()),
    ];
    parts.extend_from_slice(more);
    archive(&parts)
}

fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

#[test]
fn a_word_file_is_read_with_its_tables_and_footnotes() {
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t>Four killed in </w:t></w:r><w:r><w:t>market blast</w:t></w:r></w:p>{}<w:p><w:r><w:t>A bomb went off &amp; killed four</w:t></w:r><w:r><w:footnoteReference w:id=\"7\"/></w:r><w:r><w:t>.</w:t><w:br/><w:t>Next&#160;line.</w:t></w:r><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p><w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl><w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>item</w:t></w:r></w:p><w:sectPr/>",
        paragraph("The town, Monday."),
        paragraph("Place"),
        paragraph("Killed"),
        paragraph("North"),
        paragraph("4"),
    );
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p/></w:footnote><w:footnote w:id=\"7\"><w:p><w:r><w:footnoteRef/><w:t>The police said so.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\" xmlns:dcterms=\"t\"><dc:title>Market blast: a first report</dc:title><dc:creator>Jo Roe</dc:creator><dcterms:created>2022-09-06T08:00:00Z</dcterms:created></cp:coreProperties>";
    let found = read(
        "a.docx",
        word(
            &body,
            &[("word/footnotes.xml", &notes), ("docProps/core.xml", core)],
        ),
    )
    .unwrap();
    assert_eq!(
        found.report.text,
        "Four killed in market blast\n\nThe town, Monday.\n\nA bomb went off & killed four[1].\nNext line.\n\nPlace | Killed\nNorth | 4\n\n- item\n\n[1] The police said so."
    );
    assert_eq!(
        found.report.title.as_deref(),
        Some("Market blast: a first report")
    );
    assert_eq!(found.report.published, Some(date(2022, 9, 6)));
    assert_eq!(found.report.published_from, PublishedFrom::Metadata);
    assert_eq!(found.media, Media::Word);
    assert_eq!(
        found.notes,
        [
            "no date of publication is printed, so the day the file was made (2022-09-06) stands for it"
        ]
    );
    let untitled = read("a.docx", word(&body, &[])).unwrap();
    assert_eq!(
        untitled.report.title.as_deref(),
        Some("Four killed in market blast")
    );
}

#[test]
fn a_date_printed_in_a_word_file_comes_before_the_day_the_file_was_made() {
    let core = "<p xmlns:dcterms=\"t\"><dcterms:created>2015-01-01T00:00:00Z</dcterms:created></p>";
    let body = paragraph("Published: 6 September 2022") + &paragraph("A bomb went off.");
    let report = read("a.docx", word(&body, &[("docProps/core.xml", core)]))
        .unwrap()
        .report;
    assert_eq!(
        (report.published, report.published_from),
        (Some(date(2022, 9, 6)), PublishedFrom::Text)
    );
}

#[test]
fn broken_word_files_are_told_apart() {
    assert_eq!(
        read("a.docx", archive(&[("[Content_Types].xml", "<Types/>")])).unwrap_err(),
        ReadProblem::Damaged {
            why: "it holds no word/document.xml".into()
        }
    );
    assert!(matches!(
        read("a.docx", word("<w:p><w:r><w:t>A bomb", &[])),
        Err(ReadProblem::Damaged { .. })
    ));
    let mut cut = word(&paragraph("A bomb went off."), &[]);
    cut.truncate(cut.len() / 2);
    assert!(matches!(
        read("a.docx", cut),
        Err(ReadProblem::Damaged { .. })
    ));
    assert_eq!(
        read("a.docx", word("<w:p/>", &[])).unwrap_err(),
        ReadProblem::NoWords
    );
    assert_eq!(
        read(
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more".to_vec()
        )
        .unwrap_err(),
        ReadProblem::Locked
    );
    assert!(matches!(
        read("a.zip", archive(&[("a.txt", "x")])),
        Err(ReadProblem::NotText { .. })
    ));
}

#[test]
fn a_word_file_that_unpacks_without_end_is_refused() {
    let bomb = word(&paragraph(&" ".repeat(20 << 20)), &[]);
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(
        read("a.docx", bomb),
        Err(ReadProblem::Bomb { .. })
    ));
    let options = ReadOptions {
        largest_part: 1000,
        ..ReadOptions::default()
    };
    let large = word(&paragraph(&"A bomb went off. ".repeat(100)), &[]);
    let error = read_bytes("a.docx", large, &options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.docx: unpacks to more than 1000 bytes, as no report does; check where it came from"
    );
}

/// A PDF with one content stream a page; `extra` goes into the trailer.
fn pdf(pages: &[String], extra: &str, objects: &[&str]) -> Vec<u8> {
    let mut bodies = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", 4 + 2 * page))
        .collect();
    bodies.push(format!(
        "<< /Type /Pages /Kids [{}] /Count {} >>",
        kids.join(" "),
        pages.len()
    ));
    bodies.push(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    );
    for (page, content) in pages.iter().enumerate() {
        bodies.push(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>", 5 + 2 * page));
        bodies.push(format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    bodies.extend(objects.iter().map(|object| (*object).to_owned()));
    let mut text = "%PDF-1.4\n".to_owned();
    let mut offsets = Vec::new();
    for (at, body) in bodies.iter().enumerate() {
        offsets.push(text.len());
        writeln!(text, "{} 0 obj\n{body}\nendobj", at + 1).unwrap();
    }
    let table = text.len();
    writeln!(text, "xref\n0 {}\n0000000000 65535 f ", bodies.len() + 1).unwrap();
    for offset in offsets {
        writeln!(text, "{offset:010} 00000 n ").unwrap();
    }
    writeln!(
        text,
        "trailer\n<< /Size {} /Root 1 0 R {extra} >>\nstartxref\n{table}\n%%EOF",
        bodies.len() + 1
    )
    .unwrap();
    text.into_bytes()
}

/// Lines of words, 14 points apart; an empty one leaves a gap.
fn page(lines: &[&str]) -> String {
    let mut content = "BT /F1 11 Tf 14 TL 72 720 Td\n".to_owned();
    for line in lines {
        writeln!(
            content,
            "({}) Tj T*",
            line.replace('(', "\\(").replace(')', "\\)")
        )
        .unwrap();
    }
    content + "ET"
}

#[test]
fn a_pdf_is_read_in_paragraphs() {
    let first = page(&[
        "Example Monitor Weekly",
        "",
        "Four killed in market blast",
        "",
        "6 September 2022",
        "",
        "A bomb hidden in a cart went off in the spice market, after fighters infiltra-",
        "ted the town on Monday morning, killing at least four people and wounding",
        "nine, the governor said.",
        "",
        "No group has said that it was behind the blast, and the police would not say any",
        "",
        "1",
    ]);
    let second = page(&[
        "Example Monitor Weekly",
        "",
        "more about it until Tuesday.",
        "",
        "2",
    ]);
    let found = read("a.pdf", pdf(&[first, second], "", &[])).unwrap();
    assert_eq!(
        found.report.text,
        "Example Monitor Weekly\n\nFour killed in market blast\n\n6 September 2022\n\nA bomb hidden in a cart went off in the spice market, after fighters infiltrated the town on Monday morning, killing at least four people and wounding nine, the governor said.\n\nNo group has said that it was behind the blast, and the police would not say any more about it until Tuesday."
    );
    assert_eq!(found.report.published, Some(date(2022, 9, 6)));
    assert_eq!(found.report.published_from, PublishedFrom::Text);
    assert_eq!(found.media, Media::Pdf);
}

#[test]
fn wide_line_spacing_is_not_a_paragraph_after_every_line() {
    let wide = |lines: &[&str]| page(lines).replace("14 TL", "20 TL");
    let first = wide(&[
        "A bomb hidden in a cart went off in the spice market of the town on Monday morning,",
        "Islamist fighters said, killing at least four people and wounding nine of the guards at",
        "North Gate.",
    ]);
    let report = read("a.pdf", pdf(&[first], "", &[])).unwrap().report;
    assert_eq!(report.text.lines().count(), 1, "{}", report.text);
}

#[test]
fn a_pdf_s_own_title_and_date_are_used() {
    let info = "<< /Title (Market blast: a first report) /CreationDate (D:20220906093000Z) >>";
    let report = read(
        "a.pdf",
        pdf(
            &[page(&["A bomb went off in the market."])],
            "/Info 6 0 R",
            &[info],
        ),
    )
    .unwrap()
    .report;
    assert_eq!(
        report.title.as_deref(),
        Some("Market blast: a first report")
    );
    assert_eq!(
        (report.published, report.published_from),
        (Some(date(2022, 9, 6)), PublishedFrom::Metadata)
    );
    let program = "<< /Title (Microsoft Word - blast final.docx) >>";
    let report = read(
        "a.pdf",
        pdf(
            &[page(&["A bomb went off in the market."])],
            "/Info 6 0 R",
            &[program],
        ),
    )
    .unwrap()
    .report;
    assert_eq!(report.title, None);
}

#[test]
fn a_pdf_without_a_text_layer_says_what_to_do() {
    let error = read_bytes(
        "scan.pdf",
        pdf(&["0 0 612 792 re f".to_owned()], "", &[]),
        &ReadOptions::default(),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "scan.pdf: holds no text layer; run OCR first (for instance ocrmypdf) and add the result"
    );
}

#[test]
fn locked_and_damaged_pdfs_are_told_apart() {
    let lock = "<< /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <0102030405060708091011121314151617181920212223242526272829303132> /U <3102030405060708091011121314151617181920212223242526272829303132> >>";
    let words = page(&["A bomb went off in the market."]);
    let id = "/Encrypt 6 0 R /ID [<0102> <0102>]";
    assert_eq!(
        read("a.pdf", pdf(std::slice::from_ref(&words), id, &[lock])).unwrap_err(),
        ReadProblem::Locked
    );
    let whole = pdf(&[words], "", &[]);
    assert!(matches!(
        read("a.pdf", whole[..whole.len() / 2].to_vec()),
        Err(ReadProblem::Damaged { .. })
    ));
    assert!(matches!(
        read("a.pdf", b"%PDF-1.7\nnothing".to_vec()),
        Err(ReadProblem::Damaged { .. })
    ));
}

#[test]
fn a_pdf_under_a_wrong_ending_is_still_a_pdf() {
    let found = read(
        "a.txt",
        pdf(&[page(&["A bomb went off in the market."])], "", &[]),
    )
    .unwrap();
    assert_eq!(found.media, Media::Pdf);
    assert_eq!(found.report.text, "A bomb went off in the market.");
}
