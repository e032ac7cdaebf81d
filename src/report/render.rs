//! Faults as the text a terminal or the page shows: the sentence, the line of the file, and a caret under what is
//! wrong. Columns stay right under Vietnamese letters and their marks.

use super::{Fault, Lang, Severity};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// All faults, each with its place, separated by blank lines; coloured for a terminal if asked.
#[must_use]
pub fn render(faults: &[Fault], lang: Lang, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let rendered: Vec<String> = faults.iter().map(|fault| one(fault, lang, &renderer)).collect();
    rendered.join("\n\n")
}

fn one(fault: &Fault, lang: Lang, renderer: &Renderer) -> String {
    let level = match fault.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut title = level.with_name(fault.severity.word(lang)).primary_title(fault.sentence(lang));
    if let Some(rule) = fault.message.rule() {
        title = title.id(rule.id());
    }
    let Some((source, span)) = &fault.place else {
        return renderer.render(&[annotate_snippets::Group::with_title(title)]);
    };
    let span = inside(&source.text, span.clone());
    let snippet = Snippet::source(source.text.as_str())
        .path(source.name.as_str())
        .annotation(AnnotationKind::Primary.span(span));
    let group = title.element(snippet);
    let Some(reason) = &fault.silenced else { return renderer.render(&[group]) };
    let because = match lang {
        Lang::Vi => "bỏ qua vì",
        Lang::En => "silenced",
    };
    renderer.render(&[group.element(Level::NOTE.with_name(because).message(reason.as_str()))])
}

/// The span cut to its first line and to whole characters, so that a long text is not shown whole.
fn inside(text: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = floor(span.start);
    let end = floor(span.end.max(span.start)).max(start);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    start..end.min(line_end).max(start)
}

#[cfg(test)]
mod tests {
    use super::super::{Message, Source};
    use super::*;
    use std::sync::Arc;

    #[test]
    fn the_caret_stands_under_the_letter_also_after_vietnamese_marks() {
        let text = "text = \"Tiếng Việt ж\"\n".to_owned();
        let at = text.find('ж').unwrap();
        let source = Arc::new(Source { name: "playlists/a.toml".into(), text });
        let message = Message::MissingKey { key: "text".into(), table: "[[item]]".into() };
        let fault = Fault::error(&source, at..at + 2, message);
        let shown = render(&[fault], Lang::En, false);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[1].trim(), "--> playlists/a.toml:1:20");
        let under = lines.iter().find(|line| line.contains('^')).unwrap();
        let shown_line = lines.iter().find(|line| line.contains('ж')).unwrap();
        let column = |line: &str, c| line.chars().position(|x| x == c).unwrap();
        assert_eq!(column(under, '^'), column(shown_line, 'ж'), "{shown}");
    }

    #[test]
    fn a_fault_without_a_place_is_still_a_sentence() {
        let fault = Fault::unplaced(Message::MissingKey { key: "id".into(), table: "[[board]]".into() });
        assert!(render(&[fault], Lang::Vi, false).starts_with("lỗi: "));
    }

    #[test]
    fn a_span_beyond_the_text_or_inside_a_letter_does_no_harm() {
        let source = Arc::new(Source { name: "x".into(), text: "ếế".into() });
        for span in [0..99, 1..2, 50..60, std::ops::Range { start: 2, end: 1 }] {
            let message = Message::TextBlank { key: "x".into() };
            assert!(!render(&[Fault::error(&source, span, message)], Lang::En, false).is_empty());
        }
    }
}
