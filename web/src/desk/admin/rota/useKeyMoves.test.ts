// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import type { KeyboardEvent } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Slot } from '../../features/rota/slots';
import { blocksOf } from './block';
import { useKeyMoves } from './useKeyMoves';

const [block] = blocksOf([
  {
    id: 'shf_1',
    staff_id: 'stf_1',
    alias: 'Gro',
    starts_at: '2026-11-30T09:00:00+01:00',
    ends_at: '2026-11-30T12:00:00+01:00',
    channels: ['chat'],
    queue: 'national',
    state: 'planned',
    absent: [],
    version: 1,
  },
]);

afterEach(cleanup);

function start() {
  const onDrop = vi.fn<(id: string, slot: Slot) => void>();
  const onDelete = vi.fn<(id: string) => void>();
  const say = vi.fn<(what: { kind: string }) => void>();
  const { result } = renderHook(() => useKeyMoves({ first: '2026-11-30', onDrop, onDelete, say }));
  const press = (key: string) => {
    const preventDefault = vi.fn<() => void>();
    const stroke = { key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, preventDefault };
    act(() => {
      if (block) result.current.onKeyDown(block, stroke as unknown as KeyboardEvent);
    });
    return preventDefault;
  };
  return { result, press, onDrop, onDelete, say };
}

test('a shift is saved where it is when Enter is pressed, and only then', () => {
  const { result, press, onDrop, say } = start();
  press('ArrowDown');
  press('ArrowRight');
  expect(onDrop).not.toHaveBeenCalled();
  expect(say).toHaveBeenLastCalledWith(expect.objectContaining({ kind: 'moved' }));
  press('Enter');
  expect(onDrop).toHaveBeenCalledExactlyOnceWith('shf_1', { date: '2026-12-01', from: 555, length: 180 });
  expect(result.current.held).toBeUndefined();
});

test('going on to something else saves as well', () => {
  const { result, press, onDrop } = start();
  press('ArrowDown');
  act(() => {
    result.current.onBlur();
  });
  expect(onDrop).toHaveBeenCalledTimes(1);
});

test('Escape puts the shift back, and what is where it was is not saved', () => {
  const { result, press, onDrop } = start();
  press('ArrowDown');
  press('Escape');
  press('ArrowDown');
  press('ArrowUp');
  press('Enter');
  act(() => {
    result.current.onBlur();
  });
  expect(onDrop).not.toHaveBeenCalled();
});

test('Enter on a shift that was not moved is left to open it, Delete asks', () => {
  const { press, onDelete } = start();
  expect(press('Enter')).not.toHaveBeenCalled();
  expect(press('Delete')).toHaveBeenCalledTimes(1);
  expect(onDelete).toHaveBeenCalledExactlyOnceWith('shf_1');
});
