//! Hostile reports, hostile sites, and people who may not.

use super::super::guard::{LONGEST_BODY, POLICY};
use super::super::query::escaped;
use super::super::routes::table;
use super::*;
use serde_json::json;

/// Every page that shows something of a report.
fn pages() -> Vec<String> {
    let hostile = escaped("hostile/../<x>");
    let mut pages: Vec<String> = [
        "/incidents",
        "/incidents?q=gunmen",
        "/incidents?q=%3Cscript%3Ealert(3)%3C/script%3E",
        "/incidents?actor=%22%3E%3Cscript%3Ealert(4)%3C/script%3E",
        "/actors",
        "/reports",
        "/reports?q=killed",
        "/review",
        "/candidates",
        "/figures/tally?by=actor",
        "/figures/coverage",
        "/log",
    ]
    .map(str::to_owned)
    .to_vec();
    pages.push(format!("/reports/{hostile}"));
    pages.push(format!("/review/{hostile}"));
    pages
}

#[test]
fn nothing_that_a_report_says_becomes_markup() {
    let made = made();
    let browser = made.browser();
    let hostile = made.incident_in("IQ");
    let id = hostile["id"].as_str().unwrap();
    let note = json!({"about": id, "text": "<svg onload=alert(9)>"});
    made.post("/api/v1/notes", &note, &browser).ok();
    let mut pages = pages();
    pages.push(format!("/incidents/{id}"));
    for page in pages {
        let got = made.get_as(&page, &browser);
        let text = got.text.to_lowercase();
        for bad in [
            "<script>alert",
            "<img src=x",
            "<b>al-evil",
            "<svg onload",
            "</script><script>",
        ] {
            assert!(!text.contains(bad), "{page} holds {bad}");
        }
        // One script of data; those from files have an address.
        let inline = text.matches("<script").count()
            - text
                .matches("<script type=\"module\" src=\"/assets/")
                .count()
            - text.matches("<script src=\"/assets/").count();
        assert_eq!(inline, 1, "{page}");
        assert!(
            !text.contains(" style=\"") && !text.contains("<style"),
            "{page} has inline style"
        );
        assert!(!text.contains(" onclick="), "{page}");
    }
}

#[test]
fn every_answer_forbids_inline_script_and_frames() {
    let made = made();
    let browser = made.browser();
    let ask = [
        "/incidents",
        "/nothing/here",
        "/api/v1/incidents",
        "/api/v1/nothing",
        "/assets/desk.css",
        "/incidents.csv",
        "/login",
    ];
    let mut answers: Vec<Got> = ask.iter().map(|path| made.get(path)).collect();
    answers.push(made.form("/do/accept", "", &Browser::default()));
    answers.push(made.form("/do/accept", "account=x", &browser));
    for got in answers {
        assert_eq!(got.header(header::CONTENT_SECURITY_POLICY), POLICY);
        assert_eq!(got.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(got.header(header::X_FRAME_OPTIONS), "DENY");
    }
    assert!(!POLICY.contains("unsafe"));
}

#[test]
fn a_write_without_the_forms_token_is_refused() {
    let made = made();
    let browser = made.browser();
    let id = made.incident_in("AF")["id"].clone();
    let body = json!({"incident": id});
    let other = made.browser();
    for wrong in ["", "abc", &other.csrf] {
        let forged = Browser {
            csrf: wrong.to_owned(),
            ..browser.clone()
        };
        let got = made.post("/api/v1/decisions/accept", &body, &forged);
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{}", got.text);
        assert_eq!(got.header(header::CONTENT_TYPE), "application/problem+json");
    }
    let request = made
        .request(Method::POST, "/api/v1/decisions/accept", &browser)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ORIGIN, "https://evil.example")
        .header("x-csrf-token", &browser.csrf);
    let got = made.send(request.body(Body::from(body.to_string())).unwrap());
    assert_eq!(
        got.status,
        StatusCode::FORBIDDEN,
        "another site, even with the token"
    );
    assert_eq!(made.get("/api/v1/decisions").json()["total"], 0);
    made.post("/api/v1/decisions/accept", &body, &browser).ok();
}

#[test]
fn who_signs_in_gets_a_session_of_their_own() {
    let made = made_with_users();
    let page = made.get("/login").ok();
    let planted = Browser {
        cookie: cookie_of(&page),
        csrf: csrf_of(&page.text),
    };
    let got = made.form(
        "/login",
        &format!("name=anna&password={PASSWORD}"),
        &planted,
    );
    let set = got.header(header::SET_COOKIE).to_owned();
    assert!(
        set.contains("HttpOnly") && set.contains("SameSite=Strict"),
        "{set}"
    );
    assert_ne!(cookie_of(&got), planted.cookie);
    let got = made.get_as("/api/v1/me", &planted);
    assert_eq!(
        got.status,
        StatusCode::UNAUTHORIZED,
        "the cookie from before is worth nothing"
    );
    let anna = made.sign_in("anna");
    assert_eq!(made.get_as("/api/v1/me", &anna).ok().json()["name"], "anna");
    made.form("/logout", "", &anna);
    assert_eq!(
        made.get_as("/api/v1/me", &anna).status,
        StatusCode::UNAUTHORIZED
    );
}

#[test]
fn with_users_nobody_sees_anything_before_signing_in() {
    let made = made_with_users();
    for route in table() {
        if route.method != Method::GET {
            continue;
        }
        let path = route.path.replace(['{', '}'], "");
        let got = made.get(&path);
        let expected = if path.starts_with("/api/") {
            StatusCode::UNAUTHORIZED
        } else {
            StatusCode::SEE_OTHER
        };
        assert_eq!(got.status, expected, "{path}");
        assert!(!got.text.contains("Kabul"), "{path}");
    }
}

#[test]
fn a_viewer_cannot_write_and_a_coder_cannot_decide() {
    let made = made_with_users();
    let (vera, anna) = (made.sign_in("vera"), made.sign_in("anna"));
    for route in table() {
        if route.method == Method::GET {
            continue;
        }
        let path = route.path.replace(['{', '}'], "");
        let got = made.write(route.method.clone(), &path, &json!({}), &vera);
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{path}: {}", got.text);
        if route.role > Role::Coder {
            let got = made.write(route.method.clone(), &path, &json!({}), &anna);
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{path}: {}", got.text);
        }
    }
    for path in ["/users", "/api/v1/users", "/agreement"] {
        assert_eq!(
            made.get_as(path, &vera).status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
}

#[test]
fn reachable_by_others_means_signing_in_also_without_users() {
    let made = made_with(
        |_| {},
        Rules {
            read_only: false,
            open_to_others: true,
            local_user: "ana".into(),
        },
    );
    assert_eq!(made.get("/incidents").status, StatusCode::SEE_OTHER);
    assert_eq!(
        made.get("/api/v1/incidents").status,
        StatusCode::UNAUTHORIZED
    );
}

#[test]
fn on_this_machine_only_its_own_names_are_answered() {
    let made = made();
    for (host, expected) in [
        ("localhost:8642", StatusCode::OK),
        ("[::1]:8642", StatusCode::OK),
        ("127.0.0.1", StatusCode::OK),
        ("evil.example", StatusCode::MISDIRECTED_REQUEST),
        (
            "127.0.0.1.evil.example:8642",
            StatusCode::MISDIRECTED_REQUEST,
        ),
    ] {
        let request = Request::builder()
            .uri("/incidents")
            .header(header::HOST, host);
        let got = made.send(request.body(Body::empty()).unwrap());
        assert_eq!(got.status, expected, "{host}");
    }
}

#[test]
fn no_path_leads_out_of_the_casebook() {
    let made = made();
    for path in [
        "/assets/..%2f..%2f..%2fCargo.toml",
        "/assets/%2e%2e%2fdesk.css",
        "/reports/..%2f..%2fetc%2fpasswd",
        "/incidents/..%2f..%2fetc%2fpasswd",
        "/figures/..%2f..%2fx",
        "/api/v1/reports/%00",
    ] {
        let got = made.get(path);
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            !got.text.contains("root:") && !got.text.contains("[package]"),
            "{path}"
        );
    }
    let hostile = escaped("hostile/../<x>");
    made.get(&format!("/reports/{hostile}")).ok();
}

#[test]
fn a_body_that_is_too_large_or_too_slow_is_refused() {
    let made = made();
    let browser = made.browser();
    let long = "x".repeat(LONGEST_BODY + 1);
    let got = made.post(
        "/api/v1/notes",
        &json!({"about": "quiet", "text": long}),
        &browser,
    );
    assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
    let slow = slow_body(&made, &browser);
    assert!(slow.starts_with("HTTP/1.1 408 "), "{slow}");
}

/// What comes back where a body is announced and never sent, over a real connection.
fn slow_body(made: &Made, browser: &Browser) -> String {
    use std::io::{Read as _, Write as _};
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"));
    let listener = listener.unwrap();
    let address = listener.local_addr().unwrap();
    let app = made.app();
    runtime.spawn(async move { axum::serve(listener, app).await });
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /api/v1/notes HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {}\r\nX-CSRF-Token: {}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{",
        browser.cookie, browser.csrf
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    // The server may cut the connection behind its answer.
    let _ = stream.read_to_end(&mut answer);
    runtime.shutdown_background();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn passwords_cannot_be_tried_out() {
    let made = made_with_users();
    let page = made.get("/login").ok();
    let visitor = Browser {
        cookie: cookie_of(&page),
        csrf: csrf_of(&page.text),
    };
    for _ in 0..5 {
        let got = made.form("/login", "name=anna&password=wrong-wrong-wrong", &visitor);
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let got = made.form(
        "/login",
        &format!("name=anna&password={PASSWORD}"),
        &visitor,
    );
    assert_eq!(
        got.status,
        StatusCode::TOO_MANY_REQUESTS,
        "also with the right one"
    );
    assert!(!got.header(header::RETRY_AFTER).is_empty());
    made.sign_in("ben");
}

#[test]
fn signing_in_leads_nowhere_else() {
    let made = made_with_users();
    for next in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "/ /evil.example",
    ] {
        let page = made.get(&format!("/login?next={}", escaped(next))).ok();
        assert!(page.text.contains("name=\"next\" value=\"/\""), "{next}");
    }
    let page = made.get("/login?next=%2Freview").ok();
    assert!(page.text.contains("name=\"next\" value=\"/review\""));
}

#[test]
fn a_read_only_desk_changes_nothing() {
    let made = made_with(
        |_| {},
        Rules {
            read_only: true,
            open_to_others: false,
            local_user: "ana".into(),
        },
    );
    let browser = made.browser();
    for route in table() {
        if route.method == Method::GET {
            continue;
        }
        let path = route.path.replace(['{', '}'], "");
        let got = made.write(route.method.clone(), &path, &json!({}), &browser);
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(
        !made
            .get("/review/wire-kabul")
            .ok()
            .text
            .contains("/do/accept")
    );
}

#[test]
fn every_write_leaves_a_line_and_the_chain_holds() {
    let made = made();
    let browser = made.browser();
    let id = made.incident_in("AF")["id"].clone();
    made.post(
        "/api/v1/notes",
        &json!({"about": id, "text": "ask the ministry"}),
        &browser,
    )
    .ok();
    made.post(
        "/api/v1/decisions/accept",
        &json!({"incident": id}),
        &browser,
    )
    .ok();
    made.write(
        Method::PUT,
        "/api/v1/reports/quiet/state",
        &json!({"state": "nothing"}),
        &browser,
    )
    .ok();
    made.post(
        "/api/v1/pins",
        &json!({"question": "tally", "query": "by=type"}),
        &browser,
    )
    .ok();
    let casebook = Casebook::open_read_only(made.folder.path().join("test.annalist")).unwrap();
    let audit = casebook.audit(10).unwrap();
    let lines: Vec<&str> = audit.iter().map(|line| line.what.as_str()).collect();
    assert_eq!(lines, ["pin", "report nothing", "note"]);
    assert!(audit.iter().all(|line| line.by == "ana"));
    assert_eq!(casebook.decisions().unwrap()[0].by, "ana");
    assert_eq!(casebook.verify().unwrap(), []);
}
