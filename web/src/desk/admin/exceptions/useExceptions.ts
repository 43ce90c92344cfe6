import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { useLoaded, type Loaded } from '../../app/useLoaded';
import { dateText } from '../parts/dates';
import { useDeeds, type Deeds } from '../parts/Done';
import type { SectionProps } from '../section';
import type { ClosedDay, Exception, NewException } from '../shapes';
import { again } from './draft';

export interface Exceptions {
  loaded: Loaded<{ exceptions: Exception[]; days: ClosedDay[] }>;
  deeds: Deeds;
  adding: boolean;
  startAdding: () => void;
  stopAdding: () => void;
  add: (exception: NewException) => Promise<Exception>;
  added: (exception: Exception) => void;
  remove: (exception: Exception) => Promise<void>;
}

/** The exceptions and what can be done to them. */
export function useExceptions({ admin, onChanged }: SectionProps): Exceptions {
  const { t, language } = useI18n();
  const loaded = useLoaded('admin/exceptions', async () => {
    const [exceptions, days] = await Promise.all([admin.exceptions(), admin.closedDays()]);
    return { exceptions: exceptions.items, days: days.items };
  });
  const deeds = useDeeds();
  const [adding, setAdding] = useState(false);
  const changed = () => {
    loaded.again();
    onChanged();
  };
  const stopAdding = () => {
    setAdding(false);
  };
  return {
    loaded,
    deeds,
    adding,
    startAdding: () => {
      deeds.tell(undefined);
      setAdding(true);
    },
    stopAdding,
    add: (exception) => admin.addException(exception),
    added: ({ date }) => {
      stopAdding();
      deeds.tell({ text: t('desk.admin.exceptions.added', { date: dateText(date, language) }) });
      changed();
    },
    remove: async (exception) => {
      await admin.deleteException(exception.id);
      const date = dateText(exception.date, language);
      const undo = async () => {
        await admin.addException(again(exception));
        changed();
        return t('desk.admin.exceptions.restored', { date });
      };
      deeds.tell({ text: t('desk.admin.exceptions.deleted', { date }), undo });
      changed();
    },
  };
}
