//! Sentences in a page: what they quote of files and commands between backticks becomes `<code>`. All else is text, whatever
//! stands in it.

use askama::filters::{Escaper as _, Html};

/// A sentence as HTML. A backtick without its fellow stays one.
pub(super) fn coded(sentence: impl AsRef<str>) -> String {
    let mut html = String::new();
    let mut rest = sentence.as_ref();
    // Writing to a string cannot fail.
    while let Some((before, after)) = rest.split_once('`')
        && let Some((inside, behind)) = after.split_once('`')
    {
        let _ = Html.write_escaped_str(&mut html, before);
        html += "<code>";
        let _ = Html.write_escaped_str(&mut html, inside);
        html += "</code>";
        rest = behind;
    }
    let _ = Html.write_escaped_str(&mut html, rest);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_code_and_nothing_becomes_markup() {
        assert_eq!(coded("Thiếu `text` ở `a.toml`."), "Thiếu <code>text</code> ở <code>a.toml</code>.");
        assert_eq!(coded("một ` thôi"), "một ` thôi");
        let hostile = coded("<b> `<script>` & \"");
        assert!(!hostile.contains("<b>") && !hostile.contains("<script>"), "{hostile}");
        assert_eq!(hostile.matches("<code>").count(), 1);
    }
}
