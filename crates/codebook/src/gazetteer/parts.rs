//! Parts of a country or unit: "northern Afghanistan", "central Mali".

use super::measure::{Disc, disc_of, distance_km};
use super::{Gazetteer, PlaceRecord};

/// Which part of a country or unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// "northern"
    North,
    /// "north-eastern"
    NorthEast,
    /// "eastern"
    East,
    /// "south-eastern"
    SouthEast,
    /// "southern"
    South,
    /// "south-western"
    SouthWest,
    /// "western"
    West,
    /// "north-western"
    NorthWest,
    /// "central"
    Centre,
}

impl Direction {
    /// Reads "northern", "north", "North-Eastern", "southwest", "central", "upper" (no: that is a name), …
    pub fn read(word: &str) -> Option<Direction> {
        let letters: String = word
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        Some(match letters.strip_suffix("ern").unwrap_or(&letters) {
            "north" => Direction::North,
            "northeast" => Direction::NorthEast,
            "east" => Direction::East,
            "southeast" => Direction::SouthEast,
            "south" => Direction::South,
            "southwest" => Direction::SouthWest,
            "west" => Direction::West,
            "northwest" => Direction::NorthWest,
            "central" | "centre" | "center" | "middle" => Direction::Centre,
            _ => return None,
        })
    }

    /// East and north, of length one; nothing for the centre.
    fn vector(self) -> Option<(f64, f64)> {
        let slant = std::f64::consts::FRAC_1_SQRT_2;
        Some(match self {
            Direction::North => (0.0, 1.0),
            Direction::NorthEast => (slant, slant),
            Direction::East => (1.0, 0.0),
            Direction::SouthEast => (slant, -slant),
            Direction::South => (0.0, -1.0),
            Direction::SouthWest => (-slant, -slant),
            Direction::West => (-1.0, 0.0),
            Direction::NorthWest => (-slant, slant),
            Direction::Centre => return None,
        })
    }
}

impl Gazetteer {
    /// The disc that a part of a place covers, drawn around the settlements of that part.
    ///
    /// A part is about a third: the threshold lies halfway between two thirds of the extent and two
    /// thirds of the settled land. For a place with fewer than five settlements (and for seas) the disc
    /// of the place, moved and halved.
    pub fn part_of(&self, place: &PlaceRecord, direction: Direction) -> Disc {
        let points: Vec<(f64, f64)> = self.settlements(place).map(|town| town.point()).collect();
        let whole = place.disc();
        let is_unit = matches!(
            place.feature,
            super::Feature::Country | super::Feature::Admin1
        );
        if !is_unit || points.len() < 5 {
            return moved(whole, direction);
        }
        let cells = cells(&points);
        let Some(middle) = disc_of(&cells) else {
            return moved(whole, direction);
        };
        let shrink = middle.latitude.to_radians().cos();
        let score = |point: &(f64, f64)| match direction.vector() {
            Some((east, north)) => {
                east * east_of(point.1, middle.longitude) * shrink
                    + north * (point.0 - middle.latitude)
            }
            None => -distance_km(*point, (middle.latitude, middle.longitude)),
        };
        let mut scores: Vec<f64> = cells.iter().map(score).collect();
        scores.sort_by(f64::total_cmp);
        let (low, high) = (scores[0], scores[scores.len() - 1]);
        let threshold = f64::midpoint(low + (high - low) * 0.62, scores[scores.len() * 2 / 3]);
        let inside: Vec<(f64, f64)> = cells
            .into_iter()
            .filter(|cell| score(cell) >= threshold)
            .collect();
        let part = disc_of(&inside).unwrap_or(middle);
        Disc {
            radius_km: part.radius_km.max(10.0),
            ..part
        }
    }
}

/// One point a quarter-degree cell, so that dense land weighs no more than empty land.
fn cells(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut cells: Vec<(i64, i64)> = points
        .iter()
        .map(|(latitude, longitude)| {
            (
                (latitude * 4.0).floor() as i64,
                (longitude * 4.0).floor() as i64,
            )
        })
        .collect();
    cells.sort_unstable();
    cells.dedup();
    cells
        .into_iter()
        .map(|(row, column)| ((row as f64 + 0.5) / 4.0, (column as f64 + 0.5) / 4.0))
        .collect()
}

/// Degrees east of a meridian, the short way round.
fn east_of(longitude: f64, from: f64) -> f64 {
    (longitude - from + 540.0).rem_euclid(360.0) - 180.0
}

/// A disc half as wide, moved halfway out.
fn moved(whole: Disc, direction: Direction) -> Disc {
    let radius_km = whole.radius_km / 2.0;
    let Some((east, north)) = direction.vector() else {
        return Disc { radius_km, ..whole };
    };
    let degrees = radius_km / 111.2;
    let latitude = (whole.latitude + north * degrees).clamp(-90.0, 90.0);
    let longitude = east_of(
        whole.longitude + east * degrees / whole.latitude.to_radians().cos().max(0.1),
        0.0,
    );
    Disc {
        latitude,
        longitude,
        radius_km,
    }
}
