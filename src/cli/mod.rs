//! (cli: to be written)
