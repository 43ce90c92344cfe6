import type { Contact, DeskSnapshot, Me, Message, Offer, Presence } from '../../api/shapes';

/** Example values for the tests of the desk. */
export const at = (second: number): string => new Date(Date.UTC(2026, 10, 23, 9, 0, second)).toISOString();

export function contactOf(id: string, part: Partial<Contact> = {}): Contact {
  return {
    id,
    state: 'active',
    channel: 'chat',
    language: 'nb',
    work_type: 'guidance',
    queue: 'national',
    joined_at: at(0),
    accepted_at: at(1),
    last_seq: 0,
    read_by_seeker: 0,
    read_by_me: 0,
    seeker_present: true,
    transferred: false,
    ...part,
  };
}

export function offerOf(id: string, part: Partial<Offer> = {}): Offer {
  return {
    id,
    contact_id: `cnv_${id}`,
    offered_at: at(0),
    expires_at: at(30),
    channel: 'chat',
    language: 'nb',
    work_type: 'information',
    queue: 'national',
    waited_seconds: 12,
    ...part,
  };
}

export function messageOf(seq: number, part: Partial<Message> = {}): Message {
  return { seq, from: 'seeker', body: `message ${seq}`, at: at(seq), ...part };
}

export function presenceOf(state: Presence['state']): Presence {
  return { state, since: at(0), load_units: 0, capacity_units: 3 };
}

export function snapshotOf(part: Partial<DeskSnapshot> = {}): DeskSnapshot {
  return {
    presence: presenceOf('available'),
    offers: [],
    contacts: [],
    queue: { waiting: 0, longest_wait_seconds: 0, available: 1 },
    ...part,
  };
}

export const meExample: Me = {
  account_id: 'acc_1',
  name: 'Kari Nordmann',
  email: 'kari@example.no',
  csrf_token: 'csrf',
  strong: false,
  roles: [{ role: 'counsellor', centre_id: 'ctr_1' }],
  actions: [],
  must_enrol: false,
  staff: {
    id: 'stf_1',
    alias: 'Solveig',
    centre_id: 'ctr_1',
    centre_name: 'Karriere Vestland',
    languages: ['nb'],
    topics: [],
    capacity_units: 3,
  },
};
