//! The daemon as its operators meet it: the real program on real files, its boards at the other end of real sockets and
//! lines, read by receivers that share no code with it.

mod alone;
mod house;
mod huidu;
mod novastar;
mod receivers;
mod wled;
mod xixun;

mod cards;
mod clock;
mod faults;
mod health;
mod light;
mod people;
mod stop;
mod tls;
