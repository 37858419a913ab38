//! Style sheets of our own, and what was built from `web/`.

use super::problem::Problem;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use formats::write::map::MAP_STYLE;
use rust_embed::RustEmbed;
use std::sync::OnceLock;

/// What `cargo xtask web` built; empty in a build without Node.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Web;

const DESK: &str = include_str!("../../assets/desk.css");

/// True where a file was built from `web/`.
pub fn has(name: &str) -> bool {
    Web::get(name).is_some()
}

/// `GET /assets/{name}`
pub async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let (bytes, stamp) = match name.as_str() {
        "desk.css" => (
            DESK.as_bytes().to_vec(),
            env!("CARGO_PKG_VERSION").to_owned(),
        ),
        "drawing.css" => (
            drawing().as_bytes().to_vec(),
            env!("CARGO_PKG_VERSION").to_owned(),
        ),
        name => match Web::get(name) {
            Some(file) => {
                let hash = file.metadata.sha256_hash();
                let stamp = hash[..8]
                    .iter()
                    .fold(String::new(), |stamp, byte| stamp + &format!("{byte:02x}"));
                (file.data.into_owned(), stamp)
            }
            None => return Problem::missing("there is no such file").into_response(),
        },
    };
    let etag = format!("\"{stamp}-{}\"", bytes.len());
    let known = headers.get(header::IF_NONE_MATCH);
    let known = known.and_then(|known| known.to_str().ok());
    let mut response = if known == Some(etag.as_str()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        bytes.into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(&name)));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, no-cache"),
    );
    response
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json" | "map") => "application/json",
        Some("woff2") => "font/woff2",
        Some("pbf") => "application/x-protobuf",
        _ => "text/plain; charset=utf-8",
    }
}

/// The colours of drawn maps; dark where the reader prefers or chose it.
fn drawing() -> &'static str {
    static SHEET: OnceLock<String> = OnceLock::new();
    SHEET.get_or_init(|| {
        let (light, dark) = MAP_STYLE
            .split_once("@media (prefers-color-scheme: dark) {")
            .unwrap_or((MAP_STYLE, "}"));
        let dark = dark.trim_end().trim_end_matches('}');
        format!(
            "{light}\n@media (prefers-color-scheme: dark) {{\n:root:not([data-theme=\"light\"]) {{\n{dark}\n}}\n}}\n:root[data-theme=\"dark\"] {{\n{dark}\n}}\n"
        )
    })
}
