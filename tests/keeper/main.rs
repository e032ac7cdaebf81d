//! Boards behind cards that play by themselves: what they are to keep, and who sees to it.

mod card;
mod day;
mod house;
mod stock;
mod task;
