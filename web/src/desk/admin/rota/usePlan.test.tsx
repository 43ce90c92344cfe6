// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../api/client';
import { I18nProvider } from '../../app/i18n';
import type { RotaApi } from '../../features/rota/api';
import type { Shift } from '../../features/rota/shapes';
import { usePlan } from './usePlan';

const shift: Shift = {
  id: 'shf_1',
  staff_id: 'stf_1',
  alias: 'Gro',
  starts_at: '2026-11-30T08:00:00Z',
  ends_at: '2026-11-30T11:00:00Z',
  channels: ['chat'],
  queue: 'national',
  state: 'planned',
  absent: [],
  version: 1,
};
const later = { date: '2026-11-30', from: 600, length: 180 };
const latest = { date: '2026-11-30', from: 660, length: 180 };

afterEach(cleanup);

async function start(changeShift: RotaApi['changeShift']) {
  const rota = {
    week: vi.fn<() => Promise<Shift[]>>(() => Promise.resolve([shift])),
    absences: () => Promise.resolve({ items: [] }),
    changeShift,
  };
  const { result } = renderHook(() => usePlan(rota as unknown as RotaApi), {
    wrapper: ({ children }: { children: ReactNode }) => <I18nProvider language="nb">{children}</I18nProvider>,
  });
  await waitFor(() => {
    expect(result.current.shifts).toHaveLength(1);
  });
  return { result, rota };
}

test('a shift moved twice in haste is sent over the version the first move gave it', async () => {
  const sent: string[] = [];
  const { result } = await start((_, change, version) => {
    sent.push(`${change.starts_at} over ${version}`);
    return Promise.resolve({ value: { ...shift, ...change, version: sent.length + 1 }, version: '' });
  });
  act(() => {
    result.current.move(shift, later);
    result.current.move(shift, latest);
  });
  expect(result.current.shifts[0]?.starts_at).toBe('2026-11-30T10:00:00Z');
  await waitFor(() => {
    expect(sent).toEqual(['2026-11-30T09:00:00Z over "1"', '2026-11-30T10:00:00Z over "2"']);
  });
  await act(() => result.current.deeds.deed?.undo?.() ?? Promise.resolve(''));
  expect(sent.at(-1)).toBe('2026-11-30T09:00:00Z over "3"');
});

test('a refused move is put back and told, and what somebody else changed is read anew', async () => {
  const problem = { type: '', title: 'Noen andre endret dette.', status: 412, code: 'stale_write' };
  const { result, rota } = await start(() => Promise.reject(new ApiError(problem)));
  act(() => {
    result.current.move(shift, later);
  });
  await waitFor(() => {
    expect(result.current.moving.problem?.code).toBe('stale_write');
  });
  expect(result.current.shifts[0]?.starts_at).toBe(shift.starts_at);
  expect(rota.week).toHaveBeenCalledTimes(2);
});
