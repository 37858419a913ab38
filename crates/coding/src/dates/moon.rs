//! Where sun and moon stand: good to some minutes of time between 1600 and 2200, which is enough to tell
//! on which day a month of the moon begins.
//!
//! The series are the leading terms of the usual theories (Meeus, Astronomical Algorithms, chapters 25
//! and 47). Sines are summed here by hand, so that every machine gives the same day.

/// Days since 2000-01-01 12:00 UTC.
pub(super) type Moment = f64;

/// Sine of an angle in degrees.
fn sine(degrees: f64) -> f64 {
    let turns = degrees / 360.0;
    let mut angle = (turns - turns.floor()) * 360.0;
    let mut sign = 1.0;
    if angle >= 180.0 {
        angle -= 180.0;
        sign = -1.0;
    }
    if angle > 90.0 {
        angle = 180.0 - angle;
    }
    let x = angle * (std::f64::consts::PI / 180.0);
    let square = x * x;
    let mut term = x;
    let mut sum = x;
    for step in [6.0, 20.0, 42.0, 72.0, 110.0, 156.0, 210.0] {
        term = -term * square / step;
        sum += term;
    }
    sign * sum
}

fn turn(degrees: f64) -> f64 {
    degrees - (degrees / 360.0).floor() * 360.0
}

/// The sun's longitude in degrees from the spring equinox.
pub(super) fn sun(at: Moment) -> f64 {
    let t = at / 36_525.0;
    let anomaly = 357.529_11 + 35_999.050_29 * t;
    let centre = (1.914_602 - 0.004_817 * t) * sine(anomaly)
        + 0.019_993 * sine(2.0 * anomaly)
        + 0.000_289 * sine(3.0 * anomaly);
    let node = 125.04 - 1_934.136 * t;
    turn(280.466_46 + 36_000.769_83 * t + centre - 0.005_69 - 0.004_78 * sine(node))
}

/// Multiples of elongation, sun's anomaly, moon's anomaly, latitude; millionths of a degree.
const TERMS: [(f64, f64, f64, f64, f64); 19] = [
    (0.0, 0.0, 1.0, 0.0, 6_288_774.0),
    (2.0, 0.0, -1.0, 0.0, 1_274_027.0),
    (2.0, 0.0, 0.0, 0.0, 658_314.0),
    (0.0, 0.0, 2.0, 0.0, 213_618.0),
    (0.0, 1.0, 0.0, 0.0, -185_116.0),
    (0.0, 0.0, 0.0, 2.0, -114_332.0),
    (2.0, 0.0, -2.0, 0.0, 58_793.0),
    (2.0, -1.0, -1.0, 0.0, 57_066.0),
    (2.0, 0.0, 1.0, 0.0, 53_322.0),
    (2.0, -1.0, 0.0, 0.0, 45_758.0),
    (0.0, 1.0, -1.0, 0.0, -40_923.0),
    (1.0, 0.0, 0.0, 0.0, -34_720.0),
    (0.0, 1.0, 1.0, 0.0, -30_383.0),
    (2.0, 0.0, 0.0, -2.0, 15_327.0),
    (0.0, 0.0, 1.0, 2.0, -12_528.0),
    (0.0, 0.0, 1.0, -2.0, 10_980.0),
    (4.0, 0.0, -1.0, 0.0, 10_675.0),
    (0.0, 0.0, 3.0, 0.0, 10_034.0),
    (4.0, 0.0, -2.0, 0.0, 8_548.0),
];

/// The moon's longitude in degrees.
fn moon(at: Moment) -> f64 {
    let t = at / 36_525.0;
    let elongation = 297.850_192_1 + 445_267.111_403_4 * t;
    let sun = 357.529_109_2 + 35_999.050_290_9 * t;
    let moon = 134.963_396_4 + 477_198.867_505_5 * t;
    let latitude = 93.272_095_0 + 483_202.017_523_3 * t;
    let sum: f64 = TERMS
        .iter()
        .map(|(d, m, n, f, size)| size * sine(d * elongation + m * sun + n * moon + f * latitude))
        .sum();
    turn(218.316_447_7 + 481_267.881_234_21 * t + sum / 1_000_000.0)
}

/// How far the moon is ahead of the sun, in degrees: 0 at new moon, 180 at full moon.
pub(super) fn phase(at: Moment) -> f64 {
    turn(moon(at) - sun(at))
}

/// The new moon at or before a moment.
pub(super) fn new_moon(at: Moment) -> Moment {
    const SPEED: f64 = 12.190_749;
    let mut found = at - phase(at) / SPEED;
    for _ in 0..6 {
        let ahead = phase(found);
        found -= (if ahead > 180.0 { ahead - 360.0 } else { ahead }) / SPEED;
    }
    if found > at + 0.000_01 {
        new_moon_before(at - 2.0)
    } else {
        found
    }
}

fn new_moon_before(at: Moment) -> Moment {
    const SPEED: f64 = 12.190_749;
    let mut found = at - phase(at) / SPEED;
    for _ in 0..6 {
        let ahead = phase(found);
        found -= (if ahead > 180.0 { ahead - 360.0 } else { ahead }) / SPEED;
    }
    found
}

/// The sun's longitude in the zodiac of the stars, as India counts it.
pub(super) fn sidereal_sun(at: Moment) -> f64 {
    turn(sun(at) - 23.853 - at / 365.25 * 0.013_969)
}

/// The moon's longitude in the zodiac of the stars.
pub(super) fn sidereal_moon(at: Moment) -> f64 {
    turn(sidereal_sun(at) + phase(at))
}
