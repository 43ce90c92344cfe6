import { Heading, Tag } from '@digdir/designsystemet-react';
import { useEffect } from 'react';
import { clockTime } from '../../../i18n/spoken';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { RotaApi } from './api';
import type { OnNow } from './shapes';
import { workText } from './words';

const REFRESH_MS = 30_000;

/** Who has a shift now, and who of them is missing; renewed twice a minute. */
export function OnNowCard({ rota }: { rota: RotaApi }) {
  const { t } = useI18n();
  const loaded = useLoaded('rota/now', () => rota.now());
  const { again } = loaded;
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) again();
    }, REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, [again]);
  return (
    <section className="card" aria-labelledby="on-now-title">
      <Heading id="on-now-title" level={2} data-size="xs">
        {t('desk.rota.now')}
      </Heading>
      <Section loaded={loaded}>{(now) => <People now={now} />}</Section>
    </section>
  );
}

function People({ now: { on, next_change_at: next } }: { now: OnNow }) {
  const i18n = useI18n();
  const { t, when } = i18n;
  return (
    <>
      {on.length === 0 && <p className="quiet">{t('desk.rota.now_nobody')}</p>}
      <ul className="people">
        {on.map(({ shift, presence, missing, absent }) => (
          <li key={shift.id}>
            <strong>{shift.alias}</strong>
            <span>{t('desk.rota.now_until', { time: clockTime(shift.ends_at) })}</span>
            <span className="quiet">{workText(i18n, shift)}</span>
            <span className="row">
              <span className="dot" data-tone={presence.state === 'available' ? 'good' : 'idle'} />
              {t(`desk.state.${presence.state}`)}
              {missing && (
                <Tag data-size="sm" data-color="warning">
                  {t('desk.rota.now_missing')}
                </Tag>
              )}
              {absent && (
                <Tag data-size="sm" data-color="danger">
                  {t('desk.rota.uncovered')}
                </Tag>
              )}
            </span>
          </li>
        ))}
      </ul>
      {next !== undefined && <p className="quiet">{t('desk.rota.now_next', { time: when(next) })}</p>}
    </>
  );
}
