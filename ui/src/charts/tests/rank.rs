use crate::charts::MetricKind;
use crate::charts::rank::{Candidate, Ranking};

fn chosen(ranking: &mut Ranking, means: &[(u64, f64)], k: usize) -> Vec<u64> {
    let candidates = means.iter().map(|&(key, mean)| Candidate { key, mean }).collect();
    ranking.choose(candidates, MetricKind::Cpu, 0, 0, k);
    ranking.members().to_vec()
}

#[test]
fn the_highest_means_have_lines() {
    let mut ranking = Ranking::default();
    let means = [(1, 10.0), (2, 50.0), (3, 30.0), (4, 5.0), (5, 40.0)];
    assert_eq!(chosen(&mut ranking, &means, 3), [2, 5, 3]);
}

#[test]
fn a_line_is_taken_over_only_by_an_instance_that_is_clearly_busier() {
    let mut ranking = Ranking::default();
    assert_eq!(
        chosen(&mut ranking, &[(1, 50.0), (2, 30.0), (3, 20.0), (4, 19.0), (5, 1.0)], 3),
        [1, 2, 3]
    );
    // A little busier, order among the members changed: nothing moves.
    assert_eq!(
        chosen(&mut ranking, &[(1, 30.0), (2, 50.0), (3, 20.0), (4, 22.0), (5, 1.0)], 3),
        [1, 2, 3]
    );
    // Clearly busier: it takes the weakest one's place.
    assert_eq!(
        chosen(&mut ranking, &[(1, 30.0), (2, 50.0), (3, 20.0), (4, 26.0), (5, 1.0)], 3),
        [1, 2, 4]
    );
    // And does not lose it at once.
    assert_eq!(
        chosen(&mut ranking, &[(1, 30.0), (2, 50.0), (3, 26.0), (4, 24.0), (5, 1.0)], 3),
        [1, 2, 4]
    );
}

#[test]
fn noise_near_zero_moves_nothing() {
    let mut ranking = Ranking::default();
    assert_eq!(chosen(&mut ranking, &[(1, 0.02), (2, 0.01), (3, 0.0)], 1), [1]);
    assert_eq!(chosen(&mut ranking, &[(1, 0.01), (2, 0.15), (3, 0.0)], 1), [1]);
    assert_eq!(chosen(&mut ranking, &[(1, 0.01), (2, 0.5), (3, 0.0)], 1), [2]);
}

#[test]
fn one_more_than_asked_for_needs_no_others() {
    let mut ranking = Ranking::default();
    assert_eq!(chosen(&mut ranking, &[(1, 3.0), (2, 2.0), (3, 1.0)], 2), [1, 2, 3]);
    assert_eq!(chosen(&mut ranking, &[(1, 3.0), (2, 2.0), (3, 1.0), (4, 0.5)], 2), [1, 2]);
    assert_eq!(chosen(&mut ranking, &[(2, 2.0), (4, 0.5)], 2), [2, 4]);
}

#[test]
fn ranks_are_made_again_every_few_seconds_and_for_each_change_of_instances() {
    let mut ranking = Ranking::default();
    assert!(ranking.is_due(0, 0, 3));
    ranking.choose(Vec::new(), MetricKind::Cpu, 1000, 7, 3);
    assert!(!ranking.is_due(5999, 7, 3));
    assert!(ranking.is_due(6000, 7, 3));
    assert!(ranking.is_due(2000, 8, 3));
    assert!(ranking.is_due(2000, 7, 4));
    assert!(ranking.is_due(500, 7, 3), "the clock was set back");
}
