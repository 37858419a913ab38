use crate::Words;
use crate::clip::{Place, Projection};
use crate::frame::{Frame, MARGIN, RIGHT, Sign, and_more};
use crate::ink::{At, count, counted, path, width};

/// Counts by province, district or country on a map.
///
/// Areas with rings are shaded in steps; the others are discs with their count, as large as
/// it is. What has neither rings nor a place is listed in the caption.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Areas {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `incidents`.
    pub unit: String,
    /// The base map: countries, drawn pale. It does not decide what is in sight.
    pub base: Vec<Outline>,
    /// What is counted, in any order.
    pub areas: Vec<Area>,
    /// How many are counted in none of the areas.
    pub left_out: u64,
    /// Where base map and places come from; the last sentence of the caption.
    pub credit: String,
}

/// A country of the base map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// Name to print where there is room; may be empty.
    pub name: String,
    /// Closed rings of (longitude, latitude) in degrees, islands and holes alike.
    pub rings: Vec<Vec<(f32, f32)>>,
}

/// One province of [`Areas`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// How many.
    pub count: u64,
    /// Its middle (longitude, latitude) in degrees.
    pub at: Option<(f64, f64)>,
    /// Its outline, where one is known: closed rings of (longitude, latitude) in degrees.
    pub rings: Vec<Vec<(f32, f32)>>,
}

const HEIGHT: f64 = 460.0;
/// Names printed on the map at most.
const NAMES: usize = 40;

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn areas(chart: &Areas) -> String {
    let mut frame = Frame::new("areas", &chart.words);
    let mut counted_areas: Vec<&Area> = chart.areas.iter().filter(|area| area.count > 0).collect();
    counted_areas.sort_by(|a, b| b.count.cmp(&a.count).then(a.name.cmp(&b.name)));
    let (placed, unplaced): (Vec<&Area>, Vec<&Area>) = counted_areas
        .iter()
        .partition(|area| middle(area).is_some());
    add_notes(&mut frame, chart, &unplaced);
    let mut points: Vec<(f64, f64)> = placed.iter().filter_map(|area| middle(area)).collect();
    let rings = placed.iter().flat_map(|area| area.rings.iter().flatten());
    let rings = rings.filter(|point| point.0.is_finite() && point.1.is_finite());
    points.extend(rings.map(|(lon, lat)| (f64::from(*lon), f64::from(*lat))));
    let limit = Place {
        x: MARGIN,
        y: frame.top,
        width: RIGHT - MARGIN,
        height: HEIGHT,
    };
    let Some((projection, height)) = Projection::around(&points, limit) else {
        if !chart.credit.is_empty() {
            frame.notes.push(chart.credit.clone());
        }
        return frame.nothing(&format!("located {}", chart.unit));
    };
    let place = Place { height, ..limit };
    let most = placed.first().map_or(1, |area| area.count);
    frame
        .ink
        .rect("water", [place.x, place.y, place.width, place.height]);
    for outline in &chart.base {
        let data = outline_data(&projection, &outline.rings, place);
        frame.ink.path("land", &data, "");
    }
    let steps = steps(most);
    let shaded: Vec<&&Area> = placed
        .iter()
        .filter(|area| !area.rings.is_empty())
        .collect();
    for area in &shaded {
        let class = format!("l{}", level(&steps, area.count));
        let data = outline_data(&projection, &area.rings, place);
        let words = format!("{}: {}", area.name, counted(area.count, &chart.unit));
        frame.ink.path(&class, &data, &words);
        frame.ink.path("shore", &data, "");
    }
    let mut taken = Vec::new();
    let discs = draw_discs(&mut frame, &placed, &projection, place, most, &mut taken);
    let unnamed = draw_names(&mut frame, &discs, place, &mut taken);
    countries(&mut frame, chart, &projection, place, &mut taken);
    if !unnamed.is_empty() {
        frame
            .notes
            .push(format!("Not named on the map: {}.", listed(&unnamed)));
    }
    if !chart.credit.is_empty() {
        frame.notes.push(chart.credit.clone());
    }
    let mut bottom = place.y + height + 8.0;
    if !shaded.is_empty() {
        bottom = frame.key(bottom, &key(&steps, &chart.unit));
    }
    frame.told = format!("Map. {}.", listed(&counted_areas));
    frame.finish(bottom)
}

/// Where an area's disc or name stands: its middle, or that of its outline's box.
fn middle(area: &Area) -> Option<(f64, f64)> {
    let told = area
        .at
        .filter(|(lon, lat)| lon.is_finite() && lat.is_finite());
    told.filter(|(lon, lat)| lon.abs() <= 360.0 && lat.abs() <= 90.0)
        .or_else(|| {
            let largest = area.rings.iter().max_by_key(|ring| ring.len())?;
            let (lon, lat) = largest.iter().fold((0.0, 0.0), |sum, point| {
                (sum.0 + f64::from(point.0), sum.1 + f64::from(point.1))
            });
            let points = largest.len() as f64;
            let middle = (lon / points, lat / points);
            (middle.0.is_finite() && middle.1.is_finite()).then_some(middle)
        })
}

fn outline_data(projection: &Projection, rings: &[Vec<(f32, f32)>], place: Place) -> String {
    let parts = rings.iter().flat_map(|ring| projection.ring(ring, place));
    parts.map(|part| path(&part, true)).collect()
}

/// The least counts of the shades.
fn steps(most: u64) -> Vec<u64> {
    match most {
        0..=1 => vec![1],
        2..=4 => vec![1, 2],
        5..=12 => vec![1, 3, 6],
        most => vec![1, most / 8 + 1, most / 4 + 1, most / 2 + 1],
    }
}

fn level(steps: &[u64], value: u64) -> usize {
    let level = steps.iter().filter(|least| **least <= value).count();
    if level == 0 {
        0
    } else {
        level + (4 - steps.len()) / 2
    }
}

fn key(steps: &[u64], unit: &str) -> Vec<(Sign, String)> {
    let entries = steps.iter().enumerate().map(|(at, least)| {
        let words = match steps.get(at + 1) {
            Some(next) if next - least == 1 => count(*least),
            Some(next) => format!("{}–{}", count(*least), count(next - 1)),
            None => format!("{} or more {unit}", count(*least)),
        };
        (Sign::Level(level(steps, *least)), words)
    });
    entries.collect()
}

/// A drawn disc or number.
struct Spot<'a> {
    area: &'a Area,
    x: f64,
    y: f64,
    radius: f64,
}

type Box4 = [f64; 4];

fn draw_discs<'a>(
    frame: &mut Frame<'_>,
    placed: &[&'a Area],
    projection: &Projection,
    place: Place,
    most: u64,
    taken: &mut Vec<Box4>,
) -> Vec<Spot<'a>> {
    let mut spots = Vec::new();
    for area in placed {
        let Some((lon, lat)) = middle(area) else {
            continue;
        };
        // A lone disc near a pole, which the projection leaves out, stands at the edge.
        let (x, y) = projection.point(lon, lat);
        let x = x.clamp(place.x, place.x + place.width);
        let y = y.clamp(place.y, place.y + place.height);
        let share = (area.count as f64 / most.max(1) as f64).sqrt();
        let radius = if area.rings.is_empty() {
            (share * 24.0)
                .min(5.0 + 2.6 * (area.count as f64).sqrt())
                .max(4.0)
        } else {
            0.0
        };
        if radius > 0.0 {
            let words = format!("{}: {}", area.name, count(area.count));
            frame.ink.disc("disc", x, y, radius, &words);
        }
        taken.push([x - radius, y - radius, radius * 2.0, radius * 2.0]);
        spots.push(Spot { area, x, y, radius });
    }
    for spot in &spots {
        let digits = count(spot.area.count);
        if spot.radius >= width(&digits, 12.0) / 2.0 + 5.0 {
            let y = spot.y + 4.0;
            frame.ink.text("on strong", spot.x, y, At::Middle, &digits);
        }
    }
    spots
}

/// Writes names where there is room, the largest first; gives those without.
fn draw_names<'a>(
    frame: &mut Frame<'_>,
    spots: &[Spot<'a>],
    place: Place,
    taken: &mut Vec<Box4>,
) -> Vec<&'a Area> {
    let mut unnamed = Vec::new();
    for (index, spot) in spots.iter().enumerate() {
        let digits = count(spot.area.count);
        let inside = spot.radius >= width(&digits, 12.0) / 2.0 + 5.0;
        let words = if inside {
            spot.area.name.clone()
        } else {
            format!("{} {digits}", spot.area.name)
        };
        let wide = width(&words, 12.0);
        let free = choices(spot).into_iter().find(|choice| {
            let area = text_box(choice.x, choice.y, choice.at, wide);
            let crosses = || {
                let to = (choice.x, choice.y - 4.0);
                let mut others = spots.iter().filter(|other| !std::ptr::eq(*other, spot));
                choice.far && others.any(|other| crosses(other, (spot.x, spot.y), to))
            };
            inside_place(area, place)
                && !taken.iter().any(|other| overlap(area, *other))
                && !crosses()
        });
        match free.filter(|_| index < NAMES) {
            Some(Choice { x, y, at, far }) => {
                if far {
                    let to = (x, y - 4.0);
                    let apart = (to.0 - spot.x).hypot(to.1 - spot.y).max(1.0);
                    let edge = spot.radius / apart;
                    let from = (
                        spot.x + (to.0 - spot.x) * edge,
                        spot.y + (to.1 - spot.y) * edge,
                    );
                    frame.ink.line("link", &[from, to]);
                }
                frame.ink.text("halo", x, y, at, &words);
                taken.push(text_box(x, y, at, wide));
            }
            None => unnamed.push(spot.area),
        }
    }
    unnamed
}

/// True where a line runs over the disc of a spot, so that it would seem to lead to that.
fn crosses(spot: &Spot<'_>, (ax, ay): (f64, f64), (bx, by): (f64, f64)) -> bool {
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    if length == 0.0 {
        return false;
    }
    let along = (((spot.x - ax) * dx + (spot.y - ay) * dy) / length).clamp(0.0, 1.0);
    let apart = (spot.x - ax - along * dx).hypot(spot.y - ay - along * dy);
    apart < spot.radius + 1.0
}

/// Where a name may stand.
struct Choice {
    x: f64,
    y: f64,
    at: At,
    /// So far from its disc that a line leads there.
    far: bool,
}

/// Beside the disc, above or below it; then farther and farther to the sides.
fn choices(spot: &Spot<'_>) -> Vec<Choice> {
    let gap = spot.radius + 3.0;
    let near = [
        (gap, 4.0, At::Start),
        (-gap, 4.0, At::End),
        (0.0, -gap - 1.0, At::Middle),
        (0.0, gap + 10.0, At::Middle),
    ];
    let mut choices: Vec<(f64, f64, At, bool)> = near.map(|(x, y, at)| (x, y, at, false)).to_vec();
    for far in [18.0, 34.0, 50.0, 70.0, 90.0] {
        for (x, y) in [(1.0, 0.5), (1.0, -0.5), (0.6, 1.0), (0.6, -1.0), (1.2, 0.0)] {
            let (x, y) = ((gap + far) * x, (gap + far) * y + 4.0);
            choices.push((x, y, At::Start, true));
            choices.push((-x, y, At::End, true));
        }
    }
    let placed = choices.into_iter().map(|(x, y, at, far)| Choice {
        x: spot.x + x,
        y: spot.y + y,
        at,
        far,
    });
    placed.collect()
}

fn countries(
    frame: &mut Frame<'_>,
    chart: &Areas,
    projection: &Projection,
    place: Place,
    taken: &mut Vec<Box4>,
) {
    for outline in chart.base.iter().filter(|outline| !outline.name.is_empty()) {
        let parts = outline
            .rings
            .iter()
            .flat_map(|ring| projection.ring(ring, place));
        let Some(largest) = parts.max_by(|a, b| extent(a).2.total_cmp(&extent(b).2)) else {
            continue;
        };
        let (x, y, area) = extent(&largest);
        let wide = width(&outline.name, 11.0) * 1.15;
        let here = text_box(x, y, At::Middle, wide);
        let free = !taken.iter().any(|other| overlap(here, *other));
        if free && area > wide * 60.0 && inside_place(here, place) {
            frame.ink.text("country", x, y, At::Middle, &outline.name);
            taken.push(here);
        }
    }
}

/// The middle and size of the box around a ring.
fn extent(ring: &[(f64, f64)]) -> (f64, f64, f64) {
    let start = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
    let (left, right, top, bottom) = ring.iter().fold(start, |ends, (x, y)| {
        (
            ends.0.min(*x),
            ends.1.max(*x),
            ends.2.min(*y),
            ends.3.max(*y),
        )
    });
    (
        f64::midpoint(left, right),
        f64::midpoint(top, bottom),
        (right - left) * (bottom - top),
    )
}

fn text_box(x: f64, y: f64, at: At, wide: f64) -> Box4 {
    let left = match at {
        At::Start => x,
        At::Middle => x - wide / 2.0,
        At::End => x - wide,
    };
    [left, y - 11.0, wide, 14.0]
}

fn inside_place([x, y, wide, high]: Box4, place: Place) -> bool {
    x >= place.x
        && y >= place.y
        && x + wide <= place.x + place.width
        && y + high <= place.y + place.height
}

fn overlap(a: Box4, b: Box4) -> bool {
    a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3]
}

fn listed(areas: &[&Area]) -> String {
    let shown = areas.iter().take(30);
    let shown: Vec<String> = shown
        .map(|area| format!("{} {}", area.name, count(area.count)))
        .collect();
    format!(
        "{}{}",
        shown.join(", "),
        and_more(areas.len().saturating_sub(30))
    )
}

fn add_notes(frame: &mut Frame<'_>, chart: &Areas, unplaced: &[&Area]) {
    if !unplaced.is_empty() {
        frame
            .notes
            .push(format!("Without a place on the map: {}.", listed(unplaced)));
    }
    if chart.left_out > 0 {
        let left_out = counted(chart.left_out, &chart.unit);
        frame
            .notes
            .push(format!("In none of the areas: {left_out}."));
    }
}
