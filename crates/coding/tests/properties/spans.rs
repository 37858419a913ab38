//! Every span of what was coded.

use model::{Coded, Sourced, Span};

/// Every span of a record, with the name of its field.
#[derive(Default)]
struct Spans(Vec<(&'static str, Span)>);

impl Spans {
    fn take<T>(
        &mut self,
        field: &'static str,
        values: impl IntoIterator<Item = impl std::borrow::Borrow<Sourced<T>>>,
    ) {
        for value in values {
            let spans = &value.borrow().spans;
            self.0.extend(spans.iter().map(|span| (field, *span)));
        }
    }

    fn raw(&mut self, field: &'static str, spans: impl IntoIterator<Item = Span>) {
        self.0.extend(spans.into_iter().map(|span| (field, span)));
    }
}

/// All spans of all records and notes, each with the name of its field.
pub fn spans(coded: &Coded) -> Vec<(&'static str, Span)> {
    let mut all = Spans::default();
    for account in &coded.accounts {
        all.take("class", [&account.class]);
        all.take("type", [&account.kind]);
        all.take("status", [&account.status]);
        all.take("suicide", &account.suicide);
        all.take("multiple", &account.multiple);
        all.take("date", &account.date);
        all.take("country", &account.country);
        all.take("admin1", &account.admin1);
        all.take("place", &account.place);
        all.take("site", &account.site);
        all.take("location", &account.location);
        all.take("from_country", &account.from_country);
        all.take("perpetrator", &account.perpetrators);
        all.take("attribution", &account.attribution);
        all.take("claimed_by", &account.claimed_by);
        all.take("denied_by", &account.denied_by);
        for target in &account.targets {
            all.take("target", [&target.kind]);
            all.take("target name", &target.name);
            all.take("target nationality", &target.nationality);
        }
        all.take("weapon", &account.weapons);
        all.take("killed", &account.killed);
        all.take("injured", &account.injured);
        all.take("casualties", &account.casualties);
        all.take("killed_perps", &account.killed_perpetrators);
        all.take("arrested", &account.arrested);
        all.take("attackers", &account.attackers);
        all.raw("evidence", account.evidence.iter().copied());
        all.raw(
            "mention",
            account.mentions.iter().map(|mention| mention.span),
        );
    }
    for tally in &coded.tallies {
        all.take("tally what", [&tally.what]);
        all.take("tally actor", &tally.actor);
        all.take("tally country", &tally.countries);
        all.take("tally admin1", &tally.admin1);
        all.take("tally place", &tally.place);
        all.take("tally window", &tally.window);
        all.take("tally status", &tally.status);
        all.take("tally count", [&tally.count]);
        all.take("tally source", &tally.source);
        all.raw("tally evidence", tally.evidence.iter().copied());
    }
    for warning in &coded.warnings {
        all.take("warning by", [&warning.issued_by]);
        all.take("warning to", &warning.issued_to);
        all.take("warning date", &warning.date);
        all.take("warning heeded", &warning.heeded);
        all.raw("warning evidence", warning.evidence.iter().copied());
    }
    all.raw("note", coded.notes.iter().filter_map(|note| note.span));
    all.0
}
