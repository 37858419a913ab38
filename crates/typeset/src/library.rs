use crate::tree::clean;
use crate::{Error, Source, SourceKind};
use hayagriva::Entry;
use hayagriva::types::{
    Date, EntryType, FormatString, Person, Publisher, QualifiedUrl, StringChunk,
};
use model::When;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A bibliography of a user's own, read from a BibTeX or BibLaTeX file.
#[derive(Debug, Clone, Default)]
pub struct Library {
    entries: Vec<Entry>,
}

impl Library {
    /// The keys of its entries, in the order of the file.
    pub fn ids(&self) -> Vec<&str> {
        self.entries.iter().map(Entry::key).collect()
    }
}

/// Reads a BibTeX or BibLaTeX file.
///
/// # Errors
/// The text is not BibTeX, or a field holds what it may not: the error says which.
pub fn read_bibtex(text: &str) -> Result<Library, Error> {
    let library = hayagriva::io::from_biblatex_str(text).map_err(|errors| {
        let errors: Vec<String> = errors.iter().take(3).map(ToString::to_string).collect();
        Error::Bibtex(errors.join("; "))
    })?;
    Ok(Library {
        entries: library.into_iter().collect(),
    })
}

/// All that may be cited, by id; the document's own sources come before the library's.
pub fn entries(sources: &[Source], library: &Library) -> BTreeMap<String, Entry> {
    let theirs = library.entries.iter();
    let theirs = theirs.map(|entry| (entry.key().to_owned(), entry.clone()));
    let mut entries: BTreeMap<String, Entry> = theirs.collect();
    for source in sources {
        entries.insert(source.id.clone(), entry(source));
    }
    entries
}

fn entry(source: &Source) -> Entry {
    let kind = match source.kind {
        SourceKind::News | SourceKind::Article => EntryType::Article,
        SourceKind::Web => EntryType::Web,
        SourceKind::Report => EntryType::Report,
        SourceKind::Book => EntryType::Book,
        SourceKind::Statement => EntryType::Misc,
    };
    let mut entry = Entry::new(&source.id, kind);
    entry.set_title(words(&source.title));
    let authors = source
        .authors
        .iter()
        .filter(|author| !author.trim().is_empty());
    let mut authors: Vec<Person> = authors.map(|author| person(author)).collect();
    let publisher = source.publisher.trim();
    let stands_alone = matches!(
        source.kind,
        SourceKind::Report | SourceKind::Book | SourceKind::Statement
    );
    // Institutions write their own reports; a paper is where a report stands.
    let is_author = stands_alone && authors.is_empty() && !publisher.is_empty();
    if is_author {
        authors.push(body(publisher));
    }
    if !authors.is_empty() {
        entry.set_authors(authors);
    }
    match source.kind {
        _ if is_author || publisher.is_empty() => {}
        SourceKind::News => entry.set_parents(vec![within(EntryType::Newspaper, publisher)]),
        SourceKind::Article => entry.set_parents(vec![within(EntryType::Periodical, publisher)]),
        SourceKind::Web => entry.set_parents(vec![within(EntryType::Web, publisher)]),
        SourceKind::Report | SourceKind::Book | SourceKind::Statement => {
            entry.set_publisher(Publisher::new(Some(words(publisher)), None));
        }
    }
    if let Some(date) = source.published.and_then(date) {
        entry.set_date(date);
    }
    let url = source.url.as_deref().and_then(|url| url.parse().ok());
    if let Some(mut url) = url {
        let url: &mut QualifiedUrl = &mut url;
        url.visit_date = source.accessed.and_then(date);
        entry.set_url(url.clone());
    }
    entry
}

fn within(kind: EntryType, name: &str) -> Entry {
    let mut parent = Entry::new("", kind);
    parent.set_title(words(name));
    parent
}

/// Words as they stand; styles do not change their case, for names would suffer.
fn words(text: &str) -> FormatString {
    FormatString::from(StringChunk::verbatim(clean(text.trim())))
}

/// `Family, Given`, or a body.
fn person(name: &str) -> Person {
    let name = clean(name.trim());
    match name.split_once(',') {
        None => body(&name),
        Some((family, given)) => {
            let parts = vec![family, given];
            Person::from_strings(parts).unwrap_or_else(|_| body(&name))
        }
    }
}

/// An agency, ministry or paper: its name is never turned round.
fn body(name: &str) -> Person {
    Person {
        name: clean(name),
        given_name: None,
        prefix: None,
        suffix: None,
        comma_suffix: false,
        alias: None,
    }
}

/// The day, month or year that a date begins with, as exact as it is.
fn date(when: When) -> Option<Date> {
    let first = when.sort_day()?;
    let mut date = Date::from_year(i32::from(first.year()));
    date.approximate = when.approx;
    let last = when.last.unwrap_or(first);
    let same_month = (first.year(), first.month()) == (last.year(), last.month());
    if same_month {
        date.month = u8::try_from(first.month() - 1).ok();
    }
    if first == last {
        date.day = u8::try_from(first.day() - 1).ok();
    }
    Some(date)
}

/// The sources as a BibTeX file (BibLaTeX fields `date` and `urldate` beside `year`), sorted
/// by id, in UTF-8 with TeX's special characters escaped.
///
/// Characters that no BibTeX key may hold become hyphens; two sources that would share a key
/// are told apart by a number.
pub fn bibtex(sources: &[Source]) -> String {
    let mut sorted: Vec<&Source> = sources.iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut file = String::new();
    for source in sorted {
        let key = key(&source.id);
        let nth = taken.entry(key.clone()).or_default();
        *nth += 1;
        let key = if *nth == 1 {
            key
        } else {
            format!("{key}-{nth}")
        };
        if !file.is_empty() {
            file.push('\n');
        }
        write_entry(&mut file, &key, source).expect("memory takes all text");
    }
    file
}

fn write_entry(file: &mut String, key: &str, source: &Source) -> std::fmt::Result {
    let (kind, house) = match source.kind {
        SourceKind::News | SourceKind::Article => ("article", "journaltitle"),
        SourceKind::Web => ("online", "organization"),
        SourceKind::Report => ("report", "institution"),
        SourceKind::Book => ("book", "publisher"),
        SourceKind::Statement => ("misc", "organization"),
    };
    writeln!(file, "@{kind}{{{key},")?;
    let mut field = |name: &str, value: String| {
        if value.is_empty() {
            Ok(())
        } else {
            writeln!(file, "  {name} = {{{value}}},")
        }
    };
    let authors = source
        .authors
        .iter()
        .filter(|author| !author.trim().is_empty());
    let authors: Vec<String> = authors
        .map(|author| {
            let name = tex(author.trim());
            if author.contains(',') {
                name
            } else {
                format!("{{{name}}}")
            }
        })
        .collect();
    field("author", authors.join(" and "))?;
    let title = tex(source.title.trim());
    field(
        "title",
        if title.is_empty() {
            title
        } else {
            format!("{{{title}}}")
        },
    )?;
    field(house, tex(source.publisher.trim()))?;
    if let Some(when) = source.published {
        field("date", when.to_string())?;
        if let Some(day) = when.sort_day() {
            field("year", day.year().to_string())?;
        }
    }
    if let Some(url) = &source.url {
        field("url", address(url))?;
        if let Some(accessed) = source.accessed {
            field("urldate", accessed.to_string())?;
        }
    }
    file.push_str("}\n");
    Ok(())
}

fn key(id: &str) -> String {
    let letters = id.chars().map(|letter| match letter {
        letter if letter.is_alphanumeric() || "-_.:/+".contains(letter) => letter,
        _ => '-',
    });
    let key: String = letters.collect();
    if key.is_empty() {
        "source".to_owned()
    } else {
        key
    }
}

/// Text with what TeX would take for a command escaped.
fn tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in clean(text).chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// An address, which BibLaTeX takes as it is; only what would end the field is encoded.
fn address(url: &str) -> String {
    let url = clean(url.trim());
    url.replace('{', "%7B")
        .replace('}', "%7D")
        .replace('\\', "%5C")
        .replace(' ', "%20")
}
