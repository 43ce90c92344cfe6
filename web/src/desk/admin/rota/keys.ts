import { lengthened, moved, type Slot } from '../../features/rota/slots';
import { daysBetween } from '../../features/rota/wall';

type Keystroke = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

export type KeyDeed =
  | { kind: 'move'; slot: Slot }
  /** The week shown ends here. */
  | { kind: 'edge' }
  | { kind: 'enter' }
  | { kind: 'back' }
  | { kind: 'delete' };

/**
 * What a key does to a shift: arrows move it by a quarter of an hour or a day, Shift makes it half an hour, Alt moves
 * its end alone.
 */
export function keyDeed(stroke: Keystroke, slot: Slot, first: string): KeyDeed | undefined {
  if (stroke.ctrlKey || stroke.metaKey) return undefined;
  const minutes = stroke.shiftKey ? 30 : 15;
  switch (stroke.key) {
    case 'ArrowUp':
      return within(later(slot, -minutes, stroke.altKey), first);
    case 'ArrowDown':
      return within(later(slot, minutes, stroke.altKey), first);
    case 'ArrowLeft':
      // With Alt the browser goes back.
      return stroke.altKey ? undefined : within(moved(slot, { days: -1 }), first);
    case 'ArrowRight':
      return stroke.altKey ? undefined : within(moved(slot, { days: 1 }), first);
    case 'Enter':
      return { kind: 'enter' };
    case 'Escape':
      return { kind: 'back' };
    case 'Delete':
      return { kind: 'delete' };
    default:
      return undefined;
  }
}

function later(slot: Slot, minutes: number, end: boolean): Slot {
  return end ? lengthened(slot, minutes) : moved(slot, { minutes });
}

function within(slot: Slot, first: string): KeyDeed {
  const day = daysBetween(first, slot.date);
  return day < 0 || day > 6 ? { kind: 'edge' } : { kind: 'move', slot };
}
