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

/// Erlang A: as Erlang C, but each one leaves after an exponential patience.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangA {
    /// Share that finds everybody busy.
    pub p_wait: f64,
    /// Share that leaves unserved.
    pub p_abandon: f64,
    /// Mean wait of all, those who leave included.
    pub mean_wait: f64,
    /// Mean number in service.
    pub in_service: f64,
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
    let mut sum = Sums::default();
    for (k, weight) in (0_u32..).zip(&weights) {
        let p = (weight - top).exp();
        sum.all += p;
        sum.busy += p * f64::from(k.min(places));
        if k >= places {
            sum.full += p;
            sum.queued += p * f64::from(k - places);
        }
    }
    let queued = sum.queued / sum.all;
    ErlangA {
        p_wait: sum.full / sum.all,
        p_abandon: leaving * queued / arrivals,
        mean_wait: queued / arrivals,
        in_service: sum.busy / sum.all,
    }
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
