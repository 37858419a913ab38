//! Settlements around a point.

use super::layout::{CELL_COLUMNS, CELL_ROWS, Feature, cell, number};
use super::measure::distance_km;
use super::{Gazetteer, PlaceRecord, record, tables};

/// Kilometres in a degree of latitude.
const KM_PER_DEGREE: f64 = 111.2;

impl Gazetteer {
    /// The settlements within so many kilometres of a point, the nearest first, with their distance.
    pub fn within(&self, latitude: f64, longitude: f64, km: f64) -> Vec<(PlaceRecord, f64)> {
        let mut found: Vec<(usize, f64)> = cells_around(latitude, longitude, km)
            .flat_map(rows_of_cell)
            .filter_map(|at| Some((at, distance_km((latitude, longitude), point(at)?))))
            .filter(|(_, distance)| *distance <= km)
            .collect();
        found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        found
            .into_iter()
            .filter_map(|(at, distance)| Some((record(at)?, distance)))
            .collect()
    }

    /// The settlement nearest to a point, with its distance in kilometres. `None` if none lies within 2,000 km.
    pub fn nearest_settlement(&self, latitude: f64, longitude: f64) -> Option<(PlaceRecord, f64)> {
        [20.0, 80.0, 320.0, 2000.0].into_iter().find_map(|km| {
            let near = cells_around(latitude, longitude, km)
                .flat_map(rows_of_cell)
                .filter_map(|at| Some((at, distance_km((latitude, longitude), point(at)?))))
                .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))?;
            (near.1 <= km).then(|| Some((record(near.0)?, near.1)))?
        })
    }
}

fn point(at: usize) -> Option<(f64, f64)> {
    tables::row(at)
        .filter(|row| row.feature == Feature::Settlement)
        .map(|row| (row.latitude, row.longitude))
}

fn rows_of_cell(cell: usize) -> impl Iterator<Item = usize> {
    let bounds = number(tables::CELLS, cell)
        .zip(number(tables::CELLS, cell + 1))
        .unwrap_or((0, 0));
    (bounds.0..bounds.1)
        .filter_map(|at| number(tables::NEARBY, at as usize))
        .map(|row| row as usize)
}

/// Every cell that a circle touches.
fn cells_around(latitude: f64, longitude: f64, km: f64) -> impl Iterator<Item = usize> {
    let (latitude, longitude) = if latitude.is_finite() && longitude.is_finite() {
        (latitude, longitude)
    } else {
        (0.0, 0.0)
    };
    let latitude = latitude.clamp(-90.0, 90.0);
    let north = km.max(0.0) / KM_PER_DEGREE;
    let widest = (latitude.abs() + north).min(89.0).to_radians().cos();
    let east = (north / widest).min(180.0);
    let rows = (cell(latitude - north, 0.0) / CELL_COLUMNS)
        ..=(cell(latitude + north, 0.0) / CELL_COLUMNS).min(CELL_ROWS - 1);
    let columns = ((2.0 * east).ceil() as usize + 1).min(CELL_COLUMNS);
    let first = cell(0.0, longitude - east) % CELL_COLUMNS;
    rows.flat_map(move |row| {
        (0..columns).map(move |step| row * CELL_COLUMNS + (first + step) % CELL_COLUMNS)
    })
}
