import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { RecordsApi } from '../records';
import type { Retention } from '../shapes';
import { FIELDS } from './draft';
import { Reports } from './Reports';
import { RetentionForm } from './RetentionForm';

interface RetentionSectionProps {
  records: RecordsApi;
  /** Whose data it is about. */
  of: 'centre' | 'national';
  may: (action: string) => boolean;
}

/** How long things are kept, and what was erased. */
export function RetentionSection({ records, of, may }: RetentionSectionProps) {
  const { t } = useI18n();
  const changeable = may(of === 'centre' ? 'retention:update' : 'national:retention_update');
  const loaded = useLoaded(`retention/${of}`, () => records.retention());
  return (
    <>
      <p>{t(`desk.admin.retention.of_${of}`)}</p>
      <Section loaded={loaded}>
        {(first) => (changeable ? <RetentionForm records={records} first={first} /> : <Facts kept={first.value} />)}
      </Section>
      <p className="quiet">{t('desk.admin.retention.statistics')}</p>
      <Reports records={records} of={of} />
    </>
  );
}

function Facts({ kept }: { kept: Retention }) {
  const { t } = useI18n();
  return (
    <dl className="facts">
      {FIELDS.map((field) => (
        <div key={field}>
          <dt>{t(`desk.admin.word.${field}`)}</dt>
          <dd>{kept[field]}</dd>
        </div>
      ))}
    </dl>
  );
}
