//! Rust source as the rules look at it: without comments, without what stands in quotes, without test code. Line
//! numbers stay what they are, so that a finding can be looked up.

/// The source with comments and the insides of quotes turned into spaces.
pub(super) fn code(source: &str) -> String {
    blank(source, true)
}

/// The source with comments turned into spaces, quotes kept.
pub(super) fn quoted_code(source: &str) -> String {
    blank(source, false)
}

/// What of [`code`] is left once every item under `#[cfg(test)]` is turned into spaces.
pub(super) fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut left = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        left.push_str(&rest[..at]);
        let item = &rest[at..];
        let end = item_end(item, MARK.len());
        left.extend(item[..end].chars().map(spaced));
        rest = &item[end..];
    }
    left + rest
}

/// The names of modules declared under `#[cfg(test)]`, whose files are test code as a whole.
pub(super) fn test_modules(code: &str) -> Vec<String> {
    let after = code.split("#[cfg(test)]").skip(1);
    let named = after.filter_map(|item| {
        let name = item.trim_start().strip_prefix("mod ")?;
        name.split_once(';').map(|(name, _)| name.trim().to_owned())
    });
    named.filter(|name| name.chars().all(is_word)).collect()
}

/// The function declared at `fn`: its name, and its first and last line, from 1. Declarations without a body are
/// left out.
pub(super) fn functions(code: &str) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let begins = code[..at].chars().next_back().is_none_or(|before| !is_word(before));
        let name: String = code[at + 3..].chars().take_while(|c| is_word(*c)).collect();
        if !begins || name.is_empty() {
            continue;
        }
        let end = at + item_end(&code[at..], 0);
        if code[..end].ends_with('}') {
            found.push((name, line_of(code, at), line_of(code, end - 1)));
        }
    }
    found
}

/// The line, from 1, on which a byte stands.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Whether a character can stand in a name.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where an item ends: after its closing brace, or after the semicolon if it has no body.
fn item_end(item: &str, from: usize) -> usize {
    let mut depth = 0usize;
    for (at, c) in item.char_indices().skip_while(|(at, _)| *at < from) {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && c == '}' {
                    return at + 1;
                }
            }
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    item.len()
}

fn spaced(c: char) -> char {
    if c == '\n' { '\n' } else { ' ' }
}

/// What a stretch of source is.
enum Piece {
    Code(usize),
    Comment(usize),
    /// Its length, and how much of both its ends are quotes.
    Quoted(usize, usize, usize),
}

fn blank(source: &str, quotes_too: bool) -> String {
    let mut left = String::with_capacity(source.len());
    let mut rest = source;
    while !rest.is_empty() {
        let after_word = left.chars().next_back().is_some_and(is_word);
        let length = match next(rest, after_word) {
            Piece::Code(length) => {
                left.push_str(&rest[..length]);
                length
            }
            Piece::Comment(length) => {
                left.extend(rest[..length].chars().map(spaced));
                length
            }
            Piece::Quoted(length, head, tail) if quotes_too => {
                left.push_str(&rest[..head]);
                left.extend(rest[head..length - tail].chars().map(spaced));
                left.push_str(&rest[length - tail..length]);
                length
            }
            Piece::Quoted(length, ..) => {
                left.push_str(&rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
    left
}

fn next(rest: &str, after_word: bool) -> Piece {
    if rest.starts_with("//") {
        return Piece::Comment(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Piece::Comment(block_comment(rest));
    }
    if let (false, Some(raw)) = (after_word, raw_string(rest)) {
        return raw;
    }
    if let Some(inside) = rest.strip_prefix('"') {
        let length = closing(inside, '"').map_or(rest.len(), |at| at + 2);
        return Piece::Quoted(length, 1, 1.min(length - 1));
    }
    if let Some(length) = character(rest) {
        return Piece::Quoted(length, 1, 1);
    }
    Piece::Code(rest.chars().next().map_or(1, char::len_utf8))
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`, `br"…"`.
fn raw_string(rest: &str) -> Option<Piece> {
    let body = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    body[hashes..].strip_prefix('"')?;
    let head = rest.len() - body.len() + hashes + 1;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = rest[head..].find(&end).map_or(rest.len(), |at| head + at + end.len());
    Some(Piece::Quoted(length, head, if length == rest.len() { 0 } else { end.len() }))
}

/// `'x'` or `'\u{41}'`; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    if first == '\\' {
        return closing(inside, '\'').map(|at| at + 2);
    }
    inside[first.len_utf8()..].starts_with('\'').then_some(first.len_utf8() + 2)
}

/// Where the closing quote stands, backslashes minded.
fn closing(inside: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    inside.char_indices().find_map(|(at, c)| {
        let found = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        found.then_some(at)
    })
}
