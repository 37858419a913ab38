use crate::{Document, Error, Options};

/// A Word file: headings, footnotes and table headers as Word knows them, figures as PNG with
/// their words for those who do not see them.
///
/// # Errors
/// As [`html`](crate::html()), and a figure that cannot be drawn.
pub fn docx(_document: &Document, _options: &Options) -> Result<Vec<u8>, Error> {
    Err(Error::Layout("not yet".to_owned()))
}
