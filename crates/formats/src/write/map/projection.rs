//! Degrees to pixels.

use super::Frame;
use std::f64::consts::PI;

/// Kilometres of one degree of latitude.
pub(super) const KM_PER_DEGREE: f64 = 111.2;

/// Least height of a map, in degrees of latitude: one town is shown with its surroundings.
const LEAST_HEIGHT: f64 = 4.0;

/// A place with a radius that should be in sight: longitude, latitude, kilometres.
pub(super) type Circle = (f64, f64, f64);

/// How degrees become pixels of one frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct Projection {
    shape: Shape,
    scale: f64,
    dx: f64,
    dy: f64,
}

#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Equirectangular, true to scale along the middle latitude: for regions.
    Regional { cosine: f64 },
    /// Equal Earth (Šavrič, Patterson and Jenny 2018): for continents and the world.
    EqualEarth,
}

impl Projection {
    /// The projection that shows all circles in the frame with a margin around them; the
    /// world where there are none.
    pub(super) fn fitted(circles: &[Circle], frame: Frame) -> Self {
        let Some((west, south, east, north)) = bounds(circles) else {
            return Projection::over(Shape::EqualEarth, world(), frame);
        };
        let middle = f64::midpoint(south, north);
        if east - west > 110.0 || north - south > 65.0 || middle.abs() > 72.0 {
            let shape = Shape::EqualEarth;
            let corners = [west, east, 0.0f64.clamp(west, east)]
                .iter()
                .flat_map(|lon| [south, north, middle].map(|lat| shape.raw(*lon, lat)))
                .collect::<Vec<_>>();
            return Projection::over(shape, within_world(grown(hull(&corners))), frame);
        }
        let cosine = middle.to_radians().cos();
        let least = LEAST_HEIGHT.max(north - south) / 2.0;
        let raw = (west * cosine, middle - least, east * cosine, middle + least);
        Projection::over(Shape::Regional { cosine }, grown(raw), frame)
    }

    fn over(shape: Shape, (west, south, east, north): Bounds, frame: Frame) -> Self {
        let wide = frame.width / (east - west).max(1e-9);
        let high = frame.height / (north - south).max(1e-9);
        let scale = wide.min(high);
        let (x, y) = (f64::midpoint(west, east), f64::midpoint(south, north));
        Projection {
            shape,
            scale,
            dx: frame.x + frame.width / 2.0 - scale * x,
            dy: frame.y + frame.height / 2.0 + scale * y,
        }
    }

    /// Pixels of a longitude and latitude.
    pub(super) fn point(&self, lon: f64, lat: f64) -> (f64, f64) {
        let (x, y) = self.shape.raw(lon, lat);
        (self.dx + self.scale * x, self.dy - self.scale * y)
    }

    /// Pixels of a kilometre at a latitude, measured northwards.
    pub(super) fn pixels_per_km(&self, lat: f64) -> f64 {
        let lat = lat.clamp(-89.0, 89.0);
        let (_, north) = self.shape.raw(0.0, lat + 0.5);
        let (_, south) = self.shape.raw(0.0, lat - 0.5);
        (north - south) * self.scale / KM_PER_DEGREE
    }

    /// Degrees in sight of the frame (west, south, east, north), as far as they are on
    /// the globe.
    pub(super) fn in_sight(&self, frame: Frame) -> Bounds {
        let Shape::Regional { cosine } = self.shape else {
            return (-180.0, -90.0, 180.0, 90.0);
        };
        let lon = |x: f64| ((x - self.dx) / self.scale / cosine).clamp(-180.0, 180.0);
        let lat = |y: f64| ((self.dy - y) / self.scale).clamp(-90.0, 90.0);
        (
            lon(frame.x),
            lat(frame.y + frame.height),
            lon(frame.x + frame.width),
            lat(frame.y),
        )
    }

    /// True for continents and the world, where one scale bar cannot hold everywhere.
    pub(super) fn is_global(&self) -> bool {
        matches!(self.shape, Shape::EqualEarth)
    }
}

type Bounds = (f64, f64, f64, f64);

impl Shape {
    /// Unscaled position, y northwards.
    fn raw(self, lon: f64, lat: f64) -> (f64, f64) {
        match self {
            Shape::Regional { cosine } => (lon * cosine, lat),
            Shape::EqualEarth => equal_earth(lon, lat),
        }
    }
}

fn equal_earth(lon: f64, lat: f64) -> (f64, f64) {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let half_root = 3.0f64.sqrt() / 2.0;
    let theta = (half_root * (lat * PI / 180.0).sin()).asin();
    let (square, sixth) = (theta * theta, theta.powi(6));
    let slope = A[0] + 3.0 * A[1] * square + sixth * (7.0 * A[2] + 9.0 * A[3] * square);
    let x = lon * PI / 180.0 * theta.cos() / (half_root * slope);
    let y = theta * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square));
    (x, y)
}

/// Bounds of the circles in degrees.
fn bounds(circles: &[Circle]) -> Option<Bounds> {
    let corners = circles.iter().flat_map(|(lon, lat, km)| {
        let high = km / KM_PER_DEGREE;
        let wide = high / lat.to_radians().cos().max(0.05);
        let north = (lat + high).min(90.0);
        let south = (lat - high).max(-90.0);
        [
            ((lon - wide).max(-180.0), south),
            ((lon + wide).min(180.0), north),
        ]
    });
    let corners: Vec<(f64, f64)> = corners.collect();
    (!corners.is_empty()).then(|| hull(&corners))
}

fn hull(points: &[(f64, f64)]) -> Bounds {
    let start = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    points.iter().fold(start, |(w, s, e, n), (x, y)| {
        (w.min(*x), s.min(*y), e.max(*x), n.max(*y))
    })
}

/// A margin of an eighth on each side.
fn grown((west, south, east, north): Bounds) -> Bounds {
    let (wide, high) = ((east - west) / 8.0, (north - south) / 8.0);
    (west - wide, south - high, east + wide, north + high)
}

fn world() -> Bounds {
    let (east, _) = equal_earth(180.0, 0.0);
    let (_, north) = equal_earth(0.0, 90.0);
    (-east, -north, east, north)
}

fn within_world((west, south, east, north): Bounds) -> Bounds {
    let limit = world();
    (
        west.max(limit.0),
        south.max(limit.1),
        east.min(limit.2),
        north.min(limit.3),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame {
        x: 10.0,
        y: 20.0,
        width: 800.0,
        height: 500.0,
    };

    fn inside((x, y): (f64, f64)) -> bool {
        (FRAME.x..=FRAME.x + FRAME.width).contains(&x)
            && (FRAME.y..=FRAME.y + FRAME.height).contains(&y)
    }

    #[test]
    fn every_place_is_in_sight_whether_near_or_all_over_the_world() {
        let near = [(69.2, 34.5, 10.0), (70.5, 34.4, 0.0), (65.7, 31.6, 90.0)];
        let far = [(69.2, 34.5, 10.0), (-74.0, 40.7, 0.0), (151.2, -33.9, 0.0)];
        let poles = [(0.0, 90.0, 50.0), (179.9, -90.0, 100.0)];
        for circles in [&near[..], &far, &poles, &near[..1]] {
            let projection = Projection::fitted(circles, FRAME);
            for (lon, lat, _) in circles {
                assert!(inside(projection.point(*lon, *lat)), "{lon} {lat}");
            }
        }
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let projection = Projection::fitted(&[(69.2, 34.5, 10.0)], FRAME);
        let (x, y) = projection.point(69.2, 34.5);
        let (east, north) = projection.point(69.3, 34.6);
        assert!(east > x && north < y);
    }

    #[test]
    fn a_radius_is_as_long_in_pixels_as_the_degrees_it_spans() {
        let projection = Projection::fitted(&[(69.2, 34.5, 100.0)], FRAME);
        let (_, y) = projection.point(69.2, 34.5);
        let (_, north) = projection.point(69.2, 34.5 + 100.0 / KM_PER_DEGREE);
        assert!(((y - north) - 100.0 * projection.pixels_per_km(34.5)).abs() < 0.01);
    }
}
