//! The pages: what each shows, and its template.

mod browse;
mod double;

use super::answers::{file, page};
use super::api::{self, chosen};
use super::candidates::{Cards, cards};
use super::downloads::download;
use super::figures::{Figure, Question, csv, figure, questions};
use super::markup::embedded;
use super::person::Person;
use super::problem::{Done, Problem};
use super::query::{Query, escaped};
use super::queue::{Queue, queue};
use super::review::Review;
use super::routes::{Ask, Route, shows};
use super::users::UserLine;
use super::{Desk, assets, figures, map, pins, users};
use crate::commands::history::in_words;
use askama::Template;
use axum::response::Response;
use model::Policy;
use serde_json::{Value, json};
use store::desk::AuditLine;
use store::desk::Role::{self, Admin, Coder, Reviewer, Viewer};

/// What every page has around it.
pub struct Shell {
    /// The page's name.
    pub name: &'static str,
    /// Its headline.
    pub title: String,
    /// Who reads; nobody on pages before signing in.
    pub person: Option<Person>,
    /// Nothing may be written.
    pub read_only: bool,
    /// What forms carry.
    pub csrf: String,
    /// JSON for scripts.
    pub state: String,
    /// What was just done.
    pub notice: Vec<String>,
    /// Decisions that were just written and can be taken back.
    pub undo: Vec<u64>,
    /// Where forms lead back to.
    pub back: String,
    /// The scripts were built.
    pub scripts: bool,
    /// The early script and the scripts' style sheet.
    pub theme: bool,
    /// Their style sheet was built.
    pub sheet: bool,
    /// Program version.
    pub version: &'static str,
}

impl Shell {
    fn of(
        desk: &Desk,
        ask: &Ask,
        name: &'static str,
        title: impl Into<String>,
        state: Value,
    ) -> Shell {
        let mut whole = json!({
            "me": ask.person.me(desk),
            "version": env!("CARGO_PKG_VERSION"),
            "etag": desk.etag(),
        });
        if let (Value::Object(whole), Value::Object(state)) = (&mut whole, state) {
            whole.extend(state);
        }
        let (notice, undo) = notice(desk, ask);
        let back = Query::read(ask.address.split_once('?').map_or("", |(_, query)| query));
        let path = ask.address.split('?').next().unwrap_or("/");
        Shell {
            name,
            title: title.into(),
            person: Some(ask.person.clone()),
            read_only: desk.rules.read_only,
            csrf: ask.person.csrf.clone(),
            state: embedded(&whole),
            notice,
            undo,
            back: format!("{path}{}", back.without(&["done"]).href()),
            scripts: assets::has("desk.js"),
            theme: assets::has("theme.js"),
            sheet: assets::has("web.css"),
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    fn bare(desk: &Desk, name: &'static str, title: &str, csrf: String) -> Shell {
        Shell {
            name,
            title: title.to_owned(),
            person: None,
            read_only: desk.rules.read_only,
            csrf,
            state: "{}".to_owned(),
            notice: Vec::new(),
            undo: Vec::new(),
            back: "/".to_owned(),
            scripts: false,
            theme: assets::has("theme.js"),
            sheet: assets::has("web.css"),
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// The reader's role.
    pub fn role(&self) -> &'static str {
        self.person.as_ref().map_or("", |person| person.role.word())
    }

    /// The reader's name.
    pub fn reader(&self) -> &str {
        self.person
            .as_ref()
            .map_or("", |person| person.name.as_str())
    }

    /// The reader has signed in.
    pub fn signed_in(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.signed_in)
    }

    fn may(&self, role: Role) -> bool {
        !self.read_only && self.person.as_ref().is_some_and(|person| person.may(role))
    }

    /// The reader may decide.
    pub fn decides(&self) -> bool {
        self.may(Reviewer)
    }

    /// The reader may code and note.
    pub fn codes(&self) -> bool {
        self.may(Coder)
    }

    /// The reader may manage.
    pub fn manages(&self) -> bool {
        self.may(Admin)
    }

    /// The reader may see what reviewers see.
    pub fn reviews(&self) -> bool {
        self.person
            .as_ref()
            .is_some_and(|person| person.may(Reviewer))
    }
}

/// What was just done, by the address: decisions by their numbers, other writes by a word.
fn notice(desk: &Desk, ask: &Ask) -> (Vec<String>, Vec<u64>) {
    let base = desk.base();
    let (mut said, mut undo) = (Vec::new(), Vec::new());
    for word in ask
        .query
        .one("done")
        .unwrap_or_default()
        .split(',')
        .take(50)
    {
        let fixed = match word {
            "state" => "The report's state is kept.",
            "pin" => "The figure is pinned.",
            "unpin" => "The pin is gone.",
            "assigned" => "The reports are assigned.",
            "unassigned" => "The assignment is gone.",
            "coding" => "Your reading is kept.",
            "user" => "The user is kept.",
            word if word.starts_with("note-") => "The note is kept.",
            _ => "",
        };
        if !fixed.is_empty() {
            said.push(fixed.to_owned());
        }
        let number = word.parse::<u64>().ok();
        let decision =
            number.and_then(|number| base.decisions.iter().find(|one| one.number == number));
        if let Some(decision) = decision {
            said.push(in_words(decision));
            undo.push(decision.number);
        }
    }
    (said, undo)
}

/// A link of the pager.
pub struct PageLink {
    /// Where to.
    pub href: String,
    /// What it says.
    pub label: String,
    /// It is the page shown.
    pub here: bool,
}

fn pager(path: &str, query: &Query, at: usize, pages: usize) -> Vec<PageLink> {
    let link = |page: usize, label: String| PageLink {
        href: format!(
            "{path}{}",
            query.without(&["done"]).with("page", page).href()
        ),
        label,
        here: page == at,
    };
    if pages < 2 {
        return Vec::new();
    }
    let mut links = Vec::new();
    if at > 1 {
        links.push(link(at - 1, "‹ before".to_owned()));
    }
    let near = at.saturating_sub(2).max(1)..=(at + 2).min(pages);
    if *near.start() > 1 {
        links.push(link(1, "1".to_owned()));
    }
    links.extend(near.clone().map(|page| link(page, page.to_string())));
    if *near.end() < pages {
        links.push(link(pages, pages.to_string()));
    }
    if at < pages {
        links.push(link(at + 1, "next ›".to_owned()));
    }
    links
}

#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    shell: Shell,
    status: u16,
    detail: String,
}

impl ErrorPage {
    /// A problem for people.
    pub fn of(desk: &Desk, person: Option<&Person>, problem: &Problem) -> ErrorPage {
        let csrf = person.map_or_else(String::new, |person| person.csrf.clone());
        let mut shell = Shell::bare(desk, "error", problem.title(), csrf);
        shell.person = person.filter(|person| !person.name.is_empty()).cloned();
        ErrorPage {
            shell,
            status: problem.status().as_u16(),
            detail: super::lists::capital(&problem.detail),
        }
    }
}

#[derive(Template)]
#[template(path = "login.html")]
pub struct LoginPage {
    shell: Shell,
    next: String,
    wrong: Option<String>,
}

impl LoginPage {
    /// The form.
    pub fn of(desk: &Desk, csrf: String, next: String, wrong: Option<String>) -> LoginPage {
        LoginPage {
            shell: Shell::bare(desk, "login", "Sign in", csrf),
            next,
            wrong,
        }
    }
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    shell: Shell,
    query: Query,
    queue: Queue,
    pager: Vec<PageLink>,
}

fn review(desk: &Desk, ask: &Ask) -> Done<Response> {
    let base = desk.look()?;
    let view = base.view(Policy::default(), &desk.knowledge);
    let queue = queue(desk, &base, &view, &ask.query)?;
    page(&ReviewPage {
        shell: Shell::of(desk, ask, "review", "Review", json!({"queue": &queue})),
        query: ask.query.clone(),
        pager: pager("/review", &ask.query, queue.page, queue.pages),
        queue,
    })
}

#[derive(Template)]
#[template(path = "review-report.html")]
struct ReviewReportPage {
    shell: Shell,
    review: Review,
    chosen: String,
}

fn review_report(desk: &Desk, ask: &Ask) -> Done<Response> {
    let review = api::review_of(desk, ask, ask.part("report"))?;
    let title = review.report.title.clone();
    let title = title.unwrap_or_else(|| review.report.id.clone());
    let state = serde_json::to_value(&review).unwrap_or_default();
    page(&ReviewReportPage {
        shell: Shell::of(
            desk,
            ask,
            "review-report",
            format!("Review: {title}"),
            state,
        ),
        chosen: ask.query.one("incident").unwrap_or_default().to_owned(),
        review,
    })
}

#[derive(Template)]
#[template(path = "candidates.html")]
struct CandidatesPage {
    shell: Shell,
    cards: Cards,
    pager: Vec<PageLink>,
}

fn candidate_list(desk: &Desk, ask: &Ask) -> Done<Response> {
    let base = desk.look()?;
    let view = base.view(Policy::default(), &desk.knowledge);
    let cards = cards(desk, &base, &view, &ask.query)?;
    page(&CandidatesPage {
        shell: Shell::of(
            desk,
            ask,
            "candidates",
            "May be one incident",
            json!({"candidates": &cards}),
        ),
        pager: pager("/candidates", &ask.query, cards.page, cards.pages),
        cards,
    })
}

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage {
    shell: Shell,
    questions: Vec<Question>,
}

fn figure_list(desk: &Desk, ask: &Ask) -> Done<Response> {
    let questions = questions();
    page(&FiguresPage {
        shell: Shell::of(
            desk,
            ask,
            "figures",
            "Figures",
            json!({"questions": &questions}),
        ),
        questions,
    })
}

#[derive(Template)]
#[template(path = "figure.html")]
struct FigurePage {
    shell: Shell,
    question: Question,
    query: Query,
    figure: Option<Figure>,
    wrong: Option<String>,
    policies: [&'static str; 6],
    text: String,
}

impl FigurePage {
    fn value(&self, name: &str) -> &str {
        self.query.one(name).unwrap_or("")
    }

    fn at(&self, name: &str, at: &usize) -> String {
        let mut values = self.query.all(name).flat_map(|words| words.split(','));
        values.nth(*at).unwrap_or_default().to_owned()
    }

    fn places(&self, many: &usize) -> Vec<usize> {
        (0..*many).collect()
    }

    fn chart(&self) -> String {
        let query = self.query.without(&["done"]);
        format!("/figures/{}/chart.svg{}", self.question.id, query.href())
    }

    fn csv(&self, part: &str) -> String {
        let query = self.query.without(&["done"]).with("part", part);
        format!("/figures/{}/table.csv{}", self.question.id, query.href())
    }
}

fn figure_page(desk: &Desk, ask: &Ask) -> Done<Response> {
    let question = figures::question(ask.part("question"))?;
    let query = ask.query.without(&["done"]);
    let sides =
        question.id == "compare" && (query.one("one").is_none() || query.one("other").is_none());
    let (found, wrong) = if sides {
        (None, None)
    } else {
        match figure(desk, question.id, &query) {
            Ok(figure) => (Some(figure), None),
            Err(problem) if problem.status().is_client_error() => (None, Some(problem.detail)),
            Err(problem) => return Err(problem),
        }
    };
    let state = found.as_ref().map_or_else(
        || json!({}),
        |figure| serde_json::to_value(figure).unwrap_or_default(),
    );
    page(&FigurePage {
        shell: Shell::of(desk, ask, "figure", question.label, state),
        text: query.text(),
        question,
        query,
        figure: found,
        wrong,
        policies: Policy::ALL.map(Policy::word),
    })
}

#[derive(Template)]
#[template(path = "pins.html")]
struct PinsPage {
    shell: Shell,
    pins: Vec<pins::PinOf>,
}

fn pin_list(desk: &Desk, ask: &Ask) -> Done<Response> {
    let pins = pins::list(desk)?;
    page(&PinsPage {
        shell: Shell::of(desk, ask, "pins", "Pinned figures", json!({"pins": &pins})),
        pins,
    })
}

#[derive(Template)]
#[template(path = "log.html")]
struct LogPage {
    shell: Shell,
    log: api::Log,
    audit: Vec<AuditLine>,
    pager: Vec<PageLink>,
}

fn log(desk: &Desk, ask: &Ask) -> Done<Response> {
    let log = api::log(desk, ask)?;
    let audit = if ask.person.may(Reviewer) {
        desk.read(|casebook| casebook.audit(100))?
    } else {
        Vec::new()
    };
    page(&LogPage {
        shell: Shell::of(desk, ask, "log", "Log", json!({"log": &log})),
        pager: pager("/log", &ask.query, log.page, log.pages),
        log,
        audit,
    })
}

#[derive(Template)]
#[template(path = "users.html")]
struct UsersPage {
    shell: Shell,
    users: Vec<UserLine>,
    roles: [Role; 4],
}

fn user_list(desk: &Desk, ask: &Ask) -> Done<Response> {
    let users = users::list(desk)?;
    page(&UsersPage {
        shell: Shell::of(desk, ask, "users", "Users", json!({"users": &users})),
        users,
        roles: Role::ALL,
    })
}

/// The addresses.
pub fn routes() -> Vec<Route> {
    vec![
        shows("/", Viewer, "Leads to the incidents", |_, _| {
            Ok(super::answers::redirect("/incidents"))
        }),
        shows(
            "/incidents",
            Viewer,
            "Incidents: list, map, timeline",
            browse::incidents,
        ),
        shows(
            "/incidents.csv",
            Viewer,
            "What is seen, as CSV",
            |desk, ask| download(desk, &chosen(desk, ask, &ask.query)?, &ask.query, "csv"),
        ),
        shows(
            "/incidents.geojson",
            Viewer,
            "What is seen, as GeoJSON",
            |desk, ask| download(desk, &chosen(desk, ask, &ask.query)?, &ask.query, "geojson"),
        ),
        shows(
            "/incidents.jsonl",
            Viewer,
            "What is seen, as JSON lines",
            |desk, ask| download(desk, &chosen(desk, ask, &ask.query)?, &ask.query, "jsonl"),
        ),
        shows("/incidents/{id}", Viewer, "One incident", browse::incident),
        shows("/actors", Viewer, "Actors", browse::actor_list),
        shows("/actors/{id}", Viewer, "One actor", browse::actor),
        shows("/reports", Viewer, "Reports", browse::report_list),
        shows("/reports/{id}", Viewer, "One report", browse::report_page),
        shows("/review", Viewer, "What to review first", review),
        shows(
            "/review/{report}",
            Viewer,
            "Text, form, context",
            review_report,
        ),
        shows(
            "/candidates",
            Viewer,
            "Pairs that may be one incident",
            candidate_list,
        ),
        shows("/coding", Coder, "Reports to be coded", double::coding_list),
        shows(
            "/coding/{report}",
            Coder,
            "Your reading of a report",
            double::coding_report,
        ),
        shows(
            "/agreement",
            Reviewer,
            "How far coders agree",
            double::agreement,
        ),
        shows(
            "/adjudicate/{report}",
            Reviewer,
            "Readings side by side",
            double::adjudicate_page,
        ),
        shows("/figures", Viewer, "Questions", figure_list),
        shows(
            "/figures/{question}",
            Viewer,
            "A question answered",
            figure_page,
        ),
        shows(
            "/figures/{question}/chart.svg",
            Viewer,
            "A chart of a figure",
            |desk, ask| {
                let found = figure(desk, ask.part("question"), &ask.query)?;
                let svg = found
                    .svg
                    .ok_or_else(|| Problem::missing("this figure has no chart"))?;
                Ok(super::answers::picture(svg))
            },
        ),
        shows(
            "/figures/{question}/table.csv",
            Viewer,
            "A table as CSV",
            |desk, ask| {
                let found = figure(desk, ask.part("question"), &ask.query.without(&["part"]))?;
                let text = csv(&found, ask.query.one("part"))?;
                Ok(file(
                    &format!("{}.csv", found.question),
                    "text/csv; charset=utf-8",
                    text,
                ))
            },
        ),
        shows(
            "/api/v1/figures/{question}/table.csv",
            Viewer,
            "A table as CSV",
            |desk, ask| {
                let found = figure(desk, ask.part("question"), &ask.query.without(&["part"]))?;
                let text = csv(&found, ask.query.one("part"))?;
                Ok(file(
                    &format!("{}.csv", found.question),
                    "text/csv; charset=utf-8",
                    text,
                ))
            },
        ),
        shows(
            "/api/v1/basemap",
            Viewer,
            "Outlines of countries",
            |_, ask| {
                let fine = ask.query.has("detail", "fine");
                let mut response = super::answers::json_text(map::basemap(fine));
                let kept = axum::http::HeaderValue::from_static("public, max-age=86400");
                response
                    .headers_mut()
                    .insert(axum::http::header::CACHE_CONTROL, kept);
                Ok(response)
            },
        )
        .takes(&["detail"]),
        shows("/pins", Viewer, "Pinned figures", pin_list),
        shows(
            "/pins.md",
            Viewer,
            "Pinned figures as Markdown",
            |desk, _| {
                Ok(file(
                    "figures.md",
                    "text/markdown; charset=utf-8",
                    pins::markdown(desk)?,
                ))
            },
        ),
        shows("/log", Viewer, "What was decided", log),
        shows("/users", Admin, "Who may sign in", user_list),
    ]
}

/// What templates write in their own way.
mod filters {
    use askama::Values;
    use serde_json::Value;
    use std::fmt::Display;

    /// A time to the minute, with its zone.
    #[askama::filter_fn]
    pub fn minute(at: impl Display, _: &dyn Values) -> askama::Result<String> {
        let at = at.to_string();
        Ok(match (at.get(..10), at.get(11..16)) {
            (Some(day), Some(minute)) => format!("{day} {minute} UTC"),
            _ => at,
        })
    }

    /// A piece of an address.
    #[askama::filter_fn]
    pub fn path(piece: impl Display, _: &dyn Values) -> askama::Result<String> {
        Ok(super::escaped(&piece.to_string()))
    }

    /// The report of an account's key, as a piece of an address with the account's anchor.
    #[askama::filter_fn]
    pub fn split_report(key: impl Display, _: &dyn Values) -> askama::Result<String> {
        let key = key.to_string();
        let (report, account) = key.rsplit_once('#').unwrap_or((&key, ""));
        Ok(format!("{}#a-{account}", super::escaped(report)))
    }

    /// JSON in words: text as it is, nothing for null.
    #[askama::filter_fn]
    pub fn plain(value: &Value, _: &dyn Values) -> askama::Result<String> {
        Ok(match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    }
}
