// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { answerLeaving, hasUnsaved, leaveThen, useLeavingWanted, useUnsaved } from './leaving';
import { go, usePlace } from './route';

afterEach(() => {
  answerLeaving(false);
  cleanup();
});

test('what is saved is left at once', () => {
  const leave = vi.fn<() => void>();
  leaveThen(leave);
  expect(leave).toHaveBeenCalledTimes(1);
});

test('what is not saved is left only after the answer', () => {
  renderHook(() => {
    useUnsaved(true);
  });
  const { result, rerender } = renderHook(() => useLeavingWanted());
  const leave = vi.fn<() => void>();
  leaveThen(leave);
  rerender();
  expect(result.current).toBe(true);
  expect(leave).not.toHaveBeenCalled();
  answerLeaving(false);
  expect(leave).not.toHaveBeenCalled();
  leaveThen(leave);
  answerLeaving(true);
  expect(leave).toHaveBeenCalledTimes(1);
});

test('closing the window is held while something is not saved, and no longer', () => {
  const { rerender } = renderHook(
    ({ dirty }) => {
      useUnsaved(dirty);
    },
    { initialProps: { dirty: true } },
  );
  const close = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  expect(close()).toBe(true);
  rerender({ dirty: false });
  expect(close()).toBe(false);
  expect(hasUnsaved()).toBe(false);
});

test('the back button does not leave what is not saved', () => {
  const { result, rerender } = renderHook(() => usePlace(['centre', 'national']));
  go('/desk/centre/sites');
  const form = renderHook(() => {
    useUnsaved(true);
  });
  history.replaceState(null, '', '/desk/national');
  window.dispatchEvent(new PopStateEvent('popstate'));
  rerender();
  expect(location.pathname).toBe('/desk/centre/sites');
  expect(result.current).toEqual({ page: 'centre', rest: ['sites'] });
  answerLeaving(true);
  form.unmount();
  rerender();
  expect(location.pathname).toBe('/desk/national');
  expect(result.current.page).toBe('national');
});
