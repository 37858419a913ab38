//! Outlines of countries for base maps (Natural Earth, public domain).

use std::io::Read as _;

const LAND: &[u8] = include_bytes!("../../../../gazetteer/land.bin.gz");

/// Steps per degree in the packed rings.
const STEPS: f32 = 1000.0;

/// The outline of a country, or of a territory without an ISO code.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// ISO 3166-1 alpha-2; `None` for Northern Cyprus, Somaliland, the Siachen Glacier and the like.
    pub country: Option<[u8; 2]>,
    /// Name as Natural Earth writes it.
    pub name: String,
    /// Closed rings of (longitude, latitude) in degrees. Islands and holes alike: fill by the even-odd rule.
    pub rings: Vec<Vec<(f32, f32)>>,
}

/// Outlines for a map of the world (Natural Earth 1:110 million), sorted by code. Unpacked on each call.
pub fn outlines() -> Vec<Outline> {
    read(0)
}

/// Outlines for a map of a region or country (Natural Earth 1:50 million), sorted by code. Unpacked on each call.
pub fn outlines_fine() -> Vec<Outline> {
    read(1)
}

fn read(level: usize) -> Vec<Outline> {
    let mut bytes = Vec::new();
    // The file is committed and tested; a broken one gives an empty map.
    if flate2::read::GzDecoder::new(LAND)
        .read_to_end(&mut bytes)
        .is_err()
    {
        return Vec::new();
    }
    let mut reader = Reader { bytes: &bytes };
    let mut found = Vec::new();
    for _ in 0..=level {
        found = reader.outlines().unwrap_or_default();
    }
    found
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn outlines(&mut self) -> Option<Vec<Outline>> {
        let count = self.number()?;
        (0..count).map(|_| self.outline()).collect()
    }

    fn outline(&mut self) -> Option<Outline> {
        let code: [u8; 2] = self.take(2)?.try_into().ok()?;
        let length = self.number()? as usize;
        let name = std::str::from_utf8(self.take(length)?).ok()?.to_owned();
        let count = self.number()?;
        let rings = (0..count)
            .map(|_| self.ring())
            .collect::<Option<Vec<_>>>()?;
        Some(Outline {
            country: (code != *b"--").then_some(code),
            name,
            rings,
        })
    }

    fn ring(&mut self) -> Option<Vec<(f32, f32)>> {
        let count = self.number()?;
        let (mut east, mut north) = (0, 0);
        (0..count)
            .map(|_| {
                east += self.delta()?;
                north += self.delta()?;
                Some((east as f32 / STEPS, north as f32 / STEPS))
            })
            .collect()
    }

    fn delta(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outline_is_closed_and_on_the_globe() {
        for (outlines, at_least) in [(outlines(), 170), (outlines_fine(), 230)] {
            assert!(outlines.len() >= at_least, "{}", outlines.len());
            for outline in &outlines {
                assert!(!outline.rings.is_empty(), "{} has no ring", outline.name);
                for ring in &outline.rings {
                    assert!(
                        ring.len() >= 4 && ring.first() == ring.last(),
                        "{} has an open ring",
                        outline.name
                    );
                    assert!(
                        ring.iter()
                            .all(|(lon, lat)| lon.abs() <= 180.01 && lat.abs() <= 90.01),
                        "{}",
                        outline.name
                    );
                }
            }
        }
    }

    #[test]
    fn a_country_on_the_map_carries_its_code() {
        let outlines = outlines();
        for (code, name) in [
            (*b"AF", "Afghanistan"),
            (*b"XK", "Kosovo"),
            (*b"ML", "Mali"),
            (*b"SY", "Syria"),
        ] {
            let outline = outlines
                .iter()
                .find(|outline| outline.country == Some(code));
            assert_eq!(outline.map(|outline| outline.name.as_str()), Some(name));
        }
        let kabul = (69.18, 34.53);
        let afghanistan = outlines
            .iter()
            .find(|outline| outline.country == Some(*b"AF"))
            .unwrap();
        let crossings = afghanistan
            .rings
            .iter()
            .flat_map(|ring| ring.windows(2))
            .filter(|edge| {
                let ((x1, y1), (x2, y2)) = (edge[0], edge[1]);
                (y1 > kabul.1) != (y2 > kabul.1)
                    && kabul.0 < (x2 - x1) * (kabul.1 - y1) / (y2 - y1) + x1
            });
        assert_eq!(crossings.count() % 2, 1, "Kabul lies inside Afghanistan");
    }
}
