import { useState, type KeyboardEvent } from 'react';
import { sameSlot, type Slot } from '../../features/rota/slots';
import type { Block } from './block';
import { keyDeed } from './keys';

interface KeyMovesOptions {
  first: string;
  onDrop: (id: string, slot: Slot) => void;
  onDelete: (id: string) => void;
  /** Something to be told about a shift on its way, or where the week ends. */
  say: (what: { kind: 'moved'; block: Block; slot: Slot } | { kind: 'edge' } | { kind: 'back' }) => void;
}

export interface KeyMoves {
  /** The shift that was moved by keys and is not saved yet. */
  held: { id: string; slot: Slot } | undefined;
  onKeyDown: (block: Block, event: KeyboardEvent) => void;
  /** Leaving a shift leaves it where it is. */
  onBlur: () => void;
  forget: () => void;
}

/** Moves a shift by keys: Enter, or going on to something else, saves where it is; Escape puts it back. */
export function useKeyMoves({ first, onDrop, onDelete, say }: KeyMovesOptions): KeyMoves {
  const [held, setHeld] = useState<{ id: string; slot: Slot; before: Slot }>();
  const drop = () => {
    if (!held) return;
    setHeld(undefined);
    if (!sameSlot(held.slot, held.before)) onDrop(held.id, held.slot);
  };
  const move = (block: Block, slot: Slot) => {
    setHeld({ id: block.id, slot, before: block.slot });
    say({ kind: 'moved', block, slot });
  };
  return {
    held,
    onBlur: drop,
    forget: () => {
      setHeld(undefined);
    },
    onKeyDown: (block, event) => {
      const deed = keyDeed(event, held?.id === block.id ? held.slot : block.slot, first);
      // Enter on a shift that is where it was opens it, as a click does.
      if (!deed || ((deed.kind === 'enter' || deed.kind === 'back') && !held)) return;
      event.preventDefault();
      if (deed.kind === 'move') move(block, deed.slot);
      else if (deed.kind === 'edge') say({ kind: 'edge' });
      else if (deed.kind === 'enter') drop();
      else if (deed.kind === 'delete') onDelete(block.id);
      else {
        setHeld(undefined);
        say({ kind: 'back' });
      }
    },
  };
}
