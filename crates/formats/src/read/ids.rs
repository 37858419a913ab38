//! File names and the ids made from them.

use std::collections::HashSet;

/// The name's last part without its ending: `a/kabul.2022.txt` gives `kabul.2022`.
pub(super) fn stem(name: &str) -> &str {
    let last = last_part(name);
    match last.rfind('.') {
        Some(dot) if dot > 0 => &last[..dot],
        _ if last == "-" || last.is_empty() => "stdin",
        _ => last,
    }
}

/// The ending of the name's last part, without its dot.
pub(super) fn ending(name: &str) -> Option<&str> {
    let last = last_part(name);
    last.rfind('.')
        .filter(|dot| *dot > 0)
        .map(|dot| &last[dot + 1..])
}

fn last_part(name: &str) -> &str {
    name.trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(name)
}

/// The ids of one run, none of them twice.
#[derive(Debug, Default)]
pub(super) struct Ids(HashSet<String>);

impl Ids {
    /// `id`, made distinct from all before it with the folders of `path`, then a number.
    pub fn distinct(&mut self, id: String, path: &str) -> String {
        if !self.0.contains(&id) {
            self.0.insert(id.clone());
            return id;
        }
        let mut longer = id.clone();
        let folders = path
            .rsplit('/')
            .skip(1)
            .filter(|folder| !matches!(*folder, "" | "." | ".."));
        for folder in folders {
            longer = format!("{folder}/{longer}");
            if self.0.insert(longer.clone()) {
                return longer;
            }
        }
        let mut number = 2_u64;
        loop {
            let numbered = format!("{id}-{number}");
            if self.0.insert(numbered.clone()) {
                return numbered;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_name_without_its_ending() {
        assert_eq!(stem("a/kabul.2022.txt"), "kabul.2022");
        assert_eq!(stem(".hidden"), ".hidden");
        assert_eq!(stem("-"), "stdin");
        assert_eq!(ending("a.b/c"), None);
    }

    #[test]
    fn a_repeated_id_gets_its_folder_and_then_a_number() {
        let mut ids = Ids::default();
        assert_eq!(ids.distinct("x".into(), "a/x.txt"), "x");
        assert_eq!(ids.distinct("x".into(), "b/x.txt"), "b/x");
        assert_eq!(ids.distinct("x".into(), "c/b/x.txt"), "c/b/x");
        assert_eq!(ids.distinct("x".into(), "x.md"), "x-2");
        assert_eq!(ids.distinct("x".into(), "x.html"), "x-3");
    }
}
