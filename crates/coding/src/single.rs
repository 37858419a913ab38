//! Single stages on their own, for whoever measures them or builds on them.

use crate::text::Text;
use codebook::Codebook;
use codebook::gazetteer::{Feature, Gazetteer};
use model::{Report, Span, When};

/// A date expression of a text and the days it means there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedDate {
    /// The words, in bytes of the report's text.
    pub span: Span,
    /// The days that the words mean, counted from the report's date and its own time line.
    pub when: When,
    /// The rule that read it, such as `date/weekday`.
    pub rule: &'static str,
}

/// A place name of a text and what it most likely means there.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedPlace {
    /// The words, in bytes of the report's text.
    pub span: Span,
    /// The gazetteer's name.
    pub name: String,
    /// ISO 3166-1 alpha-2; empty for seas and regions of several countries.
    pub country: String,
    /// Sort of place.
    pub feature: Feature,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// The date expressions of a report, in text order: the date stage of [`code`](crate::code) alone.
///
/// ```
/// let report = model::Report {
///     id: "r1".into(),
///     text: "They came back last Friday.".into(),
///     published: Some("2022-09-07".parse().unwrap()),
///     ..model::Report::default()
/// };
/// let dates = coding::named_dates(&report, codebook::Codebook::embedded());
/// assert_eq!(dates[0].when.to_string(), "2022-09-02");
/// ```
pub fn named_dates(report: &Report, codebook: &Codebook) -> Vec<NamedDate> {
    let text = Text::new(&report.text, codebook);
    crate::dates::dates(&text, report)
        .into_iter()
        .flatten()
        .map(|hit| NamedDate {
            span: hit.span,
            when: hit.when,
            rule: hit.rule,
        })
        .collect()
}

/// The place names of a report, in text order: the place stage of [`code`](crate::code) alone.
///
/// ```
/// let report = model::Report {
///     id: "r1".into(),
///     text: "The road from Mosul to Erbil was closed.".into(),
///     ..model::Report::default()
/// };
/// let gazetteer = codebook::gazetteer::Gazetteer::embedded();
/// let places = coding::named_places(&report, codebook::Codebook::embedded(), &gazetteer);
/// assert_eq!((places[0].name.as_str(), places[0].country.as_str()), ("Mosul", "IQ"));
/// ```
pub fn named_places(
    report: &Report,
    codebook: &Codebook,
    gazetteer: &Gazetteer,
) -> Vec<NamedPlace> {
    let text = Text::new(&report.text, codebook);
    let (hits, _) = crate::places::places(&text, gazetteer);
    hits.into_iter()
        .flatten()
        .map(|hit| {
            let disc = match hit.direction {
                Some(direction) => gazetteer.part_of(&hit.record, direction),
                None => hit.record.disc(),
            };
            NamedPlace {
                span: hit.span,
                name: hit.record.name.to_owned(),
                country: hit.record.country.to_owned(),
                feature: hit.record.feature,
                latitude: disc.latitude,
                longitude: disc.longitude,
            }
        })
        .collect()
}
