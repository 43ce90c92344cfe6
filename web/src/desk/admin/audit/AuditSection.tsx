import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { ProblemLine } from '../parts/ProblemLine';
import type { RecordsApi } from '../records';
import { AuditFilters } from './AuditFilters';
import { AuditItem } from './AuditItem';
import { isInOrder, NOTHING_ASKED, peopleOf, queryOf, type Person } from './filter';
import { useAudit } from './useAudit';
import { deedsOf } from './words';

/** Who did what and when. */
export function AuditSection({ records }: { records: RecordsApi }) {
  const { t, plural } = useI18n();
  const [filter, setFilter] = useState(NOTHING_ASKED);
  const [known, setKnown] = useState<readonly Person[]>([]);
  const asked = queryOf(isInOrder(filter) ? filter : { ...filter, until: '' });
  const { first, entries, more, task } = useAudit(records, asked);
  const people = peopleOf(known, entries);
  const actions = [...entries.map((entry) => entry.action), ...(filter.action === '' ? [] : [filter.action])];
  const filtered = Object.keys(asked).length > 0;
  return (
    <>
      <AuditFilters
        filter={filter}
        actions={deedsOf(actions)}
        people={people}
        onChange={(part) => {
          setFilter({ ...filter, ...part });
          setKnown(people);
        }}
      />
      <Downloads records={records} asked={asked} />
      <Section loaded={first}>
        {() => (
          <>
            <p role="status" className="quiet">
              {entries.length > 0 && plural('desk.admin.audit.shown', entries.length)}
              {entries.length === 0 && t(filtered ? 'desk.admin.audit.none_found' : 'desk.admin.audit.none')}
            </p>
            <ol className="cards">
              {entries.map((entry) => (
                <AuditItem key={entry.seq} entry={entry} records={records} />
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

/** The entries that are asked for, as a file. */
function Downloads({ records, asked }: { records: RecordsApi; asked: ReturnType<typeof queryOf> }) {
  const { t } = useI18n();
  return (
    <div className="stack">
      <div className="row">
        {(['csv', 'jsonl'] as const).map((format) => (
          <Button key={format} asChild data-size="sm" variant="secondary" data-color="neutral">
            <a href={records.auditFile(asked, format)} download>
              {t(`desk.admin.audit.export_${format}`)}
            </a>
          </Button>
        ))}
      </div>
      <p className="quiet">{t('desk.admin.audit.export_means')}</p>
    </div>
  );
}
