//! Briefs as files: HTML, Word and PDF from Markdown and SVG figures.
