//! Degrees to pixels, and what lies within the picture.

use model::{cut, unrolled};

/// A rectangle in pixels, y downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Place {
    /// Its corner at the upper left and that at the lower right.
    fn corners(&self) -> ((f64, f64), (f64, f64)) {
        let greatest = (self.x + self.width, self.y + self.height);
        ((self.x, self.y), greatest)
    }
}

/// An upright map of a region: a degree of longitude is as wide as it is in the region's
/// middle latitude (the plate carrée, shortened by the cosine).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    middle: (f64, f64),
    per_degree: (f64, f64),
    centre: (f64, f64),
}

impl Projection {
    /// A map of the points (longitude, latitude) that fills `width` and is at most `height`
    /// high; gives its own height. `None` without points.
    pub fn around(points: &[(f64, f64)], place: Place) -> Option<(Self, f64)> {
        let lats = points.iter().map(|(_, lat)| lat.clamp(-85.0, 85.0));
        let (south, north) = ends(lats)?;
        let (west, east) = narrowest(points)?;
        // A single town still shows the country around it.
        let pad = |span: f64| (span * 0.12).max(1.2);
        let (pad_x, pad_y) = (pad(east - west), pad(north - south));
        let (west, east) = (west - pad_x, east + pad_x);
        let (south, north) = ((south - pad_y).max(-88.0), (north + pad_y).min(88.0));
        let middle = (f64::midpoint(west, east), f64::midpoint(south, north));
        let narrow = middle.1.to_radians().cos().max(0.2);
        let by_width = place.width / ((east - west).min(360.0) * narrow);
        let by_height = place.height / (north - south);
        let scale = by_width.min(by_height);
        let height = ((north - south) * scale).max(place.height * 0.55);
        let projection = Projection {
            middle,
            per_degree: (scale * narrow, scale),
            centre: (place.x + place.width / 2.0, place.y + height / 2.0),
        };
        Some((projection, height))
    }

    /// Where a point lies, turned round the globe to be as near the middle as may be.
    pub fn point(&self, lon: f64, lat: f64) -> (f64, f64) {
        let turned = lon - 360.0 * ((lon - self.middle.0) / 360.0).round();
        self.flat(turned, lat)
    }

    /// A ring in pixels within the place; it may be in several parts.
    pub fn ring(&self, ring: &[(f32, f32)], place: Place) -> Vec<Vec<(f64, f64)>> {
        let ring = unrolled(ring);
        let mut parts = Vec::new();
        for turn in [-360.0, 0.0, 360.0] {
            let points = ring.iter().map(|(lon, lat)| self.flat(lon + turn, *lat));
            let (least, most) = place.corners();
            let part = thinned(cut(&points.collect::<Vec<_>>(), least, most));
            if part.len() > 2 {
                parts.push(part);
            }
        }
        parts
    }

    fn flat(&self, lon: f64, lat: f64) -> (f64, f64) {
        (
            self.centre.0 + (lon - self.middle.0) * self.per_degree.0,
            self.centre.1 - (lat - self.middle.1) * self.per_degree.1,
        )
    }
}

fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |ends, value| match ends {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// West and east of the narrowest strip with all points; it may cross the date line.
fn narrowest(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    let mut lons: Vec<f64> = points
        .iter()
        .map(|(lon, _)| (lon + 180.0).rem_euclid(360.0) - 180.0)
        .collect();
    lons.sort_by(f64::total_cmp);
    let (first, last) = (*lons.first()?, *lons.last()?);
    let around = (last, first + 360.0);
    let gaps = lons
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .chain([around]);
    let widest = gaps.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    if widest == around {
        return Some((first, last));
    }
    Some((widest.1, widest.0 + 360.0))
}

/// Leaves out points hardly farther than half a pixel from the one before.
fn thinned(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for point in points {
        let far = |last: &(f64, f64)| (point.0 - last.0).abs() + (point.1 - last.1).abs() > 0.7;
        if kept.last().is_none_or(far) {
            kept.push(point);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place {
        x: 20.0,
        y: 60.0,
        width: 720.0,
        height: 420.0,
    };

    #[test]
    fn a_map_of_fiji_crosses_the_date_line_instead_of_the_globe() {
        assert_eq!(
            narrowest(&[(178.0, -18.0), (-179.0, -17.0)]),
            Some((178.0, 181.0))
        );
        let (projection, _) =
            Projection::around(&[(178.0, -18.0), (-179.0, -17.0)], PLACE).unwrap();
        let (a, b) = (
            projection.point(178.0, -18.0),
            projection.point(-179.0, -17.0),
        );
        assert!(a.0 < b.0 && b.0 < 740.0, "{a:?} {b:?}");
    }

    #[test]
    fn all_points_and_cut_rings_lie_within_the_place() {
        let points = [(66.0, 33.0), (70.0, 35.0), (61.0, 31.0)];
        let (projection, height) = Projection::around(&points, PLACE).unwrap();
        let inside = |(x, y): &(f64, f64)| {
            (20.0..=740.0).contains(x) && (60.0 - 1e-6..=60.0 + height + 1e-6).contains(y)
        };
        assert!(
            points
                .iter()
                .all(|(lon, lat)| inside(&projection.point(*lon, *lat)))
        );
        let ring = [
            (-180.0, -90.0),
            (179.0, -90.0),
            (179.0, 90.0),
            (-180.0, 90.0),
        ];
        let place = Place { height, ..PLACE };
        for part in projection.ring(&ring, place) {
            assert!(part.iter().all(inside), "{part:?}");
        }
    }
}
