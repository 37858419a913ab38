//! Arcs to relations: what kind of head a word hangs on.

use crate::hash;
use crate::parsing::{Node, State, distance};
use crate::relation::Relation;
use crate::weights::{CLASSES, Scores, Weigh};

/// The relation with the highest score, the root's apart; the first of equals.
pub(crate) fn relation(features: &[u64], labels: &impl Weigh) -> Relation {
    let mut scores: Scores = [0; CLASSES];
    labels.add(features, &mut scores);
    scores[Relation::Root as usize] = i32::MIN;
    let mut best = 0;
    for class in 1..Relation::ALL.len() {
        if scores[class] > scores[best] {
            best = class;
        }
    }
    Relation::ALL[best]
}

impl State<'_> {
    /// What the relation of a word to its head is told by.
    pub(crate) fn label_features(&self, child: u16, head: u16) -> [u64; LABEL_FEATURES] {
        let (c, h) = (self.node(child), self.node(head));
        let (kc, kh) = (self.kin(child), self.kin(head));
        let side = u32::from(child < head);
        let near = |i: u16, by: i32| {
            i32::from(i)
                .checked_add(by)
                .filter(|&i| i >= 0)
                .map_or(Node { known: 3, tag: 201 }, |i| self.node(i as u16))
        };
        let half =
            |relations: u64| (relations ^ (relations >> 32).wrapping_mul(0x9e37_79b9)) as u32;
        let far = distance(child, head) << 1 | side;
        let (first, last) = (kc.left[0], kc.right[0]);
        let (sibling, own) = if side == 1 {
            (kh.left[0], half(kh.left_relations))
        } else {
            (kh.right[0], half(kh.right_relations))
        };
        let other = if side == 1 {
            half(kh.right_relations)
        } else {
            half(kh.left_relations)
        };
        let gap = self.gap(child.min(head), child.max(head));
        let f = |template: u32, values: [u32; 4]| hash::feature(template + side, values);
        [
            f(200, [0; 4]),
            f(202, [c.known, c.tag, 0, 0]),
            f(204, [c.tag, 0, 0, 0]),
            f(206, [h.known, h.tag, 0, 0]),
            f(208, [h.tag, 0, 0, 0]),
            f(210, [c.tag, h.tag, 0, 0]),
            f(212, [c.known, h.tag, 0, 0]),
            f(214, [c.tag, h.known, 0, 0]),
            f(216, [c.known, h.known, 0, 0]),
            f(218, [c.tag, h.tag, far, 0]),
            f(220, [c.tag, h.tag, near(child, -1).tag, near(head, 1).tag]),
            f(222, [c.tag, h.tag, near(child, 1).tag, near(head, -1).tag]),
            f(224, [c.tag, h.tag, near(child, -1).tag, near(child, 1).tag]),
            f(226, [near(child, -1).known, c.tag, 0, 0]),
            f(228, [near(child, 1).known, c.tag, 0, 0]),
            f(230, [c.tag, h.tag, self.node(first).known, 0]),
            f(232, [c.tag, h.known, self.node(first).known, 0]),
            f(234, [c.tag, h.tag, self.node(kc.left[1]).known, 0]),
            f(
                236,
                [c.tag, h.tag, self.node(last).tag, self.relation(last)],
            ),
            f(238, [c.tag, h.tag, half(kc.left_relations), 0]),
            f(240, [c.tag, h.tag, half(kc.right_relations), 0]),
            f(242, [c.known, half(kc.left_relations), 0, 0]),
            f(244, [c.tag, h.tag, own, 0]),
            f(246, [c.tag, h.tag, other, 0]),
            f(248, [h.known, c.tag, own, 0]),
            f(250, [h.known, c.tag, half(kc.left_relations), 0]),
            f(
                252,
                [c.tag, h.tag, self.relation(sibling), self.node(sibling).tag],
            ),
            f(254, [c.tag, h.tag, gap, far]),
            f(256, [c.known, self.relation(sibling), h.tag, 0]),
            f(258, [c.tag, own, other, half(kc.left_relations)]),
            f(260, [near(head, -1).known, c.tag, h.tag, 0]),
            f(262, [near(head, 1).known, c.tag, h.tag, 0]),
            f(
                264,
                [self.node(first).tag, self.node(first).known, h.tag, 0],
            ),
            f(
                266,
                [near(child, -1).tag, near(child, -2).tag, c.tag, h.tag],
            ),
            f(
                268,
                [u32::from(kc.lefts), u32::from(kc.rights), c.tag, h.tag],
            ),
            f(270, [self.node(kh.left[0]).known, h.tag, c.tag, 0]),
            f(276, [h.known, c.tag, own, other]),
            f(
                278,
                [
                    c.tag,
                    h.tag,
                    half(kc.left_relations),
                    half(kc.right_relations),
                ],
            ),
        ]
    }
}

/// How many features a relation is told by.
pub(crate) const LABEL_FEATURES: usize = 38;
