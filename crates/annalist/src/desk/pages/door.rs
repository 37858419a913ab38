//! Signing in, and what is said where there is no page.

use super::Shell;
use crate::desk::Desk;
use crate::desk::lists::capital;
use crate::desk::person::Person;
use crate::desk::problem::Problem;
use askama::Template;

/// The page of a problem.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    shell: Shell,
    status: u16,
    detail: String,
    /// What would be right.
    hint: Option<String>,
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
            detail: capital(&problem.detail),
            hint: problem.hint().map(capital),
        }
    }
}

/// The page that asks for a name and a password.
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
