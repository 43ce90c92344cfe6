import { Button } from '@digdir/designsystemet-react';
import type { Message } from '../../../api/shapes';
import { clockTime } from '../../../i18n/spoken';
import { useDesk } from '../../app/DeskContext';
import { useI18n } from '../../app/i18n';
import { Download } from '../../app/icons';
import { useNow } from '../../app/time';
import type { Pending, Thread } from '../../realtime/state';
import { useStickToEnd } from './useStickToEnd';

interface MessageLogProps {
  thread: Thread;
  label: string;
  /** Tells whether the newest message is on the screen. */
  onBottom: (atBottom: boolean) => void;
}

export function MessageLog({ thread, label, onBottom }: MessageLogProps) {
  const { t } = useI18n();
  const { box, content, atEnd, toEnd, onScroll } = useStickToEnd(onBottom);
  return (
    <div className="log-frame">
      {/* A scrolling region must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="log" ref={box} tabIndex={0} role="region" aria-label={label} onScroll={onScroll}>
        <div ref={content}>
          {thread.messages.length === 0 && <p className="quiet">{t('desk.chat.empty')}</p>}
          <ol className="messages">
            {thread.messages.map((message) => (
              <MessageItem key={message.seq} message={message} thread={thread} />
            ))}
            {thread.pending.map((item) => (
              <PendingItem key={item.client_id} item={item} contactId={thread.contact.id} />
            ))}
          </ol>
          <TypingLine until={thread.typingUntil} />
        </div>
      </div>
      {!atEnd && (
        <Button className="to-end" data-size="sm" variant="secondary" onClick={toEnd}>
          <Download /> {t('desk.chat.to_newest')}
        </Button>
      )}
    </div>
  );
}

function TypingLine({ until }: { until: number }) {
  const { t } = useI18n();
  const typing = useNow() < until;
  return <p className="typing">{typing && t('desk.chat.typing')}</p>;
}

function MessageItem({ message, thread }: { message: Message; thread: Thread }) {
  const { t } = useI18n();
  const { staff } = useDesk();
  const time = <time dateTime={message.at}>{clockTime(message.at)}</time>;
  if (message.from === 'service') {
    return (
      <li className="message" data-from="service">
        {message.notice && t(`desk.service.${message.notice}`, { alias: message.alias ?? '' })} {time}
      </li>
    );
  }
  const mine = message.from === 'counsellor' && (message.alias === undefined || message.alias === staff.alias);
  const from = message.from === 'seeker' ? t('desk.chat.seeker') : mine ? t('desk.chat.me') : message.alias;
  return (
    <li className="message" data-from={message.from === 'seeker' ? 'seeker' : mine ? 'me' : 'colleague'}>
      <p className="message-meta">
        <span className={message.from === 'counsellor' && !mine ? undefined : 'ds-sr-only'}>{from} </span>
        {time}
      </p>
      <p className="bubble">{message.body}</p>
      {message.masked && <p className="message-meta">{t('desk.chat.masked')}</p>}
      {mine && <Receipt message={message} thread={thread} />}
    </li>
  );
}

/** Delivered or read, below the newest message of the counsellor to which it applies. */
function Receipt({ message, thread }: { message: Message; thread: Thread }) {
  const { t } = useI18n();
  const { read_by_seeker } = thread.contact;
  const mine = thread.messages.filter((item) => item.from === 'counsellor');
  const lastRead = mine.findLast((item) => item.seq <= read_by_seeker);
  if (message === lastRead) return <p className="message-meta">{t('desk.chat.read')}</p>;
  if (message === mine.at(-1)) return <p className="message-meta">{t('desk.chat.delivered')}</p>;
  return null;
}

function PendingItem({ item, contactId }: { item: Pending; contactId: string }) {
  const { t, problem } = useI18n();
  const { session } = useDesk();
  return (
    <li className="message" data-from="me" data-pending={item.failed ? 'failed' : 'sending'}>
      <p className="bubble">{item.body}</p>
      {item.failed ? (
        <div className="failed">
          <p className="message-meta">
            {t('desk.chat.not_sent')} {problem(item.failed)}
          </p>
          <div className="row">
            <Button
              data-size="sm"
              variant="secondary"
              onClick={() => {
                session.retry(contactId, item.client_id);
              }}
            >
              {t('desk.chat.retry')}
            </Button>
            <Button
              data-size="sm"
              variant="tertiary"
              onClick={() => {
                session.discard(contactId, item.client_id);
              }}
            >
              {t('desk.chat.discard')}
            </Button>
          </div>
        </div>
      ) : (
        <p className="message-meta">{t('desk.chat.sending')}</p>
      )}
    </li>
  );
}
