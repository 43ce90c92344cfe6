import { begunLater, lengthened, LONGEST, moved, SHORTEST, snapped, type Slot } from '../../features/rota/slots';
import { addDays } from '../../features/rota/wall';

/** A place in the week: the day, from 0, and the minutes after midnight. */
export interface Point {
  day: number;
  minutes: number;
}

export type Grip = 'whole' | 'start' | 'end';

/** What a pointer holds: a shift by one of its grips, or nothing yet, which makes a new one. */
export type Drag = { kind: 'new'; at: Point } | { kind: 'shift'; id: string; grip: Grip; slot: Slot; at: Point };

/** Where the slot is when the pointer has come to a point. `first` is the date of day 0. */
export function dragged(drag: Drag, to: Point, first: string): Slot {
  const minutes = snapped(to.minutes - drag.at.minutes);
  if (drag.kind === 'new') return drawn(drag.at, to, first);
  if (drag.grip === 'end') return lengthened(drag.slot, minutes);
  if (drag.grip === 'start') return begunLater(drag.slot, minutes);
  return moved(drag.slot, { days: to.day - drag.at.day, minutes });
}

/** A new slot in the day where the pointer went down, drawn upwards or downwards. */
function drawn(at: Point, to: Point, first: string): Slot {
  const from = snapped(Math.min(at.minutes, to.minutes));
  const length = snapped(Math.max(at.minutes, to.minutes)) - from;
  return { date: addDays(first, at.day), from, length: Math.min(LONGEST, Math.max(SHORTEST, length)) };
}
