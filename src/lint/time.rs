//! Rules D: whether an item is on the face long enough to be read, and whether its movement can be followed.

use super::{Case, Finding, tenths};
use crate::language;
use crate::report::Message;
use crate::scene::Passing;

/// Everything to say of an item in time.
pub(super) fn findings(case: &Case<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    match case.layout.passing() {
        None => found.extend(standing(case)),
        Some(passing) => {
            found.extend(line(case).or_else(|| steps(case, &passing)));
            found.extend(passes(case, &passing));
            if passing.sideways {
                found.extend(sideways(case, &passing));
            } else {
                found.extend(upwards(case, &passing));
            }
        }
    }
    found.extend(blank(case));
    found
}

/// The seconds it takes to read some lines.
fn reading(case: &Case<'_>, lines: usize, syllables: usize) -> f64 {
    let settings = case.settings;
    let by_lines = settings.line_s * lines as f64;
    let by_syllables = settings.syllable_s * syllables as f64 + settings.find_s;
    settings.page_s.max(by_lines).max(by_syllables)
}

/// D01 and D02 of pages: the page that takes longest, and the one that is read first.
fn standing(case: &Case<'_>) -> Option<Finding> {
    let mut pages = vec![(0, 0); case.layout.page_count() as usize];
    for line in case.layout.lines(case.font) {
        if let Some((lines, syllables)) = pages.get_mut(line.page as usize) {
            *lines += 1;
            *syllables += language::syllables(line.text);
        }
    }
    let needs: Vec<f64> =
        pages.into_iter().map(|(lines, syllables)| reading(case, lines, syllables)).collect();
    let longest = needs.into_iter().fold(0.0, f64::max);
    let shown = case.layout.page_time()?.as_secs_f64();
    let long = case.others && shown > case.settings.long_times * longest;
    let hint = || {
        Finding::hint(Message::ShownLong { shown: tenths(shown), need: tenths(longest), board: case.board() })
    };
    short(case, shown, longest).or_else(|| long.then(hint))
}

/// D01.
fn short(case: &Case<'_>, shown: f64, need: f64) -> Option<Finding> {
    (shown < need).then(|| {
        let message = Message::ShownShort { shown: tenths(shown), need: tenths(need), board: case.board() };
        let lost = shown < case.settings.short_part * need;
        if lost { Finding::error(message) } else { Finding::warning(message) }
    })
}

/// D01 of lines that pass upwards: one pass must give the time to read them all.
fn upwards(case: &Case<'_>, passing: &Passing) -> Option<Finding> {
    let lines: Vec<usize> = case.layout.lines(case.font).map(|line| language::syllables(line.text)).collect();
    short(case, passing.once.as_secs_f64(), reading(case, lines.len(), lines.iter().sum()))
}

/// D03, D05 and D07: how fast letters pass, how many are seen at once, and whether they need to move at all.
fn sideways(case: &Case<'_>, passing: &Passing) -> Vec<Finding> {
    let (settings, board) = (case.settings, case.board());
    let advance = case.layout.mean_advance(case.font);
    let (width, speed) = (f64::from(case.view.face.width()), f64::from(passing.speed));
    let mut found = Vec::new();
    if speed > settings.letters_per_s * advance {
        let most = (settings.letters_per_s * advance).floor() as u32;
        let message = Message::PassesFast { speed: passing.speed, most, board: board.clone() };
        let lost = speed > settings.letters_lost_per_s * advance;
        found.push(if lost { Finding::error(message) } else { Finding::warning(message) });
    }
    let letters = width / advance.max(1.0);
    if letters < settings.window_letters {
        let message = Message::WindowNarrow { letters: letters.floor() as u32, board: board.clone() };
        found.push(Finding::warning(message));
    }
    let text = case.layout.lines(case.font).map(|line| line.width).max().unwrap_or(0);
    if f64::from(text) <= settings.still_widths * width {
        found.push(Finding::hint(Message::PassesNeedlessly { board }));
    }
    found
}

/// D09: on a slow line a movement is a row of jumps.
fn line(case: &Case<'_>) -> Option<Finding> {
    let fps = case.view.line_fps.filter(|fps| *fps < case.settings.line_fps)?;
    Some(Finding::warning(Message::LineSlow { fps: tenths(fps), board: case.board() }))
}

/// D04: steps of one length at one distance in time, on a controller that refreshes as often as it is sent frames.
fn steps(case: &Case<'_>, passing: &Passing) -> Option<Finding> {
    let (speed, fps) = (passing.speed.max(1), u32::from(case.view.max_fps.max(1)));
    let even = |speed: u32| speed.is_multiple_of(fps) || fps.is_multiple_of(speed);
    if even(speed) {
        return None;
    }
    let near = (1..=240u32).filter(|other| even(*other)).min_by_key(|other| other.abs_diff(speed))?;
    Some(Finding::hint(Message::StepsUneven { speed, fps, near, board: case.board() }))
}

/// D06.
fn passes(case: &Case<'_>, passing: &Passing) -> Option<Finding> {
    let least = case.settings.passes_least.ceil() as u32;
    (passing.passes < least).then(|| Finding::warning(Message::PassesFew { passes: passing.passes, least }))
}

/// D08: dark time so short that it is seen as a flash. None at all is a change at once, which is as good as a long one.
fn blank(case: &Case<'_>) -> Option<Finding> {
    let (blank, least) = (case.blank.as_secs_f64(), case.settings.blank_s);
    (blank > 0.0 && blank < least)
        .then(|| Finding::warning(Message::BlankShort { blank: tenths(blank), least: tenths(least) }))
}
