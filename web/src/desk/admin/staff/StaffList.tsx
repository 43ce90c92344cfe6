import { Heading, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { holds } from './people';
import { StaffTable, type StaffTableProps } from './StaffTable';
import { factsOf, textOf } from './words';

/** More than so many are looked for rather than read. */
const READ_AT_ONCE = 5;

/** Everybody of the centre, and a way to find one of many. */
export function StaffList(props: StaffTableProps) {
  const { people, editing } = props;
  const i18n = useI18n();
  const { t } = i18n;
  const [typed, setTyped] = useState('');
  const shown = people.filter((one) => one.key === editing || holds(textOf(factsOf(i18n, one)), typed));
  return (
    <section aria-labelledby="here-title">
      <Heading id="here-title" level={3} data-size="2xs">
        {t('desk.admin.staff.here')}
      </Heading>
      {people.length === 0 && <p className="quiet">{t('desk.centre.no_staff')}</p>}
      {people.length > READ_AT_ONCE && (
        <Textfield
          className="filter"
          data-size="sm"
          type="search"
          label={t('desk.admin.staff.find')}
          description={t('desk.admin.staff.find_means')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
        />
      )}
      <p role="status" className="quiet">
        {typed.trim() !== '' && t('desk.admin.staff.found', { count: shown.length, all: people.length })}
      </p>
      {shown.length > 0 && <StaffTable {...props} people={shown} />}
    </section>
  );
}
