//! Hashes of words and features. They are part of the weights' format: changing them asks for a new training.

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// A word's hash.
pub(crate) fn word(bytes: &[u8]) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for &byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    ((hash ^ (hash >> 29)).wrapping_mul(FACTOR) >> 32) as u32
}

/// A feature's key: its template's number and up to four values.
#[inline]
pub(crate) fn feature(template: u32, values: [u32; 4]) -> u64 {
    let first = (u64::from(values[0]) << 32 | u64::from(values[1]))
        ^ u64::from(template).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let second = u64::from(values[2]) << 32 | u64::from(values[3]);
    let mixed = first.wrapping_mul(FACTOR);
    let mixed = (mixed ^ (mixed >> 31) ^ second).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(FACTOR);
    mixed ^ (mixed >> 32)
}
