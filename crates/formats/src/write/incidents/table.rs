use super::CasebookView;
use crate::write::table::{Grid, TerminalOptions};
use model::{ActorRef, Field, Incident};

/// Incidents as an aligned table for the terminal.
///
/// A figure on which accounts cannot all be right has `*`, and a line beneath says which
/// policies chose the figures. Persons are named: a terminal is no publication.
pub fn incidents_table(view: &CasebookView, options: TerminalOptions) -> String {
    if view.incidents.is_empty() {
        return "no incidents\n".to_owned();
    }
    let mut grid = Grid::new(&[
        "Id",
        "Date",
        "Country",
        "Place",
        "Type",
        "Perpetrators",
        "Targets",
        ">Killed",
        ">Injured",
        "Status",
        ">Sources",
    ]);
    for incident in view.incidents {
        grid.row(&row(incident));
    }
    let mut table = grid.print(options);
    if let Some(note) = note(view.incidents) {
        table.push_str(&note);
        table.push('\n');
    }
    table
}

fn row(incident: &Incident) -> [String; 11] {
    let text = |field: Field| incident.text(field).unwrap_or_default().to_owned();
    let place = [Field::Site, Field::Place, Field::Admin1]
        .iter()
        .find_map(|field| incident.text(*field));
    [
        incident.id.clone(),
        incident
            .when()
            .map(|when| when.to_string())
            .unwrap_or_default(),
        text(Field::Country),
        place.unwrap_or_default().to_owned(),
        text(Field::Type),
        perpetrators(incident),
        incident.texts(Field::Targets).join(", "),
        figure(incident, Field::Killed),
        figure(incident, Field::Injured),
        text(Field::Status),
        incident.independent_sources.to_string(),
    ]
}

fn perpetrators(incident: &Incident) -> String {
    let actors: &[ActorRef] = incident.actors(Field::Perpetrators);
    let names: Vec<&str> = actors.iter().map(|actor| actor.name.as_str()).collect();
    match incident.text(Field::Attribution) {
        Some(attribution) if !names.is_empty() => format!("{} ({attribution})", names.join(", ")),
        _ => names.join(", "),
    }
}

fn figure(incident: &Incident, field: Field) -> String {
    let Some(estimate) = incident.estimate(field) else {
        return String::new();
    };
    let disputed = incident
        .fields
        .get(&field)
        .is_some_and(|settled| settled.disputed);
    let star = if disputed { "*" } else { "" };
    format!("{estimate}{star}")
}

/// Which policies chose the figures, and what `*` means where it stands.
fn note(incidents: &[Incident]) -> Option<String> {
    let figures = || {
        let fields = [Field::Killed, Field::Injured];
        let settled = incidents.iter();
        settled.flat_map(move |incident| fields.into_iter().filter_map(|f| incident.fields.get(&f)))
    };
    let mut policies: Vec<&str> = figures().map(|settled| settled.policy.as_str()).collect();
    policies.sort_unstable();
    policies.dedup();
    if policies.is_empty() {
        return None;
    }
    let star = figures().any(|settled| settled.disputed);
    let star = if star { "; * accounts disagree" } else { "" };
    Some(format!("figures: {}{star}", policies.join(", ")))
}
