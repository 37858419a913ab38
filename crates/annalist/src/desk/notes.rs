//! Notes on reports, accounts and incidents.

use super::Desk;
use super::incident::{self, NoteOn};
use super::problem::Done;
use super::routes::Ask;
use crate::stamp::now;
use model::{AccountKey, Policy};
use serde_json::json;

/// Keeps a note on a report, an account or an incident.
pub fn note(desk: &Desk, ask: &Ask, about: &str, text: &str) -> Done<NoteOn> {
    let (base, view) = (ask.base(), ask.view(desk, Policy::default()));
    let about = match about.parse::<AccountKey>() {
        Ok(key) if base.account(&key).is_some() => key.to_string(),
        _ => match desk.read(|casebook| casebook.filed_as(about))? {
            Some(report) => report,
            // A note on an incident stands on its first account: incidents may change their make-up.
            None => {
                let found = incident::find(&view, about)?;
                found
                    .accounts
                    .first()
                    .map(ToString::to_string)
                    .unwrap_or_default()
            }
        },
    };
    let report = about.split('#').next().unwrap_or_default();
    ask.shown.sight.open_to(report)?;
    let at = now();
    let signature = ask.person.sign(&at);
    let kept = desk.write_for(
        ask,
        &at,
        |casebook| casebook.add_note(&about, text, signature).map(NoteOn::from),
        |kept| json!(kept),
    )?;
    desk.refresh()?;
    Ok(kept)
}
