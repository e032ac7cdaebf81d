//! Stretches of time: sorted, apart from each other, begin included and end excluded, in milliseconds since 1970 UTC.

use std::ops::Range;

/// From and to in milliseconds since 1970 UTC.
pub(super) type Span = Range<i64>;

/// Sorts spans, joins those that touch and drops empty ones.
pub(super) fn tidy(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| span.start < span.end);
    if spans.len() < 2 {
        return spans;
    }
    spans.sort_unstable_by_key(|span| span.start);
    spans.dedup_by(|later, kept| {
        let joins = later.start <= kept.end;
        if joins {
            kept.end = kept.end.max(later.end);
        }
        joins
    });
    spans
}

/// What lies in both.
pub(super) fn both(a: &[Span], b: &[Span]) -> Vec<Span> {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut common = Vec::new();
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        let (start, end) = (x.start.max(y.start), x.end.min(y.end));
        if start < end {
            common.push(start..end);
        }
        if x.end <= y.end {
            a.next()
        } else {
            b.next()
        };
    }
    common
}

/// What lies in `whole` and in none of `spans`.
pub(super) fn outside(spans: &[Span], whole: Span) -> Vec<Span> {
    let mut rest = Vec::new();
    let mut from = whole.start;
    for span in spans {
        if from < span.start.min(whole.end) {
            rest.push(from..span.start.min(whole.end));
        }
        from = from.max(span.end);
    }
    if from < whole.end {
        rest.push(from..whole.end);
    }
    rest
}

/// The span that an instant lies in.
pub(super) fn at(spans: &[Span], instant: i64) -> Option<&Span> {
    let after = spans.partition_point(|span| span.start <= instant);
    spans[..after].last().filter(|span| instant < span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spans() -> impl Strategy<Value = Vec<Span>> {
        prop::collection::vec((0i64..60, 0i64..20).prop_map(|(from, long)| from..from + long), 0..8)
    }

    proptest! {
        #[test]
        fn spans_hold_the_instants_that_they_say(a in spans(), b in spans(), instant in 0i64..90) {
            let within = |list: &[Span]| list.iter().any(|span| span.contains(&instant));
            let (x, y) = (tidy(a.clone()), tidy(b.clone()));
            prop_assert_eq!(within(&x), within(&a));
            prop_assert!(x.windows(2).all(|pair| pair[0].end < pair[1].start));
            prop_assert_eq!(within(&both(&x, &y)), within(&x) && within(&y));
            prop_assert_eq!(within(&outside(&x, 10..50)), (10..50).contains(&instant) && !within(&x));
            prop_assert_eq!(at(&x, instant).is_some(), within(&x));
        }
    }
}
