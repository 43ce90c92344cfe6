//! Ports for servers that tests start, kill and start again.

use std::{
    net::TcpListener,
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// Below what systems give to outgoing connections (32768 on Linux): no client takes the port while its server is
/// down.
const FIRST: u32 = 12_000;
const COUNT: u32 = 20_000;

static ASKED: AtomicU32 = AtomicU32::new(0);

/// A port of 127.0.0.1 that nobody listens on. Tests in other processes begin to look elsewhere.
///
/// # Panics
/// Where every port is taken.
pub fn free_port() -> u16 {
    for _ in 0..COUNT {
        let asked = ASKED.fetch_add(1, Ordering::Relaxed);
        let place = process::id()
            .wrapping_mul(7919)
            .wrapping_add(asked.wrapping_mul(31));
        let port = u16::try_from(FIRST + place % COUNT).unwrap_or_default();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no free port");
}
