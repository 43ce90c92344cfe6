import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import { dragged, type Drag, type Grip, type Point } from './drag';
import type { HoursShown } from './lanes';
import type { Slot } from '../../features/rota/slots';

/** So far a pointer may slip while it only clicks, in pixels. */
const SLIP = 5;

interface WeekDragOptions {
  /** The date of the first day, and the hours shown. */
  first: string;
  hours: HoursShown;
  slotOf: (id: string) => Slot | undefined;
  onDraw: (slot: Slot) => void;
  onDrop: (id: string, slot: Slot) => void;
}

export interface WeekDrag {
  /** What is held and has moved; without an id it is a new shift. */
  held: { id: string | undefined; slot: Slot } | undefined;
  place: RefObject<HTMLDivElement | null>;
  onPointerDown: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
  onPointerUp: (event: PointerEvent) => void;
  onPointerCancel: () => void;
}

interface Hold {
  drag: Drag;
  x: number;
  y: number;
  /** Where it is now; unknown until it has moved. */
  to: Point | undefined;
}

/** Draws, moves and resizes shifts by a pointer. Escape lets go. */
export function useWeekDrag({ first, hours, slotOf, onDraw, onDrop }: WeekDragOptions): WeekDrag {
  const place = useRef<HTMLDivElement>(null);
  const [hold, setHold] = useState<Hold>();
  useLetGo(hold !== undefined, setHold);
  const pointAt = (event: PointerEvent): Point => {
    const box = place.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    const day = Math.floor(((event.clientX - box.left) / box.width) * 7);
    const part = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height));
    const minutes = (hours.first + part * (hours.last - hours.first)) * 60;
    return { day: Math.min(6, Math.max(0, day)), minutes };
  };
  return {
    place,
    held: hold?.to && { id: idOf(hold.drag), slot: dragged(hold.drag, hold.to, first) },
    onPointerDown: (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      const drag = dragFrom(event, pointAt(event), slotOf);
      if (drag) setHold({ drag, x: event.clientX, y: event.clientY, to: undefined });
    },
    onPointerMove: (event) => {
      if (!hold) return;
      const slipped = Math.hypot(event.clientX - hold.x, event.clientY - hold.y) <= SLIP;
      if (hold.to === undefined && slipped) return;
      // From now on no click will follow.
      place.current?.setPointerCapture(event.pointerId);
      setHold({ ...hold, to: pointAt(event) });
    },
    onPointerUp: (event) => {
      setHold(undefined);
      if (!hold) return;
      const { drag } = hold;
      if (hold.to === undefined) {
        if (drag.kind === 'new') onDraw(hourAt(drag.at, first));
        return;
      }
      const slot = dragged(drag, pointAt(event), first);
      if (drag.kind === 'new') onDraw(slot);
      else onDrop(drag.id, slot);
    },
    onPointerCancel: () => {
      setHold(undefined);
    },
  };
}

function idOf(drag: Drag): string | undefined {
  return drag.kind === 'shift' ? drag.id : undefined;
}

/** A finger on an empty place scrolls; only a mouse or a pen draws there. */
function dragFrom(event: PointerEvent, at: Point, slotOf: WeekDragOptions['slotOf']): Drag | undefined {
  const target = event.target instanceof Element ? event.target : undefined;
  const id = target?.closest<HTMLElement>('[data-shift]')?.dataset['shift'];
  if (id === undefined) return event.pointerType === 'touch' ? undefined : { kind: 'new', at };
  const slot = slotOf(id);
  const grip = (target?.closest<HTMLElement>('[data-grip]')?.dataset['grip'] ?? 'whole') as Grip;
  return slot && { kind: 'shift', id, grip, slot, at };
}

/** What a click on an empty place means. */
function hourAt({ day, minutes }: Point, first: string): Slot {
  const at = { day, minutes: Math.floor(minutes / 30) * 30 };
  return dragged({ kind: 'new', at }, { day, minutes: at.minutes + 60 }, first);
}

function useLetGo(holding: boolean, setHold: (hold: undefined) => void): void {
  useEffect(() => {
    if (!holding) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setHold(undefined);
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, [holding, setHold]);
}
