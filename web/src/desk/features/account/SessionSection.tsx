import { Button, Heading, Tag } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Confirm } from '../../admin/parts/Confirm';
import { instantText } from '../../admin/parts/dates';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { AccountApi, OwnSession } from './api';

interface SessionSectionProps {
  api: AccountApi;
  onDone: (text: string) => void;
}

/** Where the account is signed in, and how to end that. */
export function SessionSection({ api, onDone }: SessionSectionProps) {
  const { t, plural } = useI18n();
  const sessions = useLoaded('account/sessions', () => api.sessions());
  const [question, setQuestion] = useState(false);
  const others = (sessions.value ?? []).filter((one) => !one.current).length;
  return (
    <section aria-labelledby="sessions-title">
      <Heading id="sessions-title" level={2} data-size="xs">
        {t('desk.account.session.heading')}
      </Heading>
      <p>{t('desk.account.session.about')}</p>
      <Section loaded={sessions}>
        {(items) => (
          <ul className="cards">
            {items.map((one) => (
              <SessionCard
                key={one.id}
                session={one}
                end={async () => {
                  await api.endSession(one.id);
                  sessions.again();
                  onDone(t('desk.account.session.ended'));
                }}
              />
            ))}
          </ul>
        )}
      </Section>
      {others > 0 && (
        <div>
          <Button
            data-size="sm"
            variant="secondary"
            onClick={() => {
              setQuestion(true);
            }}
          >
            {t('desk.account.session.end_others')}
          </Button>
        </div>
      )}
      {question && (
        <Confirm
          title={t('desk.account.session.end_others')}
          consequences={[t('desk.account.session.end_others_means')]}
          confirm={t('desk.account.session.end_others')}
          onConfirm={async () => {
            const { ended } = await api.endOtherSessions();
            setQuestion(false);
            sessions.again();
            onDone(plural('desk.account.session.others_ended', ended));
          }}
          onClose={() => {
            setQuestion(false);
          }}
        />
      )}
    </section>
  );
}

function SessionCard({ session, end }: { session: OwnSession; end: () => Promise<void> }) {
  const { t, language } = useI18n();
  const task = useTask();
  const device = t('desk.account.session.device', {
    browser: t(`desk.account.browser.${session.browser}`),
    system: t(`desk.account.system.${session.system}`),
  });
  return (
    <li className="card">
      <div className="row spread">
        <div>
          <div className="row">
            <strong>{device}</strong>
            {session.current && <Tag data-size="sm">{t('desk.account.session.current')}</Tag>}
          </div>
          <p className="quiet">
            {t('desk.account.session.began', { time: instantText(session.created_at, language) })}
            {session.seen_at !== undefined &&
              `. ${t('desk.account.session.seen', { time: minuteText(session.seen_at, language) })}`}
          </p>
        </div>
        {!session.current && (
          <Button
            data-size="sm"
            variant="tertiary"
            data-color="danger"
            loading={task.busy}
            aria-label={t('desk.account.session.end_what', { device })}
            onClick={() => void task.run(end)}
          >
            {t('desk.account.session.end')}
          </Button>
        )}
      </div>
      <ProblemLine problem={task.problem} />
    </li>
  );
}

/** It is known to the minute only. */
function minuteText(instant: string, language: Parameters<typeof instantText>[1]): string {
  return instantText(instant, language).replace(/:\d\d$/, '');
}
