//! Relations between a word and its head.

use crate::pos::names;

names! {
    /// The relation of a word to its head, as Universal Dependencies name them for English.
    Relation, ALL:
    /// Clause that says of which: "the man *accused* of it".
    Acl = "acl",
    /// Relative clause: "the man who *fled*".
    AclRelcl = "acl:relcl",
    /// Clause that says when, why, how: "after he *fled*".
    Advcl = "advcl",
    /// Relative clause on a whole clause.
    AdvclRelcl = "advcl:relcl",
    /// Adverb.
    Advmod = "advmod",
    /// Adjective.
    Amod = "amod",
    /// Another name of it: "Ali, the *governor*".
    Appos = "appos",
    /// Helping verb.
    Aux = "aux",
    /// Helping verb of the passive: "*was* killed".
    AuxPass = "aux:pass",
    /// Preposition or "'s", on its noun.
    Case = "case",
    /// "and", on what follows.
    Cc = "cc",
    /// "both" of "both … and".
    CcPreconj = "cc:preconj",
    /// Clause said, thought or known.
    Ccomp = "ccomp",
    /// Noun before a noun: "*car* bomb".
    Compound = "compound",
    /// Particle of a verb: "blew *up*".
    CompoundPrt = "compound:prt",
    /// The second of two joined by "and".
    Conj = "conj",
    /// "is", on what it is.
    Cop = "cop",
    /// Clause as subject.
    Csubj = "csubj",
    /// Clause as subject of a passive.
    CsubjPass = "csubj:pass",
    /// Clause as subject of a clause.
    CsubjOuter = "csubj:outer",
    /// Unclear.
    Dep = "dep",
    /// "the".
    Det = "det",
    /// "all" in "all the".
    DetPredet = "det:predet",
    /// "yes", "well".
    Discourse = "discourse",
    /// Moved out of the clause.
    Dislocated = "dislocated",
    /// "there" in "there was".
    Expl = "expl",
    /// Set phrase: "because *of*".
    Fixed = "fixed",
    /// Later part of a name: "Hamid *Karzai*".
    Flat = "flat",
    /// Part of a word broken in two.
    Goeswith = "goeswith",
    /// Indirect object.
    Iobj = "iobj",
    /// Line of a list.
    List = "list",
    /// "that", "after", "to" before a clause.
    Mark = "mark",
    /// Noun on a noun: "the attack on the *base*".
    Nmod = "nmod",
    /// Title: "*President* Karzai".
    NmodDesc = "nmod:desc",
    /// Possessor: "the *army*'s base".
    NmodPoss = "nmod:poss",
    /// Noun on a noun without a preposition.
    NmodUnmarked = "nmod:unmarked",
    /// Subject.
    Nsubj = "nsubj",
    /// Subject of a clause whose predicate is a clause.
    NsubjOuter = "nsubj:outer",
    /// Subject of a passive: "six *soldiers* were killed".
    NsubjPass = "nsubj:pass",
    /// Number.
    Nummod = "nummod",
    /// Object.
    Obj = "obj",
    /// Noun with a preposition on a verb: "fired at the *base*".
    Obl = "obl",
    /// Who did it, in a passive: "killed by *gunmen*".
    OblAgent = "obl:agent",
    /// Noun without a preposition on a verb: "died *Monday*".
    OblUnmarked = "obl:unmarked",
    /// What is left where the head is left out.
    Orphan = "orphan",
    /// Clause beside: "…, police *said*".
    Parataxis = "parataxis",
    /// Marks.
    Punct = "punct",
    /// Begun and dropped.
    Reparandum = "reparandum",
    /// The head of the sentence.
    Root = "root",
    /// Spoken to.
    Vocative = "vocative",
    /// Clause without a subject of its own: "tried to *enter*".
    Xcomp = "xcomp",
}

impl Relation {
    /// The relation without its subtype: `Nsubj` for `NsubjPass`.
    #[must_use]
    pub fn main(self) -> Self {
        let name = self.name();
        name.split(':')
            .next()
            .and_then(Self::from_name)
            .unwrap_or(self)
    }
}

/// The dependency tree of one sentence: one root, no circles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// For each token the index of its head; `None` for the root of the sentence.
    pub heads: Vec<Option<u16>>,
    /// For each token its relation to the head.
    pub relations: Vec<Relation>,
}

impl Tree {
    /// The index of the root; `None` only for a sentence without tokens.
    pub fn root(&self) -> Option<usize> {
        self.heads.iter().position(Option::is_none)
    }

    /// The indices of the words that hang on this one, in order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.heads
            .iter()
            .enumerate()
            .filter(move |&(_, &h)| h == Some(head as u16))
            .map(|(child, _)| child)
    }
}
