//! The desk as a browser sees it: requests go through the whole router.

mod blind;
mod coding;
mod figures;
mod once;
mod pages;
mod parallel;
mod plain;
mod review;
mod second_look;
mod security;
mod states;

use super::{Desk, Rules, serve};
use crate::knowledge::Knowledge;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use model::{PublishedFrom, Report};
use serde_json::Value;
use std::sync::Arc;
use store::desk::{Role, Signature};
use store::{Casebook, Entry, Stamp, sha256_of};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// An hour at which everything in these tests is written.
const AT: &str = "2022-09-06T08:00:00Z";
/// What everybody's password is.
const PASSWORD: &str = "open-sesame-1001";

/// Reports that tell of three incidents, two of them twice; one is hostile.
const REPORTS: [(&str, &str, &str, &str); 5] = [
    (
        "wire-kabul",
        "Daily Wire",
        "Bomb kills six in Kabul",
        "KABUL, Sept 5 - A suicide bomber killed at least six people outside the Russian embassy in Kabul on Monday. Ten others were injured, police said. The Islamic State claimed responsibility for the attack.",
    ),
    (
        "weekly-kabul",
        "The Weekly",
        "Eight dead at embassy",
        "On September 5, a suicide bomber blew himself up near the Russian embassy in Kabul, killing eight people.",
    ),
    (
        "wire-borno",
        "Daily Wire",
        "Gunmen kill four",
        "MAIDUGURI, Nigeria, Sept 7 - Gunmen killed four farmers in Borno state on Wednesday. Two of the victims were beheaded.",
    ),
    (
        "hostile/../<x>",
        "=cmd|'/c calc'!A0",
        "<script>alert(1)</script> \"onload=\" & </script>",
        "<img src=x onerror=alert(1)> Gunmen calling themselves <b>Al-Evil</b> killed three people in Mosul, Iraq, on September 9, 2022. </script><script>alert(2)</script>",
    ),
    (
        "quiet",
        "The Weekly",
        "A match in Lagos",
        "The match in Lagos ended without goals on Saturday.",
    ),
];

/// A casebook, and the desk over it.
struct Made {
    folder: TempDir,
    desk: Arc<Desk>,
}

/// Who asks: the cookie and the token that goes with it.
#[derive(Clone, Default)]
struct Browser {
    cookie: String,
    csrf: String,
}

/// An answer, read to its end.
struct Got {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Got {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text))
    }

    fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    fn ok(self) -> Self {
        assert!(self.status.is_success(), "{} {}", self.status, self.text);
        self
    }
}

fn made() -> Made {
    made_with(
        |_| {},
        Rules {
            read_only: false,
            open_to_others: false,
            local_user: "ana".into(),
        },
    )
}

fn made_with(before: impl FnOnce(&mut Casebook), rules: Rules) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.annalist");
    let knowledge = Knowledge::load(None).unwrap();
    let mut casebook = Casebook::open_or_create(&path).unwrap();
    for (id, source, title, text) in REPORTS {
        let report = Report {
            id: id.into(),
            title: Some(title.into()),
            source: Some(source.into()),
            published: Some("2022-09-10".parse().unwrap()),
            published_from: PublishedFrom::Metadata,
            text: text.into(),
            sha256: sha256_of(text.as_bytes()),
            ..Report::default()
        };
        let coded = ::coding::code(&report, knowledge.codebook, &knowledge.gazetteer);
        let sketch = merging::sketch(&report.text);
        let entry = Entry {
            report: &report,
            original: text.as_bytes(),
            coded: &coded,
            sketch: &sketch,
        };
        let stamp = Stamp {
            at: AT.into(),
            coder: knowledge.coder(),
        };
        casebook.add(entry, &stamp).unwrap();
    }
    before(&mut casebook);
    drop(casebook);
    let desk = Arc::new(Desk::open(path, knowledge, rules).unwrap());
    Made { folder, desk }
}

/// With users of every role, so that everybody signs in.
fn made_with_users() -> Made {
    let hash = super::hashed(PASSWORD).unwrap();
    let add = |casebook: &mut Casebook| {
        for (name, role) in [
            ("root", Role::Admin),
            ("rita", Role::Reviewer),
            ("anna", Role::Coder),
            ("ben", Role::Coder),
            ("vera", Role::Viewer),
        ] {
            let signature = Signature { by: "root", at: AT };
            casebook.add_user(name, role, &hash, signature).unwrap();
        }
    };
    made_with(
        add,
        Rules {
            read_only: false,
            open_to_others: false,
            local_user: "ana".into(),
        },
    )
}

impl Made {
    fn app(&self) -> Router {
        serve::app(Arc::clone(&self.desk))
    }

    fn send(&self, request: Request<Body>) -> Got {
        Self::send_to(self.app(), request)
    }

    fn send_to(app: Router, request: Request<Body>) -> Got {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async move {
            let response = app.oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            Got {
                status: parts.status,
                headers: parts.headers,
                text: String::from_utf8_lossy(&bytes).into_owned(),
            }
        })
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        browser: &Browser,
    ) -> axum::http::request::Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8642");
        if !browser.cookie.is_empty() {
            request = request.header(header::COOKIE, &browser.cookie);
        }
        request
    }

    fn get_as(&self, path: &str, browser: &Browser) -> Got {
        let request = self.request(Method::GET, path, browser);
        self.send(request.body(Body::empty()).unwrap())
    }

    fn get(&self, path: &str) -> Got {
        self.get_as(path, &Browser::default())
    }

    /// A browser that has loaded a page and may write.
    fn browser(&self) -> Browser {
        let page = self.get("/incidents").ok();
        Browser {
            cookie: cookie_of(&page),
            csrf: csrf_of(&page.text),
        }
    }

    fn sign_in(&self, name: &str) -> Browser {
        let page = self.get("/login").ok();
        let visitor = Browser {
            cookie: cookie_of(&page),
            csrf: csrf_of(&page.text),
        };
        let form = format!("name={name}&password={PASSWORD}");
        let got = self.form("/login", &form, &visitor);
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
        let signed = Browser {
            cookie: cookie_of(&got),
            csrf: String::new(),
        };
        let page = self.get_as("/incidents", &signed).ok();
        Browser {
            csrf: csrf_of(&page.text),
            ..signed
        }
    }

    fn form(&self, path: &str, form: &str, browser: &Browser) -> Got {
        let request = self
            .request(Method::POST, path, browser)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = format!("csrf={}&{form}", browser.csrf);
        self.send(request.body(Body::from(body)).unwrap())
    }

    fn write(&self, method: Method, path: &str, body: &Value, browser: &Browser) -> Got {
        let request = self
            .request(method, path, browser)
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-csrf-token", &browser.csrf);
        self.send(request.body(Body::from(body.to_string())).unwrap())
    }

    fn post(&self, path: &str, body: &Value, browser: &Browser) -> Got {
        self.write(Method::POST, path, body, browser)
    }

    /// The incident in a country.
    fn incident_in(&self, country: &str) -> Value {
        let list = self.get(&format!("/api/v1/incidents?country={country}"));
        let list = list.ok().json();
        assert!(!list["items"].as_array().unwrap().is_empty(), "{list}");
        list["items"][0].clone()
    }
}

fn cookie_of(got: &Got) -> String {
    let cookie = got.header(header::SET_COOKIE);
    cookie.split(';').next().unwrap_or_default().to_owned()
}

fn csrf_of(page: &str) -> String {
    let (_, rest) = page
        .split_once("name=\"csrf\" content=\"")
        .expect("a token");
    rest.split('"').next().unwrap_or_default().to_owned()
}
