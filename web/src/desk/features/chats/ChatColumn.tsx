import { Button, Tag } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState } from 'react';
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
  number: number;
  focus: FocusWish | undefined;
  /** Shown on narrow screens, where the list is another view. */
  onBack: (() => void) | undefined;
  onTransfer: (contactId: string) => void;
  onClose: (contactId: string) => void;
  onWrappedUp: () => void;
}

export function ChatColumn(props: ChatColumnProps) {
  const { thread, number, focus } = props;
  const i18n = useI18n();
  const { session } = useDesk();
  const { active } = useDeskState();
  const { contact } = thread;
  const section = useRef<HTMLElement>(null);
  const composer = useRef<ComposerHandle>(null);
  const label = contactLabel(i18n, contact, number);
  const titleId = `chat-${contact.id}`;
  const onBottom = useReading(thread);

  useEffect(() => {
    if (!focus) return;
    if (focus.on === 'phrases') composer.current?.openPhrases();
    else if (composer.current) composer.current.focus();
    else section.current?.querySelector<HTMLElement>('input, button[type=submit]')?.focus();
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

function ChatHeader({
  thread,
  label,
  titleId,
  onBack,
  onTransfer,
  onClose,
}: ChatColumnProps & { label: string; titleId: string }) {
  const { t, name } = useI18n();
  const { contact } = thread;
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
        {contact.state === 'active' && (
          <div className="row chat-actions">
            <Button
              data-size="sm"
              variant="tertiary"
              aria-keyshortcuts="Alt+O"
              onClick={() => {
                onTransfer(contact.id);
              }}
            >
              <Transfer /> {t('desk.transfer.open')}
            </Button>
            <Button
              data-size="sm"
              variant="tertiary"
              aria-keyshortcuts="Alt+W"
              onClick={() => {
                onClose(contact.id);
              }}
            >
              <EndTalk /> {t('desk.close.open')}
            </Button>
          </div>
        )}
      </div>
      <div className="row chat-facts">
        {contact.state === 'active' ? (
          <Presence here={contact.seeker_present} />
        ) : (
          <span>{t('desk.contact.needs_wrap_up')}</span>
        )}
        <Elapsed thread={thread} />
        <Tag data-size="sm">{name('language', contact.language)}</Tag>
        <Tag data-size="sm" data-color="neutral">
          {contact.county ? name('county', contact.county) : t('desk.contact.no_county')}
        </Tag>
        <Tag data-size="sm" data-color="neutral">
          {name('work_type', contact.work_type)}
        </Tag>
        {contact.transferred && <Tag data-size="sm" data-color="info">{t('desk.contact.transferred')}</Tag>}
      </div>
    </header>
  );
}

/** Marks messages as read while the counsellor can really see them. */
function useReading(thread: Thread): (atBottom: boolean) => void {
  const { session } = useDesk();
  const { link } = useDeskState();
  const [atBottom, setAtBottom] = useState(true);
  const id = thread.contact.id;
  const newest = thread.messages.at(-1)?.seq;
  useEffect(() => {
    const look = () => {
      if (atBottom && !document.hidden && document.hasFocus()) session.read(id);
    };
    look();
    window.addEventListener('focus', look);
    return () => {
      window.removeEventListener('focus', look);
    };
  }, [session, id, newest, atBottom, link.phase]);
  return setAtBottom;
}
