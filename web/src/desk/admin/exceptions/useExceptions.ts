import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { useLoaded, type Loaded } from '../../app/useLoaded';
import type { AdminApi } from '../api';
import { dateText, today } from '../parts/dates';
import { useDeeds, type Deed, type Deeds } from '../parts/Done';
import type { SectionProps } from '../section';
import type { ClosedDay, Exception, NewException, Suggestion } from '../shapes';
import { again, againEarly } from './draft';

export interface Calendar {
  exceptions: Exception[];
  days: ClosedDay[];
  /** Days many centres close by habit, and this one has not judged yet. */
  practice: Suggestion[];
  /** The year whose closed days are to be seen next. */
  year: number;
  seen: number | undefined;
}

export interface Exceptions {
  loaded: Loaded<Calendar>;
  deeds: Deeds;
  adding: boolean;
  startAdding: () => void;
  stopAdding: () => void;
  add: (exception: NewException) => Promise<Exception>;
  added: (exception: Exception) => void;
  remove: (exception: Exception) => Promise<void>;
  closedEarly: (added: Exception[]) => void;
  closePractice: (day: Suggestion) => Promise<void>;
}

/** The exceptions and what can be done to them. */
export function useExceptions({ admin, may, onChanged }: SectionProps): Exceptions {
  const { t, language } = useI18n();
  const loaded = useLoaded('admin/exceptions', () => readCalendar(admin, may('closed:suggest')));
  const deeds = useDeeds();
  const [adding, setAdding] = useState(false);
  const changed = () => {
    loaded.again();
    onChanged();
  };
  const tellAdded = (date: string, undo?: Deed['undo']) => {
    deeds.tell({ text: t('desk.admin.exceptions.added', { date: dateText(date, language) }), ...(undo && { undo }) });
    changed();
  };
  return {
    loaded,
    deeds,
    adding,
    startAdding: () => {
      deeds.tell(undefined);
      setAdding(true);
    },
    stopAdding: () => {
      setAdding(false);
    },
    add: (exception) => admin.addException(exception),
    added: ({ date }) => {
      setAdding(false);
      tellAdded(date);
    },
    remove: async (exception) => {
      await admin.deleteException(exception.id);
      const date = dateText(exception.date, language);
      const undo = async () => {
        const early = againEarly(exception);
        await (early ? admin.closeEarly(early) : admin.addException(again(exception)));
        changed();
        return t('desk.admin.exceptions.restored', { date });
      };
      deeds.tell({ text: t('desk.admin.exceptions.deleted', { date }), undo });
      changed();
    },
    closedEarly: (added) => {
      const undo = async () => {
        await Promise.all(added.map(({ id }) => admin.deleteException(id)));
        changed();
        return t('desk.admin.early.undone');
      };
      deeds.tell({ text: t('desk.admin.early.done', { time: added[0]?.closes ?? '' }), undo });
      changed();
    },
    closePractice: async ({ date, names }) => {
      const made = await admin.addException({ date, intervals: [], reason: names[0] ?? {} });
      tellAdded(date, async () => {
        await admin.deleteException(made.id);
        changed();
        return t('desk.admin.exceptions.deleted', { date: dateText(date, language) });
      });
    },
  };
}

const SOON_MS = 31 * 86_400_000;

async function readCalendar(admin: AdminApi, suggest: boolean): Promise<Calendar> {
  const from = today();
  const year = Number(new Date(Date.parse(from) + SOON_MS).toISOString().slice(0, 4));
  const years = [...new Set([Number(from.slice(0, 4)), year])];
  const [exceptions, days, profile, ...suggested] = await Promise.all([
    admin.exceptions(),
    admin.closedDays(),
    admin.profile(),
    ...(suggest ? years : []).map((one) => admin.suggestions(one)),
  ]);
  const judged = new Set(exceptions.items.map(({ date }) => date));
  const practice = suggested
    .flatMap(({ items }) => items)
    .filter(({ date, kind, closed }) => kind === 'practice' && !closed && date >= from && !judged.has(date));
  return {
    exceptions: exceptions.items,
    days: days.items,
    practice,
    year,
    seen: profile.value.closed_days_seen,
  };
}
