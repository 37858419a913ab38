//! Tags to trees: words are taken onto a stack one by one, and hung on what stands beside them there or comes next.
//!
//! The steps are the arc-hybrid system's; the word the sentence hangs on is found last, so that there is one root.

use crate::hash;
use crate::relating::relation;
use crate::relation::{Relation, Tree};
use crate::tagging::{UNKNOWN, Word};
use crate::weights::Weigh;

/// What the parser looks at of one word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    /// See [`Word::known`].
    pub(crate) known: u32,
    /// The tag's class.
    pub(crate) tag: u32,
}

impl Node {
    pub(crate) fn new(word: &Word, tag: u8) -> Self {
        // A word the lexicon does not hold is its ending.
        let known = if word.known == UNKNOWN {
            word.ending()
        } else {
            word.known
        };
        Self {
            known,
            tag: u32::from(tag),
        }
    }
}

/// Which parts of speech stand between two words tells how far one may reach.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Between {
    verbs: u16,
    commas: u16,
    joins: u16,
}

/// What the parser may do next: take a word from the text onto the stack, or hang the top of the stack on the next word
/// (to its left) or on the word below it (to its right).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Shift,
    Left,
    Right,
}

/// All steps, in the order of their scores.
pub(crate) const STEPS: [Step; 3] = [Step::Shift, Step::Left, Step::Right];

/// A parse under way.
#[derive(Debug, Clone)]
pub(crate) struct State<'s> {
    nodes: &'s [Node],
    between: &'s [Between],
    pub(crate) stack: Vec<u16>,
    pub(crate) next: usize,
    pub(crate) heads: Vec<Option<u16>>,
    pub(crate) relations: Vec<Relation>,
    kin: Vec<Kin>,
}

/// The words hung on a word so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kin {
    /// The outermost on the left and the one before it, likewise on the right.
    pub(crate) left: [u16; 2],
    pub(crate) right: [u16; 2],
    pub(crate) lefts: u8,
    pub(crate) rights: u8,
    /// Relations, one bit each.
    pub(crate) left_relations: u64,
    pub(crate) right_relations: u64,
}

pub(crate) const NOBODY: u16 = u16::MAX;
const NO_KIN: Kin = Kin {
    left: [NOBODY; 2],
    right: [NOBODY; 2],
    lefts: 0,
    rights: 0,
    left_relations: 0,
    right_relations: 0,
};

/// Counts up to each word, for [`State::new`].
pub(crate) fn between(nodes: &[Node], kind: impl Fn(u32) -> Marks) -> Vec<Between> {
    let mut sums = vec![Between::default(); nodes.len() + 1];
    for (i, node) in nodes.iter().enumerate() {
        let mut sum = sums[i];
        match kind(node.tag) {
            Marks::Verb => sum.verbs += 1,
            Marks::Comma => sum.commas += 1,
            Marks::Join => sum.joins += 1,
            Marks::Other => {}
        }
        sums[i + 1] = sum;
    }
    sums
}

/// The kinds of words that are counted between two others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    Verb,
    Comma,
    Join,
    Other,
}

impl<'s> State<'s> {
    pub(crate) fn new(nodes: &'s [Node], between: &'s [Between]) -> Self {
        let n = nodes.len();
        Self {
            nodes,
            between,
            stack: Vec::with_capacity(n),
            next: 0,
            heads: vec![None; n],
            relations: vec![Relation::Root; n],
            kin: vec![NO_KIN; n],
        }
    }

    pub(crate) fn is_done(&self) -> bool {
        self.next == self.nodes.len() && self.stack.len() <= 1
    }

    pub(crate) fn allows(&self, step: Step) -> bool {
        match step {
            Step::Shift => self.next < self.nodes.len(),
            Step::Left => self.next < self.nodes.len() && !self.stack.is_empty(),
            Step::Right => self.stack.len() >= 2,
        }
    }

    /// The word that a step would hang and the word it would hang on.
    pub(crate) fn arc(&self, step: Step) -> Option<(u16, u16)> {
        let (&child, below) = self.stack.split_last()?;
        match step {
            Step::Shift => None,
            Step::Left => (self.next < self.nodes.len()).then_some((child, self.next as u16)),
            Step::Right => below.last().map(|&head| (child, head)),
        }
    }

    /// Takes a step; what it hangs gets the relation.
    pub(crate) fn take(&mut self, step: Step, relation: Relation) {
        if let Some((child, head)) = self.arc(step) {
            self.stack.pop();
            self.hang(child, head, relation);
        } else if self.next < self.nodes.len() {
            self.stack.push(self.next as u16);
            self.next += 1;
        }
    }

    fn hang(&mut self, child: u16, head: u16, relation: Relation) {
        self.heads[child as usize] = Some(head);
        self.relations[child as usize] = relation;
        let kin = &mut self.kin[head as usize];
        let bit = 1u64 << (relation as u8);
        if child < head {
            kin.left = [child, kin.left[0]];
            kin.lefts = (kin.lefts + 1).min(5);
            kin.left_relations |= bit;
        } else {
            kin.right = [child, kin.right[0]];
            kin.rights = (kin.rights + 1).min(5);
            kin.right_relations |= bit;
        }
    }

    pub(crate) fn tree(self) -> Tree {
        Tree {
            heads: self.heads,
            relations: self.relations,
        }
    }

    pub(crate) fn node(&self, index: u16) -> Node {
        self.nodes
            .get(index as usize)
            .copied()
            .unwrap_or(Node { known: 3, tag: 201 })
    }

    pub(crate) fn kin(&self, index: u16) -> Kin {
        self.kin.get(index as usize).copied().unwrap_or(NO_KIN)
    }

    pub(crate) fn relation(&self, index: u16) -> u32 {
        if index == NOBODY {
            99
        } else {
            self.relations[index as usize] as u32
        }
    }

    /// What stands between two words, roughly.
    pub(crate) fn gap(&self, from: u16, to: u16) -> u32 {
        let n = self.nodes.len();
        let (Some(from), Some(to)) = (
            self.between.get((from as usize + 1).min(n)),
            self.between.get((to as usize).min(n)),
        ) else {
            return 0;
        };
        let count = |a: u16, b: u16, most: u16| u32::from(b.saturating_sub(a).min(most));
        count(from.verbs, to.verbs, 2) << 4
            | count(from.commas, to.commas, 2) << 2
            | count(from.joins, to.joins, 1)
    }

    pub(crate) fn features(&self) -> [u64; FEATURES] {
        let depth = |by: usize| {
            self.stack
                .len()
                .checked_sub(by + 1)
                .map_or(NOBODY, |i| self.stack[i])
        };
        let ahead = |by: usize| {
            if self.next + by < self.nodes.len() {
                (self.next + by) as u16
            } else {
                NOBODY
            }
        };
        let (s0, s1, s2) = (depth(0), depth(1), depth(2));
        let (b0, b1, b2, b3) = (ahead(0), ahead(1), ahead(2), ahead(3));
        let (n0, n1, n2) = (self.node(s0), self.node(s1), self.node(s2));
        let (m0, m1, m2, m3) = (self.node(b0), self.node(b1), self.node(b2), self.node(b3));
        let (k0, k1, kb, k2) = (self.kin(s0), self.kin(s1), self.kin(b0), self.kin(s2));
        let tag = |i: u16| self.node(i).tag;
        let word = |i: u16| self.node(i).known;
        let far = distance(s0, b0);
        let apart = distance(s1, s0);
        let gap = self.gap(s0, b0);
        let span = self.gap(s1, s0);
        let rest = self.gap(b0, self.nodes.len() as u16);
        let half =
            |relations: u64| (relations ^ (relations >> 32).wrapping_mul(0x9e37_79b9)) as u32;
        let f = |template: u32, values: [u32; 4]| hash::feature(template, values);
        [
            f(101, [n0.known, n0.tag, 0, 0]),
            f(102, [n0.known, 0, 0, 0]),
            f(103, [n0.tag, 0, 0, 0]),
            f(104, [n1.known, n1.tag, 0, 0]),
            f(105, [n1.tag, 0, 0, 0]),
            f(106, [m0.known, m0.tag, 0, 0]),
            f(107, [m0.known, 0, 0, 0]),
            f(108, [m0.tag, 0, 0, 0]),
            f(109, [m1.known, m1.tag, 0, 0]),
            f(110, [m1.tag, 0, 0, 0]),
            f(111, [m2.known, m2.tag, 0, 0]),
            f(112, [m2.tag, 0, 0, 0]),
            f(113, [n2.known, n2.tag, 0, 0]),
            f(114, [n2.tag, 0, 0, 0]),
            f(115, [n0.known, n0.tag, m0.known, m0.tag]),
            f(116, [n0.known, n0.tag, m0.known, 0]),
            f(117, [n0.known, m0.known, m0.tag, 0]),
            f(118, [n0.known, n0.tag, m0.tag, 0]),
            f(119, [n0.tag, m0.known, m0.tag, 0]),
            f(120, [n0.known, m0.known, 0, 0]),
            f(121, [n0.tag, m0.tag, 0, 0]),
            f(122, [m0.tag, m1.tag, 0, 0]),
            f(123, [n1.known, n1.tag, n0.tag, 0]),
            f(124, [n1.tag, n0.known, n0.tag, 0]),
            f(125, [n1.tag, n0.tag, 0, 0]),
            f(126, [n1.known, n0.known, 0, 0]),
            f(127, [n1.tag, m0.tag, 0, 0]),
            f(128, [m0.tag, m1.tag, m2.tag, 0]),
            f(129, [n0.tag, m0.tag, m1.tag, 0]),
            f(130, [n1.tag, n0.tag, m0.tag, 0]),
            f(131, [n2.tag, n1.tag, n0.tag, 0]),
            f(132, [n1.tag, n0.tag, m0.tag, m1.tag]),
            f(133, [n0.tag, m0.tag, m1.tag, m2.tag]),
            f(134, [n0.tag, tag(k0.left[0]), m0.tag, 0]),
            f(135, [n0.tag, tag(k0.right[0]), m0.tag, 0]),
            f(136, [n0.tag, m0.tag, tag(kb.left[0]), 0]),
            f(137, [n1.tag, tag(k1.right[0]), n0.tag, 0]),
            f(138, [n1.tag, tag(k1.left[0]), n0.tag, 0]),
            f(139, [n1.tag, n0.tag, tag(k0.left[0]), 0]),
            f(140, [n1.tag, n0.tag, tag(k0.right[0]), 0]),
            f(141, [n0.known, far, 0, 0]),
            f(142, [n0.tag, far, 0, 0]),
            f(143, [m0.known, far, 0, 0]),
            f(144, [m0.tag, far, 0, 0]),
            f(145, [n0.tag, m0.tag, far, gap]),
            f(146, [n1.tag, n0.tag, apart, span]),
            f(147, [n1.known, n0.tag, apart, 0]),
            f(148, [n0.known, n0.tag, 50 + u32::from(k0.rights), 0]),
            f(
                149,
                [n0.tag, u32::from(k0.rights), u32::from(k0.lefts), m0.tag],
            ),
            f(150, [n0.known, n0.tag, u32::from(k0.lefts), 0]),
            f(151, [m0.known, m0.tag, u32::from(kb.lefts), 0]),
            f(152, [m0.tag, u32::from(kb.lefts), n0.tag, 0]),
            f(153, [n1.tag, u32::from(k1.rights), n0.tag, 0]),
            f(154, [word(k0.left[0]), tag(k0.left[0]), n0.tag, 0]),
            f(155, [word(k0.right[0]), tag(k0.right[0]), n0.tag, 0]),
            f(156, [word(kb.left[0]), tag(kb.left[0]), m0.tag, 0]),
            f(157, [word(k1.right[0]), tag(k1.right[0]), n1.tag, 0]),
            f(158, [self.relation(k0.left[0]), n0.tag, m0.tag, 0]),
            f(159, [self.relation(k0.right[0]), n0.tag, m0.tag, 0]),
            f(160, [self.relation(kb.left[0]), m0.tag, n0.tag, 0]),
            f(161, [self.relation(k1.right[0]), n1.tag, n0.tag, 0]),
            f(162, [n0.known, half(k0.left_relations), 0, 0]),
            f(163, [n0.tag, half(k0.left_relations), m0.tag, 0]),
            f(164, [n0.known, half(k0.right_relations), 0, 0]),
            f(165, [n0.tag, half(k0.right_relations), m0.tag, 0]),
            f(166, [m0.known, half(kb.left_relations), 0, 0]),
            f(167, [m0.tag, half(kb.left_relations), n0.tag, 0]),
            f(168, [n1.tag, half(k1.right_relations), n0.tag, m0.tag]),
            f(169, [n1.tag, half(k1.left_relations), n0.tag, 0]),
            f(170, [tag(k0.left[1]), tag(k0.left[0]), n0.tag, 0]),
            f(171, [tag(k0.right[1]), tag(k0.right[0]), n0.tag, 0]),
            f(172, [tag(kb.left[1]), tag(kb.left[0]), m0.tag, 0]),
            f(173, [n0.tag, m0.tag, gap, rest]),
            f(174, [n0.tag, m0.tag, m0.known, rest]),
            f(175, [n1.known, n0.known, m0.known, 300]),
            f(176, [n1.known, word(k0.left[0]), n0.tag, n1.tag]),
            f(177, [n1.known, n0.known, word(k0.left[0]), 0]),
            f(178, [n1.tag, word(k0.left[0]), n0.known, 0]),
            f(179, [n2.tag, half(k2.right_relations), n1.tag, n0.tag]),
            f(180, [m0.tag, m1.tag, m2.tag, m3.tag]),
            f(181, [n0.known, m0.tag, m1.tag, 0]),
            f(182, [n0.tag, m0.known, m1.tag, 0]),
            f(183, [n1.known, n0.tag, m0.tag, 0]),
            f(184, [n1.tag, n0.known, m0.tag, 0]),
            f(185, [n1.tag, n0.tag, m0.known, 0]),
            f(186, [n2.tag, n0.tag, word(k0.left[0]), 0]),
        ]
    }
}

/// How many features a state has.
pub(crate) const FEATURES: usize = 86;

pub(crate) fn distance(from: u16, to: u16) -> u32 {
    if from == NOBODY || to == NOBODY {
        return 20;
    }
    match to.abs_diff(from) {
        d @ 0..=4 => u32::from(d),
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}

/// What weighs the steps: the packed table, or weights in training.
pub(crate) trait WeighSteps {
    /// The scores of the three steps.
    fn scores(&self, features: &[u64]) -> [i32; 3];
}

/// Parses greedily.
pub(crate) fn tree(
    nodes: &[Node],
    between: &[Between],
    moves: &impl WeighSteps,
    labels: &impl Weigh,
) -> Tree {
    let mut state = State::new(nodes, between);
    while !state.is_done() {
        let step = best(&state, moves.scores(&state.features()));
        let relation = state.arc(step).map_or(Relation::Root, |(child, head)| {
            relation(&state.label_features(child, head), labels)
        });
        state.take(step, relation);
    }
    state.tree()
}

/// The allowed step with the highest score; the first of equals.
pub(crate) fn best(state: &State<'_>, scores: [i32; 3]) -> Step {
    let mut best = Step::Shift;
    let mut most = i32::MIN;
    for (step, score) in STEPS.into_iter().zip(scores) {
        if score > most && state.allows(step) {
            (best, most) = (step, score);
        }
    }
    best
}
