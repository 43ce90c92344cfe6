import { useEffect, useRef } from 'react';
import { useAnnounce } from '../../app/announcer';
import { useI18n } from '../../app/i18n';
import type { Slot } from '../../features/rota/slots';
import { slotText } from '../../features/rota/words';
import { capital } from '../hours/words';
import { clashes, type Block } from './block';
import { hoursShown, piecesOf, type HoursShown, type Piece } from './lanes';
import { useKeyMoves, type KeyMoves } from './useKeyMoves';
import { useWeekDrag, type WeekDrag } from './useWeekDrag';

/** What can be done to the rota in the week. */
export interface Planning {
  onDraw: (slot: Slot) => void;
  onDrop: (block: Block, slot: Slot) => void;
  onDelete: (block: Block) => void;
}

export interface GridOptions {
  monday: string;
  blocks: readonly Block[];
  allDay: boolean;
  /** Absent for those who may not. */
  plan: Planning | undefined;
}

/** A shift where it is now, or the one that is being drawn, which has no block. */
export interface Shown {
  id: string;
  slot: Slot;
  block: Block | undefined;
}

interface Held {
  id: string | undefined;
  slot: Slot;
}

export interface Grid {
  drag: WeekDrag;
  keys: KeyMoves;
  heldId: string | undefined;
  hours: HoursShown;
  pieces: Piece<Shown>[];
}

const NEW = 'new';

/** Where everything is, with what a pointer or a key holds. */
export function useGrid({ monday, blocks, allDay, plan }: GridOptions): Grid {
  const hours = hoursShown(piecesOf(blocks, monday, 7), allDay);
  const keepFocus = useFocusKept(blocks);
  const find = (id: string) => blocks.find((one) => one.id === id);
  const drop = (id: string, slot: Slot) => {
    const block = find(id);
    if (block) plan?.onDrop(block, slot);
  };
  const keys = useKeyMoves({
    first: monday,
    onDrop: (id, slot) => {
      keepFocus(id);
      drop(id, slot);
    },
    onDelete: (id) => {
      const block = find(id);
      if (block) plan?.onDelete(block);
    },
    say: useSaying(blocks),
  });
  const drag = useWeekDrag({
    first: monday,
    hours,
    slotOf: (id) => find(id)?.slot,
    onDraw: (slot) => plan?.onDraw(slot),
    onDrop: (id, slot) => {
      keys.forget();
      drop(id, slot);
    },
  });
  const held: Held | undefined = drag.held ?? keys.held;
  const seen = keys.held ? piecesOf([keys.held], monday, 7) : [];
  return {
    drag,
    keys,
    heldId: held?.id,
    hours: widened(hours, seen),
    pieces: shownPieces(blocks, held, monday),
  };
}

function shownPieces(blocks: readonly Block[], held: Held | undefined, monday: string): Piece<Shown>[] {
  const shown = blocks.map((block): Shown => ({ id: block.id, slot: slotNow(block, held), block }));
  if (held && held.id === undefined) shown.push({ id: NEW, slot: held.slot, block: undefined });
  // In the order of the blocks, which a move by keys does not change: what is moved in the page loses the focus.
  const order = new Map(shown.map(({ id }, index) => [id, index] as const));
  const place = ({ item, day }: Piece<Shown>) => (order.get(item.id) ?? 0) * 7 + day;
  return piecesOf(shown, monday, 7).toSorted((one, other) => place(one) - place(other));
}

/** Hours that show also what keys have moved out of them; a pointer cannot. */
function widened(hours: HoursShown, pieces: readonly Piece<unknown>[]): HoursShown {
  return {
    first: Math.min(hours.first, ...pieces.map(({ from }) => Math.floor(from / 60))),
    last: Math.max(hours.last, ...pieces.map(({ to }) => Math.ceil(to / 60))),
  };
}

function slotNow(block: Block, held: Held | undefined): Slot {
  return held?.id === block.id ? held.slot : block.slot;
}

function useSaying(blocks: readonly Block[]): Parameters<typeof useKeyMoves>[0]['say'] {
  const i18n = useI18n();
  const announce = useAnnounce();
  return (what) => {
    if (what.kind === 'edge') announce(i18n.t('desk.rota.edge'));
    else if (what.kind === 'back') announce(i18n.t('desk.rota.put_back'));
    else {
      const clash = clashes(blocks, what.block.shift.staff_id, what.slot, what.block.id).length > 0;
      const parts = [
        capital(slotText(i18n, what.slot)),
        clash && i18n.t('desk.rota.overlaps'),
        i18n.t('desk.rota.held'),
      ];
      announce(parts.filter((one) => one !== false).join('. '));
    }
  };
}

/** A shift that was moved may have a new place in the page, by which its button loses the focus until it is saved. */
function useFocusKept(blocks: readonly Block[]): (id: string) => void {
  const wanted = useRef<{ id: string; version: number }>(undefined);
  useEffect(() => {
    const shift = blocks.find((one) => one.id === wanted.current?.id)?.shift;
    if (!wanted.current || !shift) return;
    if (document.activeElement === document.body) {
      document.querySelector<HTMLElement>(`button[data-shift="${CSS.escape(shift.id)}"]`)?.focus();
    }
    if (shift.version > wanted.current.version) wanted.current = undefined;
  }, [blocks]);
  return (id) => {
    const shift = blocks.find((one) => one.id === id)?.shift;
    wanted.current = shift && { id, version: shift.version };
  };
}
