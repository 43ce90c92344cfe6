import type { Board, BoardCentre, Outcome, Rules } from './shapes';

/** An empty board of an instant, for tests. */
export function boardAt(at: string): Board {
  return {
    at,
    policy_version: '3',
    queue: { waiting: 0, available: 0, by_language: [], by_channel: [], by_county: [], by_topic: [] },
    today: { since: at, joined: 0, answered: 0, abandoned: 0, abandoned_early: 0, prompt_s: 60 },
    centres: [],
    overrides: [],
    surge: false,
    waiting: [],
    recent: [],
    alarms: [],
  };
}

/** A centre that is open, with nobody there. */
export function centreIn(county: BoardCentre['county'], more: Partial<BoardCentre> = {}): BoardCentre {
  return {
    id: `ctr_${county}`,
    name: `Karriere ${county}`,
    county,
    open: true,
    why: 'open',
    available: 0,
    away: 0,
    wrap_up: 0,
    offline: 0,
    conversations: 0,
    ...more,
  };
}

export const RULES_IN_FORCE: Rules = {
  widening_to_region_s: 0,
  widening_to_all_s: 0,
  home_county_preferred: true,
  offer_timeout_s: { chat: 30, phone: 20, callback: 45, video: 30, appointment: 60 },
  misses_before_away: 2,
  skill_relaxation_s: 120,
  weights: { chat: { units: 1 }, phone: 'whole', callback: 'whole', video: 'whole', appointment: 'whole' },
  fairness_weight: 50,
  at_cap: 'warn',
  bands: { ordinary: 5, transferred: 3, reconnected: 2, partner_referral: 5, deadline_day: 4 },
  callback: { wait_exceeds_s: 300 },
  information_s: 600,
  guidance_s: 2_400,
  overflow_choices: ['message', 'callback'],
};

/** What days came to, for tests. */
export function outcome(more: Partial<Outcome> = {}): Outcome {
  return {
    contacts: 100,
    answered: 90,
    abandoned: 8,
    refused: 2,
    asa_s: 30,
    mean_wait_s: 40,
    wait_p50_s: 10,
    wait_p75_s: 40,
    wait_p90_s: 90,
    wait_p95_s: 120,
    wait_p99_s: 300,
    service_level: 0.8,
    at_home: 0.4,
    prompt_s: 60,
    centres: [{ name: 'Karriere Oslo', agreed: 0.2, share: 0.25, answered: 25, occupancy: 0.6, refused: 1 }],
    hours: [],
    ...more,
  };
}
