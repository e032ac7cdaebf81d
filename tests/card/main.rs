//! How a card is looked after, whatever its make: with a model card that can fail at every operation.

mod day;
mod failing;
mod filling;
mod foreign;
mod keeping;
mod model;
mod world;
