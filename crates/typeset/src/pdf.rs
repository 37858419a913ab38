use crate::{Document, Error, Options};

/// A PDF file: tagged, with bookmarks, page numbers, footnotes at the foot of their page and
/// tables that go on with their headers repeated.
///
/// # Errors
/// As [`html`](crate::html()), and pages that cannot be laid out.
pub fn pdf(_document: &Document, _options: &Options) -> Result<Vec<u8>, Error> {
    Err(Error::Layout("not yet".to_owned()))
}
