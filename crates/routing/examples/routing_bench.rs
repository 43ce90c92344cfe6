//! Measures the engine.
fn main() {
    let rounds: u32 = std::env::args().nth(1).map_or(10, |n| n.parse().unwrap());
    for i in 0..rounds {
        let (w, c) = if i % 2 == 0 {
            (100, 20)
        } else {
            (100_000, 2000)
        };
        let cost = routing::bench::cost(w, c).unwrap();
        println!(
            "{w} {c}: {:.0} /s, reference {:.0} /s",
            cost.decisions_per_second, cost.reference_per_second
        );
    }
}
