import { Button, Field, Label, Select } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { ProblemLine } from '../parts/ProblemLine';
import type { SectionProps } from '../section';
import { AuditItem } from './AuditItem';
import { useAudit } from './useAudit';
import { deedsOf, deedText } from './words';

/** Who changed what and when. */
export function AuditSection({ admin }: SectionProps) {
  const { t, plural } = useI18n();
  const [action, setAction] = useState<string>();
  const { first, entries, more, task } = useAudit(admin, action);
  const met = [...entries.map((entry) => entry.action), ...(action === undefined ? [] : [action])];
  return (
    <>
      <ActionFilter actions={deedsOf(met)} action={action} onChange={setAction} />
      <Section loaded={first}>
        {() => (
          <>
            <p role="status" className="quiet">
              {entries.length === 0 ? t('desk.admin.audit.none') : plural('desk.admin.audit.shown', entries.length)}
            </p>
            <ol className="cards">
              {entries.map((entry) => (
                <AuditItem key={entry.seq} entry={entry} />
              ))}
            </ol>
            <ProblemLine problem={task.problem} />
            {more && (
              <div>
                <Button data-size="sm" variant="secondary" loading={task.busy} onClick={more}>
                  {t('desk.admin.audit.more')}
                </Button>
              </div>
            )}
          </>
        )}
      </Section>
    </>
  );
}

interface ActionFilterProps {
  actions: readonly string[];
  action: string | undefined;
  onChange: (action: string | undefined) => void;
}

function ActionFilter({ actions, action, onChange }: ActionFilterProps) {
  const i18n = useI18n();
  return (
    <Field className="filter">
      <Label>{i18n.t('desk.admin.audit.filter')}</Label>
      <Select
        value={action ?? ''}
        onChange={(event) => {
          onChange(event.target.value === '' ? undefined : event.target.value);
        }}
      >
        <Select.Option value="">{i18n.t('desk.admin.audit.all')}</Select.Option>
        {actions.map((one) => (
          <Select.Option key={one} value={one}>
            {deedText(i18n, one)}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}
