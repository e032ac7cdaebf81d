//! How a card is looked after, whatever its make: with a model card that can fail at every operation.

mod filling;
mod model;
mod world;
