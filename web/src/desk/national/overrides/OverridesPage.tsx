import { Button, Tag } from '@digdir/designsystemet-react';
import { useMemo, useState } from 'react';
import { Done, useDeeds, type Deeds } from '../../admin/parts/Done';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { Head } from '../Head';
import { timeText } from '../parts/numbers';
import type { Override } from '../shapes';
import { OverrideApi } from './api';
import { DecideQuestion } from './DecideQuestion';
import { endText, targetText, type Named } from './words';

/** The national queue opened, closed or drained against its hours, and centres that pause. */
export function OverridesPage({ api, changeable }: { api: StaffApi; changeable: boolean }) {
  const i18n = useI18n();
  const { t } = i18n;
  const overrides = useMemo(() => new OverrideApi(api.client), [api]);
  const loaded = useLoaded('national/overrides', async () => {
    const [decided, centres] = await Promise.all([overrides.list(), api.centres()]);
    return { decided: decided.items, centres: centres.items };
  });
  const deeds = useDeeds();
  const [asking, setAsking] = useState(false);
  return (
    <main className="reading stack">
      <Head title={t('desk.override.title')} lead={t('desk.override.lead')} />
      <Done {...deeds} />
      <Section loaded={loaded}>
        {({ decided, centres }) => (
          <>
            <Decided
              decided={decided}
              centres={centres}
              overrides={changeable ? overrides : undefined}
              deeds={deeds}
              onEnded={loaded.again}
            />
            {changeable && (
              <div>
                <Button
                  onClick={() => {
                    setAsking(true);
                  }}
                >
                  {t('desk.override.decide')}
                </Button>
              </div>
            )}
            {asking && (
              <DecideQuestion
                centres={centres}
                overrides={overrides}
                onDone={(one) => {
                  setAsking(false);
                  const target = targetText(i18n, one.target, centres);
                  deeds.tell({ text: t(`desk.override.done.${one.mode}`, { target }) });
                  loaded.again();
                }}
                onClose={() => {
                  setAsking(false);
                }}
              />
            )}
          </>
        )}
      </Section>
    </main>
  );
}

interface DecidedProps {
  decided: readonly Override[];
  centres: readonly Named[];
  /** Absent for those who may only read. */
  overrides: OverrideApi | undefined;
  deeds: Deeds;
  onEnded: () => void;
}

function Decided({ decided, ...rest }: DecidedProps) {
  const { t } = useI18n();
  if (decided.length === 0) return <p className="quiet">{t('desk.override.none')}</p>;
  return (
    <ul className="cards">
      {decided.map((one) => (
        <Decision key={one.target} one={one} {...rest} />
      ))}
    </ul>
  );
}

function Decision({ one, centres, overrides, deeds, onEnded }: Omit<DecidedProps, 'decided'> & { one: Override }) {
  const i18n = useI18n();
  const { t, language } = i18n;
  const task = useTask();
  const target = targetText(i18n, one.target, centres);
  const end = () =>
    task.run(async () => {
      await overrides?.end(one.target);
      deeds.tell({ text: t('desk.override.ended', { target }) });
      onEnded();
    });
  return (
    <li className="card dated">
      <div>
        <p>
          <strong>{target}</strong>{' '}
          <Tag data-size="sm" data-color={one.mode === 'open' ? 'info' : 'warning'}>
            {t(`desk.override.mode.${one.mode}`)}
          </Tag>
        </p>
        <p>{one.reason}</p>
        <p className="quiet">
          {t('desk.override.set', {
            who: one.set_by ?? '–',
            at: timeText(one.set_at, language),
            end: endText(i18n, one),
          })}
        </p>
      </div>
      {overrides && (
        <div>
          <Button
            data-size="sm"
            variant="secondary"
            loading={task.busy}
            aria-label={t('desk.override.take_back_what', { target })}
            onClick={() => void end()}
          >
            {t('desk.override.take_back')}
          </Button>
          <ProblemLine problem={task.problem} />
        </div>
      )}
    </li>
  );
}
