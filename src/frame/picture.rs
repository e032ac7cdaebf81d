//! Frames as PNG and GIF, in memory. Never opens a file.
