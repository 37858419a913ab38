//! Figures as SVG: timelines, bars, bands, maps and calendars in one look.
