//! Whatever the bytes, a reader gives reports or one line of advice.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

use formats::read::{ReadOptions, read_bytes};
use proptest::collection::vec;
use proptest::prelude::*;
use std::io::{Cursor, Write as _};

const ENDINGS: [&str; 9] = [
    "txt", "md", "html", "pdf", "docx", "jsonl", "json", "xyz", "",
];

const STARTS: [&[u8]; 5] = [b"%PDF-1.5\n", b"PK\x03\x04", b"\xff\xfe", b"<html>", b"{\""];

fn check(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    let options = ReadOptions {
        seconds: 20,
        ..ReadOptions::default()
    };
    match read_bytes(name, bytes.to_vec(), &options) {
        Ok(found) => {
            prop_assert!(!found.is_empty());
            for one in found {
                prop_assert!(!one.report.text.trim().is_empty());
                prop_assert!(!one.report.text.contains(['\0', '\r']));
                prop_assert!(!one.report.id.is_empty());
                prop_assert_eq!(one.report.sha256.len(), 64);
            }
        }
        Err(error) => {
            let line = error.to_string();
            prop_assert!(
                !line.contains('\n') && line.contains(';') && !line.ends_with('.'),
                "{}",
                line
            );
        }
    }
    Ok(())
}

fn name() -> impl Strategy<Value = String> {
    (
        "[a-z./ -]{0,8}",
        proptest::sample::select(ENDINGS.as_slice()),
    )
        .prop_map(|(stem, ending)| format!("{stem}.{ending}"))
}

/// Bytes that look like something.
fn shaped() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("<p>".to_owned()),
        Just("<table><tr><td>".to_owned()),
        Just("</table>".to_owned()),
        Just("<li>".to_owned()),
        Just("<!--".to_owned()),
        Just("</script>".to_owned()),
        Just("<script>".to_owned()),
        Just("{\"text\":\"A bomb went off.\"}\n".to_owned()),
        Just("{\"text\":".to_owned()),
        Just("[".to_owned()),
        Just("| a | b |\n|---|---|\n".to_owned()),
        Just("---\ntitle: x\n".to_owned()),
        Just("- [ ] \n".to_owned()),
        Just("[^1]: ".to_owned()),
        Just("```\n".to_owned()),
        Just("# ".to_owned()),
        Just("\n\n".to_owned()),
        Just("Published: 5 Sept 2022\n".to_owned()),
        Just("KABUL, Sept 5, 2022 (Wire) –".to_owned()),
        Just("2022-09-".to_owned()),
        Just("%PDF-1.4\n1 0 obj\n<<".to_owned()),
        Just("stream\n".to_owned()),
        Just("endobj".to_owned()),
        "[ -~é–🜁\u{0}\u{ad}]{0,40}",
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat().into_bytes())
}

fn word(document: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file(
            "word/document.xml",
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
    writer.write_all(document.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

fn xml() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(
        [
            "<w:p>",
            "</w:p>",
            "<w:t>",
            "</w:t>",
            "<w:tbl>",
            "<w:tr>",
            "<w:tc>",
            "</w:tc>",
            "</w:tr>",
            "</w:tbl>",
            "words ",
            "&amp;",
            "&#0;",
            "&x;",
            "<w:del>",
            "</w:del>",
            "<w:footnoteReference w:id='1'/>",
            "<w:br/>",
            "<",
            "\u{0}",
        ]
        .as_slice(),
    );
    vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_under_any_name_are_read_or_refused(name in name(), bytes in vec(any::<u8>(), 0..600)) {
        check(&name, &bytes)?;
    }

    #[test]
    fn anything_that_looks_like_a_format_is_read_or_refused(name in name(), bytes in shaped()) {
        check(&name, &bytes)?;
    }

    #[test]
    fn a_format_s_first_bytes_with_noise_behind_are_read_or_refused(
        name in name(),
        start in proptest::sample::select(STARTS.as_slice()),
        bytes in vec(any::<u8>(), 0..300),
    ) {
        check(&name, &[start, &bytes[..]].concat())?;
    }

    #[test]
    fn any_word_file_is_read_or_refused(xml in xml()) {
        check("a.docx", &word(&xml))?;
    }

    #[test]
    fn plain_text_is_never_changed(text in "[a-zA-Zé–\\n\\t .,#*<>&-]{1,200}") {
        let bytes = text.clone().into_bytes();
        if let Ok(found) = read_bytes("a.txt", bytes, &ReadOptions::default()) {
            prop_assert_eq!(&found[0].report.text, &text);
        } else {
            prop_assert!(text.trim().is_empty());
        }
    }
}
