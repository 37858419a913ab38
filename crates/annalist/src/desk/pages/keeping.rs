//! Who did what, and who may.

use super::{PageLink, Shell, filters, pager};
use crate::desk::answers::page;
use crate::desk::log;
use crate::desk::problem::Done;
use crate::desk::routes::Ask;
use crate::desk::users::UserLine;
use crate::desk::{Desk, users};
use askama::Template;
use axum::response::Response;
use serde_json::json;
use store::desk::AuditLine;
use store::desk::Role::{self, Reviewer};

#[derive(Template)]
#[template(path = "log.html")]
struct LogPage {
    shell: Shell,
    log: log::Log,
    audit: Vec<AuditLine>,
    pager: Vec<PageLink>,
}

pub(super) fn decided(desk: &Desk, ask: &Ask) -> Done<Response> {
    let log = log::log(desk, ask)?;
    let audit = if ask.person.may(Reviewer) {
        log::audit(desk, ask)?
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

pub(super) fn user_list(desk: &Desk, ask: &Ask) -> Done<Response> {
    let users = users::list(desk)?;
    page(&UsersPage {
        shell: Shell::of(desk, ask, "users", "Users", json!({"users": &users})),
        users,
        roles: Role::ALL,
    })
}
