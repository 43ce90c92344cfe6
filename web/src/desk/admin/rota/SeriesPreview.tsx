import { Alert, Checkbox, Details, Tag } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { Replaced, RotaApi } from '../../features/rota/api';
import type { PreviewItem } from '../../features/rota/shapes';
import { dayText } from '../../features/rota/words';
import { capital } from '../hours/words';
import { seriesBody } from './draft';
import type { ShiftFormState } from './useShiftForm';

interface SeriesPreviewProps {
  rota: RotaApi;
  form: ShiftFormState;
  replaces: Replaced | undefined;
}

/** What would be made, and what is in the way of it. */
export function SeriesPreview({ rota, form, replaces }: SeriesPreviewProps) {
  const { t } = useI18n();
  const body = form.faults.size === 0 ? seriesBody(form.draft) : undefined;
  const loaded = useLoaded(`rota/preview/${JSON.stringify(body)}`, async () =>
    body ? (await rota.previewSeries(body, replaces)).items : [],
  );
  if (!body) return <p className="quiet">{t('desk.rota.preview_wait')}</p>;
  return <Section loaded={loaded}>{(items) => <Outcome items={items} form={form} />}</Section>;
}

const BESIDE = ['closed', 'gap', 'collides'] as const;

function Outcome({ items, form }: { items: PreviewItem[]; form: ShiftFormState }) {
  const { t, plural } = useI18n();
  const count = (outcome: PreviewItem['outcome']) => items.filter((one) => one.outcome === outcome).length;
  const absent = items.filter((one) => one.outcome === 'made' && one.absent).length;
  const beside = BESIDE.filter((one) => count(one) > 0).map((one) => plural(`desk.rota.preview_${one}`, count(one)));
  const collides = count('collides') > 0;
  return (
    <div className="stack" role="status">
      <Alert data-color={collides || absent > 0 ? 'warning' : 'info'} data-size="sm">
        <p>{plural('desk.rota.preview_made', count('made'))}</p>
        {beside.map((one) => (
          <p key={one}>{one}</p>
        ))}
        {absent > 0 && <p>{plural('desk.rota.preview_absent', absent)}</p>}
      </Alert>
      {collides && (
        <Checkbox
          data-size="sm"
          label={t('desk.rota.skip_collisions')}
          description={t('desk.rota.skip_collisions_means')}
          checked={form.draft.skipCollisions}
          onChange={(event) => {
            form.change({ skipCollisions: event.target.checked });
          }}
        />
      )}
      <Dates items={items} />
    </div>
  );
}

const TONES = { made: 'success', closed: 'neutral', gap: 'neutral', collides: 'danger' } as const;

function Dates({ items }: { items: PreviewItem[] }) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <Details data-size="sm">
      <Details.Summary>{t('desk.rota.preview_dates')}</Details.Summary>
      <Details.Content>
        <ul className="rota-dates">
          {items.map((one) => (
            <li key={one.date} className="row spread">
              {capital(dayText(i18n, one.date))}
              <Tag data-size="sm" data-color={one.outcome === 'made' && one.absent ? 'warning' : TONES[one.outcome]}>
                {one.outcome === 'made' && one.absent
                  ? t('desk.rota.uncovered')
                  : t(`desk.rota.outcome_${one.outcome}`)}
              </Tag>
            </li>
          ))}
        </ul>
      </Details.Content>
    </Details>
  );
}
