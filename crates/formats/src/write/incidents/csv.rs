use super::{CasebookView, ExportOptions, Persons, names_shown, words_of};
use crate::write::csv::{Row, finish};
use model::{Field, Incident, Link, Value};

/// The columns of [`incidents_csv`], in order. A cell that no account tells is empty.
///
/// `policies` says by which counting policy each figure was chosen, `disputed` names the
/// fields on which accounts cannot all be right, `quote` holds each account's evidence.
pub const INCIDENT_COLUMNS: [&str; 51] = [
    "id",
    "date",
    "date_first",
    "date_last",
    "class",
    "type",
    "status",
    "country",
    "admin1",
    "place",
    "site",
    "latitude",
    "longitude",
    "precision",
    "radius_km",
    "geonames",
    "from_country",
    "perpetrators",
    "attribution",
    "claimed_by",
    "denied_by",
    "targets",
    "weapons",
    "suicide",
    "multiple",
    "killed_min",
    "killed_max",
    "killed_approx",
    "injured_min",
    "injured_max",
    "injured_approx",
    "casualties_min",
    "casualties_max",
    "casualties_approx",
    "killed_perpetrators_min",
    "killed_perpetrators_max",
    "killed_perpetrators_approx",
    "arrested_min",
    "arrested_max",
    "arrested_approx",
    "attackers_min",
    "attackers_max",
    "attackers_approx",
    "policies",
    "disputed",
    "independent_sources",
    "accepted",
    "links",
    "accounts",
    "urls",
    "quote",
];

/// Incidents as a CSV table with a header row; cells as in
/// [`write::csv`](crate::write::csv).
pub fn incidents_csv(view: &CasebookView, options: ExportOptions) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut written = writer.write_record(INCIDENT_COLUMNS);
    for incident in view.incidents {
        let row = row(view, incident, options);
        written = written.and_then(|()| writer.write_record(&row.cells));
    }
    finish(writer, written)
}

fn row(view: &CasebookView, incident: &Incident, options: ExportOptions) -> Row {
    let mut row = Row::new(&INCIDENT_COLUMNS);
    row.text("id", &incident.id);
    for (field, settled) in &incident.fields {
        match &settled.value {
            Value::Text(text) => row.text(field.word(), text),
            Value::Texts(texts) => row.text(field.word(), &texts.join("; ")),
            Value::When(when) => row.when(*when),
            Value::Estimate(estimate) => row.estimate(field.word(), Some(estimate)),
            Value::Actors(actors) => {
                let names = names_shown(actors, options.include_persons);
                row.text(field.word(), &names.join("; "));
            }
            Value::Place(place) => row.place(place),
            Value::Status(status) => row.bare("status", status.word()),
            Value::Attribution(attribution) => row.bare("attribution", attribution.word()),
            Value::Flag(flag) => row.bare(field.word(), *flag),
        }
    }
    row.text("policies", &policies(incident));
    let disputed = incident
        .fields
        .iter()
        .filter(|(_, settled)| settled.disputed);
    let disputed: Vec<&str> = disputed.map(|(field, _)| field.word()).collect();
    row.text("disputed", &disputed.join("; "));
    row.bare("independent_sources", incident.independent_sources);
    row.bare("accepted", incident.accepted);
    let links = incident.links.iter().map(|(link, other)| match link {
        Link::PartOf => format!("part_of {other}"),
        Link::FollowUp => format!("follow_up {other}"),
    });
    row.text("links", &links.collect::<Vec<_>>().join("; "));
    let accounts: Vec<String> = incident.accounts.iter().map(ToString::to_string).collect();
    row.text("accounts", &accounts.join("; "));
    words(&mut row, view, incident, options);
    row
}

/// `killed: lowest; injured: range`, for the figures that the incident has.
fn policies(incident: &Incident) -> String {
    let figures = [
        Field::Killed,
        Field::Injured,
        Field::Casualties,
        Field::KilledPerpetrators,
        Field::Arrested,
        Field::Attackers,
    ];
    let named = figures.iter().filter_map(|field| {
        let settled = incident.fields.get(field)?;
        Some(format!("{field}: {}", settled.policy))
    });
    named.collect::<Vec<_>>().join("; ")
}

fn words(row: &mut Row, view: &CasebookView, incident: &Incident, options: ExportOptions) {
    let persons = if options.include_persons {
        Persons::none()
    } else {
        Persons::of(view, incident)
    };
    let words = words_of(view, incident, &persons, options);
    let mut urls: Vec<&str> = words.iter().filter_map(|words| words.url).collect();
    urls.dedup();
    row.text("urls", &urls.join("; "));
    let pieces = words.iter().flat_map(|words| &words.pieces);
    let quotes: Vec<&str> = pieces.map(|piece| piece.text.as_str()).collect();
    row.text("quote", &quotes.join(" […] "));
}
