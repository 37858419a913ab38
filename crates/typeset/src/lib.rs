//! A brief's Markdown and figures as HTML, Word and PDF files, with citations.
//!
//! A [`Document`] is Markdown with footnotes, tables, figures and citations; [`html`],
//! [`docx`] and [`pdf`] make one file of it each:
//!
//! | in the Markdown | gives |
//! |---|---|
//! | `[^1]` and `[^1]: words` | a footnote, numbered in the order of first use |
//! | `![what it shows](figure:NAME)` | the [`Figure`] of that name with its caption |
//! | `[@ID]`, `[@A; @B]`, `[@A, p. 4]` | a citation of a [`Source`] in the chosen [`Style`] |
//! | tables, lists, quotes, code, links | what they are |
//!
//! What is cited is listed at the end. HTML in the Markdown is shown as text, and no text can
//! become markup of any kind: briefs quote reports, and reports are written by strangers.
//! Same document, same bytes: there is no clock here; the day is the caller's.
//!
//! ```
//! use typeset::{Document, Options, html};
//! let document = Document {
//!     markdown: "# April\n\nSix attacks.[^1]\n\n[^1]: From two reports.\n".to_owned(),
//!     ..Document::default()
//! };
//! let page = html(&document, &Options::default()).unwrap();
//! assert!(page.contains("<title>April</title>"));
//! ```
//!
//! Read [`document`](crate::Document) first, then `parse.rs` (Markdown into blocks), then a
//! writer.

mod cite;
mod document;
mod docx;
mod error;
mod figure;
mod html;
mod library;
mod near;
mod options;
mod parse;
mod pdf;
mod set;
mod style;
mod tree;

pub use document::{Document, Figure, Source, SourceKind};
pub use docx::docx;
pub use error::Error;
pub use figure::png;
pub use html::html;
pub use library::{Library, bibtex, read_bibtex};
pub use options::{Options, Paper};
pub use pdf::{is_font, pdf};
pub use style::Style;
