//! Single stages on their own, for whoever measures them or builds on them.

use crate::dates::{Grain, Lean};
use crate::text::Text;
use codebook::Codebook;
use codebook::gazetteer::{Feature, Gazetteer};
use jiff::civil::Date;
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
    /// How exact the words are.
    pub grain: Grain,
    /// The day that counting gives ("two weeks ago") before its days around are allowed for.
    pub counted: Option<Date>,
    /// How many units, in "the last three days" (-3).
    pub count: Option<i32>,
    /// Where two dates are joined: the second.
    pub until: Option<When>,
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
/// let dates = coding::named_dates(&report, codebook::Codebook::embedded(), coding::Lean::Past);
/// assert_eq!(dates[0].when.to_string(), "2022-09-02");
/// ```
pub fn named_dates(report: &Report, codebook: &Codebook, lean: Lean) -> Vec<NamedDate> {
    let text = Text::new(&report.text, codebook);
    crate::dates::leaning(&text, report, lean)
        .into_iter()
        .flatten()
        .map(|hit| NamedDate {
            span: hit.span,
            when: hit.when,
            rule: hit.rule,
            grain: hit.grain,
            counted: hit.counted,
            count: hit.count,
            until: hit.until,
        })
        .collect()
}

/// The place names of a report, in text order: the place stage of [`code`](crate::code) alone, and with
/// them the names and adjectives that stand for a state or its people ("the U.S. said", "Georgian police").
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
    crate::places::names(&text, gazetteer)
        .into_iter()
        .map(|hit| NamedPlace {
            span: hit.span,
            name: hit.record.name.to_owned(),
            country: hit.record.country.to_owned(),
            feature: hit.record.feature,
            latitude: hit.record.latitude,
            longitude: hit.record.longitude,
        })
        .collect()
}
