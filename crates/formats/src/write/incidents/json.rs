use super::{CasebookView, ExportOptions, Persons, Words, names_shown, words_of};
use crate::write::records::{place_json, rounded};
use model::{Field, Incident, Place, Precision, Value};
use serde_json::{Map, Value as Json, json};

/// Incidents as JSON lines, one object a line.
///
/// An object has `id`, the shown values by field name (absent where nobody tells),
/// `settled` (for each field the `policy` that chose it, the accounts it is `from`, and
/// `disputed` where accounts cannot all be right), `independent_sources`, `accepted`,
/// `links`, `reasons`, and `accounts` with their reports and quotes.
pub fn incidents_jsonl(view: &CasebookView, options: ExportOptions) -> String {
    let mut lines = String::new();
    for incident in view.incidents {
        lines.push_str(&incident_json(view, incident, options).to_string());
        lines.push('\n');
    }
    lines
}

/// One incident as an object of [`incidents_jsonl`].
pub fn incident_json(view: &CasebookView, incident: &Incident, options: ExportOptions) -> Json {
    let mut object = Map::new();
    object.insert("id".into(), incident.id.clone().into());
    object.append(&mut fields_json(incident, options));
    object.append(&mut proofs(view, incident, options));
    Json::Object(object)
}

/// Incidents as a `GeoJSON` feature collection (RFC 7946).
///
/// A point stands only where the place is known to a first-level unit or better; what is
/// known as a country, a region or open water, or not at all, has a `null` geometry.
/// `precision` and `radius_km` say how much may be meant, and a `location` without a
/// point stays among the properties.
pub fn incidents_geojson(view: &CasebookView, options: ExportOptions) -> String {
    let features = view.incidents.iter().map(|incident| {
        let mut properties = fields_json(incident, options);
        if let Some(place) = incident.location() {
            properties.insert("precision".into(), place.precision.word().into());
            properties.insert("radius_km".into(), rounded(place.radius_km).into());
        }
        properties.append(&mut proofs(view, incident, options));
        let geometry = incident
            .location()
            .filter(|place| is_point(place))
            .map(|place| {
                json!({
                    "type": "Point",
                    "coordinates": [rounded(place.longitude), rounded(place.latitude)],
                })
            });
        json!({
            "type": "Feature",
            "id": incident.id,
            "geometry": geometry,
            "properties": properties,
        })
    });
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    let features: Vec<String> = features.map(|feature| feature.to_string()).collect();
    text.push_str(&features.join(",\n"));
    text.push_str("\n]}\n");
    text
}

/// True where a place may stand as a point on a map.
fn is_point(place: &Place) -> bool {
    let exact = matches!(
        place.precision,
        Precision::Site | Precision::Settlement | Precision::Admin2 | Precision::Admin1
    );
    exact && (-90.0..=90.0).contains(&place.latitude) && (-180.0..=180.0).contains(&place.longitude)
}

/// The shown values by field name, in table order.
pub(crate) fn fields_json(incident: &Incident, options: ExportOptions) -> Map<String, Json> {
    let shown = Field::ALL.iter().filter_map(|field| {
        let value = incident.value(*field)?;
        Some((field.word().to_owned(), value_json(value, options)))
    });
    shown.collect()
}

fn value_json(value: &Value, options: ExportOptions) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Texts(texts) => json!(texts),
        Value::When(when) => json!(when.to_string()),
        Value::Estimate(estimate) => json!(estimate),
        Value::Actors(actors) => json!(names_shown(actors, options.include_persons)),
        Value::Place(place) => place_json(place),
        Value::Status(status) => json!(status.word()),
        Value::Attribution(attribution) => json!(attribution.word()),
        Value::Flag(flag) => json!(flag),
    }
}

/// How the values came to be, and the words they rest on.
fn proofs(view: &CasebookView, incident: &Incident, options: ExportOptions) -> Map<String, Json> {
    let persons = if options.include_persons {
        Persons::none()
    } else {
        Persons::of(view, incident)
    };
    let mut object = Map::new();
    let settled: Map<String, Json> = Field::ALL
        .iter()
        .filter_map(|field| {
            let settled = incident.fields.get(field)?;
            let from: Vec<String> = settled.from.iter().map(ToString::to_string).collect();
            let mut how = json!({"policy": settled.policy, "from": from});
            if settled.disputed {
                how["disputed"] = true.into();
            }
            Some((field.word().to_owned(), how))
        })
        .collect();
    object.insert("settled".into(), settled.into());
    object.insert(
        "independent_sources".into(),
        incident.independent_sources.into(),
    );
    object.insert("accepted".into(), incident.accepted.into());
    if !incident.links.is_empty() {
        let links = incident.links.iter();
        let links = links.map(|(link, other)| json!({"link": link, "incident": other}));
        object.insert("links".into(), links.collect());
    }
    if !incident.reasons.is_empty() {
        let reasons = incident.reasons.iter().map(|reason| {
            json!({
                "a": reason.a.to_string(),
                "b": reason.b.to_string(),
                "score": rounded(reason.score),
                "text": persons.hidden(&reason.text),
            })
        });
        object.insert("reasons".into(), reasons.collect());
    }
    let accounts = words_of(view, incident, &persons, options);
    object.insert(
        "accounts".into(),
        accounts.iter().map(account_json).collect(),
    );
    object
}

fn account_json(words: &Words) -> Json {
    let mut object = Map::new();
    object.insert("account".into(), words.key.to_string().into());
    let mut told = |key: &str, text: Option<String>| {
        if let Some(text) = text {
            object.insert(key.into(), text.into());
        }
    };
    told("title", words.title.clone());
    told("source", words.source.map(str::to_owned));
    told("url", words.url.map(str::to_owned));
    told("published", words.published.map(|day| day.to_string()));
    let quotes: Vec<&str> = words
        .pieces
        .iter()
        .map(|piece| piece.text.as_str())
        .collect();
    object.insert("quotes".into(), json!(quotes));
    Json::Object(object)
}
