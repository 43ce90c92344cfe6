import { Button, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState } from 'react';
import { Confirm } from '../../admin/parts/Confirm';
import { dateText } from '../../admin/parts/dates';
import { Done, useDeeds } from '../../admin/parts/Done';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import { localDate } from '../../../i18n/spoken';
import { useAnnounce } from '../../app/announcer';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { OwnRotaApi } from './api';
import type { CalendarState } from './shapes';

/** A link by which a calendar shows one's own shifts. */
export function CalendarFeed({ own }: { own: OwnRotaApi }) {
  const { t, language } = useI18n();
  const loaded = useLoaded('rota/calendar', () => own.calendar());
  const deeds = useDeeds();
  const task = useTask();
  const [url, setUrl] = useState<string>();
  const make = async () => {
    const link = await own.makeCalendar(language);
    setUrl(link.url);
    deeds.tell(undefined);
    loaded.again();
  };
  const revoke = async () => {
    await own.revokeCalendar();
    setUrl(undefined);
    deeds.tell({ text: t('desk.rota.calendar_revoked') });
    loaded.again();
  };
  return (
    <>
      <p>{t('desk.rota.calendar_means')}</p>
      <p>{t('desk.rota.calendar_secret')}</p>
      <Done {...deeds} />
      {url !== undefined && <Link key={url} url={url} />}
      <ProblemLine problem={task.problem} />
      <Section loaded={loaded}>
        {(state) =>
          state.made ? (
            <Made state={state} onRenew={make} onRevoke={revoke} />
          ) : (
            <div>
              <Button data-size="sm" loading={task.busy} onClick={() => void task.run(make)}>
                {t('desk.rota.calendar_make')}
              </Button>
            </div>
          )
        }
      </Section>
    </>
  );
}

/** The link, while it can be seen. */
function Link({ url }: { url: string }) {
  const { t } = useI18n();
  const announce = useAnnounce();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<'copied' | 'copy_failed'>();
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const copy = async () => {
    const outcome = await navigator.clipboard.writeText(url).then(
      () => 'copied' as const,
      () => 'copy_failed' as const,
    );
    setCopied(outcome);
    announce(t(`desk.rota.calendar_${outcome}`));
  };
  return (
    <div className="stack">
      <Textfield
        ref={field}
        readOnly
        label={t('desk.rota.calendar_link')}
        description={t('desk.rota.calendar_once')}
        value={url}
      />
      <div className="row">
        <Button data-size="sm" onClick={() => void copy()}>
          {t('desk.rota.calendar_copy')}
        </Button>
        {copied && <span>{t(`desk.rota.calendar_${copied}`)}</span>}
      </div>
    </div>
  );
}

interface MadeProps {
  state: CalendarState;
  onRenew: () => Promise<void>;
  onRevoke: () => Promise<void>;
}

function Made({ state, onRenew, onRevoke }: MadeProps) {
  const { t, language } = useI18n();
  const [asking, setAsking] = useState<'renew' | 'revoke'>();
  const stop = () => {
    setAsking(undefined);
  };
  return (
    <>
      {state.made_at !== undefined && (
        <p className="quiet">
          {t('desk.rota.calendar_made', { date: dateText(localDate(new Date(state.made_at)), language) })}
        </p>
      )}
      <div className="row">
        {(['renew', 'revoke'] as const).map((one) => (
          <Button
            key={one}
            data-size="sm"
            variant="secondary"
            {...(one === 'revoke' && { 'data-color': 'danger' as const })}
            onClick={() => {
              setAsking(one);
            }}
          >
            {t(`desk.rota.calendar_${one}`)}
          </Button>
        ))}
      </div>
      {asking && (
        <Confirm
          title={t(`desk.rota.calendar_${asking}_title`)}
          consequences={[t(`desk.rota.calendar_${asking}_means`)]}
          confirm={t(`desk.rota.calendar_${asking}`)}
          onConfirm={async () => {
            await (asking === 'renew' ? onRenew() : onRevoke());
            stop();
          }}
          onClose={stop}
        />
      )}
    </>
  );
}
