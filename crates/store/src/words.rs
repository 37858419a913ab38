//! The gate at which a value without words is refused.

use serde_json::Value;

/// What is wrong with the spans of a record, each with its place in it; none where every
/// span lies in the text on character boundaries and holds words, and every value has one.
///
/// Works on the record as JSON, so that no field of it can be forgotten: whatever has a
/// `start` and an `end` is a span, whatever has a `value` and a `rule` needs spans.
pub(crate) fn misfits(record: &Value, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(record, text, &mut String::new(), &mut found);
    match record.get("evidence") {
        Some(Value::Array(spans)) if spans.is_empty() => {
            found.push("evidence names no words".to_owned());
        }
        _ => {}
    }
    found
}

fn walk(value: &Value, text: &str, place: &mut String, found: &mut Vec<String>) {
    let length = place.len();
    match value {
        Value::Object(fields) => {
            if let (Some(start), Some(end)) = (fields.get("start"), fields.get("end")) {
                if let Err(why) = fits(start, end, text) {
                    found.push(format!("{place}: {why}"));
                }
                return;
            }
            if fields.contains_key("value")
                && fields.contains_key("rule")
                && fields
                    .get("spans")
                    .and_then(Value::as_array)
                    .is_none_or(Vec::is_empty)
            {
                found.push(format!("{place} names no words"));
            }
            for (name, inner) in fields {
                if length > 0 {
                    place.push('.');
                }
                place.push_str(name);
                walk(inner, text, place, found);
                place.truncate(length);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                place.push_str(&["[", &index.to_string(), "]"].concat());
                walk(inner, text, place, found);
                place.truncate(length);
            }
        }
        _ => {}
    }
}

fn fits(start: &Value, end: &Value, text: &str) -> Result<(), String> {
    let (Some(start), Some(end)) = (start.as_u64(), end.as_u64()) else {
        return Err("a span without numbers".to_owned());
    };
    let (first, last) = (start as usize, end as usize);
    if last > text.len() {
        return Err(format!(
            "bytes {start} to {end} reach past the text, which has {}",
            text.len()
        ));
    }
    if first > last {
        return Err(format!("bytes {start} to {end} end before they start"));
    }
    match text.get(first..last) {
        None => Err(format!("bytes {start} to {end} cut through a character")),
        Some(words) if words.trim().is_empty() => {
            Err(format!("bytes {start} to {end} hold no words"))
        }
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::misfits;
    use serde_json::json;

    #[test]
    fn a_span_outside_the_text_or_inside_a_character_is_named_with_its_place() {
        let text = "Kabul – six killed";
        let good = json!({"killed": {"value": 6, "spans": [{"start": 10, "end": 13}], "rule": "n"},
            "evidence": [{"start": 0, "end": 5}]});
        assert!(misfits(&good, text).is_empty());
        for (span, place) in [
            (json!({"start": 7, "end": 9}), "cut through"),
            (json!({"start": 10, "end": 99}), "past the text"),
            (json!({"start": 5, "end": 6}), "no words"),
            (json!({"start": 9, "end": 5}), "before they start"),
        ] {
            let bad = json!({"killed": {"value": 6, "spans": [span], "rule": "n"}});
            let found = misfits(&bad, text);
            assert_eq!(found.len(), 1);
            assert!(found[0].starts_with("killed.spans[0]: "), "{}", found[0]);
            assert!(found[0].contains(place), "{}", found[0]);
        }
        let bare = json!({"killed": {"value": 6, "spans": [], "rule": "n"}, "evidence": []});
        assert_eq!(
            misfits(&bare, text),
            ["killed names no words", "evidence names no words"]
        );
    }
}
