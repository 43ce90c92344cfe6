//! Formulas for queues in a steady state: Erlang C (everybody waits), Erlang A (some leave), and Erlang A where a
//! counsellor holds several chats. Rates are per second, waits in seconds.

/// Erlang C: arrivals at random, exponential service, endless patience.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangC {
    /// Share that waits at all.
    pub p_wait: f64,
    /// Mean wait of all (average speed of answer).
    pub mean_wait: f64,
    drain: f64,
}

impl ErlangC {
    /// Share answered within so many seconds.
    pub fn answered_within(&self, seconds: f64) -> f64 {
        1.0 - self.p_wait * (-self.drain * seconds).exp()
    }
}

/// Erlang C for `servers`; none when they cannot keep up.
pub fn erlang_c(arrivals: f64, service: f64, servers: u32) -> Option<ErlangC> {
    let load = arrivals / service;
    let n = f64::from(servers);
    if load >= n {
        return None;
    }
    let blocked = (1..=servers).fold(1.0, |b, k| load * b / (f64::from(k) + load * b));
    let p_wait = n * blocked / (n - load * (1.0 - blocked));
    let drain = n.mul_add(service, -arrivals);
    Some(ErlangC {
        p_wait,
        mean_wait: p_wait / drain,
        drain,
    })
}

/// Erlang A: as Erlang C, but each one leaves after an exponential patience (Palm; Mandelbaum and Zeltyn, The
/// Palm/Erlang-A queue, with applications to call centers, 2005).
#[derive(Clone, Debug, PartialEq)]
pub struct ErlangA {
    /// Share that finds everybody busy.
    pub p_wait: f64,
    /// Share that leaves unserved.
    pub p_abandon: f64,
    /// Mean wait of all, those who leave included.
    pub mean_wait: f64,
    /// Mean wait of those served (average speed of answer).
    pub mean_answer: f64,
    /// Mean number in service.
    pub in_service: f64,
    /// How likely it is that everybody is busy and so many wait, from none on.
    queue: Vec<f64>,
    /// Rate at which talks end while everybody is busy, and at which one waiting seeker gives up.
    rates: (f64, f64),
}

impl ErlangA {
    /// Share of all that is answered within so many seconds.
    ///
    /// Who finds j ahead waits for j + 1 steps, each as fast as talks end and those still ahead give up. With t for
    /// leaving times the wait, e^-t has the distribution Beta(c, j + 1), c being the rate of ends over that of giving
    /// up; its tail is a sum of negative binomial terms.
    pub fn answered_within(&self, seconds: f64) -> f64 {
        let c = self.ends_per_leaving();
        let sooner = |j: f64, later: f64| c / (c + j + 1.0) * (1.0 - later);
        1.0 - self.p_wait + self.over_queue(seconds, c + 1.0, sooner)
    }

    /// Share of all that still waits after so many seconds.
    pub fn waits_longer(&self, seconds: f64) -> f64 {
        let (_, leaving) = self.rates;
        let stays = (-leaving * seconds).exp();
        stays * self.over_queue(seconds, self.ends_per_leaving(), |_, later| later)
    }

    fn ends_per_leaving(&self) -> f64 {
        self.rates.0 / self.rates.1.max(1e-12)
    }

    /// Adds up, over who is found ahead, a figure of their number and of P(Beta(a, number + 1) <= e^-t).
    fn over_queue(&self, seconds: f64, a: f64, figure: impl Fn(f64, f64) -> f64) -> f64 {
        let spent = self.rates.1.max(1e-12) * seconds;
        let gone = -(-spent).exp_m1();
        let (mut term, mut later) = ((-a * spent).exp(), 0.0_f64);
        let mut sum = 0.0;
        for (ahead, p) in (0_u32..).zip(&self.queue) {
            let j = f64::from(ahead);
            later = (later + term).min(1.0);
            sum += p * figure(j, later);
            term *= gone * (a + j) / (j + 1.0);
        }
        sum
    }
}

/// Erlang A for `servers` who serve one at a time; `leaving` is the rate at which one waiting seeker gives up.
pub fn erlang_a(arrivals: f64, service: f64, servers: u32, leaving: f64) -> ErlangA {
    erlang_a_chats(arrivals, service, servers, leaving, &[1.0])
}

/// Erlang A where a counsellor holds up to `speed.len()` chats and loads are kept level.
///
/// `speed[k - 1]` is how much work a counsellor with k chats gets done, against one chat.
pub fn erlang_a_chats(
    arrivals: f64,
    service: f64,
    servers: u32,
    leaving: f64,
    speed: &[f64],
) -> ErlangA {
    let per_counsellor = u32::try_from(speed.len()).unwrap_or(u32::MAX);
    let places = servers.saturating_mul(per_counsellor);
    let most = places.saturating_add(4000);
    // Logarithms, for the unscaled weights of a busy day leave the range of numbers.
    let mut weights = vec![0.0_f64];
    let (mut last, mut top) = (0.0_f64, 0.0_f64);
    for k in 1..most {
        let queued = f64::from(k.saturating_sub(places));
        let down = service * work_rate(k.min(places), servers, speed) + leaving * queued;
        last += (arrivals / down).ln();
        top = top.max(last);
        weights.push(last);
        if k > places && last < top - 60.0 {
            break;
        }
    }
    let full = service * work_rate(places, servers, speed);
    let mut sum = Sums::default();
    let mut queue = Vec::new();
    for (k, weight) in (0_u32..).zip(&weights) {
        let p = (weight - top).exp();
        sum.all += p;
        sum.busy += p * f64::from(k.min(places));
        if k >= places {
            sum.full += p;
            sum.queued += p * f64::from(k - places);
            queue.push(p);
        }
    }
    let queued = sum.queued / sum.all;
    for p in &mut queue {
        *p /= sum.all;
    }
    ErlangA {
        p_wait: sum.full / sum.all,
        p_abandon: leaving * queued / arrivals,
        mean_wait: queued / arrivals,
        mean_answer: mean_answer(&queue, 1.0 - sum.full / sum.all, full, leaving),
        in_service: sum.busy / sum.all,
        queue,
        rates: (full, leaving),
    }
}

/// Mean wait of those served: each step ahead is over before one's own patience, as likely and as long as the two
/// rates say. `at_once` is the share that does not wait.
fn mean_answer(queue: &[f64], at_once: f64, full: f64, leaving: f64) -> f64 {
    let (mut stays, mut wait) = (1.0, 0.0);
    let (mut served, mut waited) = (at_once, 0.0);
    for (ahead, p) in (0_u32..).zip(queue) {
        let step = leaving.mul_add(f64::from(ahead), full);
        stays *= step / (step + leaving);
        wait += 1.0 / (step + leaving);
        served += p * stays;
        waited += p * stays * wait;
    }
    if served > 0.0 { waited / served } else { 0.0 }
}

#[derive(Default)]
struct Sums {
    all: f64,
    busy: f64,
    full: f64,
    queued: f64,
}

/// Work done by all counsellors while they hold `chats` between them, spread evenly.
fn work_rate(chats: u32, servers: u32, speed: &[f64]) -> f64 {
    let (each, more) = (chats.checked_div(servers), chats.checked_rem(servers));
    let (each, more) = (each.unwrap_or(0), more.unwrap_or(0));
    let at = |chats: u32| match usize::try_from(chats) {
        Ok(0) | Err(_) => 0.0,
        Ok(chats) => speed
            .get(chats - 1)
            .or_else(|| speed.last())
            .copied()
            .unwrap_or(0.0),
    };
    f64::from(servers - more) * at(each) + f64::from(more) * at(each + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, known: f64) {
        assert!((found - known).abs() < 5e-4, "{found} is not {known}");
    }

    #[test]
    fn erlang_c_gives_the_published_values() {
        // One server is M/M/1: P(wait) is the load, the mean wait is load / (rate - arrivals).
        let one = erlang_c(0.5, 1.0, 1).unwrap();
        close(one.p_wait, 0.5);
        close(one.mean_wait, 1.0);
        // Tables: C(2, 1) = 1/3; C(10, 8) = 0.4092; C(100, 90) = 0.2169.
        close(erlang_c(1.0, 1.0, 2).unwrap().p_wait, 1.0 / 3.0);
        close(erlang_c(8.0, 1.0, 10).unwrap().p_wait, 0.4092);
        close(erlang_c(90.0, 1.0, 100).unwrap().p_wait, 0.2169);
        assert!(erlang_c(2.0, 1.0, 2).is_none());
    }

    #[test]
    fn erlang_c_answers_more_within_longer_times() {
        let queue = erlang_c(8.0, 1.0, 10).unwrap();
        close(queue.answered_within(0.0), 1.0 - queue.p_wait);
        assert!(queue.answered_within(1.0) < queue.answered_within(2.0));
        close(queue.answered_within(100.0), 1.0);
    }

    #[test]
    fn erlang_a_with_endless_patience_is_erlang_c() {
        let (patient, endless) = (
            erlang_a(8.0, 1.0, 10, 1e-9),
            erlang_c(8.0, 1.0, 10).unwrap(),
        );
        close(patient.p_wait, endless.p_wait);
        close(patient.mean_wait, endless.mean_wait);
        close(patient.in_service, 8.0);
    }

    #[test]
    fn erlang_a_with_patience_like_service_is_a_poisson_number_present() {
        // With equal rates everybody leaves at rate 1, served or not: M/M/infinity.
        let even = erlang_a(1.0, 1.0, 1, 1.0);
        close(even.p_wait, 1.0 - (-1.0_f64).exp());
        close(even.p_abandon, (-1.0_f64).exp());
    }

    #[test]
    fn the_published_example_of_erlang_a_comes_out() {
        // 48 calls a minute, talks of 1 minute, patience of 2, 50 agents. Garnett, Mandelbaum and Reiman, Designing a
        // call center with impatient customers (Manufacturing & Service Operations Management 4, 2002), table 1, and
        // Mandelbaum and Zeltyn (2005): without leaving 20.8 s mean wait; with leaving 3.1 % leave, 3.7 s mean wait,
        // 12.5 s exceeded by one in ten, agents busy 93 % of the time.
        let endless = erlang_c(48.0, 1.0, 50).unwrap();
        assert!((endless.mean_wait * 60.0 - 20.8).abs() < 0.05);
        let queue = erlang_a(48.0, 1.0, 50, 0.5);
        assert!(
            (queue.p_abandon - 0.031).abs() < 0.0005,
            "{}",
            queue.p_abandon
        );
        assert!(
            (queue.mean_wait * 60.0 - 3.7).abs() < 0.05,
            "{}",
            queue.mean_wait
        );
        assert!((queue.in_service / 50.0 - 0.93).abs() < 0.005);
        assert!((queue.waits_longer(12.5 / 60.0) - 0.1).abs() < 0.002);
    }

    #[test]
    fn figures_of_the_reference_formulas_come_out() {
        // From the reference's own formulas, followed step by step in time where it has none.
        let busy = erlang_a(15.0 / 600.0, 1.0 / 600.0, 15, 1.0 / 600.0);
        close(busy.mean_wait / 61.461_52, 1.0);
        close(busy.mean_answer / 57.467_28, 1.0);
        close(busy.p_abandon, 0.102_436);
        close(busy.answered_within(60.0), 0.608_471);
        let chats = erlang_a_chats(
            1.9 * 15.0 / 600.0,
            1.0 / 600.0,
            15,
            1.0 / 600.0,
            &[1.0, 1.9],
        );
        close(chats.mean_wait / 43.535_845, 1.0);
        close(chats.answered_within(60.0), 0.677_082);
        let short = erlang_a_chats(40.0 / 1800.0, 1.0 / 1200.0, 10, 1.0 / 600.0, &[1.0, 1.9]);
        close(short.p_abandon, 0.298_341);
        close(short.answered_within(60.0), 0.204_029);
    }

    #[test]
    fn answers_and_leaving_make_a_whole() {
        for (arrivals, servers) in [(8.0, 10), (14.0, 10), (3.0, 1), (2.0, 0)] {
            let queue = erlang_a(arrivals, 1.0, servers, 0.3);
            close(queue.answered_within(0.0), 1.0 - queue.p_wait);
            close(queue.answered_within(1e4) + queue.p_abandon, 1.0);
            close(queue.waits_longer(0.0), queue.p_wait);
            let mut before = 0.0;
            for step in 0..50_u32 {
                let within = queue.answered_within(f64::from(step) / 10.0);
                assert!(within >= before);
                before = within;
            }
            // Little's law: all waiting is the mean over those answered and those who left, who left at rate 0.3.
            close(queue.p_abandon, 0.3 * queue.mean_wait);
        }
    }

    #[test]
    fn with_endless_patience_answers_come_as_erlang_c_says() {
        let (patient, endless) = (
            erlang_a(8.0, 1.0, 10, 1e-7),
            erlang_c(8.0, 1.0, 10).unwrap(),
        );
        for seconds in [0.1, 0.5, 1.0, 3.0] {
            close(
                patient.answered_within(seconds),
                endless.answered_within(seconds),
            );
        }
        close(patient.mean_answer, endless.mean_wait);
    }

    #[test]
    fn waits_and_leaving_fall_with_every_server_and_rise_with_load() {
        let mut before = erlang_a(10.0, 1.0, 5, 0.5);
        for servers in 6..20 {
            let now = erlang_a(10.0, 1.0, servers, 0.5);
            assert!(now.mean_wait < before.mean_wait && now.p_abandon < before.p_abandon);
            before = now;
        }
        assert!(erlang_a(12.0, 1.0, 10, 0.5).mean_wait > erlang_a(10.0, 1.0, 10, 0.5).mean_wait);
    }

    #[test]
    fn two_chats_at_full_speed_are_two_servers() {
        let chats = erlang_a_chats(8.0, 1.0, 5, 0.2, &[1.0, 2.0]);
        let servers = erlang_a(8.0, 1.0, 10, 0.2);
        close(chats.mean_wait, servers.mean_wait);
        close(chats.p_abandon, servers.p_abandon);
        let slower = erlang_a_chats(8.0, 1.0, 5, 0.2, &[1.0, 1.9]);
        assert!(slower.mean_wait > chats.mean_wait);
    }
}
