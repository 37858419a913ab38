//! Average-link clustering over the pairs that were compared.

use super::Alike;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

/// Joins clusters, the most certain first, while the mean over all pairs across two of them is
/// `same` or more; pairs that are not listed count as nothing. Ties go by number.
pub fn average_link(count: usize, pairs: &[Alike], same: f64) -> Vec<Vec<u32>> {
    let mut clusters: Vec<Option<Cluster>> = (0..count as u32)
        .map(|member| {
            Some(Cluster {
                members: vec![member],
                near: BTreeMap::new(),
            })
        })
        .collect();
    let mut joins = BinaryHeap::new();
    for (a, b, certainty) in pairs {
        for (one, other) in [(*a, *b), (*b, *a)] {
            if let Some(Some(cluster)) = clusters.get_mut(one as usize) {
                cluster.near.insert(other, *certainty);
            }
        }
        if *certainty >= same {
            joins.push(Join {
                mean: *certainty,
                a: *a,
                b: *b,
            });
        }
    }
    while let Some(Join { a, b, .. }) = joins.pop() {
        // A cluster that has been joined since is another one by now.
        if clusters[a as usize].is_none() || clusters[b as usize].is_none() {
            continue;
        }
        let (Some(x), Some(y)) = (clusters[a as usize].take(), clusters[b as usize].take()) else {
            continue;
        };
        let number = clusters.len() as u32;
        let mut joined = x.joined(y);
        joined.near.retain(|other, _| *other != a && *other != b);
        for (other, sum) in &joined.near {
            let Some(Some(neighbour)) = clusters.get_mut(*other as usize) else {
                continue;
            };
            neighbour.near.remove(&a);
            neighbour.near.remove(&b);
            neighbour.near.insert(number, *sum);
            let mean = sum / (joined.members.len() * neighbour.members.len()) as f64;
            if mean >= same {
                joins.push(Join {
                    mean,
                    a: *other,
                    b: number,
                });
            }
        }
        clusters.push(Some(joined));
    }
    clusters
        .into_iter()
        .flatten()
        .map(|cluster| cluster.members)
        .collect()
}

/// Members, and the sum of certainties to each neighbour.
struct Cluster {
    members: Vec<u32>,
    near: BTreeMap<u32, f64>,
}

impl Cluster {
    fn joined(mut self, other: Cluster) -> Cluster {
        self.members.extend(other.members);
        for (number, sum) in other.near {
            *self.near.entry(number).or_default() += sum;
        }
        self
    }
}

/// Two clusters that may be joined.
struct Join {
    mean: f64,
    a: u32,
    b: u32,
}

impl Ord for Join {
    fn cmp(&self, other: &Self) -> Ordering {
        let mean = self.mean.total_cmp(&other.mean);
        mean.then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Join {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Join {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Join {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_likeness_does_not_chain_two_clusters() {
        let pairs = [(0, 1, 0.9), (2, 3, 0.9), (1, 2, 0.6)];
        let mut groups = average_link(5, &pairs, 0.3);
        groups.sort();
        assert_eq!(groups, [vec![0, 1], vec![2, 3], vec![4]]);
    }
}
