import { expect, test } from 'vitest';
import { keyDeed } from './keys';

const first = '2026-11-30';
const slot = { date: '2026-11-30', from: 540, length: 360 };
const stroke = (key: string, part: Partial<Parameters<typeof keyDeed>[0]> = {}) => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...part,
});

test('arrows move a shift by a quarter of an hour, with Shift by half an hour, sideways by a day', () => {
  expect(keyDeed(stroke('ArrowDown'), slot, first)).toEqual({ kind: 'move', slot: { ...slot, from: 555 } });
  expect(keyDeed(stroke('ArrowUp', { shiftKey: true }), slot, first)).toEqual({
    kind: 'move',
    slot: { ...slot, from: 510 },
  });
  expect(keyDeed(stroke('ArrowRight'), slot, first)).toEqual({ kind: 'move', slot: { ...slot, date: '2026-12-01' } });
});

test('with Alt the end moves alone', () => {
  expect(keyDeed(stroke('ArrowDown', { altKey: true }), slot, first)).toEqual({
    kind: 'move',
    slot: { ...slot, length: 375 },
  });
});

test('a shift does not leave the week that is shown', () => {
  expect(keyDeed(stroke('ArrowLeft'), slot, first)).toEqual({ kind: 'edge' });
});

test('what belongs to the browser is left to it', () => {
  expect(keyDeed(stroke('ArrowLeft', { altKey: true }), slot, first)).toBeUndefined();
  expect(keyDeed(stroke('ArrowDown', { ctrlKey: true }), slot, first)).toBeUndefined();
  expect(keyDeed(stroke('Tab'), slot, first)).toBeUndefined();
});
