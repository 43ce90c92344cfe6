import { Badge } from '@digdir/designsystemet-react';
import { useDesk, useDeskState } from '../../app/DeskContext';
import { useI18n } from '../../app/i18n';
import { clockText, useNow } from '../../app/time';
import { threadsInOrder, unread, type Thread } from '../../realtime/state';
import { contactLabel } from './label';

interface ContactListProps {
  /** Contacts whose column is on the screen. */
  shown: ReadonlySet<string>;
  onOpen: (contactId: string) => void;
}

export function ContactList({ shown, onOpen }: ContactListProps) {
  const { t } = useI18n();
  const state = useDeskState();
  const threads = threadsInOrder(state);
  return (
    <nav className="contacts" aria-labelledby="contacts-title">
      <h2 id="contacts-title" className="section-title" tabIndex={-1}>
        {t('desk.contacts.title')}
      </h2>
      {threads.length === 0 ? (
        <p className="quiet">{t('desk.contacts.none')}</p>
      ) : (
        <ol className="contact-list">
          {threads.map((thread) => (
            <li key={thread.contact.id}>
              <ContactButton thread={thread} shown={shown.has(thread.contact.id)} onOpen={onOpen} />
            </li>
          ))}
        </ol>
      )}
    </nav>
  );
}

interface ContactButtonProps {
  thread: Thread;
  shown: boolean;
  onOpen: (contactId: string) => void;
}

function ContactButton({ thread, shown, onOpen }: ContactButtonProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { active } = useDeskState();
  const { contact, number } = thread;
  const count = unread(thread);
  return (
    <button
      type="button"
      className="contact-button"
      aria-current={active === contact.id ? 'true' : undefined}
      aria-keyshortcuts={number <= 9 ? `Alt+${number}` : undefined}
      data-shown={shown || undefined}
      onClick={() => {
        onOpen(contact.id);
      }}
    >
      <span className="contact-top">
        <strong>{contactLabel(i18n, thread)}</strong>
        {count > 0 && (
          <>
            <Badge count={count} maxCount={99} data-color="danger" aria-hidden />
            <span className="ds-sr-only">{i18n.plural('desk.contact.unread', count)}</span>
          </>
        )}
      </span>
      <span className="contact-sub">
        <Status thread={thread} />
        <Elapsed thread={thread} />
      </span>
      <LastLine thread={thread} none={t('desk.contact.no_messages')} />
    </button>
  );
}

function Status({ thread }: { thread: Thread }) {
  const { t } = useI18n();
  const typing = useNow() < thread.typingUntil;
  if (thread.contact.state === 'wrap_up') return <span>{t('desk.contact.needs_wrap_up')}</span>;
  if (typing) return <span>{t('desk.contact.typing_short')}</span>;
  return <Presence here={thread.contact.seeker_present} />;
}

/** Whether the seeker has the chat open right now. */
export function Presence({ here }: { here: boolean }) {
  const { t } = useI18n();
  return (
    <span className="here">
      <span className="dot" data-tone={here ? 'good' : 'idle'} />
      {here ? t('desk.contact.present') : t('desk.contact.absent')}
    </span>
  );
}

/** How long the talk has lasted. */
export function Elapsed({ thread }: { thread: Thread }) {
  const { t } = useI18n();
  const { serverTime } = useDesk();
  const now = serverTime(useNow());
  const since = Date.parse(thread.contact.accepted_at ?? thread.contact.joined_at);
  return (
    <span className="elapsed" title={t('desk.contact.elapsed')}>
      <span className="ds-sr-only">{t('desk.contact.elapsed')}: </span>
      {clockText((now - since) / 1_000)}
    </span>
  );
}

function LastLine({ thread, none }: { thread: Thread; none: string }) {
  const last = thread.messages.findLast((message) => message.from !== 'service');
  return (
    <span className="contact-last" aria-hidden>
      {last ? last.body : none}
    </span>
  );
}
