import { Button } from '@digdir/designsystemet-react';
import { useEffect, useState } from 'react';
import type { Offer } from '../../api/types';
import { ChatColumn } from '../features/chats/ChatColumn';
import { ContactList } from '../features/chats/ContactList';
import type { FocusWish } from '../features/chats/focus';
import { contactLabel } from '../features/chats/label';
import { useColumns } from '../features/chats/useColumns';
import { OfferList } from '../features/offers/OfferList';
import { LinkBanner } from '../features/presence/LinkState';
import { QueueSummary } from '../features/presence/QueueSummary';
import { TransferDialog } from '../features/transfer/TransferDialog';
import { CloseDialog } from '../features/wrapup/CloseDialog';
import { threadsInOrder, visibleThreads } from '../realtime/state';
import { useDesk, useDeskState } from './DeskContext';
import { useI18n } from './i18n';
import { Notices } from './Notices';
import { useSettings } from './settings';
import { useShortcuts, type ShortcutAction } from './shortcuts';

type Open = { what: 'transfer' | 'close'; contactId: string };

/** The counsellor's working view: offers and contacts to the left, talks side by side. */
export function ContactsPage({ onHelp }: { onHelp: () => void }) {
  const { t } = useI18n();
  const { session } = useDesk();
  const state = useDeskState();
  const columns = useColumns();
  const [wish, setWish] = useState<FocusWish>();
  const [dialog, setDialog] = useState<Open>();
  const threads = threadsInOrder(state);
  const narrow = columns === 0;
  const visible = narrow ? threads.filter((thread) => thread.contact.id === state.active) : visibleThreads(state, columns);
  const shown = new Set(visible.map((thread) => thread.contact.id));

  const openContact = (contactId: string, on: FocusWish['on'] = 'writing') => {
    session.store.dispatch({ type: 'opened', contactId });
    setWish({ contactId, on });
  };
  const accept = async (offer: Offer) => {
    if (await session.accept(offer)) setWish({ contactId: offer.contact_id, on: 'writing' });
  };
  const showList = () => {
    if (narrow) session.store.dispatch({ type: 'list_shown' });
    focusList();
  };
  const afterLeaving = () => {
    setDialog(undefined);
    const next = session.store.get().active;
    if (next === undefined || narrow) showList();
    else setWish({ contactId: next, on: 'writing' });
  };
  useContactShortcuts({ accept, openContact, setDialog, showList, onHelp });
  useLeaveGuard(threads.length > 0);

  const listVisible = !narrow || visible.length === 0;
  return (
    <main className="desk" data-narrow={narrow || undefined} data-chat={visible.length > 0 || undefined}>
      <div className="desk-banners">
        <LinkBanner />
        <Notices />
      </div>
      <aside className="side" aria-label={t('desk.side')}>
        <OfferList onAccept={accept} onDecline={(offer) => session.decline(offer)} />
        {listVisible && <ContactList shown={shown} onOpen={openContact} />}
        {listVisible && <QueueSummary queue={state.queue} />}
      </aside>
      <div className="columns" data-count={visible.length}>
        {visible.map((thread) => (
          <ChatColumn
            key={thread.contact.id}
            thread={thread}
            number={threads.indexOf(thread) + 1}
            focus={wish?.contactId === thread.contact.id ? wish : undefined}
            onBack={narrow ? showList : undefined}
            onTransfer={(contactId) => {
              setDialog({ what: 'transfer', contactId });
            }}
            onClose={(contactId) => {
              setDialog({ what: 'close', contactId });
            }}
            onWrappedUp={afterLeaving}
          />
        ))}
        {visible.length === 0 && !narrow && <Empty />}
      </div>
      {dialog && <OpenDialog dialog={dialog} onClose={() => { setDialog(undefined); }} onLeft={afterLeaving} onClosed={() => {
        setDialog(undefined);
        setWish({ contactId: dialog.contactId, on: 'writing' });
      }} />}
    </main>
  );
}

interface OpenDialogProps {
  dialog: Open;
  onClose: () => void;
  onLeft: () => void;
  onClosed: () => void;
}

function OpenDialog({ dialog, onClose, onLeft, onClosed }: OpenDialogProps) {
  const i18n = useI18n();
  const state = useDeskState();
  const thread = state.threads[dialog.contactId];
  const active = thread?.contact.state === 'active';
  useEffect(() => {
    if (!active) onClose();
  }, [active, onClose]);
  if (!thread || !active) return null;
  const label = contactLabel(i18n, thread.contact, threadsInOrder(state).indexOf(thread) + 1);
  return dialog.what === 'transfer' ? (
    <TransferDialog contact={thread.contact} label={label} onClose={onClose} onDone={onLeft} />
  ) : (
    <CloseDialog contactId={dialog.contactId} label={label} onClose={onClose} onDone={onClosed} />
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

interface ShortcutTargets {
  accept: (offer: Offer) => Promise<void>;
  openContact: (contactId: string, on?: FocusWish['on']) => void;
  setDialog: (dialog: Open) => void;
  showList: () => void;
  onHelp: () => void;
}

function useContactShortcuts({ accept, openContact, setDialog, showList, onHelp }: ShortcutTargets): void {
  const { session } = useDesk();
  const { shortcuts } = useSettings();
  useShortcuts(shortcuts, (action: ShortcutAction) => {
    const state = session.store.get();
    const offer = state.offers.toSorted((a, b) => Date.parse(a.expires_at) - Date.parse(b.expires_at))[0];
    const active = state.active === undefined ? undefined : state.threads[state.active];
    const talking = active?.contact.state === 'active' ? active.contact.id : undefined;
    switch (action.name) {
      case 'accept':
        return when(offer, (one) => void accept(one));
      case 'decline':
        return when(offer, (one) => void session.decline(one));
      case 'chat':
        return when(threadsInOrder(state)[action.number - 1], (thread) => {
          openContact(thread.contact.id);
        });
      case 'phrases':
        return when(talking, (id) => {
          openContact(id, 'phrases');
        });
      case 'transfer':
        return when(talking, (contactId) => {
          setDialog({ what: 'transfer', contactId });
        });
      case 'close':
        return when(active, ({ contact }) => {
          if (contact.state === 'active') setDialog({ what: 'close', contactId: contact.id });
          else openContact(contact.id);
        });
      case 'presence':
        return when(state.presence, (presence) => void session.setPresence(presence.state === 'away' ? 'available' : 'away'));
      case 'list':
        showList();
        return true;
      case 'help':
        onHelp();
        return true;
    }
  });
}

function when<T>(value: T | undefined, run: (value: T) => void): boolean {
  if (value === undefined) return false;
  run(value);
  return true;
}

function focusList(): void {
  requestAnimationFrame(() => document.getElementById('contacts-title')?.focus());
}

/** Asks before the window is closed while somebody would be left behind. */
function useLeaveGuard(needed: boolean): void {
  useEffect(() => {
    if (!needed) return undefined;
    const guard = (event: BeforeUnloadEvent) => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', guard);
    return () => {
      window.removeEventListener('beforeunload', guard);
    };
  }, [needed]);
}
