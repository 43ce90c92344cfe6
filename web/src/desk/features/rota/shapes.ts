import type { Channel, QueueKind, StaffMember } from '../../admin/shapes';

export interface ShiftBody {
  staff_id: string;
  starts_at: string;
  ends_at: string;
  channels: Channel[];
  queue: QueueKind;
  note?: string;
}

export interface Shift extends ShiftBody {
  id: string;
  alias: string;
  series_id?: string;
  state: 'planned' | 'uncovered';
  absent: { starts_at: string; ends_at: string }[];
  swap?: { id: string; state: 'open' | 'accepted' };
  version: number;
}

export interface SeriesBody {
  staff_id: string;
  first_on: string;
  until: string;
  every_weeks: number;
  starts: string;
  ends: string;
  ends_next_day?: boolean;
  channels: Channel[];
  queue: QueueKind;
  note?: string;
  skip_closed: boolean;
}

export interface Series extends SeriesBody {
  id: string;
  alias: string;
  version: number;
}

export interface PreviewItem {
  date: string;
  starts_at?: string;
  ends_at?: string;
  outcome: 'made' | 'closed' | 'collides' | 'gap';
  collides_with: string[];
  absent: boolean;
}

export interface SeriesMade {
  series: Series;
  shifts: Shift[];
}

export interface Absence {
  id: string;
  staff_id: string;
  alias: string;
  starts_at: string;
  ends_at: string;
}

export interface AbsenceMade {
  absence: Absence;
  uncovered: Shift[];
}

export interface Swap {
  id: string;
  shift?: Shift;
  from_staff_id: string;
  from_alias: string;
  to_staff_id?: string;
  to_alias?: string;
  taker_staff_id?: string;
  taker_alias?: string;
  state: 'open' | 'accepted' | 'done' | 'declined' | 'refused' | 'withdrawn' | 'cancelled' | 'expired';
  asked_at: string;
  settled_at?: string;
}

export interface OwnSwaps {
  asked: Swap[];
  offered: Swap[];
  taken: Swap[];
}

export interface RotaRules {
  swap_approval: boolean;
}

export interface OnNow {
  at: string;
  on: {
    shift: Shift;
    presence: { state: StaffMember['state']; since: string };
    missing: boolean;
    /** Right now; a shift may be without cover for a part only. */
    absent: boolean;
  }[];
  next_change_at?: string;
}

export interface CalendarState {
  made: boolean;
  language?: string;
  made_at?: string;
}

export interface CalendarLink {
  url: string;
  language: string;
  made_at: string;
}
