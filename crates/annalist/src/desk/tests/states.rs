//! A state after decisions is the state that opening the casebook anew gives.

use crate::desk::base::Base;
use crate::knowledge::Knowledge;
use crate::merged::catch_up;
use crate::merged::tests::{Chance, add, begin, decide};
use model::Policy;
use store::Casebook;

#[test]
fn decisions_one_by_one_show_what_opening_anew_shows() {
    let knowledge = Knowledge::load(None).unwrap();
    let (mut carried_on, mut moved) = (0, 0);
    for seed in 100..106 {
        let chance = &mut Chance(seed);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("casebook.annalist");
        let mut casebook = Casebook::open_or_create(&path).unwrap();
        for number in 0..14 {
            add(&mut casebook, number, chance);
        }
        begin(&mut casebook, &knowledge);
        let mut base = Base::open(&path, false, &knowledge).unwrap();
        base.view(Policy::Lowest, &knowledge);
        for _ in 0..16 {
            // Acts of one decision, and of several.
            (0..=chance.below(3)).for_each(|_| decide(&mut casebook, chance));
            catch_up(&mut casebook, &knowledge).unwrap();
            let changes = casebook.changes().unwrap();
            let known = base.decisions.len() as u64;
            let further = casebook.decisions_after(known).unwrap();
            if changes == base.changes {
                continue;
            }
            let whole = Base::open(&path, false, &knowledge).unwrap();
            let Some(next) = base.after_decisions(further, changes, &casebook, &knowledge) else {
                base = whole;
                base.view(Policy::Lowest, &knowledge);
                continue;
            };
            carried_on += 1;
            // The queue of one state is made of the queue before it.
            base.view(Policy::Range, &knowledge).queue(&base);
            for policy in [Policy::Range, Policy::Lowest] {
                let (one, other) = (
                    next.view(policy, &knowledge),
                    whole.view(policy, &knowledge),
                );
                for (shown, opened) in one.incidents.iter().zip(&other.incidents) {
                    assert_eq!(shown, opened, "seed {seed}, {policy:?}");
                }
                assert_eq!(one.incidents.len(), other.incidents.len());
                let rows = other.columns.all();
                assert_eq!(one.columns.ids(&rows), other.columns.ids(&rows));
                for row in rows {
                    assert_eq!(one.columns.when(row), other.columns.when(row));
                    assert_eq!(one.columns.killed(row), other.columns.killed(row));
                    assert_eq!(one.columns.accounts(row), other.columns.accounts(row));
                    let id = &other.incidents[row as usize].id;
                    assert_eq!(one.row(id), Some(row));
                    assert_eq!(one.tied_to(id), other.tied_to(id), "{id}");
                    for key in &other.incidents[row as usize].accounts {
                        assert_eq!(one.row_of(key), Some(row), "{key}");
                    }
                }
                assert_eq!(
                    one.queue(&next),
                    other.queue(&whole),
                    "seed {seed}, {policy:?}"
                );
            }
            // Questions may be a few more: how many are asked about one incident is counted among its
            // neighbours alone until the casebook is opened anew.
            let shown = base.view(Policy::Range, &knowledge);
            moved += usize::from(
                shown.incidents.len() != whole.view(Policy::Range, &knowledge).incidents.len(),
            );
            base = next;
        }
    }
    assert!(carried_on > 20 && moved > 5, "{carried_on} {moved}");
}
