import type { Shift } from '../../features/rota/shapes';
import { overlap, slotOf, type Slot } from '../../features/rota/slots';

/** A shift as the week shows it. */
export interface Block {
  id: string;
  slot: Slot;
  shift: Shift;
}

/** Shifts as blocks, in the order in which they begin. */
export function blocksOf(shifts: readonly Shift[]): Block[] {
  return shifts
    .map((shift) => ({ id: shift.id, slot: slotOf(shift), shift }))
    .toSorted(
      ({ shift: one }, { shift: other }) =>
        Date.parse(one.starts_at) - Date.parse(other.starts_at) || one.alias.localeCompare(other.alias, 'nb'),
    );
}

/** The other shifts of a person that a slot overlaps. */
export function clashes(blocks: readonly Block[], staffId: string, slot: Slot, self?: string): Block[] {
  return blocks.filter((one) => one.id !== self && one.shift.staff_id === staffId && overlap(one.slot, slot));
}
