//! Writes that come twice, too late, or for another casebook than was seen.

use super::super::connections::{self, Most};
use super::*;
use serde_json::json;
use std::io::{Read as _, Write as _};

impl Made {
    /// A write with further headers.
    fn write_with(
        &self,
        (method, path): (Method, &str),
        body: &Value,
        browser: &Browser,
        headers: &[(&str, &str)],
    ) -> Got {
        let mut request = self
            .request(method, path, browser)
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-csrf-token", &browser.csrf);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap())
    }

    fn keyed(&self, key: &str, path: &str, body: &Value, browser: &Browser) -> Got {
        let headers = [("idempotency-key", key)];
        self.write_with((Method::POST, path), body, browser, &headers)
    }

    fn decisions(&self, browser: &Browser) -> u64 {
        let log = self.get_as("/api/v1/decisions", browser).ok().json();
        log["total"].as_u64().unwrap()
    }
}

const ACCEPT: &str = "/api/v1/decisions/accept";

#[test]
fn a_write_that_is_sent_again_is_not_done_again() {
    let made = made();
    let browser = made.browser();
    let body = json!({"account": "wire-borno#i01"});
    let first = made.keyed("a", ACCEPT, &body, &browser).ok();
    assert!(first.header("idempotent-replayed").is_empty());
    let second = made.keyed("a", ACCEPT, &body, &browser).ok();
    assert_eq!(second.header("idempotent-replayed"), "true");
    let (first, second) = (first.json(), second.json());
    assert_eq!(first["decisions"], second["decisions"]);
    assert_eq!(first["incidents"], second["incidents"]);
    assert_eq!(made.decisions(&browser), 1);
    // Under another name it is another write.
    made.keyed("b", ACCEPT, &body, &browser).ok();
    assert_eq!(made.decisions(&browser), 2);
}

#[test]
fn what_can_be_done_but_once_is_answered_as_the_first_time() {
    let made = made();
    let browser = made.browser();
    made.post(ACCEPT, &json!({"account": "wire-borno#i01"}), &browser)
        .ok();
    let text = REPORTS[4].3;
    let new = json!({
        "report": "quiet",
        "evidence": [{"start": 0, "end": text.len()}],
        "fields": {"type": "bombing"},
    });
    let added = made.keyed("new", "/api/v1/accounts", &new, &browser).ok();
    let added = added.json()["account"].clone();
    let before = made.decisions(&browser);
    let again = made.keyed("new", "/api/v1/accounts", &new, &browser).ok();
    assert_eq!(again.json()["account"], added);
    let undo = "/api/v1/decisions/undo";
    made.keyed("undo", undo, &json!({}), &browser).ok();
    made.keyed("undo", undo, &json!({}), &browser).ok();
    assert_eq!(made.decisions(&browser), before + 1);
    let two = json!({"a": "wire-borno#i01", "b": "wire-kabul#i01"});
    let merged = made.keyed("merge", "/api/v1/decisions/merge", &two, &browser);
    let merged = merged.ok().json();
    let again = made.keyed("merge", "/api/v1/decisions/merge", &two, &browser);
    assert_eq!(again.ok().json()["incidents"], merged["incidents"]);
    let note = json!({"about": "quiet", "text": "ask the ministry"});
    let kept = made.keyed("note", "/api/v1/notes", &note, &browser).ok();
    assert_eq!(kept.status, StatusCode::CREATED);
    let again = made.keyed("note", "/api/v1/notes", &note, &browser).ok();
    assert_eq!((again.status, again.json()), (kept.status, kept.json()));
    let state = json!({"state": "open"});
    for _ in 0..2 {
        let headers = [("idempotency-key", "state")];
        let address = (Method::PUT, "/api/v1/reports/wire-borno/state");
        made.write_with(address, &state, &browser, &headers).ok();
    }
    let casebook = Casebook::open_read_only(made.folder.path().join("test.annalist")).unwrap();
    let lines = casebook.audit(10).unwrap();
    let lines: Vec<&str> = lines.iter().map(|line| line.what.as_str()).collect();
    assert_eq!(lines, ["report open", "note"]);
    assert_eq!(casebook.verify().unwrap(), []);
}

#[test]
fn a_write_that_is_sent_many_times_at_once_is_done_once() {
    let made = made();
    let browser = made.browser();
    let undo_all = |key: &str| {
        let one = || made.keyed(key, "/api/v1/decisions/undo", &json!({}), &browser);
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..6).map(|_| scope.spawn(one)).collect();
            all.into_iter()
                .map(|one| one.join().unwrap().ok().json()["decisions"].clone())
                .collect::<Vec<_>>()
        })
    };
    made.post(ACCEPT, &json!({"account": "wire-borno#i01"}), &browser)
        .ok();
    let told = undo_all("undo");
    assert!(
        told.iter().all(|numbers| *numbers == json!([2])),
        "{told:?}"
    );
    assert_eq!(made.decisions(&browser), 2);
}

#[test]
fn what_was_refused_is_not_remembered_as_done() {
    let made = made();
    let browser = made.browser();
    let undo = "/api/v1/decisions/undo";
    let got = made.keyed("undo", undo, &json!({}), &browser);
    assert_eq!(got.status, StatusCode::CONFLICT);
    made.post(ACCEPT, &json!({"account": "wire-borno#i01"}), &browser)
        .ok();
    made.keyed("undo", undo, &json!({}), &browser).ok();
    assert_eq!(made.decisions(&browser), 2);
}

#[test]
fn a_key_stands_for_one_write_of_one_person() {
    let made = made_with_users();
    let (rita, root) = (made.sign_in("rita"), made.sign_in("root"));
    let body = json!({"account": "wire-borno#i01"});
    made.keyed("a", ACCEPT, &body, &rita).ok();
    let other = json!({"account": "wire-kabul#i01"});
    let got = made.keyed("a", ACCEPT, &other, &rita);
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", got.text);
    made.keyed("a", ACCEPT, &body, &root).ok();
    assert_eq!(made.decisions(&root), 2);
    let long = "x".repeat(101);
    for bad in ["", "two words", &long] {
        let got = made.keyed(bad, ACCEPT, &body, &rita);
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{bad}");
    }
}

#[test]
fn of_many_who_saw_the_same_only_one_writes() {
    let made = made();
    let browser = made.browser();
    let etag = made.get("/api/v1/decisions").ok();
    let etag = etag.header(header::ETAG).to_owned();
    let one = || {
        let headers = [("if-match", etag.as_str())];
        let body = json!({"account": "wire-borno#i01"});
        made.write_with((Method::POST, ACCEPT), &body, &browser, &headers)
            .status
    };
    let answers: Vec<StatusCode> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(one)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let count = |status| answers.iter().filter(|one| **one == status).count();
    assert_eq!(count(StatusCode::OK), 1, "{answers:?}");
    assert_eq!(count(StatusCode::PRECONDITION_FAILED), 7, "{answers:?}");
    assert_eq!(made.decisions(&browser), 1);
}

#[test]
fn signing_in_changes_nothing_that_anybody_saw() {
    let made = made_with_users();
    let rita = made.sign_in("rita");
    let seen = made.get_as("/api/v1/decisions", &rita).ok();
    let etag = seen.header(header::ETAG).to_owned();
    let anna = made.sign_in("anna");
    made.form("/logout", "", &anna);
    let headers = [("if-match", etag.as_str())];
    let body = json!({"account": "wire-borno#i01"});
    made.write_with((Method::POST, ACCEPT), &body, &rita, &headers)
        .ok();
    // A note does: it is part of what pages show.
    let seen = made.get_as("/api/v1/decisions", &rita).ok();
    let etag = seen.header(header::ETAG).to_owned();
    let anna = made.sign_in("anna");
    let note = json!({"about": "quiet", "text": "ask the ministry"});
    made.post("/api/v1/notes", &note, &anna).ok();
    let headers = [("if-match", etag.as_str())];
    let got = made.write_with((Method::POST, ACCEPT), &body, &rita, &headers);
    assert_eq!(got.status, StatusCode::PRECONDITION_FAILED);
    let headers = [("if-match", "\"rubbish\"")];
    let got = made.write_with((Method::POST, ACCEPT), &body, &rita, &headers);
    assert_eq!(got.status, StatusCode::PRECONDITION_FAILED);
}

#[test]
fn pages_say_whose_casebook_they_show() {
    let (one, other) = (made(), made());
    let id = |made: &Made| made.get("/api/v1/me").ok().json()["casebook"].clone();
    assert_eq!(id(&one).as_str().unwrap().len(), 32);
    assert_eq!(id(&one), id(&one));
    assert_ne!(id(&one), id(&other));
    assert!(
        one.get("/log")
            .ok()
            .text
            .contains(id(&one).as_str().unwrap())
    );
    // A browser keeps the cookies of both.
    let name = |made: &Made| {
        let cookie = made.browser().cookie;
        cookie.split('=').next().unwrap().to_owned()
    };
    assert_ne!(name(&one), name(&other));
}

#[test]
fn each_thing_that_is_changed_of_a_user_has_its_line() {
    let made = made_with_users();
    let root = made.sign_in("root");
    let change = json!({"role": "reviewer", "password": "another-long-password", "active": true});
    made.write(Method::PUT, "/api/v1/users/ben", &change, &root)
        .ok();
    let casebook = Casebook::open_read_only(made.folder.path().join("test.annalist")).unwrap();
    let lines = casebook.audit(3).unwrap();
    let mut lines: Vec<&str> = lines.iter().map(|line| line.what.as_str()).collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        ["change password", "change role to reviewer", "open account"]
    );
    assert_eq!(casebook.verify().unwrap(), []);
}

#[test]
fn a_note_has_an_end() {
    let made = made();
    let browser = made.browser();
    let note = |letters: usize| json!({"about": "quiet", "text": "ä".repeat(letters)});
    made.post("/api/v1/notes", &note(20_000), &browser).ok();
    let got = made.post("/api/v1/notes", &note(20_001), &browser);
    assert_eq!(got.status, StatusCode::CONFLICT);
    assert!(got.text.contains("at most 20000"), "{}", got.text);
}

#[test]
fn of_two_incidents_neither_is_a_part_of_the_other_and_holds_it() {
    let made = made();
    let browser = made.browser();
    let relate = |a: &str, b: &str| {
        let body = json!({"a": a, "b": b, "relation": "part_of"});
        made.post("/api/v1/decisions/relate", &body, &browser)
    };
    relate("wire-borno#i01", "wire-kabul#i01").ok();
    // Named by another account of the same incident, and by a merge card.
    let got = relate("weekly-kabul#i01", "wire-borno#i01");
    assert_eq!(got.status, StatusCode::CONFLICT, "{}", got.text);
    assert!(got.text.contains("decision 1 says it the other way round"));
    let card = json!({"a": "wire-kabul#i01", "b": "wire-borno#i01", "verdict": "part_of"});
    let got = made.post("/api/v1/candidates", &card, &browser);
    assert_eq!(got.status, StatusCode::CONFLICT, "{}", got.text);
    assert_eq!(made.decisions(&browser), 1);
    made.post("/api/v1/decisions/undo", &json!({}), &browser)
        .ok();
    relate("weekly-kabul#i01", "wire-borno#i01").ok();
}

/// A desk behind real connections, and its address.
fn listening(made: &Made, most: Most) -> (tokio::runtime::Runtime, std::net::SocketAddr) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"));
    let listener = listener.unwrap();
    let address = listener.local_addr().unwrap();
    let app = made.app();
    let never = std::future::pending::<()>();
    runtime.spawn(connections::serve(listener, app, most, never));
    (runtime, address)
}

#[test]
fn who_never_says_what_they_want_is_not_waited_for() {
    let made = made();
    let (runtime, address) = listening(&made, Most::default());
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
    let mut rest = Vec::new();
    // It comes to an end, with an answer or without.
    let _ = stream.read_to_end(&mut rest);
    assert!(!rest.starts_with(b"HTTP/1.1 200"));
    runtime.shutdown_background();
}

#[test]
fn a_connection_too_many_is_told_so_and_one_that_ends_makes_room() {
    let made = made();
    let (runtime, address) = listening(&made, Most { all: 1, each: 1 });
    let ask = || {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let head =
            format!("GET /api/v1/me HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        let _ = stream.write_all(head.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    };
    let first = ask();
    assert!(first.starts_with("HTTP/1.1 200 "), "{first}");
    // The one that is held is taken in before the one behind it, as soon as the first has left its place.
    let tries = (0..100).map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        let held = std::net::TcpStream::connect(address).unwrap();
        (held, ask())
    });
    let mut tries = tries.skip_while(|(_, answer)| answer.starts_with("HTTP/1.1 200 "));
    let (held, full) = tries.next().expect("one is too many");
    assert!(full.starts_with("HTTP/1.1 503 "), "{full}");
    assert!(full.contains("too many connections"), "{full}");
    drop(held);
    let again = (0..100).map(|_| ask());
    let mut again = again.inspect(|_| std::thread::sleep(std::time::Duration::from_millis(20)));
    assert!(again.any(|answer| answer.starts_with("HTTP/1.1 200 ")));
    runtime.shutdown_background();
}
