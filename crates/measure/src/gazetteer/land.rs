//! Country outlines: reads `TopoJSON` (Natural Earth by way of world-atlas) and packs the rings.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

use super::sources;

/// Ring coordinates are stored in thousandths of a degree, about a hundred metres.
const STEPS_PER_DEGREE: f64 = 1000.0;

/// Outlines at two levels of detail.
pub struct Land {
    pub coarse: Vec<Outline>,
    pub fine: Vec<Outline>,
}

/// One country, or a territory without an ISO code.
pub struct Outline {
    pub country: Option<String>,
    pub name: String,
    /// Closed rings of (longitude, latitude); holes are rings too (even-odd fill).
    pub rings: Vec<Vec<(f64, f64)>>,
}

/// Reads `countries-110m.json` and `countries-50m.json`.
pub fn read(from: &Path) -> anyhow::Result<Land> {
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    for country in sources::countries(from)? {
        codes.insert(country.numeric, country.code);
    }
    Ok(Land {
        coarse: outlines(from, "countries-110m.json", &codes)?,
        fine: outlines(from, "countries-50m.json", &codes)?,
    })
}

/// Both levels, coarse first: a count, then per outline its code (`--` for none), name and rings,
/// each ring as its number of points and zigzag deltas of longitude and latitude.
pub fn pack(land: &Land) -> Vec<u8> {
    let mut bytes = Vec::new();
    for outlines in [&land.coarse, &land.fine] {
        number(&mut bytes, outlines.len() as u64);
        for outline in outlines {
            bytes.extend_from_slice(outline.country.as_deref().unwrap_or("--").as_bytes());
            number(&mut bytes, outline.name.len() as u64);
            bytes.extend_from_slice(outline.name.as_bytes());
            number(&mut bytes, outline.rings.len() as u64);
            for ring in &outline.rings {
                pack_ring(&mut bytes, ring);
            }
        }
    }
    bytes
}

/// The area-weighted centre of the largest ring, as (latitude, longitude).
pub fn centre(outline: &Outline) -> Option<(f64, f64)> {
    outline
        .rings
        .iter()
        .filter_map(|ring| ring_centre(ring))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, at)| at)
}

fn pack_ring(bytes: &mut Vec<u8>, ring: &[(f64, f64)]) {
    number(bytes, ring.len() as u64);
    let (mut east, mut north) = (0i64, 0i64);
    for (longitude, latitude) in ring {
        let (next_east, next_north) = (
            (longitude * STEPS_PER_DEGREE).round() as i64,
            (latitude * STEPS_PER_DEGREE).round() as i64,
        );
        for delta in [next_east - east, next_north - north] {
            number(bytes, ((delta << 1) ^ (delta >> 63)) as u64);
        }
        (east, north) = (next_east, next_north);
    }
}

fn number(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Area and centre of one ring, with longitudes shrunk towards the poles.
fn ring_centre(ring: &[(f64, f64)]) -> Option<(f64, (f64, f64))> {
    let (mut area, mut east, mut north) = (0.0, 0.0, 0.0);
    for pair in ring.windows(2) {
        let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
        let cross = x1 * y2 - x2 * y1;
        area += cross;
        east += (x1 + x2) * cross;
        north += (y1 + y2) * cross;
    }
    if area.abs() < 1e-9 {
        return None;
    }
    let (longitude, latitude) = (east / (3.0 * area), north / (3.0 * area));
    Some((
        area.abs() * latitude.to_radians().cos(),
        (latitude, longitude),
    ))
}

fn outlines(
    from: &Path,
    name: &str,
    codes: &BTreeMap<String, String>,
) -> anyhow::Result<Vec<Outline>> {
    let topology: Value =
        serde_json::from_str(&sources::text(from, name)?).with_context(|| name.to_owned())?;
    let arcs = arcs(&topology).with_context(|| format!("{name} is not the TopoJSON expected"))?;
    let shapes = topology["objects"]["countries"]["geometries"]
        .as_array()
        .context("no countries")?;
    let mut outlines = Vec::new();
    for shape in shapes {
        let name = shape["properties"]["name"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let mut country = shape["id"].as_str().and_then(|id| codes.get(id).cloned());
        if country.is_none() && name == "Kosovo" {
            country = Some("XK".to_owned());
        }
        let rings = rings(&shape["arcs"], &arcs)
            .into_iter()
            .flat_map(|ring| cut_at_date_line(&ring))
            .collect();
        outlines.push(Outline {
            country,
            name,
            rings,
        });
    }
    outlines.sort_by(|a, b| (&a.country, &a.name).cmp(&(&b.country, &b.name)));
    Ok(outlines)
}

/// All arcs, unpacked from deltas to degrees.
fn arcs(topology: &Value) -> Option<Vec<Vec<(f64, f64)>>> {
    let pair = |value: &Value| Some((value.get(0)?.as_f64()?, value.get(1)?.as_f64()?));
    let scale = pair(&topology["transform"]["scale"])?;
    let origin = pair(&topology["transform"]["translate"])?;
    let mut arcs = Vec::new();
    for arc in topology["arcs"].as_array()? {
        let (mut x, mut y) = (0.0, 0.0);
        let mut points = Vec::new();
        for delta in arc.as_array()? {
            let (dx, dy) = pair(delta)?;
            (x, y) = (x + dx, y + dy);
            points.push((x * scale.0 + origin.0, y * scale.1 + origin.1));
        }
        arcs.push(points);
    }
    Some(arcs)
}

/// Every ring under a `Polygon` or `MultiPolygon`: a ring is a list of arc numbers.
fn rings(nested: &Value, arcs: &[Vec<(f64, f64)>]) -> Vec<Vec<(f64, f64)>> {
    let Some(items) = nested.as_array() else {
        return Vec::new();
    };
    if items.iter().all(Value::is_i64) {
        return vec![ring(items, arcs)];
    }
    items.iter().flat_map(|item| rings(item, arcs)).collect()
}

fn ring(numbers: &[Value], arcs: &[Vec<(f64, f64)>]) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for number in numbers.iter().filter_map(Value::as_i64) {
        // A negative number is an arc walked backwards: -1 is arc 0, -2 is arc 1.
        let at = if number < 0 { !number } else { number } as usize;
        let mut arc = arcs.get(at).cloned().unwrap_or_default();
        if number < 0 {
            arc.reverse();
        }
        let shared = usize::from(!points.is_empty());
        points.extend(arc.into_iter().skip(shared));
    }
    points
}

/// Cuts a ring that crosses the 180th meridian, so that every ring can be drawn on a flat map.
///
/// A ring around the pole (Antarctica) is closed along the edge of the map first.
fn cut_at_date_line(ring: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
    let mut turn = 0.0;
    let mut open: Vec<(f64, f64)> = Vec::with_capacity(ring.len());
    for pair in std::iter::once(None)
        .chain(ring.iter().copied().map(Some))
        .zip(ring)
    {
        let (before, (east, north)) = pair;
        if let Some((last, _)) = before {
            turn += if east - last > 180.0 {
                -360.0
            } else if east - last < -180.0 {
                360.0
            } else {
                0.0
            };
        }
        open.push((east + turn, *north));
    }
    if turn != 0.0
        && let (Some(first), Some(last)) = (open.first().copied(), open.last().copied())
    {
        let pole = if last.1 < 0.0 { -90.0 } else { 90.0 };
        open.extend([(last.0, pole), (first.0, pole), first]);
    }
    (-1..=1)
        .filter_map(|world| {
            let west = f64::from(world).mul_add(360.0, -180.0);
            let east = west + 360.0;
            let kept = cut(&cut(&open, |x| x - west, west), |x| east - x, east);
            (kept.len() >= 4).then(|| {
                kept.into_iter()
                    .map(|(x, y)| (x - f64::from(world) * 360.0, y))
                    .collect()
            })
        })
        .collect()
}

/// The part of a closed ring on the side of a meridian where `side` is positive (Sutherland and Hodgman).
fn cut(ring: &[(f64, f64)], side: impl Fn(f64) -> f64, meridian: f64) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for pair in ring.windows(2) {
        let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
        if side(x1) >= 0.0 {
            kept.push((x1, y1));
        }
        if (side(x1) > 0.0 && side(x2) < 0.0) || (side(x1) < 0.0 && side(x2) > 0.0) {
            kept.push((meridian, y1 + (y2 - y1) * (meridian - x1) / (x2 - x1)));
        }
    }
    if let Some(first) = kept.first().copied() {
        kept.push(first);
    }
    kept
}
