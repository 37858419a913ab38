//! Word files (ECMA-376, transitional): a zip of XML parts, written here part by part.

mod body;
mod parts;

use crate::set::set;
use crate::{Document, Error, Options};
use body::Body;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A Word file: headings, footnotes and table headers as Word knows them, figures as PNG with
/// their words for those who do not see them.
///
/// # Errors
/// As [`html`](crate::html()), and a figure that cannot be drawn.
pub fn docx(document: &Document, options: &Options) -> Result<Vec<u8>, Error> {
    let set = set(document, options)?;
    let fonts = crate::figure::fonts(&options.fonts);
    let mut images = Vec::new();
    for (index, picture) in set.pictures.iter().enumerate() {
        let Some(picture) = picture else { continue };
        let png = crate::figure::pixels(picture, &fonts, 2.0).map_err(|why| Error::Figure {
            name: crate::tree::clean(&document.figures[index].name),
            why,
        })?;
        images.push((index, png));
    }
    let body = Body::write(&set, options.paper);
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".to_owned(), parts::content_types()),
        ("_rels/.rels".to_owned(), parts::package()),
        ("docProps/core.xml".to_owned(), parts::core(&set)),
        ("docProps/app.xml".to_owned(), parts::app()),
        ("word/document.xml".to_owned(), body.document.into_bytes()),
        ("word/footnotes.xml".to_owned(), body.footnotes.into_bytes()),
        ("word/styles.xml".to_owned(), parts::styles(&set)),
        ("word/numbering.xml".to_owned(), body.numbering.into_bytes()),
        ("word/settings.xml".to_owned(), parts::settings()),
        ("word/footer1.xml".to_owned(), parts::footer()),
        (
            "word/_rels/document.xml.rels".to_owned(),
            parts::relations(&images),
        ),
    ];
    for (index, png) in images {
        files.push((format!("word/media/figure{}.png", index + 1), png));
    }
    pack(files).map_err(|error| Error::Docx(error.to_string()))
}

/// The parts as a zip whose entries have no time of their own.
fn pack(files: Vec<(String, Vec<u8>)>) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in files {
        archive.start_file(name, options)?;
        archive.write_all(&bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
