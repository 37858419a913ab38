//! Bytes to characters: the encoding is sniffed, never asked for.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes the statistics look at, from shortly before the first byte that is not
/// ASCII. Enough for any language; it keeps huge files linear and quick.
const SAMPLE: usize = 1 << 20;

/// Characters, and what there is to say about how they were read.
pub(super) struct Decoded {
    /// The characters; line ends are `\n`, there is no byte order mark and no NUL.
    pub text: String,
    /// What the user should know: an encoding other than UTF-8, bytes that fit none.
    pub note: Option<String>,
}

/// Decodes `bytes`. `declared` is the encoding that the file itself names, if any.
///
/// Order: byte order mark, valid UTF-8, what the file declares, UTF-16 by its zero
/// bytes, UTF-8 with a few damaged bytes, statistics.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => (sniff(bytes, declared), bytes),
    };
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let text = plain_lines(text.into_owned());
    let note = if damaged {
        Some(format!(
            "some bytes are not {} and stand as \u{fffd}",
            encoding.name()
        ))
    } else if encoding == UTF_8 {
        None
    } else {
        Some(format!("read as {}", encoding.name()))
    };
    Decoded { text, note }
}

/// Whether `bytes` start with a byte order mark or look like UTF-16 without one.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    matches!(Encoding::for_bom(bytes), Some((encoding, _)) if encoding != UTF_8)
        || unmarked_utf16(bytes).is_some()
}

fn sniff(bytes: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    if let Some(utf16) = unmarked_utf16(bytes) {
        return utf16;
    }
    let valid = Encoding::utf8_valid_up_to(bytes);
    let ascii = Encoding::ascii_valid_up_to(bytes);
    if valid == bytes.len() {
        // Pure ASCII may still be ISO-2022-JP, which only its declaration tells.
        return match declared {
            Some(declared) if ascii == bytes.len() && declared.is_ascii_compatible() => declared,
            Some(declared) if declared == encoding_rs::ISO_2022_JP && bytes.contains(&0x1b) => {
                declared
            }
            _ => UTF_8,
        };
    }
    if let Some(declared) = declared
        && declared != UTF_8
    {
        return declared;
    }
    let start = ascii.saturating_sub(1024);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    if mostly_utf8(sample) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without a byte order mark: of Latin text every other byte is zero, and the ones
/// between are printable.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024)];
    let (mut little, mut big, mut odd) = (0, 0, 0);
    let (pairs, _) = head.as_chunks::<2>();
    for pair in pairs {
        match pair {
            [0, 0] => odd += 1,
            [byte, 0] if is_printable(*byte) => little += 1,
            [0, byte] if is_printable(*byte) => big += 1,
            [_, 0] | [0, _] => odd += 1,
            _ => {}
        }
    }
    let mostly = |some: usize, other: usize| some * 3 > pairs.len() && other == 0;
    if pairs.len() < 4 || odd > 0 {
        None
    } else if mostly(little, big) {
        Some(UTF_16LE)
    } else if mostly(big, little) {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn is_printable(byte: u8) -> bool {
    byte >= b' ' && byte != 127 || matches!(byte, b'\t' | b'\n' | b'\r')
}

/// Whether well-formed multi-byte sequences far outnumber the ill-formed ones.
fn mostly_utf8(sample: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 8
}

/// Line ends to `\n`; NUL, which no text holds, to U+FFFD. Nothing else changes.
pub(super) fn plain_lines(text: String) -> String {
    let text = if text.contains('\0') {
        text.replace('\0', "\u{fffd}")
    } else {
        text
    };
    if !text.contains('\r') {
        return text;
    }
    let mut bytes = text.into_bytes();
    let mut kept = 0;
    for read in 0..bytes.len() {
        let byte = bytes[read];
        if byte == b'\r' && bytes.get(read + 1) == Some(&b'\n') {
            continue;
        }
        bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
        kept += 1;
    }
    bytes.truncate(kept);
    String::from_utf8(bytes).expect("dropping and replacing ASCII bytes keeps UTF-8 valid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_text() {
        assert_eq!(decode(b"\xef\xbb\xbfKabul", None).text, "Kabul");
        assert_eq!(decode(b"\xff\xfeK\0a\0", None).text, "Ka");
        assert_eq!(decode(b"\xfe\xff\0K\0a", None).text, "Ka");
    }

    #[test]
    fn utf_16_without_a_mark_is_known_by_its_zeros() {
        let bytes: Vec<u8> = "A blast in Kabul"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&bytes, None).text, "A blast in Kabul");
    }

    #[test]
    fn line_ends_become_newlines() {
        assert_eq!(plain_lines("a\r\nb\rc\n\r\nd".into()), "a\nb\nc\n\nd");
    }

    #[test]
    fn old_encodings_are_told_apart() {
        let cases = [
            (
                encoding_rs::WINDOWS_1252,
                "Le café a été détruit par l’explosion, a déclaré le préfet.",
            ),
            (
                encoding_rs::WINDOWS_1251,
                "Взрыв произошёл на рынке в столице, погибли шесть человек.",
            ),
            (
                encoding_rs::KOI8_R,
                "Взрыв произошёл на рынке в столице, погибли шесть человек.",
            ),
            (
                encoding_rs::WINDOWS_1256,
                "انفجرت سيارة مفخخة في العاصمة وقتل ستة أشخاص على الأقل",
            ),
        ];
        for (encoding, words) in cases {
            let bytes = encoding.encode(words).0;
            assert_eq!(decode(&bytes, None).text, words, "{}", encoding.name());
        }
    }

    #[test]
    fn one_damaged_byte_does_not_turn_utf_8_into_something_else() {
        let mut bytes = "«Взрыв на рынке», сказал свидетель".as_bytes().to_vec();
        bytes.push(0xd0);
        let decoded = decode(&bytes, None);
        assert!(decoded.text.starts_with("«Взрыв"));
        assert!(decoded.note.is_some_and(|note| note.contains("UTF-8")));
    }

    #[test]
    fn valid_utf_8_beats_a_wrong_declaration() {
        assert_eq!(
            decode("Bogotá".as_bytes(), Some(encoding_rs::WINDOWS_1252)).text,
            "Bogotá"
        );
    }
}
