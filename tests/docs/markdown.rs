//! Pages as the tests read them: fences, links, pictures, headings, rows of tables.

use std::path::{Path, PathBuf};

/// A page of the repository.
pub(super) struct Page {
    /// Its path from the root (`docs/files.md`).
    pub(super) name: String,
    /// Its text.
    pub(super) text: String,
}

/// A block between two fences.
pub(super) struct Fence {
    /// The line of the opening fence, from 1.
    pub(super) line: usize,
    /// The words behind the opening fence.
    pub(super) info: Vec<String>,
    /// What stands between, with a newline at the end of every line.
    pub(super) body: String,
}

impl Fence {
    /// Whether it begins with these words.
    pub(super) fn is(&self, words: &[&str]) -> bool {
        self.info.len() >= words.len() && self.info.iter().zip(words).all(|(a, b)| a == b)
    }

    /// The value of `key=value` among its words.
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        self.info.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }
}

/// All pages of the repository, sorted by name.
pub(super) fn pages(root: &Path) -> Vec<Page> {
    let (mut folders, mut pages) = (vec![root.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !name.starts_with('.') && !["target", "node_modules"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if name.ends_with(".md") {
                pages.push(Page::read(root, &path));
            }
        }
    }
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    pages
}

impl Page {
    fn read(root: &Path, path: &Path) -> Self {
        let name = path.strip_prefix(root).expect("inside").display().to_string();
        Self { name, text: std::fs::read_to_string(path).expect("a page") }
    }

    /// Its fences, in order.
    pub(super) fn fences(&self) -> Vec<Fence> {
        let mut fences = Vec::new();
        let mut open: Option<Fence> = None;
        for (index, line) in self.text.lines().enumerate() {
            match (line.strip_prefix("```"), open.as_mut()) {
                (Some(_), Some(_)) => fences.extend(open.take()),
                (Some(info), None) => {
                    let info = info.split_whitespace().map(str::to_owned).collect();
                    open = Some(Fence { line: index + 1, info, body: String::new() });
                }
                (None, Some(fence)) => fence.body += &format!("{line}\n"),
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{}: a fence is not closed", self.name);
        fences
    }

    /// Its lines outside fences, with their numbers.
    fn prose(&self) -> Vec<(usize, &str)> {
        let mut inside = false;
        let lines = self.text.lines().enumerate().filter(|(_, line)| {
            let fence = line.starts_with("```");
            inside ^= fence;
            !inside && !fence
        });
        lines.map(|(index, line)| (index + 1, line)).collect()
    }

    /// The targets of its links and pictures, with their lines; `true` for pictures.
    pub(super) fn links(&self) -> Vec<(usize, bool, String)> {
        let mut links = Vec::new();
        for (number, line) in self.prose() {
            for (at, _) in line.match_indices("](") {
                let Some((target, _)) = line[at + 2..].split_once(')') else { continue };
                let head = line[..at].rfind('[').unwrap_or(0);
                links.push((number, line[..head].ends_with('!'), target.to_owned()));
            }
        }
        links
    }

    /// The file a link of this page leads to, from the root; `None` if it leaves the repository.
    pub(super) fn resolve(&self, target: &str) -> Option<PathBuf> {
        let mut path = Path::new(&self.name).parent().unwrap_or(Path::new("")).to_owned();
        if target.is_empty() {
            return Some(PathBuf::from(&self.name));
        }
        for part in target.split('/').filter(|part| !part.is_empty() && *part != ".") {
            if part != ".." {
                path.push(part);
            } else if !path.pop() {
                return None;
            }
        }
        Some(path)
    }

    /// The anchors of its headings, as code hosts make them.
    pub(super) fn anchors(&self) -> Vec<String> {
        let headings = self.prose().into_iter().filter_map(|(_, line)| line.strip_prefix('#'));
        headings.map(|heading| anchor(heading.trim_start_matches('#').trim())).collect()
    }

    /// The cells of its table rows outside fences, heads and rules left out.
    pub(super) fn tables(&self) -> Vec<Vec<Vec<String>>> {
        let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
        let mut last = 0;
        for (number, line) in self.prose().into_iter().filter(|(_, line)| line.starts_with('|')) {
            if number != last + 1 {
                tables.push(Vec::new());
            }
            last = number;
            let cells = line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
            tables.last_mut().expect("one was begun").push(cells.collect());
        }
        for table in &mut tables {
            table.drain(..2.min(table.len()));
        }
        tables
    }
}

fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn fences_links_and_anchors_are_read_as_they_are_written() {
    let text = "# Một cửa: *xem*\n[a](b.md#c) ![p](q.png)\n```sh run exit=1\nx [no](link)\n```\n| h |\n|---|\n| c |\n";
    let page = Page { name: "docs/x.md".to_owned(), text: text.to_owned() };
    let fences = page.fences();
    assert_eq!((fences.len(), fences[0].line, fences[0].value("exit")), (1, 3, Some("1")));
    assert!(fences[0].is(&["sh", "run"]) && !fences[0].is(&["sh", "exit=1"]));
    let links = [(2, false, "b.md#c".to_owned()), (2, true, "q.png".to_owned())];
    assert_eq!(page.links(), links);
    assert_eq!(page.anchors(), ["một-cửa-xem"]);
    assert_eq!(page.tables(), [[["c"]]]);
    assert_eq!(page.resolve("../README.md"), Some(PathBuf::from("README.md")));
    assert_eq!(page.resolve("../../x"), None);
}
