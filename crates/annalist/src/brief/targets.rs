//! Whom an incident was aimed at, in a sentence.

use super::names::{actor_name, is_lower, target_kind, with_article};
use super::prose::list;
use super::sentences::{Teller, facility};
use analysis::fold;
use model::{ActorRef, Field};

impl Teller<'_> {
    /// Whom it was aimed at: by name where a report names them, else by kind.
    pub(super) fn target(&self) -> Option<String> {
        let codes = self.incident.texts(Field::Targets);
        let mut words: Vec<String> = Vec::new();
        for code in codes.iter().take(2) {
            let word = self
                .target_name(code)
                .or_else(|| target_kind(code, self.view));
            if let Some(word) = word.filter(|word| !words.contains(word)) {
                words.push(word);
            }
        }
        (!words.is_empty()).then(|| list(&words))
    }

    /// True where the target has the name of a body or house, which nobody assassinates: it is
    /// somebody of it who is meant.
    pub(super) fn is_body(&self) -> bool {
        let codes = self.incident.texts(Field::Targets);
        let names = codes
            .iter()
            .take(2)
            .filter_map(|code| self.named_target(code));
        let mut named = names.peekable();
        named.peek().is_some()
            && named.all(|name| {
                let bare = name.name.strip_prefix("the ").unwrap_or(&name.name);
                !name.person && !is_lower(bare)
            })
    }

    /// The first name that an account has for a kind of target.
    fn named_target(&self, code: &str) -> Option<&ActorRef> {
        let accounts = self.incident.accounts.iter();
        let mut targets = accounts
            .filter_map(|key| self.view.accounts.get(key))
            .flat_map(|account| &account.targets)
            .filter(|target| target.kind.value == code);
        let named = targets.find_map(|target| target.name.as_ref())?;
        Some(&named.value)
    }

    fn target_name(&self, code: &str) -> Option<String> {
        let named = self.named_target(code)?;
        if named.person && !self.names {
            return None;
        }
        let site = self.incident.text(Field::Site).map(fold);
        if site.is_some_and(|site| site == fold(&named.name)) {
            return Some(facility(&named.name));
        }
        // "prominent religious leader" is one of several that there are.
        let name = &named.name;
        let first = name.split(' ').next().unwrap_or("");
        let bare = !["the", "a", "an", "his", "her", "their", "several"].contains(&first);
        let one = is_lower(name) && bare && !name.ends_with('s') && name.contains(' ');
        Some(if one {
            with_article(name)
        } else {
            actor_name(named)
        })
    }
}
