//! Names of sites, files and mail boxes.

use super::{Reader, lower};
use crate::abbreviations::ends_name;

impl Reader<'_> {
    /// A site or mail address, if the chunk is one but for marks around it; returns where reading goes on.
    pub(super) fn address(&mut self, start: usize, end: usize) -> usize {
        let mut offset = start;
        while offset < end && matches!(self.bytes[offset], b'<' | b'(' | b'[' | b'"' | b'\'') {
            offset = self.mark(offset, end);
        }
        let mut last = offset;
        while last < end && !matches!(self.bytes[last], b'<' | b'>' | b'"' | b'|') {
            last += 1;
        }
        while last > offset
            && matches!(
                self.bytes[last - 1],
                b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']' | b'\''
            )
        {
            last -= 1;
        }
        let part = &self.text[offset..last];
        let holds = part
            .find("://")
            .or_else(|| part.find('@'))
            .is_some_and(|at| at > 0 && at + 1 < part.len());
        if holds {
            self.push(offset, last, false)
        } else {
            offset
        }
    }

    /// "galleryfurniture.com", "list.xls": the end of the name, or `start` where there is none.
    pub(super) fn file_name(&self, start: usize, end: usize) -> usize {
        let mut offset = start;
        while offset < end
            && (self.bytes[offset].is_ascii_alphanumeric()
                || matches!(
                    self.bytes[offset],
                    b'.' | b'-' | b'_' | b'/' | b'?' | b'=' | b'&' | b'%'
                ))
        {
            offset += 1;
        }
        while offset > start && matches!(self.bytes[offset - 1], b'.' | b'-' | b'?') {
            offset -= 1;
        }
        let host = self.text[start..offset].split('/').next().unwrap_or("");
        if host.starts_with("www.") {
            return offset;
        }
        let (Some(dot), true) = (
            host.rfind('.'),
            host.len() + start == offset || host.contains('.'),
        ) else {
            return start;
        };
        let label = &host[dot + 1..];
        // "alt.animals.cat": three labels in small letters are a name whatever they are.
        let labels = host
            .split('.')
            .filter(|label| label.len() > 1 && label.bytes().all(|b| b.is_ascii_lowercase()))
            .count();
        if labels >= 3 && labels == host.split('.').count() {
            return start + host.len();
        }
        let one_case = label.bytes().all(|b| !b.is_ascii_uppercase())
            || host.bytes().all(|b| !b.is_ascii_lowercase());
        let ended = dot > 0 && !label.is_empty() && ends_name(&lower(label)) && one_case;
        if ended { offset } else { start }
    }
}
