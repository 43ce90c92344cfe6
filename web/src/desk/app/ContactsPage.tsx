import { Button } from '@digdir/designsystemet-react';
import { useEffect } from 'react';
import { ChatColumn } from '../features/chats/ChatColumn';
import { ContactList } from '../features/chats/ContactList';
import { contactLabel } from '../features/chats/label';
import { OfferList } from '../features/offers/OfferList';
import { LinkBanner } from '../features/presence/LinkState';
import { QueueSummary } from '../features/presence/QueueSummary';
import { TransferDialog } from '../features/transfer/TransferDialog';
import { CloseDialog } from '../features/wrapup/CloseDialog';
import { useDesk, useDeskState } from './DeskContext';
import { useI18n } from './i18n';
import { Notices } from './Notices';
import { useContactsView, type ContactsView, type OpenQuestion } from './useContactsView';

/** The counsellor's working view: offers and contacts to the left, talks side by side. */
export function ContactsPage({ onHelp }: { onHelp: () => void }) {
  const { t } = useI18n();
  const { session } = useDesk();
  const { queue } = useDeskState();
  const view = useContactsView(onHelp);
  const { narrow, visible, question } = view;
  const listVisible = !narrow || visible.length === 0;
  return (
    <main className="desk" data-chat={visible.length > 0 || undefined}>
      <h1 className="ds-sr-only">{t('desk.contacts.title')}</h1>
      <div className="desk-banners">
        <LinkBanner />
        <Notices />
      </div>
      <aside className="side" aria-label={t('desk.side')}>
        <OfferList onAccept={view.accept} onDecline={(offer) => session.decline(offer)} />
        {listVisible && <ContactList shown={view.shown} onOpen={view.open} />}
        {listVisible && <QueueSummary queue={queue} />}
      </aside>
      <Columns view={view} />
      {question && (
        <Question question={question} onCancel={view.cancel} onLeft={view.afterLeaving} onClosed={view.open} />
      )}
    </main>
  );
}

function Columns({ view }: { view: ContactsView }) {
  const { narrow, visible, threads, wish } = view;
  return (
    <div className="columns">
      {visible.map((thread) => (
        <ChatColumn
          key={thread.contact.id}
          thread={thread}
          focus={wish?.contactId === thread.contact.id ? wish : undefined}
          onBack={narrow ? view.showList : undefined}
          onTransfer={(contactId) => {
            view.ask({ what: 'transfer', contactId });
          }}
          onClose={(contactId) => {
            view.ask({ what: 'close', contactId });
          }}
          onWrappedUp={view.afterLeaving}
        />
      ))}
      {visible.length === 0 && (!narrow || threads.length === 0) && <Empty />}
    </div>
  );
}

interface QuestionProps {
  question: OpenQuestion;
  onCancel: () => void;
  onLeft: () => void;
  onClosed: (contactId: string) => void;
}

function Question({ question, onCancel, onLeft, onClosed }: QuestionProps) {
  const i18n = useI18n();
  const state = useDeskState();
  const thread = state.threads[question.contactId];
  const active = thread?.contact.state === 'active';
  useEffect(() => {
    if (!active) onCancel();
  }, [active, onCancel]);
  if (!thread || !active) return null;
  const label = contactLabel(i18n, thread);
  return question.what === 'transfer' ? (
    <TransferDialog contact={thread.contact} label={label} onClose={onCancel} onDone={onLeft} />
  ) : (
    <CloseDialog
      contactId={question.contactId}
      label={label}
      onClose={onCancel}
      onDone={() => {
        onClosed(question.contactId);
      }}
    />
  );
}

/** What to do when there is no talk. */
function Empty() {
  const { t } = useI18n();
  const { session } = useDesk();
  const { loaded, presence } = useDeskState();
  if (!loaded || !presence) return <p className="empty">{t('desk.loading')}</p>;
  if (presence.state === 'away' || presence.state === 'offline') {
    return (
      <div className="empty">
        <h2>{t('desk.empty.away')}</h2>
        <p>{t('desk.empty.away_means')}</p>
        <Button onClick={() => void session.setPresence('available')}>{t('desk.empty.be_available')}</Button>
      </div>
    );
  }
  return (
    <div className="empty">
      <h2>{t('desk.empty.ready')}</h2>
      <p>{t('desk.empty.ready_means')}</p>
    </div>
  );
}
