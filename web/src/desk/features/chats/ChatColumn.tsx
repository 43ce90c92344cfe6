import { Button, Tag } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useDesk, useDeskState } from '../../app/DeskContext';
import { useI18n } from '../../app/i18n';
import { Back, EndTalk, Transfer } from '../../app/icons';
import type { Thread } from '../../realtime/state';
import { WrapUpForm } from '../wrapup/WrapUpForm';
import { Composer, type ComposerHandle } from './Composer';
import { Elapsed, Presence } from './ContactList';
import { contactLabel } from './label';
import { MessageLog } from './MessageLog';
import type { FocusWish } from './focus';

export interface ChatColumnProps {
  thread: Thread;
  focus: FocusWish | undefined;
  /** Shown on narrow screens, where the list is another view. */
  onBack: (() => void) | undefined;
  onTransfer: (contactId: string) => void;
  onClose: (contactId: string) => void;
  onWrappedUp: () => void;
}

export function ChatColumn(props: ChatColumnProps) {
  const { thread, focus } = props;
  const i18n = useI18n();
  const { session } = useDesk();
  const { active } = useDeskState();
  const { contact } = thread;
  const section = useRef<HTMLElement>(null);
  const composer = useRef<ComposerHandle>(null);
  const label = contactLabel(i18n, thread);
  const titleId = `chat-${contact.id}`;
  const onBottom = useReading(thread);

  useEffect(() => {
    if (!focus) return;
    if (focus.on === 'phrases') composer.current?.openPhrases();
    else if (composer.current) composer.current.focus();
    else section.current?.querySelector<HTMLElement>('[data-wrap-up]')?.focus();
  }, [focus]);

  return (
    <section
      ref={section}
      className="chat"
      aria-labelledby={titleId}
      data-active={active === contact.id || undefined}
      onFocusCapture={() => {
        if (active !== contact.id) session.store.dispatch({ type: 'opened', contactId: contact.id });
      }}
    >
      <ChatHeader {...props} label={label} titleId={titleId} />
      <MessageLog thread={thread} label={i18n.t('desk.chat.log', { contact: label })} onBottom={onBottom} />
      {contact.state === 'wrap_up' ? (
        <WrapUpForm thread={thread} onDone={props.onWrappedUp} />
      ) : (
        <Composer ref={composer} thread={thread} label={i18n.t('desk.chat.message_to', { contact: label })} />
      )}
    </section>
  );
}

function ChatHeader(props: ChatColumnProps & { label: string; titleId: string }) {
  const { t } = useI18n();
  const { thread, label, titleId, onBack } = props;
  return (
    <header className="chat-header">
      <div className="row spread">
        <div className="row chat-title">
          {onBack && (
            <Button icon variant="tertiary" data-size="sm" aria-label={t('desk.chat.back')} onClick={onBack}>
              <Back />
            </Button>
          )}
          <h2 id={titleId}>{label}</h2>
        </div>
        {thread.contact.state === 'active' && <ChatActions {...props} />}
      </div>
      <ChatFacts thread={thread} />
    </header>
  );
}

function ChatActions({ thread, onTransfer, onClose }: ChatColumnProps) {
  const { t } = useI18n();
  const { id } = thread.contact;
  return (
    <div className="row chat-actions">
      <Button
        className="compact"
        variant="tertiary"
        aria-keyshortcuts="Alt+O"
        onClick={() => {
          onTransfer(id);
        }}
      >
        <Transfer /> {t('desk.transfer.open')}
      </Button>
      <Button
        className="compact"
        variant="tertiary"
        aria-keyshortcuts="Alt+W"
        onClick={() => {
          onClose(id);
        }}
      >
        <EndTalk /> {t('desk.close.open')}
      </Button>
    </div>
  );
}

function ChatFacts({ thread }: { thread: Thread }) {
  const { t, name } = useI18n();
  const { contact } = thread;
  const active = contact.state === 'active';
  return (
    <div className="row chat-facts">
      {active ? <Presence here={contact.seeker_present} /> : <span>{t('desk.contact.needs_wrap_up')}</span>}
      <Elapsed thread={thread} />
      <ul className="tags">
        <Fact>{name('language', contact.language)}</Fact>
        <Fact>{contact.county ? name('county', contact.county) : t('desk.contact.no_county')}</Fact>
        <Fact>{name('work_type', contact.work_type)}</Fact>
        {contact.transferred && <Fact>{t('desk.contact.transferred')}</Fact>}
      </ul>
    </div>
  );
}

function Fact({ children }: { children: ReactNode }) {
  return (
    <li>
      <Tag data-size="sm" data-color="neutral">
        {children}
      </Tag>
    </li>
  );
}

/** Marks messages as read while the counsellor can really see them. */
function useReading(thread: Thread): (atBottom: boolean) => void {
  const { session } = useDesk();
  const [atBottom, setAtBottom] = useState(true);
  const id = thread.contact.id;
  useEffect(() => {
    const look = () => {
      if (atBottom && !document.hidden && document.hasFocus()) session.read(id);
    };
    look();
    window.addEventListener('focus', look);
    const stop = session.store.subscribe(look);
    return () => {
      stop();
      window.removeEventListener('focus', look);
    };
  }, [session, id, atBottom]);
  return setAtBottom;
}
