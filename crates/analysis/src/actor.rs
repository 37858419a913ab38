use crate::first::whereabouts;
use crate::tally::{Caption, Cell};
use crate::{Answer, Asked, Bound, By, Entry, Filter, Mistake, Sheet, Table, TextField, count};
use model::{Estimate, When};
use serde::Serialize;

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
    /// By first-level unit.
    pub units: Table,
    /// By type.
    pub types: Table,
    /// By weapon.
    pub weapons: Table,
    /// By target.
    pub targets: Table,
    /// By completed, failed, foiled, threatened.
    pub statuses: Table,
    /// By claimed, attributed, suspected.
    pub attribution: Table,
    /// By who published the reports.
    pub sources: Table,
    /// All its incidents, in the record's order.
    pub incidents: Vec<Listed>,
}

/// An incident in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// Its id.
    pub incident: String,
    /// Its date.
    pub date: Option<When>,
    /// Its type.
    pub kind: String,
    /// Completed, failed, foiled, threatened.
    pub status: String,
    /// Where, as exactly as it is known.
    pub place: String,
    /// Victims dead.
    pub killed: Option<Estimate>,
    /// Victims hurt.
    pub injured: Option<Estimate>,
    /// Reports that count as independent sources.
    pub sources: usize,
}

/// The incidents asked about, one by one.
pub fn listed(asked: &Asked<'_>) -> Vec<Listed> {
    let one = |row: &u32| {
        let text = |field: TextField| asked.text(field, *row).unwrap_or("").to_owned();
        Listed {
            incident: asked.columns.id(*row).to_owned(),
            date: asked.columns.when(*row),
            kind: text(TextField::Type),
            status: text(TextField::Status),
            place: whereabouts(asked, *row),
            killed: asked.columns.killed(*row),
            injured: asked.columns.injured(*row),
            sources: asked.columns.independent_sources(*row),
        }
    };
    asked.rows.iter().map(one).collect()
}

/// Gathers an actor's incidents, those of actors under it too.
///
/// # Errors
/// The name is that of a private person, who has no page; or it is empty.
pub fn actor_summary(asked: &Asked<'_>, name: &str) -> Result<ActorSummary, Mistake> {
    let mistake =
        |problem: &str, hint: &str| Mistake::new("actor", name, 0..name.len(), problem, hint);
    if name.trim().is_empty() {
        return Err(mistake(
            "a name is missing",
            "annalist actor 'Islamic State'",
        ));
    }
    let known = asked.context.actor(name);
    let fields = [TextField::Actor, TextField::ClaimedBy, TextField::DeniedBy];
    let person = fields.iter().any(|field| {
        let mut actors = asked.columns.texts(*field).names.iter();
        actors.any(|actor| actor.person && crate::fold(&actor.name) == crate::fold(name))
    });
    if known.is_none() && person {
        return Err(mistake(
            "this is a private person, who has no page",
            "ask for a group, an organisation or an office-holder",
        ));
    }
    let quoted = format!("'{}'", name.replace('\'', "''"));
    let did = chosen(asked, &format!("actor under {quoted}"))?;
    let claims = chosen(asked, &format!("claimed_by under {quoted}"))?;
    if known.is_none() && did.rows.is_empty() && claims.rows.is_empty() {
        let names = (fields.iter()).flat_map(|field| asked.columns.texts(*field).names.iter());
        let names: Vec<&str> = names
            .filter(|actor| !actor.person)
            .map(|actor| actor.name.as_str())
            .collect();
        let word = crate::fold(name);
        let within = |candidate: &&&str| crate::fold(candidate).contains(&word);
        let near = names.iter().filter(within).min().copied();
        // "Shabab" is near a part of "Al-Shabaab".
        let part = |whole: &str| {
            let mut parts = whole
                .split([' ', '-', '\u{2019}', '\''])
                .filter(|part| part.len() > 3);
            parts.any(|part| crate::nearest(name, [part]).is_some())
        };
        let near = near.or_else(|| names.iter().copied().filter(|whole| part(whole)).min());
        let near = near.or_else(|| crate::nearest(name, names.iter().copied()));
        let problem = "no incident here is of an actor by this name, and the codebook has none";
        return Err(match near {
            Some(near) => mistake(problem, &format!("did you mean `{near}`?")),
            None => mistake(
                problem,
                "`annalist tally actor` lists those of the casebook",
            ),
        });
    }
    let denials = asked.columns.texts(TextField::DeniedBy);
    let denied = did.rows.iter().copied();
    let denied = denied.filter(|row| !denials.of(*row).is_empty());
    let denied = asked.only(denied.collect());
    let table = |by: By| count(&did, &[by]);
    let years = table(By::Year);
    Ok(ActorSummary {
        name: known
            .as_ref()
            .map_or_else(|| name.to_owned(), |known| known.name.clone()),
        id: known.map(|known| known.id),
        total: years.total.clone(),
        first: dated(&did).min_by_key(|(when, id)| (when.sort_day(), id.clone())),
        last: dated(&did).max_by_key(|(when, id)| (when.last.or(when.first), id.clone())),
        claimed: count(&claims, &[]).total,
        denied: count(&denied, &[]).total,
        countries: table(By::Text(TextField::Country)),
        units: table(By::Text(TextField::Admin1)),
        types: table(By::Text(TextField::Type)),
        weapons: table(By::Text(TextField::Weapon)),
        targets: table(By::Text(TextField::Target)),
        statuses: table(By::Text(TextField::Status)),
        attribution: table(By::Text(TextField::Attribution)),
        sources: table(By::Text(TextField::Source)),
        incidents: listed(&did),
        years,
    })
}

/// Those of the incidents asked about that a further filter means.
fn chosen<'a>(asked: &Asked<'a>, text: &str) -> Result<Asked<'a>, Mistake> {
    let bound: Bound<'_> = text.parse::<Filter>()?.bind(asked.context)?;
    let mut meant = vec![false; asked.columns.len()];
    for row in bound.rows(asked.columns) {
        meant[row as usize] = true;
    }
    let rows = asked.rows.iter().copied();
    Ok(asked.only(rows.filter(|row| meant[*row as usize]).collect()))
}

/// Dates with incidents; those without a day to sort by are left out.
fn dated<'a>(asked: &'a Asked<'_>) -> impl Iterator<Item = (When, String)> + 'a {
    asked
        .rows
        .iter()
        .filter_map(|row| Some((asked.columns.when(*row)?, asked.columns.id(*row).to_owned())))
        .filter(|(when, _)| when.sort_day().is_some())
}

impl ActorSummary {
    /// Its incidents as a table.
    pub fn incidents_sheet(&self) -> Sheet {
        let heads = [
            "date", "type", "status", "where", "killed", "injured", "sources", "incident",
        ];
        let mut sheet = Sheet::new("incidents", "incidents", &heads);
        let figure = |figure: Option<Estimate>| {
            figure.map_or(Entry::None, |figure| Entry::Figure(figure.to_string()))
        };
        for listed in &self.incidents {
            let entries = vec![
                Entry::when(listed.date),
                Entry::text(&listed.kind),
                Entry::text(&listed.status),
                Entry::text(&listed.place),
                figure(listed.killed),
                figure(listed.injured),
                Entry::count(listed.sources),
                Entry::text(&listed.incident),
            ];
            sheet.push(entries, std::slice::from_ref(&listed.incident));
        }
        sheet
    }
}

impl Answer for ActorSummary {
    fn sentences(&self) -> Vec<String> {
        let told = |sum: &crate::Sum| format!("{sum} (told of {})", sum.told);
        let end = |end: &Option<(When, String)>| match end {
            Some((when, id)) => format!("{when}  {id}"),
            None => "–".to_owned(),
        };
        let mut lines = vec![self.name.clone()];
        let mut line = |word: &str, value: String| lines.push(format!("  {word:<9}  {value}"));
        if let Some(id) = &self.id {
            line("id", id.clone());
        }
        line("incidents", self.total.count().to_string());
        line("killed", told(&self.total.killed));
        line("injured", told(&self.total.injured));
        line("first", end(&self.first));
        line("last", end(&self.last));
        line("claimed", self.claimed.count().to_string());
        line("denied", self.denied.count().to_string());
        lines
    }

    fn sheets(&self) -> Vec<Sheet> {
        [
            ("years", &self.years),
            ("countries", &self.countries),
            ("units", &self.units),
            ("types", &self.types),
            ("weapons", &self.weapons),
            ("targets", &self.targets),
            ("statuses", &self.statuses),
            ("attribution", &self.attribution),
            ("sources", &self.sources),
        ]
        .into_iter()
        .map(|(name, table)| table.sheet(name))
        .collect()
    }

    fn caption(&self) -> &Caption {
        &self.years.caption
    }
}
