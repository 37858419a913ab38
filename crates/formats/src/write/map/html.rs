use super::placing::class_of;
use super::signs::{self, sign};
use super::svg::STYLE;
use super::{BaseOutline, Drawing, Frame, MapOptions, draw, legend};
use crate::write::incidents::{CasebookView, Persons, Piece, Words, names_shown, words_of};
use crate::write::markup::{escape, number};
use model::{Field, Incident, Value};
use sha2::{Digest, Sha256};
use std::fmt::Write;

const PAGE_STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Incidents as one HTML page: the map, and under it every incident with the words of its
/// reports.
///
/// The page loads nothing and allows no script but its own (a content security policy
/// with hashes). Without script the list can be opened and read, and a pin leads to its
/// first incident; with it the map zooms and moves, pins open their incidents beside the
/// map, and the list can be searched.
pub fn map_html(view: &CasebookView, outlines: &[BaseOutline], options: &MapOptions) -> String {
    let frame = Frame {
        x: 0.0,
        y: 0.0,
        width: options.width.max(240.0),
        height: options.height.max(160.0),
    };
    let link = |index: usize| anchor(&view.incidents[index], index);
    let drawing = draw(
        view,
        outlines,
        options,
        frame,
        frame.width,
        Some(&link),
        true,
    );
    let style = format!("{STYLE}{PAGE_STYLE}");
    let title = escape(&options.title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n\
         <header><h1>{title}</h1>\n<p class=\"lead\">{}</p></header>\n\
         <main>\n<div class=\"stage\">\n{}\
         <aside id=\"panel\" aria-live=\"polite\" aria-label=\"Incidents of the chosen place\" hidden></aside>\n\
         </div>\n{}{}</main>\n<footer><p>{}</p></footer>\n<script>{SCRIPT}</script>\n\
         </body>\n</html>\n",
        hash(&style),
        hash(SCRIPT),
        escape(&legend::caption(&drawing, options)),
        figure(&drawing, frame),
        key(&drawing),
        list(&drawing, options),
        escape(&options.credit),
    )
}

/// The map with its buttons, which the script shows.
fn figure(drawing: &Drawing, frame: Frame) -> String {
    let (width, height) = (number(frame.width), number(frame.height));
    format!(
        "<figure id=\"map\">\n<svg viewBox=\"0 0 {width} {height}\" role=\"group\" \
         aria-label=\"Map; the list below has the same incidents\" tabindex=\"0\">\n{}\
         <rect class=\"water\" x=\"-{width}\" y=\"-{width}\" width=\"{w3}\" height=\"{h3}\"/>\n\
         {}</svg>\n<svg class=\"edge\" viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\">{}</svg>\n\
         <div class=\"zoom\" hidden><button type=\"button\" data-zoom=\"in\" aria-label=\"Zoom in\">+</button>\
         <button type=\"button\" data-zoom=\"out\" aria-label=\"Zoom out\">−</button>\
         <button type=\"button\" data-zoom=\"all\" aria-label=\"Show all\">⤢</button></div>\n</figure>\n",
        signs::definitions(frame),
        drawing.inside,
        drawing.over,
        w3 = number(frame.width * 3.0),
        h3 = number(frame.width * 2.0 + frame.height),
    )
}

/// Signs, what they mean, and what is not on the map.
pub(super) fn key(drawing: &Drawing) -> String {
    let classes = legend::classes(drawing.view.incidents);
    let exactness = legend::exactness(drawing);
    let entries = classes.iter().chain(&exactness).map(|entry| {
        format!(
            "<li><svg viewBox=\"-11 -11 22 22\" aria-hidden=\"true\">{}</svg>{}</li>\n",
            entry.sign,
            escape(&entry.text)
        )
    });
    let entries: String = entries.collect();
    format!(
        "<section class=\"key\" aria-label=\"Legend\">\n<ul>\n{entries}</ul>\n\
         <p class=\"not-pinned\">{}</p>\n</section>\n",
        escape(&legend::missing(drawing))
    )
}

/// All incidents by date, each with its details folded.
fn list(drawing: &Drawing, options: &MapOptions) -> String {
    let incidents = drawing.view.incidents;
    let mut order: Vec<usize> = (0..incidents.len()).collect();
    order.sort_by_key(|index| {
        let day = incidents[*index].when().and_then(|when| when.sort_day());
        (day.is_none(), day, incidents[*index].id.clone())
    });
    let mut html = String::from(
        "<section class=\"list\" aria-label=\"Incidents\">\n<h2>Incidents</h2>\n\
         <p class=\"search\" hidden><label for=\"words\">Find</label> \
         <input id=\"words\" type=\"search\" autocomplete=\"off\" \
         placeholder=\"place, actor, date, words of a report\"> <output id=\"found\"></output></p>\n\
         <div class=\"head\" aria-hidden=\"true\"><span></span><span>Date</span><span>Place</span>\
         <span>Type</span><span>Perpetrators</span><span>Killed</span><span>Injured</span>\
         <span>Sources</span></div>\n",
    );
    for index in order {
        html.push_str(&entry(drawing, index, options));
    }
    html.push_str("</section>\n");
    html
}

fn entry(drawing: &Drawing, index: usize, options: &MapOptions) -> String {
    let incident = &drawing.view.incidents[index];
    let date = incident
        .when()
        .map_or("undated".to_owned(), |when| when.to_string());
    let kind = incident.text(Field::Type).unwrap_or("").replace('_', " ");
    format!(
        "<details data-incident=\"{index}\">\n<summary><svg viewBox=\"-9 -9 18 18\" \
         aria-hidden=\"true\">{}</svg><span>{}</span><span>{}</span><span>{}</span><span>{}</span>\
         <span>{}</span><span>{}</span><span>{}</span></summary>\n\
         <article id=\"{}\">\n<h3>{}</h3>\n{}{}</article>\n</details>\n",
        sign(class_of(incident), 5.5, false),
        escape(&date),
        escape(&place(drawing, incident)),
        escape(&kind),
        escape(&perpetrators(incident, options)),
        figure_of(incident, Field::Killed),
        figure_of(incident, Field::Injured),
        incident.independent_sources,
        escape(&anchor(incident, index)),
        escape(&super::pins::line(incident, options)),
        values(drawing, incident, options),
        accounts(drawing, incident, options),
    )
}

/// Site, place or unit, and the country, as one text.
fn place(drawing: &Drawing, incident: &Incident) -> String {
    let fields = [Field::Site, Field::Place, Field::Admin1];
    let mut parts: Vec<&str> = fields
        .iter()
        .filter_map(|field| incident.text(*field))
        .collect();
    parts.truncate(2);
    if let Some(code) = incident.text(Field::Country) {
        parts.push(drawing.country(code));
    }
    parts.dedup();
    if parts.is_empty() {
        "no place told".to_owned()
    } else {
        parts.join(", ")
    }
}

fn perpetrators(incident: &Incident, options: &MapOptions) -> String {
    let actors = incident.actors(Field::Perpetrators);
    let names = names_shown(actors, options.export.include_persons).join(", ");
    match incident.text(Field::Attribution) {
        Some(attribution) if !names.is_empty() => format!("{names} ({attribution})"),
        _ => names,
    }
}

/// A figure, starred where accounts disagree.
fn figure_of(incident: &Incident, field: Field) -> String {
    let Some(estimate) = incident.estimate(field) else {
        return String::new();
    };
    let disputed = incident
        .fields
        .get(&field)
        .is_some_and(|settled| settled.disputed);
    let star = if disputed { "*" } else { "" };
    format!("{}{star}", escape(&estimate.to_string()))
}

/// The shown values with the policy behind each figure.
fn values(drawing: &Drawing, incident: &Incident, options: &MapOptions) -> String {
    let mut html = String::from("<dl>\n");
    for (field, settled) in &incident.fields {
        let value = match &settled.value {
            Value::Actors(actors) => names_shown(actors, options.export.include_persons).join(", "),
            Value::Place(place) => format!("{} ± {:.0} km", settled.value, place.radius_km),
            Value::Text(code) if matches!(field, Field::Country | Field::FromCountry) => {
                drawing.country(code).to_owned()
            }
            Value::Texts(codes) => codes.join(", ").replace('_', " "),
            other => other.to_string().replace('_', " "),
        };
        let mut how = String::new();
        if matches!(settled.value, Value::Estimate(_)) || settled.policy == "decided" {
            how.push_str(&settled.policy);
        }
        if settled.disputed {
            how.push_str(if how.is_empty() {
                "accounts disagree"
            } else {
                "; accounts disagree"
            });
        }
        if !how.is_empty() {
            how = format!(" <small>{}</small>", escape(&how));
        }
        writeln!(
            html,
            "<div><dt>{}</dt><dd>{}{how}</dd></div>",
            escape(&field.word().replace('_', " ")),
            escape(&value)
        )
        .expect("memory takes all text");
    }
    html.push_str("</dl>\n");
    html
}

/// What each report says, in its own words.
fn accounts(drawing: &Drawing, incident: &Incident, options: &MapOptions) -> String {
    let persons = if options.export.include_persons {
        Persons::none()
    } else {
        Persons::of(&drawing.view, incident)
    };
    let words = words_of(&drawing.view, incident, &persons, options.export);
    words.iter().map(account).collect()
}

fn account(words: &Words) -> String {
    let mut html = String::from("<blockquote>\n");
    for piece in &words.pieces {
        writeln!(html, "<p>{}</p>", underlined(piece)).expect("memory takes all text");
    }
    let mut about: Vec<String> = Vec::new();
    match (&words.title, words.url) {
        (Some(title), Some(url)) => about.push(link(url, title)),
        (Some(title), None) => about.push(format!("<cite>{}</cite>", escape(title))),
        (None, Some(url)) => about.push(link(url, url)),
        (None, None) => {}
    }
    about.extend(words.source.map(escape));
    about.extend(words.published.map(|day| day.to_string()));
    about.push(format!("<code>{}</code>", escape(&words.key.to_string())));
    writeln!(
        html,
        "<footer>{}</footer>\n</blockquote>",
        about.join(" · ")
    )
    .expect("memory takes all text");
    html
}

fn link(url: &str, text: &str) -> String {
    format!(
        "<a href=\"{}\" rel=\"noopener noreferrer nofollow\" target=\"_blank\"><cite>{}</cite></a>",
        escape(url),
        escape(text)
    )
}

/// A quote with the words that values rest on underlined.
fn underlined(piece: &Piece) -> String {
    let mut html = String::new();
    let mut at = 0;
    for (start, end) in &piece.marks {
        let (Some(before), Some(marked)) =
            (piece.text.get(at..*start), piece.text.get(*start..*end))
        else {
            continue;
        };
        write!(html, "{}<u>{}</u>", escape(before), escape(marked)).expect("memory takes all text");
        at = *end;
    }
    html.push_str(&escape(piece.text.get(at..).unwrap_or_default()));
    html
}

/// The name of an incident's place in the page.
fn anchor(incident: &Incident, index: usize) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if incident.id.is_empty() || !incident.id.chars().all(plain) {
        return format!("incident-{index}");
    }
    format!("incident-{}", incident.id)
}

/// SHA-256 in base 64, as a content security policy names inline code.
fn hash(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(text.as_bytes());
    let mut encoded = String::new();
    for chunk in digest.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            encoded.push(if place <= chunk.len() {
                char::from(digit)
            } else {
                '='
            });
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_policy_hash_is_sha_256_in_base_64() {
        assert_eq!(
            super::hash(""),
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
    }
}
