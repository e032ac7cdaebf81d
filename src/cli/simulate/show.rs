//! How the face of a simulated board is shown: as a picture in a file, or drawn in the terminal.

use crate::cli::half_blocks::half_blocks;
use crate::frame::{Frame, picture};
use crate::report::Message;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

/// Replaces the file whole, so that who looks at it never sees half a picture.
pub(super) fn write_png(path: &Path, frame: &Frame) -> Result<(), Message> {
    let cannot = |why: String| Message::SimulateCannotWrite { path: path.display().to_string(), why };
    let bytes = picture::png(frame).map_err(|why| cannot(why.to_string()))?;
    let name = path.file_name().ok_or_else(|| cannot("not a file name".to_owned()))?;
    let draft = path.with_file_name(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
    let written = std::fs::write(&draft, bytes).and_then(|()| std::fs::rename(&draft, path));
    written.map_err(|why| {
        // It may not exist; then there is nothing to clean up.
        let _gone = std::fs::remove_file(&draft);
        cannot(why.to_string())
    })
}

/// Standard output, if it is a terminal: the face is drawn over the one before.
#[derive(Default)]
pub(super) struct Terminal {
    lines: usize,
}

impl Terminal {
    /// Draws the face over the one before.
    pub(super) fn draw(&mut self, frame: &Frame) -> Result<(), Message> {
        let mut out = io::stdout().lock();
        if !out.is_terminal() {
            return Ok(());
        }
        let size = rustix::termios::tcgetwinsize(&out).ok().filter(|size| size.ws_col > 0 && size.ws_row > 1);
        let (columns, rows) = size.map_or((80, 23), |size| (size.ws_col, size.ws_row - 1));
        let lines = half_blocks(frame, columns, rows);
        let up = if self.lines > 0 { format!("\x1b[{}F", self.lines) } else { String::new() };
        self.lines = lines.len();
        let drawn =
            out.write_all(format!("{up}{}\n", lines.join("\n")).as_bytes()).and_then(|()| out.flush());
        drawn.map_err(|why| Message::SimulateGone { address: "stdout".to_owned(), why: why.to_string() })
    }
}
