//! What a sum of points is worth: the share of right values among those with about so many.

use model::Confidence;

/// Values in a block at least; fewer say little about a share.
const BLOCK: usize = 90;

/// Steps from points to confidence that never fall (isotonic regression): values sorted by points are cut into
/// blocks, and neighbours joined until no block has a smaller share of right values than the one below it. `judged`
/// holds points that were given without having learned from the value.
pub fn calibrate(judged: &[(i32, bool)]) -> Vec<(i32, Confidence)> {
    let mut sorted = judged.to_vec();
    sorted.sort_unstable();
    let mut steps: Vec<(i32, Confidence)> = blocks(&sorted)
        .into_iter()
        .map(|block| {
            let hundredths = (block.share() * 100.0).round() as u8;
            (block.from, Confidence::of_hundred(hundredths))
        })
        .collect();
    // Whatever has fewer points than any value seen is worth as much as the lowest.
    if let Some(first) = steps.first_mut() {
        first.0 = i32::MIN;
    }
    steps.dedup_by_key(|step| step.1);
    steps
}

/// Neighbours in points, taken together.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    from: i32,
    values: usize,
    right: usize,
}

impl Block {
    fn of(values: &[(i32, bool)]) -> Self {
        Block {
            from: values.first().map_or(i32::MIN, |value| value.0),
            values: values.len(),
            right: values.iter().filter(|value| value.1).count(),
        }
    }

    /// The share of right ones; half a right and half a wrong one are thrown in, so that no block is ever sure.
    fn share(&self) -> f64 {
        (self.right as f64 + 0.5) / (self.values as f64 + 1.0)
    }

    fn join(&mut self, above: Block) {
        self.values += above.values;
        self.right += above.right;
    }
}

/// Blocks whose shares rise.
fn blocks(sorted: &[(i32, bool)]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for chunk in sorted.chunks(BLOCK) {
        let block = Block::of(chunk);
        // A short rest goes to the block below.
        match blocks.last_mut() {
            Some(last) if chunk.len() < BLOCK => last.join(block),
            _ => blocks.push(block),
        }
        while let [.., below, above] = blocks.as_mut_slice()
            && below.share() >= above.share()
        {
            below.join(*above);
            blocks.pop();
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_rise_with_points_and_follow_the_shares() {
        let judged: Vec<(i32, bool)> = (0..2000)
            .map(|number| (number, (number * 7919) % 2000 < number))
            .collect();
        let steps = calibrate(&judged);
        assert!(steps.is_sorted() && steps.len() > 5);
        let at = |points: i32| {
            let at = steps.partition_point(|step| step.0 <= points);
            steps[at - 1].1.share()
        };
        for points in [0, 200, 1000, 1800] {
            let share = f64::from(points) / 2000.0;
            assert!((at(points) - share).abs() < 0.1, "{points}");
        }
    }

    #[test]
    fn nothing_to_learn_from_gives_no_steps() {
        assert!(calibrate(&[]).is_empty());
    }
}
