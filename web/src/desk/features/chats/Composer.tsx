import { Button, Textarea } from '@digdir/designsystemet-react';
import { useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { useDesk } from '../../app/DeskContext';
import { useI18n } from '../../app/i18n';
import { Phrases, Send } from '../../app/icons';
import type { Thread } from '../../realtime/state';
import { PhrasePanel } from '../phrases/PhrasePanel';
import { insertAt } from '../phrases/phrases';

/** The longest message the API takes, in characters. */
export const MESSAGE_LIMIT = 4_000;
const COUNT_FROM = 3_500;

export interface ComposerHandle {
  focus: () => void;
  openPhrases: () => void;
}

interface ComposerProps {
  thread: Thread;
  label: string;
  ref: Ref<ComposerHandle>;
}

export function Composer({ thread, label, ref }: ComposerProps) {
  const { t } = useI18n();
  const draft = useDraft(thread.contact.id);
  const [choosing, setChoosing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    openPhrases: () => {
      setChoosing(true);
    },
  }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.ctrlKey) {
      event.preventDefault();
      draft.send();
    }
    if (event.key === '/' && isWordStart(field.current)) {
      event.preventDefault();
      setChoosing(true);
    }
  };
  const back = (phrase?: string) => {
    setChoosing(false);
    insertInto(field.current, draft, phrase);
  };
  return (
    <div className="composer">
      {choosing && <PhrasePanel language={thread.contact.language} onDone={back} />}
      <Textarea
        ref={field}
        rows={2}
        aria-label={label}
        aria-describedby={`hint-${thread.contact.id}`}
        aria-invalid={draft.tooLong || undefined}
        placeholder={t('desk.chat.write')}
        value={draft.text}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          draft.write(event.target.value);
        }}
      />
      <ComposerFoot
        hintId={`hint-${thread.contact.id}`}
        draft={draft}
        choosing={choosing}
        onPhrases={() => {
          if (choosing) back();
          else setChoosing(true);
        }}
        onSend={() => {
          draft.send();
          field.current?.focus();
        }}
      />
    </div>
  );
}

interface ComposerFootProps {
  hintId: string;
  draft: Draft;
  choosing: boolean;
  onPhrases: () => void;
  onSend: () => void;
}

function ComposerFoot({ hintId, draft, choosing, onPhrases, onSend }: ComposerFootProps) {
  const { t } = useI18n();
  return (
    <div className="row spread">
      <Button
        className="compact"
        variant="tertiary"
        aria-expanded={choosing}
        aria-keyshortcuts="Alt+P"
        onClick={onPhrases}
      >
        <Phrases /> {t('desk.phrases.open')}
      </Button>
      <span
        id={hintId}
        className="composer-hint"
        data-counting={draft.text.length > COUNT_FROM || undefined}
        data-bad={draft.tooLong || undefined}
      >
        {draft.text.length > COUNT_FROM
          ? t('desk.chat.characters', { used: draft.text.length, limit: MESSAGE_LIMIT })
          : t('desk.chat.hint')}
      </span>
      <Button data-size="sm" aria-disabled={!draft.sendable} onClick={onSend}>
        <Send /> {t('desk.chat.send')}
      </Button>
    </div>
  );
}

interface Draft {
  text: string;
  sendable: boolean;
  tooLong: boolean;
  write: (text: string) => void;
  send: () => void;
}

/** The unsent text of a contact: kept when its column is closed or the page is reloaded. */
function useDraft(contactId: string): Draft {
  const { session } = useDesk();
  const [text, setText] = useState(() => session.vault.draft(contactId));
  const put = (next: string) => {
    setText(next);
    session.vault.setDraft(contactId, next);
  };
  const length = [...text.trim()].length;
  const sendable = length > 0 && length <= MESSAGE_LIMIT;
  return {
    text,
    sendable,
    tooLong: length > MESSAGE_LIMIT,
    write: (next: string) => {
      put(next);
      if (next.trim() !== '') session.typing(contactId);
    },
    send: () => {
      if (!sendable) return;
      session.write(contactId, text.trim());
      put('');
    },
  };
}

/** Puts a phrase where the caret is and goes on writing behind it. */
function insertInto(field: HTMLTextAreaElement | null, draft: Draft, phrase: string | undefined): void {
  const place = field?.selectionEnd ?? draft.text.length;
  const next = phrase === undefined ? undefined : insertAt(draft.text, place, phrase);
  if (next) draft.write(next.text);
  requestAnimationFrame(() => {
    field?.focus();
    if (next) field?.setSelectionRange(next.caret, next.caret);
  });
}

function isWordStart(field: HTMLTextAreaElement | null): boolean {
  if (!field) return false;
  const before = field.value.slice(0, field.selectionStart);
  return before === '' || before.endsWith('\n');
}
