//! Learning trees.

use super::perceptron::{Counts, Dice, Perceptron, StepPerceptron};
use super::tagger::{Rewritten, rewrite};
use super::{Example, Plan};
use crate::parsing::{Between, Node, STEPS, State, Step, WeighSteps, best, between};
use crate::relating::relation;
use crate::relation::{Relation, Tree};
use crate::tagging::look_at;
use crate::weights::Weights;

struct Lesson<'e> {
    nodes: Vec<Node>,
    between: Vec<Between>,
    tree: &'e Tree,
}

/// The weights of the steps and of the relations.
#[derive(Default)]
pub(super) struct Learned {
    pub(super) moves: StepPerceptron,
    pub(super) labels: Perceptron,
}

/// Learns from sentences with the tags found for them, as written and (one in ten of them a round) in capitals.
pub(super) fn learn(
    examples: &[Example],
    tagged: &[[Vec<u8>; 2]],
    weights: &Weights<'_>,
    plan: &Plan,
    seed: u64,
    say: &mut dyn FnMut(&str),
) -> Learned {
    let lesson = |i: usize, capitals: bool| {
        let example = &examples[i];
        let rewritten = capitals.then(|| rewrite(&example.words, Rewritten::Capitals));
        let words = look_at(
            rewritten
                .as_ref()
                .unwrap_or(&example.words)
                .iter()
                .map(String::as_str),
            &weights.lexicon,
        );
        let nodes: Vec<Node> = words
            .iter()
            .zip(&tagged[i][usize::from(capitals)])
            .map(|(word, &tag)| Node::new(word, tag))
            .collect();
        Lesson {
            between: between(&nodes, |tag| weights.marks(tag)),
            nodes,
            tree: &example.tree,
        }
    };
    let lessons: Vec<Lesson<'_>> = (0..examples.len()).map(|i| lesson(i, false)).collect();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut learned = frequent(&lessons, plan);
    let mut dice = Dice(0x5eed_2002 + seed * 7919);
    for round in 0..plan.parser_rounds {
        dice.shuffle(&mut order);
        let mut right = 0;
        let mut all = 0;
        for &i in &order {
            right += study(&lessons[i], &mut learned, round, &mut dice);
            all += lessons[i].nodes.len();
            if dice.throw(100) < 8 {
                study(&lesson(i, true), &mut learned, round, &mut dice);
            }
        }
        say(&format!(
            "  round {}: {:.2} % of the words rightly hung while learning",
            round + 1,
            100.0 * right as f64 / all as f64
        ));
    }
    learned
}

/// Weights for the features that stand often enough on the way to the right trees.
fn frequent(lessons: &[Lesson<'_>], plan: &Plan) -> Learned {
    let (mut moves, mut labels) = (Counts::default(), Counts::default());
    for lesson in lessons {
        let mut state = State::new(&lesson.nodes, &lesson.between);
        while !state.is_done() {
            moves.count(&state.features());
            let free = Free::of(&state, lesson.tree);
            let step = [Step::Left, Step::Right, Step::Shift]
                .into_iter()
                .find(|&step| free.includes(step))
                .unwrap_or(Step::Shift);
            let relation = state.arc(step).map_or(Relation::Root, |(child, head)| {
                labels.count(&state.label_features(child, head));
                lesson.tree.relations[child as usize]
            });
            state.take(step, relation);
        }
    }
    Learned {
        moves: StepPerceptron::of(moves, plan.parser_frequency),
        labels: Perceptron::of(labels, plan.label_frequency),
    }
}

/// Parses a sentence and corrects each wrong step and relation; returns how many words were rightly hung.
fn study(lesson: &Lesson<'_>, learned: &mut Learned, round: usize, dice: &mut Dice) -> usize {
    let mut state = State::new(&lesson.nodes, &lesson.between);
    while !state.is_done() {
        let features = state.features();
        let scores = learned.moves.scores(&features);
        let guess = best(&state, scores);
        let free = Free::of(&state, lesson.tree);
        let good = STEPS
            .into_iter()
            .filter(|&step| free.includes(step))
            .max_by_key(|&step| (scores[step as usize], std::cmp::Reverse(step as usize)));
        let good = good.unwrap_or(guess);
        learned.moves.tick();
        if !free.includes(guess) {
            learned
                .moves
                .correct(&features, good as usize, guess as usize);
        }
        // After two rounds the parser mostly follows its own mistakes, to learn to go on from them.
        let follow = free.includes(guess) || round >= 2 && dice.throw(10) < 9;
        let step = if follow { guess } else { good };
        let relation = state.arc(step).map_or(Relation::Root, |(child, head)| {
            let hung_well = lesson.tree.heads[child as usize] == Some(head);
            corrected(
                &state.label_features(child, head),
                lesson.tree.relations[child as usize],
                hung_well,
                &mut learned.labels,
            )
        });
        state.take(step, relation);
    }
    let tree = state.tree();
    (0..lesson.nodes.len())
        .filter(|&i| {
            tree.heads[i] == lesson.tree.heads[i] && tree.relations[i] == lesson.tree.relations[i]
        })
        .count()
}

/// The relation as learned so far, corrected where the head is right and the relation is not.
fn corrected(
    features: &[u64],
    right: Relation,
    hung_well: bool,
    labels: &mut Perceptron,
) -> Relation {
    let guess = relation(features, labels);
    labels.tick();
    if hung_well && guess != right {
        labels.correct(features, right as usize, guess as usize);
    }
    guess
}

/// The steps after which the best tree still within reach is as good as before.
struct Free([bool; 3]);

impl Free {
    fn includes(&self, step: Step) -> bool {
        self.0[step as usize]
    }

    /// Counts for each step the arcs of the right tree that it puts out of reach, and takes the steps that cost least.
    fn of(state: &State<'_>, gold: &Tree) -> Self {
        let head = |i: u16| gold.heads[i as usize];
        let next = state.next as u16;
        let ahead = |i: Option<u16>| i.is_none_or(|i| i >= next);
        let top = state.stack.last().copied();
        let below = state.stack.len().checked_sub(2).map(|i| state.stack[i]);
        let children_ahead = |of: u16| {
            (state.next..gold.heads.len())
                .filter(|&i| gold.heads[i] == Some(of))
                .count()
        };
        let shift = state.allows(Step::Shift).then(|| {
            let deep = &state.stack[..state.stack.len().saturating_sub(1)];
            let lost_head = head(next).is_some_and(|h| deep.contains(&h));
            state
                .stack
                .iter()
                .filter(|&&i| head(i) == Some(next))
                .count()
                + usize::from(lost_head)
        });
        let left = top.filter(|_| state.allows(Step::Left)).map(|top| {
            let lost_head = head(top) != Some(next)
                && (ahead(head(top)) || below.is_some() && head(top) == below);
            children_ahead(top) + usize::from(lost_head)
        });
        let right = top
            .zip(below)
            .map(|(top, _)| children_ahead(top) + usize::from(ahead(head(top))));
        let costs = [shift, left, right];
        let least = costs.into_iter().flatten().min();
        Self(costs.map(|cost| cost.is_some() && cost == least))
    }
}
