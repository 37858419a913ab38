use crate::{Document, Error, Options};

/// One HTML file with everything in it: style, figures, footnotes with ways back. It holds no
/// script and loads nothing; it has a dark face, and one for print.
///
/// # Errors
/// A figure, source or style that there is not, or a figure that may not be in a brief.
pub fn html(_document: &Document, _options: &Options) -> Result<String, Error> {
    Err(Error::Layout("not yet".to_owned()))
}
