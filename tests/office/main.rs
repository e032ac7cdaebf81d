//! The choke point with a real journal and real files: every change leaves its row, every refusal leaves nothing, nothing
//! unapproved is lit, and no words are lost when two people write.

mod approval;
mod drafts;
mod files;
mod house;
mod people;
mod rows;
