//! Logistic regression over grounds, each of which holds or does not.

/// One value: the terms that hold of it, as numbers, each once; and whether it is right.
#[derive(Debug, Clone)]
pub struct Example {
    pub terms: Vec<u32>,
    pub right: bool,
}

/// What each term adds to the log odds, and what every value begins with.
#[derive(Debug, Clone)]
pub struct Learned {
    pub weights: Vec<f64>,
    pub bias: f64,
}

/// Steps over all terms; a step under this size ends the learning.
const ROUNDS: usize = 40;
const SMALL: f64 = 1e-3;

/// The weights that make the examples likeliest, each held back by its penalty: one term after the other takes a
/// Newton step, in their order, so that the same examples give the same weights.
pub fn learn(examples: &[&Example], penalties: &[f64]) -> Learned {
    let mut having: Vec<Vec<u32>> = vec![Vec::new(); penalties.len()];
    for (number, example) in examples.iter().enumerate() {
        for term in &example.terms {
            having[*term as usize].push(number as u32);
        }
    }
    let everybody: Vec<u32> = (0..examples.len() as u32).collect();
    let mut learned = Learned {
        weights: vec![0.0; penalties.len()],
        bias: 0.0,
    };
    let mut odds = vec![0.0; examples.len()];
    for _ in 0..ROUNDS {
        let step = newton(examples, &everybody, &mut odds, 1e-6, 0.0);
        learned.bias += step;
        let mut largest = step.abs();
        for (term, numbers) in having.iter().enumerate().filter(|(_, all)| !all.is_empty()) {
            let weight = &mut learned.weights[term];
            let step = newton(examples, numbers, &mut odds, penalties[term], *weight);
            *weight += step;
            largest = largest.max(step.abs());
        }
        if largest < SMALL {
            break;
        }
    }
    learned
}

/// One step of one weight, with which these examples' odds move.
fn newton(
    examples: &[&Example],
    numbers: &[u32],
    odds: &mut [f64],
    penalty: f64,
    weight: f64,
) -> f64 {
    let (mut slope, mut curve) = (penalty * weight, penalty);
    for number in numbers {
        let number = *number as usize;
        let share = 1.0 / (1.0 + (-odds[number]).exp());
        slope += share - f64::from(u8::from(examples[number].right));
        curve += share * (1.0 - share);
    }
    let step = -slope / curve;
    for number in numbers {
        odds[*number as usize] += step;
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_with_right_values_gets_points_and_rare_terms_get_few() {
        let mut examples = Vec::new();
        for number in 0..40 {
            let right = number % 2 == 0;
            let mut terms = vec![u32::from(right)];
            if number == 0 {
                terms.push(2);
            }
            examples.push(Example { terms, right });
        }
        let examples: Vec<&Example> = examples.iter().collect();
        let learned = learn(&examples, &[5.0, 5.0, 5.0]);
        assert!(learned.weights[0] < -0.5 && learned.weights[1] > 0.5);
        assert!(learned.weights[2] < learned.weights[1]);
    }
}
