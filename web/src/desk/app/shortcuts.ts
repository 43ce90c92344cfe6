import { useEffect, useRef } from 'react';

export type ShortcutName = 'accept' | 'decline' | 'phrases' | 'transfer' | 'close' | 'presence' | 'list' | 'help';

/** The letter that, with Alt, does each thing. F, E, V, H, B, T and D are left to the menus and address bars of browsers. */
export const letters: Readonly<Record<Exclude<ShortcutName, 'help'>, string>> = {
  accept: 'a',
  decline: 'n',
  phrases: 'p',
  transfer: 'o',
  close: 'w',
  presence: 'q',
  list: 'l',
};

export type ShortcutAction = { name: ShortcutName } | { name: 'chat'; number: number };

type Keystroke = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** What a keystroke asks for. `typing` says that a text field has the focus, `altGraph` that AltGr is held. */
export function actionOf(stroke: Keystroke, typing: boolean, altGraph: boolean): ShortcutAction | undefined {
  if (stroke.ctrlKey || stroke.metaKey || altGraph) return undefined;
  if (!stroke.altKey) return stroke.key === '?' && !typing ? { name: 'help' } : undefined;
  if (stroke.shiftKey) return undefined;
  const digit = /^Digit([1-9])$/.exec(stroke.code)?.[1];
  if (digit !== undefined) return { name: 'chat', number: Number(digit) };
  const letter = letterOf(stroke);
  const found = Object.entries(letters).find(([, wanted]) => wanted === letter);
  return found ? { name: found[0] as keyof typeof letters } : undefined;
}

/** Macs turn Alt+A into another character; there the place of the key decides. */
function letterOf(stroke: Keystroke): string | undefined {
  const key = stroke.key.toLowerCase();
  return /^[a-z]$/.test(key) ? key : /^Key([A-Z])$/.exec(stroke.code)?.[1]?.toLowerCase();
}

/** Listens for shortcuts while no dialog is open. `run` says whether it did something. */
export function useShortcuts(enabled: boolean, run: (action: ShortcutAction) => boolean): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]')) return;
      const action = actionOf(event, isTyping(event.target), event.getModifierState('AltGraph'));
      if (action && latest.current(action)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, [enabled]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=radio], [type=checkbox]), textarea, select');
}
