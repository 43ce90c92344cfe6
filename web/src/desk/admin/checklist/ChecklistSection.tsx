import { Alert } from '@digdir/designsystemet-react';
import { useI18n, type I18n } from '../../app/i18n';
import { PageLink } from '../../app/PageLink';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { SectionProps } from '../section';
import type { Checklist, ChecklistItem } from '../shapes';

/** Where each step is done, below the centre's pages. An agreement is made with the coordinator, not here. */
const PLACES: Readonly<Record<ChecklistItem['step'], string | undefined>> = {
  administrator: 'staff',
  profile: 'profile',
  site: 'sites',
  hours: 'hours',
  counsellor: 'staff',
  agreement: undefined,
  closed_days: 'exceptions',
};

/** What is missing before the centre can take contacts, and where it is mended. */
export function ChecklistSection({ admin, home }: SectionProps) {
  const loaded = useLoaded('admin/checklist', () => admin.checklist());
  return (
    <Section loaded={loaded}>
      {(checklist) => (
        <>
          <Verdict checklist={checklist} />
          <ul className="cards checklist">
            {checklist.items.map((item) => (
              <Step key={`${item.step}/${item.channel ?? ''}`} item={item} home={home} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function Verdict({ checklist: { ready, missing } }: { checklist: Checklist }) {
  const { t, plural } = useI18n();
  return (
    <div role="status">
      <Alert data-color={ready ? 'success' : 'warning'} data-size="sm">
        {ready ? t('desk.admin.checklist.ready') : plural('desk.admin.checklist.missing', missing)}
      </Alert>
    </div>
  );
}

function Step({ item, home }: { item: ChecklistItem; home: string }) {
  const i18n = useI18n();
  const { t } = i18n;
  const place = PLACES[item.step];
  const title = stepText(i18n, item);
  return (
    <li className="card dated" data-done={item.done || undefined}>
      <div>
        <p>
          <strong>{title}</strong>
        </p>
        <p className="quiet">{t(`desk.admin.checklist.${item.step}_means`)}</p>
        {!item.done && place !== undefined && (
          <p>
            <PageLink className="ds-link" to={`${home}/${place}`}>
              {t(`desk.admin.checklist.go_${place as 'staff'}`)}
            </PageLink>
          </p>
        )}
      </div>
      <span className="checklist-state">
        {t(item.done ? 'desk.admin.checklist.done' : 'desk.admin.checklist.open')}
      </span>
    </li>
  );
}

function stepText({ t, name }: I18n, { step, channel }: ChecklistItem): string {
  if (step === 'hours') return t('desk.admin.checklist.hours', { channel: name('channel', channel ?? '') });
  return t(`desk.admin.checklist.${step}`);
}
