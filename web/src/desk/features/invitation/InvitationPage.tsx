import { Button, Card, Heading, Paragraph } from '@digdir/designsystemet-react';
import { useEffect, useMemo, type ReactNode } from 'react';
import type { Me } from '../../../api/shapes';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import { problemOf } from '../../api/client';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { Signpost } from '../../app/icons';
import { LanguageSelect } from '../../app/LanguageSelect';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { LoginPage } from '../login/LoginPage';
import { LinkApi, type ShownInvitation } from './api';
import { dropLink } from './link';
import { NewcomerForm } from './NewcomerForm';

/** Somebody who has just got a log-in. */
export interface Newcomer {
  email: string;
  centre: string;
}

interface InvitationPageProps {
  /** Empty when the link was cut short. */
  token: string;
  /** Who is logged in. */
  me: Me | undefined;
  api: StaffApi;
  onSignedIn: (me: Me) => void;
  onSignOut: () => Promise<void>;
  onAccepted: (newcomer: Newcomer) => void;
}

/** What the link in the mail of an invitation leads to. */
export function InvitationPage({ token, me, api, onSignedIn, onSignOut, onAccepted }: InvitationPageProps) {
  const { t } = useI18n();
  const link = useMemo(() => new LinkApi(api.client, token), [api, token]);
  const shown = useLoaded(token, async () => {
    if (token === '') return 'bad' as const;
    try {
      return await link.show();
    } catch (error) {
      if (problemOf(error).code === 'not_found') return 'bad' as const;
      throw error;
    }
  });
  useEffect(() => {
    document.title = `${t('desk.invitation.title')} – ${t('desk.window')}`;
    return () => {
      document.title = t('desk.window');
    };
  }, [t]);
  if (shown.value === 'bad') return <BadLink me={me} />;
  if (shown.value?.login_exists === true && !me) {
    return (
      <LoginPage
        api={api}
        expired={false}
        email={shown.value.email}
        lead={t('desk.invitation.login_first', { centre: shown.value.centre_name })}
        onSignedIn={onSignedIn}
      />
    );
  }
  return (
    <Frame title={t('desk.invitation.title')}>
      <Section loaded={{ ...shown, value: shown.value }}>
        {(invitation) => (
          <>
            <Offered invitation={invitation} />
            {me ? (
              <JoinQuestion {...{ invitation, me, api, link, onSignedIn, onSignOut }} onStale={shown.again} />
            ) : (
              <NewcomerForm
                shown={invitation}
                link={link}
                onAccepted={() => {
                  onAccepted({ email: invitation.email, centre: invitation.centre_name });
                  dropLink();
                }}
                onStale={shown.again}
              />
            )}
          </>
        )}
      </Section>
    </Frame>
  );
}

function Frame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useI18n();
  return (
    <main className="login">
      <Card className="login-card">
        <p className="brand">
          <Signpost /> {t('desk.brand')}
        </p>
        <Heading level={1} data-size="sm">
          {title}
        </Heading>
        {children}
      </Card>
      <div className="login-language">
        <LanguageSelect />
      </div>
    </main>
  );
}

/** What one is invited to. */
function Offered({ invitation }: { invitation: ShownInvitation }) {
  const { t, name } = useI18n();
  return (
    <>
      <Paragraph>{t('desk.invitation.lead', { centre: invitation.centre_name })}</Paragraph>
      <dl className="facts">
        <dt>{t('desk.admin.word.roles')}</dt>
        <dd>{invitation.roles.map((role) => name('desk.role', role)).join(', ')}</dd>
        <dt>{t('desk.admin.word.alias')}</dt>
        <dd>{invitation.alias}</dd>
      </dl>
    </>
  );
}

interface JoinQuestionProps {
  invitation: ShownInvitation;
  me: Me;
  api: StaffApi;
  link: LinkApi;
  onSignedIn: (me: Me) => void;
  onSignOut: () => Promise<void>;
  /** The link is of no use any more. */
  onStale: () => void;
}

/** Asks whether it is really this person who joins. */
function JoinQuestion({ invitation, me, api, link, onSignedIn, onSignOut, onStale }: JoinQuestionProps) {
  const { t } = useI18n();
  const task = useTask();
  const join = () =>
    task.run(async () => {
      try {
        await link.join();
      } catch (error) {
        if (problemOf(error).code !== 'not_found') throw error;
        onStale();
        return;
      }
      onSignedIn(await api.me());
      dropLink();
    });
  return (
    <div className="stack">
      <Paragraph>
        <strong>
          {t('desk.invitation.join_as', { centre: invitation.centre_name, name: me.name, email: me.email })}
        </strong>
      </Paragraph>
      <ProblemLine problem={task.problem} />
      <div className="row">
        <Button loading={task.busy} onClick={() => void join()}>
          {t('desk.invitation.join')}
        </Button>
        <Button variant="secondary" data-color="neutral" onClick={dropLink}>
          {t('desk.invitation.later')}
        </Button>
      </div>
      <div className="row">
        <span>{t('desk.invitation.not_you')}</span>
        <Button data-size="sm" variant="tertiary" onClick={() => void onSignOut()}>
          {t('desk.sign_out')}
        </Button>
      </div>
    </div>
  );
}

/** A link that is used, too old, taken back or cut short. */
function BadLink({ me }: { me: Me | undefined }) {
  const { t } = useI18n();
  return (
    <Frame title={t('desk.invitation.bad_title')}>
      <Paragraph>{t('desk.invitation.bad_why')}</Paragraph>
      <Paragraph>{t('desk.invitation.bad_what')}</Paragraph>
      <Button variant="secondary" onClick={dropLink}>
        {t(me ? 'desk.invitation.to_desk' : 'desk.invitation.to_login')}
      </Button>
    </Frame>
  );
}
