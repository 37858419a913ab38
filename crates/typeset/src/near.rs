//! What was perhaps meant.

/// ` (did you mean `a` or `b`?)`, or nothing where no name is near.
pub fn hint<'n>(asked: &str, names: impl Iterator<Item = &'n str>) -> String {
    let asked = asked.to_lowercase();
    let mut near: Vec<(usize, &str)> = names
        .filter_map(|name| {
            let folded = name.to_lowercase();
            let apart = apart(&asked, &folded);
            let holds = asked.chars().count() > 2
                && (folded.contains(&asked) || asked.contains(&folded) && !folded.is_empty());
            let limit = (asked.chars().count().max(3)) / 3;
            (apart <= limit || holds)
                .then_some((if holds { apart.min(limit) } else { apart }, name))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    let names: Vec<String> = near
        .iter()
        .take(3)
        .map(|(_, name)| format!("`{name}`"))
        .collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => format!(" (did you mean {only}?)"),
        Some((last, others)) => format!(" (did you mean {} or {last}?)", others.join(", ")),
    }
}

/// Letters to change, add or leave out to make one of the other (Levenshtein); long texts are
/// far apart.
fn apart(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().max(b.len()) > 80 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let changed = before + usize::from(from != to);
            before = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(before + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_offered_and_far_ones_are_not() {
        let names = ["apa", "ieee", "chicago-notes", "chicago-author-date"];
        assert_eq!(hint("appa", names.into_iter()), " (did you mean `apa`?)");
        assert_eq!(
            hint("chicago", names.into_iter()),
            " (did you mean `chicago-author-date` or `chicago-notes`?)"
        );
        assert_eq!(hint("zzzzzz", names.into_iter()), "");
    }
}
