use crate::tally::Cell;
use crate::{Bound, By, Context, Filter, Flag, Mistake, Table, TextField, tally};
use model::{Incident, When};
use serde::Serialize;
use std::fmt::Write;

/// What the record holds on one actor: `annalist actor NAME`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActorSummary {
    /// The codebook's name, or the name asked for.
    pub name: String,
    /// Id in the codebook, where it knows the actor.
    pub id: Option<String>,
    /// All its incidents, those of actors under it too, each once.
    pub total: Cell,
    /// The earliest date and its incident.
    pub first: Option<(When, String)>,
    /// The latest date and its incident.
    pub last: Option<(When, String)>,
    /// Incidents that it or an actor under it claimed, whoever is shown as perpetrator.
    pub claimed: Cell,
    /// Incidents whose shown perpetrator it is and that somebody denies.
    pub denied: Cell,
    /// By year.
    pub years: Table,
    /// By country.
    pub countries: Table,
    /// By type.
    pub types: Table,
    /// By target.
    pub targets: Table,
    /// By claimed, attributed, suspected.
    pub attribution: Table,
}

/// Gathers an actor's incidents, those of actors under it too.
///
/// # Errors
/// The name is that of a private person, who has no page; or it is empty.
pub fn actor_summary(
    incidents: &[Incident],
    name: &str,
    context: &dyn Context,
    policy: &str,
) -> Result<ActorSummary, Mistake> {
    let mistake =
        |problem: &str, hint: &str| Mistake::new("actor", name, 0..name.len(), problem, hint);
    if name.trim().is_empty() {
        return Err(mistake(
            "a name is missing",
            "annalist actor 'Islamic State'",
        ));
    }
    let known = context.actor(name);
    let person = incidents.iter().any(|incident| {
        let fields = [TextField::Actor, TextField::ClaimedBy, TextField::DeniedBy];
        let mut actors = fields.iter().flat_map(|field| field.actors(incident));
        actors.any(|actor| actor.person && crate::fold(&actor.name) == crate::fold(name))
    });
    if known.is_none() && person {
        return Err(mistake(
            "this is a private person, who has no page",
            "ask for a group, an organisation or an office-holder",
        ));
    }
    let quoted = format!("'{}'", name.replace('\'', "''"));
    let did = bound(&format!("actor under {quoted}"), context)?;
    let claims = bound(&format!("claimed_by under {quoted}"), context)?;
    let table = |by: By| tally(incidents, &[by], Some(&did), context, policy);
    let years = table(By::Year);
    Ok(ActorSummary {
        name: known
            .as_ref()
            .map_or_else(|| name.to_owned(), |known| known.name.clone()),
        id: known.map(|known| known.id),
        total: years.total.clone(),
        first: dated(incidents, &did).min_by_key(|(when, id)| (when.sort_day(), id.clone())),
        last: dated(incidents, &did)
            .max_by_key(|(when, id)| (when.last.or(when.first), id.clone())),
        claimed: cell(incidents, &claims, |_| true),
        denied: cell(incidents, &did, |incident| {
            !TextField::DeniedBy.actors(incident).is_empty()
        }),
        countries: table(By::Text(TextField::Country)),
        types: table(By::Text(TextField::Type)),
        targets: table(By::Text(TextField::Target)),
        attribution: table(By::Text(TextField::Attribution)),
        years,
    })
}

fn bound<'c>(text: &str, context: &'c dyn Context) -> Result<Bound<'c>, Mistake> {
    text.parse::<Filter>()?.bind(context)
}

/// Dates with incidents; those without a day to sort by are left out.
fn dated<'a>(
    incidents: &'a [Incident],
    filter: &'a Bound<'_>,
) -> impl Iterator<Item = (When, String)> + 'a {
    incidents
        .iter()
        .filter(|incident| Flag::Dated.holds(incident) && filter.matches(incident))
        .filter_map(|incident| Some((incident.when()?, incident.id.clone())))
        .filter(|(when, _)| when.sort_day().is_some())
}

fn cell(incidents: &[Incident], filter: &Bound<'_>, also: impl Fn(&Incident) -> bool) -> Cell {
    let mut cell = Cell::default();
    let chosen = incidents
        .iter()
        .filter(|incident| filter.matches(incident) && also(incident));
    chosen.for_each(|incident| cell.add(incident));
    cell
}

impl ActorSummary {
    /// The summary for a terminal.
    pub fn to_text(&self) -> String {
        let mut out = format!("{}\n", self.name);
        if let Some(id) = &self.id {
            let _ = writeln!(out, "  id         {id}");
        }
        let _ = writeln!(out, "  incidents  {}", self.total.count());
        let told = |sum: &crate::Sum| format!("{sum} (told of {})", sum.told);
        let _ = writeln!(out, "  killed     {}", told(&self.total.killed));
        let _ = writeln!(out, "  injured    {}", told(&self.total.injured));
        for (word, end) in [("first", &self.first), ("last", &self.last)] {
            if let Some((when, id)) = end {
                let _ = writeln!(out, "  {word:<9}  {when}  {id}");
            }
        }
        let _ = writeln!(out, "  claimed    {}", self.claimed.count());
        let _ = writeln!(out, "  denied     {}", self.denied.count());
        let tables = [
            &self.years,
            &self.countries,
            &self.types,
            &self.targets,
            &self.attribution,
        ];
        for table in tables {
            let _ = writeln!(out, "\nby {}", table.dimension(0));
            for row in &table.rows {
                let label = row.keys.first().map_or("", |key| key.label.as_str());
                let _ = writeln!(
                    out,
                    "  {label:<28} {:>5}  killed {}",
                    row.cell.count(),
                    row.cell.killed
                );
            }
        }
        let _ = writeln!(out, "\nCounting policy: {}.", self.years.caption.policy);
        out
    }

    /// The summary as JSON.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("strings and numbers only");
        text.push('\n');
        text
    }
}
