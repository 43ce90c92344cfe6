import { Button, Heading, Tag } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n, type I18n } from '../../../app/i18n';
import type { AdminApi } from '../../api';
import { Confirm } from '../../parts/Confirm';
import type { Deeds } from '../../parts/Done';
import { ProblemLine } from '../../parts/ProblemLine';
import { useTask } from '../../parts/useTask';
import { minuteText } from '../../parts/dates';
import type { Invitation } from '../../shapes';

/** More than so many would hide who is at the centre. */
const AT_ONCE = 5;

interface InvitationListProps {
  items: readonly Invitation[];
  /** Whether an invitation can be sent anew. */
  mail: boolean;
  admin: AdminApi;
  tell: Deeds['tell'];
  onChanged: () => void;
}

/** The invitations nobody has accepted yet. */
export function InvitationList({ items, mail, admin, tell, onChanged }: InvitationListProps) {
  const { t } = useI18n();
  const [revoking, setRevoking] = useState<Invitation>();
  const [all, setAll] = useState(false);
  const close = () => {
    setRevoking(undefined);
  };
  const done = (text: string) => {
    tell({ text });
    onChanged();
  };
  return (
    <section aria-labelledby="invitations-title">
      <Heading id="invitations-title" level={3} data-size="2xs">
        {t('desk.admin.invite.list')}
      </Heading>
      <ul className="cards">
        {(all ? items : items.slice(0, AT_ONCE)).map((one) => (
          <li key={one.id} className="card">
            <InvitationCard
              invitation={one}
              resend={
                mail
                  ? async () => {
                      await admin.resendInvitation(one.id);
                      done(t('desk.admin.invite.resent', { email: one.email }));
                    }
                  : undefined
              }
              onRevoke={() => {
                setRevoking(one);
              }}
            />
          </li>
        ))}
      </ul>
      {items.length > AT_ONCE && !all && (
        <ShowAll
          count={items.length}
          onClick={() => {
            setAll(true);
          }}
        />
      )}
      {revoking && (
        <RevokeQuestion
          invitation={revoking}
          onConfirm={async () => {
            await admin.revokeInvitation(revoking.id);
            close();
            done(t('desk.admin.invite.revoked', { name: revoking.name }));
          }}
          onClose={close}
        />
      )}
    </section>
  );
}

function ShowAll({ count, onClick }: { count: number; onClick: () => void }) {
  const { t } = useI18n();
  return (
    <div>
      <Button data-size="sm" variant="tertiary" onClick={onClick}>
        {t('desk.admin.invite.all', { count })}
      </Button>
    </div>
  );
}

interface InvitationCardProps {
  invitation: Invitation;
  resend: (() => Promise<void>) | undefined;
  onRevoke: () => void;
}

const TONES = { waiting: 'info', sent: 'success', expired: 'warning' } as const;

function InvitationCard({ invitation, resend, onRevoke }: InvitationCardProps) {
  const i18n = useI18n();
  const { t, name } = i18n;
  const task = useTask();
  const { name: who, email, state, roles, language } = invitation;
  return (
    <div className="stack">
      <div className="row spread">
        <div>
          <div className="row">
            <strong>{who}</strong>
            <Tag data-size="sm" data-color={TONES[state]}>
              {t(`desk.admin.invite.state_${state}`)}
            </Tag>
          </div>
          <p className="quiet">{email}</p>
        </div>
        <div className="row">
          {resend && (
            <Button
              data-size="sm"
              variant="secondary"
              aria-label={t('desk.admin.invite.resend_what', { name: who })}
              loading={task.busy}
              onClick={() => void task.run(resend)}
            >
              {t('desk.admin.invite.resend')}
            </Button>
          )}
          <Button
            data-size="sm"
            variant="tertiary"
            data-color="danger"
            aria-label={t('desk.admin.invite.revoke_what', { name: who })}
            onClick={onRevoke}
          >
            {t('desk.admin.invite.revoke')}
          </Button>
        </div>
      </div>
      <p>
        {roles.map((role) => name('desk.role', role)).join(', ')}.{' '}
        {t('desk.admin.invite.in_language', { language: name('language', language) })} {whenText(i18n, invitation)}
      </p>
      <ProblemLine problem={task.problem} />
    </div>
  );
}

/** What became of the mail, and until when it is of use. */
function whenText({ t, language }: I18n, { state, sent_at: sentAt, expires_at: expiresAt }: Invitation): string {
  if (state === 'waiting' || sentAt === undefined || expiresAt === undefined) return t('desk.admin.invite.waits');
  const [sent, expires] = [sentAt, expiresAt].map((one) => minuteText(one, language)) as [string, string];
  return state === 'sent'
    ? t('desk.admin.invite.sent', { sent, expires })
    : t('desk.admin.invite.expired', { sent, expires });
}

interface RevokeQuestionProps {
  invitation: Invitation;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

function RevokeQuestion({ invitation: { name }, onConfirm, onClose }: RevokeQuestionProps) {
  const { t } = useI18n();
  return (
    <Confirm
      title={t('desk.admin.invite.revoke_title', { name })}
      consequences={[t('desk.admin.invite.revoke_means'), t('desk.admin.invite.revoke_again', { name })]}
      confirm={t('desk.admin.invite.revoke_confirm')}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  );
}
