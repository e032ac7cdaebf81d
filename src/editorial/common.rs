//! What two lists have in common, in their order.

/// The largest table that is filled to find it: two lists of a thousand items.
const MOST: usize = 1_100_000;

/// The longest run of equal pairs, as places in the one and in the other list, both going up. Of lists too long to be compared
/// as a whole only what they begin and end with.
pub(super) fn common<T: PartialEq>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    let first = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (rest_a, rest_b) = (&a[first..], &b[first..]);
    let last = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (middle_a, middle_b) = (&rest_a[..rest_a.len() - last], &rest_b[..rest_b.len() - last]);
    let mut pairs: Vec<(usize, usize)> = (0..first).map(|at| (at, at)).collect();
    pairs.extend(longest(middle_a, middle_b).into_iter().map(|(x, y)| (first + x, first + y)));
    pairs.extend((0..last).map(|at| (a.len() - last + at, b.len() - last + at)));
    pairs
}

fn longest<T: PartialEq>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    if (a.len() + 1).saturating_mul(width) > MOST {
        return Vec::new();
    }
    // lengths[x * width + y]: how much a[x..] and b[y..] have in common.
    let mut lengths = vec![0_u32; (a.len() + 1) * width];
    for x in (0..a.len()).rev() {
        for y in (0..b.len()).rev() {
            lengths[x * width + y] = if a[x] == b[y] {
                lengths[(x + 1) * width + y + 1] + 1
            } else {
                lengths[(x + 1) * width + y].max(lengths[x * width + y + 1])
            };
        }
    }
    let (mut x, mut y, mut pairs) = (0, 0, Vec::new());
    while x < a.len() && y < b.len() {
        if a[x] == b[y] {
            pairs.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if lengths[(x + 1) * width + y] >= lengths[x * width + y + 1] {
            x += 1;
        } else {
            y += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_run_is_found_in_order() {
        let words = |text: &'static str| text.chars().collect::<Vec<_>>();
        let run = |a, b| {
            let (a, b) = (words(a), words(b));
            common(&a, &b).into_iter().map(|(x, y)| (assert_eq!(a[x], b[y]), a[x]).1).collect::<String>()
        };
        assert_eq!(run("abcbdab", "bdcaba").len(), 4);
        assert_eq!(
            (run("abc", "abc"), run("abc", "axc"), run("", "a")),
            ("abc".into(), "ac".into(), String::new())
        );
        let long: Vec<usize> = (0..5000).collect();
        let moved: Vec<usize> =
            long.iter().map(|at| if (1..4999).contains(at) { at + 9000 } else { *at }).collect();
        assert_eq!(common(&long, &moved), [(0, 0), (4999, 4999)], "and of long lists the ends");
    }
}
