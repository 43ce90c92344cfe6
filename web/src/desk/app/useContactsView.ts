import { useCallback, useEffect, useState } from 'react';
import type { Offer } from '../../api/shapes';
import type { FocusWish } from '../features/chats/focus';
import { useColumns } from '../features/chats/useColumns';
import { threadsInOrder, visibleThreads, type Thread } from '../realtime/state';
import { useDesk, useDeskState } from './DeskContext';
import { useSettings } from './settings';
import { useShortcuts, type ShortcutAction } from './shortcuts';

/** A question the counsellor must answer before a contact is handed on or ended. */
export interface OpenQuestion {
  what: 'transfer' | 'close';
  contactId: string;
}

export interface ContactsView {
  threads: Thread[];
  /** The contacts whose talk is on the screen. */
  visible: Thread[];
  shown: ReadonlySet<string>;
  /** List and talk take turns. */
  narrow: boolean;
  wish: FocusWish | undefined;
  question: OpenQuestion | undefined;
  accept: (offer: Offer) => Promise<void>;
  open: (contactId: string, on?: FocusWish['on']) => void;
  ask: (question: OpenQuestion) => void;
  cancel: () => void;
  showList: () => void;
  /** Moves on after a contact has left the desk. */
  afterLeaving: () => void;
}

/** What is on the screen, and where the keyboard goes next. */
export function useContactsView(onHelp: () => void): ContactsView {
  const { session } = useDesk();
  const state = useDeskState();
  const columns = useColumns();
  const [wish, setWish] = useState<FocusWish>();
  const [question, setQuestion] = useState<OpenQuestion>();
  const threads = threadsInOrder(state);
  const narrow = columns === 0;
  const visible = narrow
    ? threads.filter((thread) => thread.contact.id === state.active)
    : visibleThreads(state, columns);

  const cancel = useCallback(() => {
    setQuestion(undefined);
  }, []);
  const open = (contactId: string, on: FocusWish['on'] = 'writing') => {
    session.store.dispatch({ type: 'opened', contactId });
    setWish({ contactId, on });
  };
  const accept = async (offer: Offer) => {
    if (await session.accept(offer)) setWish({ contactId: offer.contact_id, on: 'writing' });
  };
  const showList = () => {
    if (narrow) session.store.dispatch({ type: 'list_shown' });
    requestAnimationFrame(() => document.getElementById('contacts-title')?.focus());
  };
  const afterLeaving = () => {
    setQuestion(undefined);
    const next = session.store.get().active;
    if (next === undefined || narrow) showList();
    else setWish({ contactId: next, on: 'writing' });
  };
  const shown = new Set(visible.map((thread) => thread.contact.id));
  useLeaveGuard(threads.length > 0);
  useContactShortcuts({ accept, open, ask: setQuestion, showList, onHelp });
  return {
    threads,
    visible,
    shown,
    narrow,
    wish,
    question,
    accept,
    open,
    ask: setQuestion,
    cancel,
    showList,
    afterLeaving,
  };
}

type ShortcutTargets = Pick<ContactsView, 'accept' | 'open' | 'ask' | 'showList'> & { onHelp: () => void };

function useContactShortcuts({ accept, open, ask, showList, onHelp }: ShortcutTargets): void {
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
        return when(
          threadsInOrder(state).find((one) => one.number === action.number),
          (thread) => {
            open(thread.contact.id);
          },
        );
      case 'phrases':
        return when(talking, (id) => {
          open(id, 'phrases');
        });
      case 'transfer':
        return when(talking, (contactId) => {
          ask({ what: 'transfer', contactId });
        });
      case 'close':
        return when(active, ({ contact }) => {
          if (contact.state === 'active') ask({ what: 'close', contactId: contact.id });
          else open(contact.id);
        });
      case 'presence':
        return when(
          state.presence,
          (presence) => void session.setPresence(presence.state === 'away' ? 'available' : 'away'),
        );
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
