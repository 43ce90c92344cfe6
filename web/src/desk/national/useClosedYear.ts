import { useState } from 'react';
import { dateText } from '../admin/parts/dates';
import { useDeeds, type Deeds } from '../admin/parts/Done';
import type { ClosedDay, Suggestion } from '../admin/shapes';
import { useI18n } from '../app/i18n';
import { useLoaded, type Loaded } from '../app/useLoaded';
import type { NationalApi } from './api';

export interface YearNow {
  days: ClosedDay[];
  /** Public holidays that are not closed. */
  open: number;
  /** Days many close by habit, and the service does not. */
  practice: Suggestion[];
}

export interface ClosedYearState {
  loaded: Loaded<YearNow>;
  deeds: Deeds;
  adding: boolean;
  setAdding: (adding: boolean) => void;
  fill: () => Promise<void>;
  close: (day: Pick<ClosedDay, 'date' | 'names'>) => Promise<void>;
  added: (day: ClosedDay) => void;
  remove: (day: ClosedDay) => Promise<void>;
}

/** The closed days of a year and what can be done to them. */
export function useClosedYear(year: number, national: NationalApi): ClosedYearState {
  const { t, plural, language } = useI18n();
  const deeds = useDeeds();
  const [adding, setAdding] = useState(false);
  const loaded = useLoaded(`national/closed/${year}`, () => readYear(year, national));
  const tellClosed = (date: string) => t('desk.national.closed_added', { date: dateText(date, language) });
  const again = async ({ date, names }: Pick<ClosedDay, 'date' | 'names'>) => {
    await national.setClosedDay(date, names);
    loaded.again();
    return tellClosed(date);
  };
  return {
    loaded,
    deeds,
    adding,
    setAdding,
    fill: async () => {
      const { items } = await national.fillClosedDays(year);
      const undo = async () => {
        await Promise.all(items.map(({ date }) => national.deleteClosedDay(date)));
        loaded.again();
        return t('desk.national.closed_unfilled');
      };
      deeds.tell({ text: plural('desk.national.closed_filled', items.length), undo });
      loaded.again();
    },
    close: async (day) => {
      deeds.tell({ text: await again(day) });
    },
    added: ({ date }) => {
      setAdding(false);
      deeds.tell({ text: tellClosed(date) });
      loaded.again();
    },
    remove: async (day) => {
      await national.deleteClosedDay(day.date);
      const date = dateText(day.date, language);
      deeds.tell({ text: t('desk.national.closed_deleted', { date }), undo: () => again(day) });
      loaded.again();
    },
  };
}

async function readYear(year: number, national: NationalApi): Promise<YearNow> {
  const [days, suggested] = await Promise.all([national.closedDays(), national.suggestions(year)]);
  const open = suggested.items.filter(({ closed }) => !closed);
  return {
    days: days.items.filter(({ date }) => date.startsWith(`${year}-`)),
    open: open.filter(({ kind }) => kind === 'public').length,
    practice: open.filter(({ kind }) => kind === 'practice'),
  };
}
