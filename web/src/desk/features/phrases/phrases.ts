import type { Phase, Phrase } from '../../../api/shapes';

/** The phases of a talk in their order. */
export const PHASES: readonly Phase[] = ['contact', 'contract', 'communication', 'conclusion'];

/** The phrases whose title or text holds every word of `search`, in the order of the phases. */
export function matching(phrases: readonly Phrase[], search: string, phase?: Phase): Phrase[] {
  const words = fold(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  const hits = phrases.filter((phrase) => {
    if (phase && phrase.phase !== phase) return false;
    const text = fold(`${phrase.title} ${phrase.body}`);
    return words.every((word) => text.includes(word));
  });
  return PHASES.flatMap((one) => hits.filter((phrase) => phrase.phase === one));
}

/** Puts `insert` into `text` at `place`, parted from its neighbours by single spaces. */
export function insertAt(text: string, place: number, insert: string): { text: string; caret: number } {
  const before = text.slice(0, place);
  const after = text.slice(place);
  const left = before === '' || /\s$/.test(before) ? before : `${before} `;
  const right = after === '' || /^\s/.test(after) ? after : ` ${after}`;
  return { text: left + insert + right, caret: left.length + insert.length };
}

function fold(text: string): string {
  return text.toLocaleLowerCase('nb');
}
