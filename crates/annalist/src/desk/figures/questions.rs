//! The questions there are, and what each takes.

use crate::desk::problem::{Done, Problem};
use analysis::By;
use serde::Serialize;
use utoipa::ToSchema;

/// What a question takes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Choice {
    /// The parameter.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// by, period, day, number, flag or side.
    pub kind: &'static str,
    /// How many it takes.
    pub many: usize,
    /// What it is where it is left open.
    pub usual: &'static str,
    /// What may be chosen; empty for free text.
    pub choices: Vec<&'static str>,
}

/// A question.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Question {
    /// Its word.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it tells.
    pub means: &'static str,
    /// What it takes.
    pub options: Vec<Choice>,
}

/// The questions there are.
pub fn questions() -> Vec<Question> {
    let question = |id, label, means, options| Question {
        id,
        label,
        means,
        options,
    };
    vec![
        question(
            "tally",
            "How many",
            "Incidents, killed and injured by one or two fields.",
            vec![fields(2, "type")],
        ),
        question(
            "trend",
            "Trend",
            "Incidents by period, and whether the last thirty days stand out.",
            vec![
                period("month"),
                open("until_day", "Observed until", "day", ""),
            ],
        ),
        question(
            "first",
            "First times",
            "When something was seen first: a type, a target, a weapon, a place.",
            vec![fields(4, "type")],
        ),
        question(
            "compare",
            "Two sides compared",
            "Periods (2022-01/2022-06) or filters against each other.",
            vec![
                open("one", "One side", "side", ""),
                open("other", "The other side", "side", ""),
            ],
        ),
        question(
            "claims",
            "Claims and denials",
            "Who claims what, how soon, and what is contested.",
            vec![period("month")],
        ),
        question(
            "tolls",
            "Tolls by source",
            "The deadliest incidents, and what each source says of the dead.",
            vec![open("top", "How many", "number", "10"), conflicting()],
        ),
        question(
            "warnings",
            "Warnings",
            "Warnings and what followed them.",
            vec![open("days", "Within days", "number", "30")],
        ),
        question(
            "reconcile",
            "Stated counts checked",
            "Counts that reports state, against the record.",
            Vec::new(),
        ),
        question(
            "coverage",
            "Sources and coverage",
            "Who reports what, and what rests on one source.",
            Vec::new(),
        ),
    ]
}

/// A question by its word.
pub fn question(id: &str) -> Done<Question> {
    let mut all = questions().into_iter();
    all.find(|question| question.id == id)
        .ok_or_else(|| Problem::missing(format!("there is no question `{id}`")))
}

fn fields(many: usize, usual: &'static str) -> Choice {
    Choice {
        name: "by",
        label: "By",
        kind: "by",
        many,
        usual,
        choices: By::all().into_iter().map(By::word).collect(),
    }
}

fn period(usual: &'static str) -> Choice {
    Choice {
        choices: vec!["day", "week", "month", "year"],
        ..open("every", "Every", "period", usual)
    }
}

fn conflicting() -> Choice {
    Choice {
        choices: vec!["no", "yes"],
        ..open("conflicting", "Only where sources differ", "flag", "no")
    }
}

fn open(
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    usual: &'static str,
) -> Choice {
    Choice {
        name,
        label,
        kind,
        many: 1,
        usual,
        choices: Vec::new(),
    }
}
