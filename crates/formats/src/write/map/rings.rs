//! Rings of points: across the date line, cut, measured.

use super::projection::KM_PER_DEGREE;
use super::{BaseOutline, Frame};
use model::unrolled;

/// A ring between 180 degrees west and east: one that crosses the date line is two.
pub(super) fn within_degrees(ring: &[(f32, f32)]) -> Vec<Vec<(f64, f64)>> {
    let ring = unrolled(ring);
    let (west, east) = span(&ring, |point| point.0);
    let mut parts = Vec::new();
    for turn in [-360.0, 0.0, 360.0] {
        if east + turn <= -180.0 || west + turn >= 180.0 {
            continue;
        }
        let moved: Vec<(f64, f64)> = ring.iter().map(|(x, y)| (x + turn, *y)).collect();
        let part = model::cut(&moved, (-180.0, f64::MIN), (180.0, f64::MAX));
        if part.len() > 2 {
            parts.push(part);
        }
    }
    parts
}

/// What lies of a ring within a rectangle.
pub(super) fn cut(ring: &[(f64, f64)], limit: Frame) -> Vec<(f64, f64)> {
    let greatest = (limit.x + limit.width, limit.y + limit.height);
    model::cut(ring, (limit.x, limit.y), greatest)
}

/// The middle of a ring's area and the area in square pixels.
pub(super) fn middle(ring: &[(f64, f64)]) -> ((f64, f64), f64) {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for (index, a) in ring.iter().enumerate() {
        let b = ring[(index + 1) % ring.len()];
        let cross = a.0 * b.1 - b.0 * a.1;
        area += cross;
        x += (a.0 + b.0) * cross;
        y += (a.1 + b.1) * cross;
    }
    if area.abs() < 1e-6 {
        return (ring.first().copied().unwrap_or_default(), 0.0);
    }
    ((x / area / 3.0, y / area / 3.0), area.abs() / 2.0)
}

/// The circle around an outline's largest ring: where a map of the country should look.
pub(super) fn circle_around(outline: &BaseOutline) -> Option<(f64, f64, f64)> {
    let rings = outline.rings.iter().map(|ring| {
        let ring = unrolled(ring);
        let (_, area) = middle(&ring);
        (ring, area)
    });
    let (ring, _) = rings.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let (west, east) = span(&ring, |point| point.0);
    let (south, north) = span(&ring, |point| point.1);
    let km = (north - south).max(1.0) / 2.0 * KM_PER_DEGREE;
    let lon = f64::midpoint(west, east);
    let lon = if lon > 180.0 { lon - 360.0 } else { lon };
    Some((lon, f64::midpoint(south, north), km))
}

/// Lowest and highest of a coordinate.
pub(super) fn span(ring: &[(f64, f64)], of: impl Fn(&(f64, f64)) -> f64) -> (f64, f64) {
    let values = ring.iter().map(of);
    values.fold((f64::MAX, f64::MIN), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_over_the_date_line_is_two_rings() {
        let ring = [(170.0, 60.0), (-170.0, 60.0), (-170.0, 70.0), (170.0, 70.0)];
        let parts = within_degrees(&ring);
        let mut spans: Vec<(f64, f64)> = parts.iter().map(|ring| span(ring, |p| p.0)).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert_eq!(spans, [(-180.0, -170.0), (170.0, 180.0)]);
    }

    #[test]
    fn a_ring_around_the_pole_is_led_over_it() {
        let ring: Vec<(f32, f32)> = (0..36).map(|n| (-180.0 + 10.0 * n as f32, -75.0)).collect();
        let parts = within_degrees(&ring);
        let area: f64 = parts.iter().map(|ring| middle(ring).1).sum();
        assert!((area - 360.0 * 15.0).abs() < 360.0, "{area}");
    }

    #[test]
    fn a_ring_is_cut_to_the_rectangle_that_it_overhangs() {
        let ring = vec![(-10.0, 5.0), (5.0, -10.0), (20.0, 5.0), (5.0, 20.0)];
        let limit = Frame {
            x: 0.0,
            y: 0.0,
            width: 10.0,
            height: 10.0,
        };
        let ring = cut(&ring, limit);
        assert!(
            ring.iter()
                .all(|(x, y)| (0.0..=10.0).contains(x) && (0.0..=10.0).contains(y))
        );
        let ((x, y), area) = middle(&ring);
        assert!((x - 5.0).abs() < 1e-9 && (y - 5.0).abs() < 1e-9);
        assert!(
            (area - 100.0).abs() < 1e-9,
            "the whole rectangle lies in the ring"
        );
        assert!(cut(&[(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)], limit).is_empty());
    }
}
