import { Button, Details, Heading } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { instantText } from '../parts/dates';
import { ProblemLine } from '../parts/ProblemLine';
import { useTask } from '../parts/useTask';
import type { RecordsApi } from '../records';
import type { AuditEntry } from '../shapes';
import { changesOf, type Change } from './diff';
import { deedText, pathText, targetText, valueText } from './words';

/** More changes than this are folded away. */
const SHOWN = 6;

/** One entry: who, when, what, and how it was and became. */
export function AuditItem({ entry: listed, records }: { entry: AuditEntry; records: RecordsApi }) {
  const i18n = useI18n();
  const { t, language } = i18n;
  const [whole, setWhole] = useState<AuditEntry>();
  const entry = whole ?? listed;
  const changes = changesOf(entry.old, entry.new);
  const actor = entry.actor.kind === 'system' ? t('desk.admin.audit.system') : (entry.actor.name ?? '–');
  const list = <Changes changes={changes} />;
  return (
    <li className="card stack">
      <div>
        <Heading level={3} data-size="2xs">
          {deedText(i18n, entry.action)}
        </Heading>
        <p>
          {actor}, <time dateTime={entry.at}>{instantText(entry.at, language)}</time>
        </p>
        <p className="quiet target">
          {t('desk.admin.audit.target', {
            seq: entry.seq,
            target: entry.target_name ?? targetText(i18n, entry.target),
          })}
        </p>
      </div>
      {entry.cut && <Cut seq={entry.seq} records={records} onWhole={setWhole} />}
      {changes.length > SHOWN ? (
        <Details data-size="sm">
          <Details.Summary>{t('desk.admin.audit.all_changes', { count: changes.length })}</Details.Summary>
          <Details.Content>{list}</Details.Content>
        </Details>
      ) : (
        list
      )}
    </li>
  );
}

interface CutProps {
  seq: number;
  records: RecordsApi;
  onWhole: (entry: AuditEntry) => void;
}

/** Long values are read when somebody wants them. */
function Cut({ seq, records, onWhole }: CutProps) {
  const { t } = useI18n();
  const task = useTask();
  const load = () =>
    task.run(async () => {
      onWhole(await records.auditEntry(seq));
    });
  return (
    <>
      <p className="quiet">{t('desk.admin.audit.cut')}</p>
      <ProblemLine problem={task.problem} />
      <div>
        <Button data-size="sm" variant="secondary" loading={task.busy} onClick={() => void load()}>
          {t('desk.admin.audit.show_whole', { seq })}
        </Button>
      </div>
    </>
  );
}

function Changes({ changes }: { changes: readonly Change[] }) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <dl className="changes">
      {changes.map((change, place) => (
        // Two lines of a list can be alike in everything but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={place}>
          <dt>{pathText(i18n, change.path)}</dt>
          <dd>
            <span className="quiet">{t('desk.admin.audit.old')}</span>{' '}
            <span>{valueText(i18n, change.path.at(-1), change.old)}</span>
          </dd>
          <dd>
            <span className="quiet">{t('desk.admin.audit.new')}</span>{' '}
            <span>{valueText(i18n, change.path.at(-1), change.new)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
