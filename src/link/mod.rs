//! (link: to be written)
