//! The metadata block at the start of a Markdown or text file: YAML between `---`, TOML
//! between `+++`. Only plain `key: value` and `key = value` lines at the left margin count.

use super::parsed::Row;
use serde_json::{Map, Value};

/// How far the block's end is looked for, in bytes.
const LIMIT: usize = 64 << 10;

/// The metadata, and the text behind its block (all of it where there is no block).
pub(super) fn split(text: &str) -> (Row, &str) {
    let none = (Row::default(), text);
    let (fence, separator) = if text.starts_with("---\n") {
        ("---", ':')
    } else if text.starts_with("+++\n") {
        ("+++", '=')
    } else {
        return none;
    };
    let mut object = Map::new();
    let mut at = 4;
    for line in text[4..].split_inclusive('\n') {
        at += line.len();
        let plain = line.trim_end();
        if plain == fence || plain == "..." && fence == "---" {
            return (Row::from_object(&object), &text[at..]);
        }
        if at > LIMIT {
            break;
        }
        if let Some((key, value)) = field(plain, separator) {
            object
                .entry(key.to_owned())
                .or_insert(Value::String(value.to_owned()));
        }
    }
    none
}

fn field(line: &str, separator: char) -> Option<(&str, &str)> {
    if !line.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let (key, value) = line.split_once(separator)?;
    let value = value.trim();
    let unquoted = ['"', '\'']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    Some((key.trim(), unquoted.unwrap_or(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_block_are_read() {
        for text in [
            "---\ntitle: \"A blast\"\npubDate: 2022-09-05\ntags:\n  - x\n---\nWords",
            "+++\ntitle = 'A blast'\ndate = 2022-09-05T10:00:00Z\n+++\nWords",
        ] {
            let (row, rest) = split(text);
            assert_eq!(row.title.as_deref(), Some("A blast"));
            assert_eq!(
                row.published.map(|date| date.to_string()).as_deref(),
                Some("2022-09-05")
            );
            assert_eq!(rest, "Words");
        }
    }

    #[test]
    fn a_rule_without_an_end_is_text() {
        let text = "---\ntitle: x\nWords without an end";
        assert_eq!(split(text).1, text);
    }
}
