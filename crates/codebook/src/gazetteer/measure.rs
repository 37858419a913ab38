//! Distances on the globe, and the disc that a set of points covers.

/// The mean radius of the earth, in kilometres.
const EARTH_KM: f64 = 6371.0088;

/// Side of the cells that keep a dense city from pulling a province's centre towards itself, in degrees.
const CELL: f64 = 0.25;

/// A circle on the globe.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Disc {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Kilometres.
    pub radius_km: f64,
}

impl Disc {
    /// Whether a point, (latitude, longitude) in degrees, lies in the disc.
    pub fn contains(&self, point: (f64, f64)) -> bool {
        distance_km((self.latitude, self.longitude), point) <= self.radius_km
    }
}

/// Great-circle distance in kilometres between two points given as (latitude, longitude) in degrees.
pub fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let north = ((lat_b - lat_a) / 2.0).sin();
    let east = ((b.1 - a.1).to_radians() / 2.0).sin();
    let chord = north * north + lat_a.cos() * lat_b.cos() * east * east;
    2.0 * EARTH_KM * chord.clamp(0.0, 1.0).sqrt().asin()
}

/// The disc that points cover: the middle of the quarter-degree cells they lie in, and a radius that
/// holds nine in ten of them, at least five kilometres. `None` for no points.
///
/// Cells count once however many points they hold, so the centre is that of the land, not of the people.
pub fn disc_of(points: &[(f64, f64)]) -> Option<Disc> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| {
        cell(*a)
            .cmp(&cell(*b))
            .then(a.0.total_cmp(&b.0))
            .then(a.1.total_cmp(&b.1))
    });
    let mut sums = [0.0; 3];
    for inside in sorted.chunk_by(|a, b| cell(*a) == cell(*b)) {
        let share = 1.0 / inside.len() as f64;
        for (latitude, longitude) in inside {
            let (lat, lon) = (latitude.to_radians(), longitude.to_radians());
            sums[0] += share * lat.cos() * lon.cos();
            sums[1] += share * lat.cos() * lon.sin();
            sums[2] += share * lat.sin();
        }
    }
    let flat = sums[0].hypot(sums[1]);
    if flat == 0.0 && sums[2] == 0.0 {
        return None;
    }
    let (latitude, longitude) = (
        sums[2].atan2(flat).to_degrees(),
        sums[1].atan2(sums[0]).to_degrees(),
    );
    let mut reach: Vec<f64> = points
        .iter()
        .map(|point| distance_km((latitude, longitude), *point))
        .collect();
    reach.sort_by(f64::total_cmp);
    let most = reach[(reach.len() - 1) * 9 / 10];
    Some(Disc {
        latitude,
        longitude,
        radius_km: most.max(5.0),
    })
}

fn cell(point: (f64, f64)) -> (i32, i32) {
    (
        (point.0 / CELL).floor() as i32,
        (point.1 / CELL).floor() as i32,
    )
}
