import { Field, Label, Select } from '@digdir/designsystemet-react';
import { useMemo, useState } from 'react';
import type { StaffApi } from '../api/staff';
import { today } from '../admin/parts/dates';
import { useI18n } from '../app/i18n';
import { NationalApi } from './api';
import { ClosedYear } from './ClosedYear';
import { Head } from './Head';

/** How many years ahead days are closed. */
const AHEAD = 3;

/** The days on which the whole service is closed, a year at a time. */
export function ClosedDaysPage({ api }: { api: StaffApi }) {
  const { t } = useI18n();
  const national = useMemo(() => new NationalApi(api.client), [api]);
  const first = Number(today().slice(0, 4));
  const [year, setYear] = useState(first);
  return (
    <main className="reading stack">
      <Head title={t('desk.national.closed_title')} lead={t('desk.national.closed_lead')} />
      <Field className="short-field">
        <Label>{t('desk.national.year')}</Label>
        <Select
          value={String(year)}
          onChange={(event) => {
            setYear(Number(event.target.value));
          }}
        >
          {Array.from({ length: AHEAD + 1 }, (_, ahead) => first + ahead).map((one) => (
            <Select.Option key={one} value={String(one)}>
              {one}
            </Select.Option>
          ))}
        </Select>
      </Field>
      <ClosedYear key={year} year={year} national={national} />
    </main>
  );
}
