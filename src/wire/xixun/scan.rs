//! Where a JSON object ends that nothing follows by which one could tell.

/// Looks for the end of one object, byte by byte, and remembers where it was.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scan {
    depth: u32,
    text: bool,
    escaped: bool,
}

impl Scan {
    /// Whether the object ends with this byte. Braces that are never closed are no concern here: who feeds it bounds it.
    pub(super) fn ends(&mut self, byte: u8) -> bool {
        if self.text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.text = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.text = true,
            b'{' | b'[' => self.depth = self.depth.saturating_add(1),
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> Option<usize> {
        let mut scan = Scan::default();
        text.bytes().position(|byte| scan.ends(byte)).map(|at| at + 1)
    }

    #[test]
    fn an_object_ends_with_its_own_brace_whatever_stands_in_its_texts() {
        assert_eq!(end(r#"{"a":"}\"}","b":{"c":[1]}}{"#), Some(26));
        assert_eq!(end("{}"), Some(2));
        assert_eq!(end(r#"{"a":"}"#), None);
    }
}
