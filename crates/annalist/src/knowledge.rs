//! Codebook and gazetteer, read only when a command needs them.

use anyhow::Result;
use codebook::Codebook;
use codebook::gazetteer::Gazetteer;
use codebook::merging::MergingRules;
use std::path::Path;

/// What the stages look words and places up in.
#[derive(Debug)]
pub struct Knowledge {
    /// The codebook: the built-in one, or the user's.
    pub codebook: &'static Codebook,
    /// The built-in gazetteer.
    pub gazetteer: Gazetteer,
}

impl Knowledge {
    /// The built-in codebook, or the one in a folder.
    ///
    /// # Errors
    /// Every mistake in the folder's files, with line and caret.
    pub fn load(folder: Option<&Path>) -> Result<Self> {
        let codebook = match folder {
            None => Codebook::embedded(),
            // One codebook a run: it lives as long as the program, as the built-in one does.
            Some(folder) => Box::leak(Box::new(Codebook::load(folder)?)),
        };
        Ok(Knowledge {
            codebook,
            gazetteer: Gazetteer::embedded(),
        })
    }

    /// How accounts are compared, with the codebook's tree of actors.
    pub fn rules(&self) -> MergingRules {
        let parents = self.codebook.actors.iter().filter_map(|actor| {
            let parent = actor.parent.clone()?;
            Some((actor.id.clone(), parent))
        });
        let rules = self.codebook.merging.clone();
        rules.with_parents(parents.collect())
    }

    /// Program version and codebook hash, as stamped on what is coded.
    pub fn coder(&self) -> String {
        format!("{} {}", env!("CARGO_PKG_VERSION"), self.codebook.hash)
    }
}
