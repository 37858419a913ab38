//! Citations and the list of sources, printed by a citation style.

use crate::library::entries;
use crate::tree::{Cited, Inline, Style as Look, clean};
use crate::{Document, Error, Style, near};
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, LocaleCode, VerticalAlign};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild,
    ElemChildren, Entry, Formatted, LocatorPayload, SpecificLocator,
};

/// What a style makes of all citations of a document.
#[derive(Debug, Default)]
pub struct Printed {
    /// The citations, in the order in which they were asked for.
    pub citations: Vec<Vec<Inline>>,
    /// The list of what is cited.
    pub list: Vec<Listed>,
    /// Its entries hang: all lines but the first stand in.
    pub hanging: bool,
}

/// One entry of the list of sources.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The number or label before it, where the style has one.
    pub label: Vec<Inline>,
    pub words: Vec<Inline>,
}

/// A citation: what is cited, and the number of the footnote that holds it, where one does.
pub struct Asked {
    pub cited: Vec<Cited>,
    pub note: Option<usize>,
}

/// Prints all citations in reading order.
///
/// # Errors
/// A source that the document does not hold.
pub fn print(document: &Document, style: &Style, asked: &[Asked]) -> Result<Printed, Error> {
    if asked.is_empty() {
        return Ok(Printed::default());
    }
    let entries = entries(&document.sources, &document.library);
    let find = |id: &str| -> Result<&Entry, Error> {
        entries.get(id).ok_or_else(|| Error::UnknownSource {
            id: clean(id),
            hint: near::hint(id, entries.keys().map(String::as_str)),
        })
    };
    let locales = hayagriva::archive::locales();
    let lang = document.lang.trim();
    let locale = (!lang.is_empty() && lang != "en").then(|| LocaleCode(lang.to_owned()));
    let mut driver = BibliographyDriver::new();
    for citation in asked {
        let mut items = Vec::with_capacity(citation.cited.len());
        for cited in &citation.cited {
            let locator = cited.locator.as_deref().map(|locator| {
                let (kind, words) = located(locator);
                SpecificLocator(kind, LocatorPayload::Str(words))
            });
            items.push(CitationItem::with_locator(find(&cited.id)?, locator));
        }
        driver.citation(CitationRequest::new(
            items,
            &style.csl,
            locale.clone(),
            &locales,
            citation.note,
        ));
    }
    let rendered = driver.finish(BibliographyRequest::new(&style.csl, locale, &locales));
    let citations = rendered.citations.iter();
    let citations = citations.map(|citation| runs(&citation.citation)).collect();
    let Some(bibliography) = rendered.bibliography else {
        return Ok(Printed {
            citations,
            ..Printed::default()
        });
    };
    let list = bibliography.items.iter().map(|item| Listed {
        label: item
            .first_field
            .as_ref()
            .map(|field| runs(&ElemChildren(vec![field.clone()])))
            .unwrap_or_default(),
        words: runs(&item.content),
    });
    Ok(Printed {
        citations,
        list: list.collect(),
        hanging: bibliography.hanging_indent,
    })
}

/// `p. 4` as a page and so on; anything else is printed as it is.
fn located(locator: &str) -> (Locator, &str) {
    let kinds = [
        ("pp. ", Locator::Page),
        ("p. ", Locator::Page),
        ("page ", Locator::Page),
        ("pages ", Locator::Page),
        ("para. ", Locator::Paragraph),
        ("paragraph ", Locator::Paragraph),
        ("§ ", Locator::Section),
        ("section ", Locator::Section),
        ("ch. ", Locator::Chapter),
        ("chapter ", Locator::Chapter),
    ];
    let found = kinds
        .into_iter()
        .find_map(|(words, kind)| Some((kind, locator.strip_prefix(words)?.trim())));
    found.unwrap_or((Locator::Custom, locator))
}

fn runs(children: &ElemChildren) -> Vec<Inline> {
    let mut words = Vec::new();
    gather(children, &mut words);
    words
}

fn gather(children: &ElemChildren, words: &mut Vec<Inline>) {
    for child in &children.0 {
        match child {
            ElemChild::Text(text) => words.push(styled(text)),
            ElemChild::Elem(elem) => gather(&elem.children, words),
            ElemChild::Markup(text) => words.push(Inline::Text(clean(text))),
            ElemChild::Link { text, url } => {
                let starts = ["http://", "https://"];
                let inner = vec![styled(text)];
                let is_safe = starts.iter().any(|start| url.starts_with(start))
                    && !url
                        .chars()
                        .any(|letter| letter.is_control() || letter.is_whitespace());
                if is_safe {
                    words.push(Inline::Link {
                        url: clean(url),
                        words: inner,
                    });
                } else {
                    words.extend(inner);
                }
            }
            ElemChild::Transparent { .. } => {}
        }
    }
}

fn styled(text: &Formatted) -> Inline {
    let mut run = Inline::Text(clean(&text.text));
    let look = text.formatting;
    if look.font_style == FontStyle::Italic {
        run = Inline::Styled(Look::Emphasis, vec![run]);
    }
    if look.font_weight == FontWeight::Bold {
        run = Inline::Styled(Look::Strong, vec![run]);
    }
    if look.font_variant == FontVariant::SmallCaps {
        run = Inline::Styled(Look::SmallCaps, vec![run]);
    }
    match look.vertical_align {
        VerticalAlign::Sup => Inline::Styled(Look::Super, vec![run]),
        VerticalAlign::Sub => Inline::Styled(Look::Sub, vec![run]),
        _ => run,
    }
}
