/// A ring of points in degrees (longitude, latitude), as outlines of countries are made of,
/// without jumps from 180 degrees east to west: it goes on past 180 instead. A ring around a pole
/// is led over the pole; points that are no numbers are left out.
///
/// ```
/// let ring = model::unrolled(&[(170.0, 60.0), (-170.0, 60.0), (-170.0, 70.0)]);
/// assert_eq!(ring, [(170.0, 60.0), (190.0, 60.0), (190.0, 70.0)]);
/// ```
pub fn unrolled(ring: &[(f32, f32)]) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(ring.len());
    for (lon, lat) in ring {
        let (mut lon, lat) = (f64::from(*lon), f64::from(*lat));
        if !lon.is_finite() || !lat.is_finite() {
            continue;
        }
        if let Some((last, _)) = points.last() {
            lon += 360.0 * ((last - lon) / 360.0).round();
        }
        points.push((lon, lat));
    }
    let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else {
        return points;
    };
    if (last.0 - first.0).abs() > 180.0 {
        let pole = if first.1 < 0.0 { -90.0 } else { 90.0 };
        points.push((last.0, pole));
        points.push((first.0, pole));
    }
    points
}

/// What lies of a ring within a rectangle between its least and its greatest corner, by
/// Sutherland and Hodgman ("Reentrant polygon clipping", 1974), one side after the other. A part
/// outside becomes a line along the edge.
///
/// ```
/// let ring = [(-5.0, 1.0), (5.0, 1.0), (5.0, 2.0), (-5.0, 2.0)];
/// let cut = model::cut(&ring, (0.0, 0.0), (10.0, 10.0));
/// assert!(cut.iter().all(|(x, _)| (0.0..=5.0).contains(x)));
/// ```
pub fn cut(ring: &[(f64, f64)], least: (f64, f64), greatest: (f64, f64)) -> Vec<(f64, f64)> {
    let ring = cut_side(ring, |point| point.0 - least.0);
    let ring = cut_side(&ring, |point| greatest.0 - point.0);
    let ring = cut_side(&ring, |point| point.1 - least.1);
    cut_side(&ring, |point| greatest.1 - point.1)
}

/// Keeps what lies where `inside` is not negative.
fn cut_side(ring: &[(f64, f64)], inside: impl Fn((f64, f64)) -> f64) -> Vec<(f64, f64)> {
    let mut kept = Vec::with_capacity(ring.len());
    for (index, point) in ring.iter().enumerate() {
        let before = ring[(index + ring.len() - 1) % ring.len()];
        let (a, b) = (inside(before), inside(*point));
        if (a < 0.0) != (b < 0.0) {
            let share = a / (a - b);
            kept.push((
                before.0 + (point.0 - before.0) * share,
                before.1 + (point.1 - before.1) * share,
            ));
        }
        if b >= 0.0 {
            kept.push(*point);
        }
    }
    kept
}
