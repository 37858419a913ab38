//! The headline of a plain text.

use super::published;

/// The first line with words, if it reads as a headline: short, a line of its own, not a
/// sentence, not a date and not the start of a wrapped paragraph.
pub(super) fn first_line(text: &str) -> Option<&str> {
    let head = &text[..text.floor_char_boundary(text.len().min(2000))];
    let mut lines = head
        .lines()
        .map(str::trim)
        .skip_while(|line| line.is_empty());
    let first = lines.next()?;
    let second = lines.next()?;
    let third = lines.next().unwrap_or("");
    if second.is_empty()
        && third.is_empty()
        && head.len() == text.len()
        && !text.trim_end().contains('\n')
    {
        return None;
    }
    (reads_as_headline(first) && !is_wrapped(first, second, third)).then_some(first)
}

fn reads_as_headline(line: &str) -> bool {
    let length = line.chars().count();
    let words = line.split_whitespace().count();
    let starts_well = line.starts_with(|c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                '"' | '“' | '\'' | '‘' | '«' | '¿' | '¡' | '(' | '[' | '$' | '€'
            )
    });
    (4..=160).contains(&length)
        && words >= 2
        && starts_well
        && !line.ends_with(['.', ',', ';', ':', '…'])
        && !line.contains(" -- ")
        && !line.starts_with("By ")
        && !published::is_only_a_date(line)
        && !is_key(line)
}

/// `Source: a portal`, `title: …`: a field, not a headline.
fn is_key(line: &str) -> bool {
    const KEYS: [&str; 12] = [
        "date",
        "source",
        "from",
        "to",
        "subject",
        "url",
        "author",
        "published",
        "title",
        "id",
        "byline",
        "category",
    ];
    line.split_once(':')
        .is_some_and(|(key, _)| KEYS.contains(&key.trim().to_lowercase().as_str()))
}

/// Whether the next lines carry the first one's sentence on.
fn is_wrapped(first: &str, second: &str, third: &str) -> bool {
    if second.is_empty() {
        return false;
    }
    let long = |line: &str| line.chars().count() >= 55;
    second.starts_with(char::is_lowercase)
        || long(first)
            && second.len().abs_diff(first.len()) < 15
            && third.len().abs_diff(first.len()) < 15
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_first_line_is_the_headline() {
        assert_eq!(
            first_line("Four killed in market blast\n\nA bomb went off."),
            Some("Four killed in market blast")
        );
        assert_eq!(
            first_line("\nFour killed in market blast\nBy Jo Roe\nA bomb"),
            Some("Four killed in market blast")
        );
    }

    #[test]
    fn a_sentence_a_date_or_a_wrapped_line_is_not() {
        for text in [
            "A bomb went off in a market.\n\nFour died.",
            "A bomb went off in a market on Monday and killed four\npeople, the police said.",
            "5 September 2022\n\nA bomb went off.",
            "KABUL, 3 JAN 90 -- [TEXT] THE ARMY\nSAID",
            "---\ntitle: x\n---\n",
            "Source: the portal\nText",
            "Only one line of words",
        ] {
            assert_eq!(first_line(text), None, "{text}");
        }
    }
}
