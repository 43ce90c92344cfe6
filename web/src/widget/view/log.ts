import type { Message } from '../../api/shapes';
import { clockTime } from '../../i18n/spoken';
import { h, setShown } from '../../ui/dom';
import { linked } from '../../ui/links';
import { authorText, noticeText } from '../news';
import type { Pending } from '../outbox';
import type { Link, Talk } from '../state';
import { problemText } from '../text';
import type { ViewContext } from './context';

const NEAR_END_PX = 80;

export interface LogView {
  element: HTMLElement;
  update: (talk: Talk, link: Link) => void;
}

/**
 * The messages. Screen readers are not told of changes here, or a resumed conversation would be read out whole;
 * new messages are said through the announcer.
 */
export function logView(context: ViewContext): LogView {
  const { t } = context;
  const list = h('ol', 'messages', { attributes: { role: 'list' } });
  const scroller = h(
    'div',
    'log',
    { attributes: { role: 'log', 'aria-live': 'off', 'aria-label': t('widget.log_label'), tabindex: '0' } },
    list,
  );
  const newer = h('button', 'button newer', { attributes: { type: 'button', hidden: true } }, t('widget.newer'));
  let pinned = true;
  let top = 0;
  const toEnd = (): void => {
    scroller.scrollTop = scroller.scrollHeight;
    setShown(newer, false);
  };
  newer.addEventListener('click', toEnd);
  scroller.addEventListener('scroll', () => {
    // A log that shrinks or grows leaves its end too; only going up is leaving it on purpose.
    const up = scroller.scrollTop < top;
    top = scroller.scrollTop;
    if (atEnd(scroller)) pinned = true;
    else if (up) pinned = false;
    if (pinned) setShown(newer, false);
  });
  const size = new ResizeObserver(() => {
    if (pinned) toEnd();
  });
  size.observe(scroller);
  size.observe(list);
  const items = new Map<string, { element: HTMLElement; look: string }>();
  let last = '';
  return {
    element: h('div', 'logframe', {}, scroller, newer),
    update: (talk, link) => {
      const entries = entriesOf(talk, link, context);
      reconcile(list, items, entries);
      const newest = entries.at(-1);
      if (newest === undefined || newest.key === last) return;
      last = newest.key;
      if (pinned || newest.own) requestAnimationFrame(toEnd);
      else setShown(newer, true);
    },
  };
}

function atEnd(scroller: HTMLElement): boolean {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
}

interface Entry {
  key: string;
  /** Changes when the entry must be drawn anew. */
  look: string;
  own: boolean;
  draw: () => HTMLElement;
}

function entriesOf(talk: Talk, link: Link, context: ViewContext): Entry[] {
  const lastRead = talk.messages.findLast(
    (message) => message.from === 'seeker' && message.seq <= talk.readByCounsellor,
  )?.seq;
  const sent = talk.messages.map((message): Entry => {
    const read = message.seq === lastRead;
    return {
      key: `s${message.seq}`,
      look: String(read),
      own: message.from === 'seeker',
      draw: () => messageItem(message, read, context),
    };
  });
  const pending = talk.pending.map((item): Entry => {
    const stuck = link === 'broken' || link === 'connecting';
    const look = `${item.problem?.code ?? ''}${stuck}`;
    return { key: `p${item.client_id}`, look, own: true, draw: () => pendingItem(item, stuck, context) };
  });
  return [...sent, ...pending];
}

function reconcile(
  list: HTMLElement,
  items: Map<string, { element: HTMLElement; look: string }>,
  entries: readonly Entry[],
): void {
  const wanted = new Set(entries.map((entry) => entry.key));
  for (const [key, item] of items) {
    if (wanted.has(key)) continue;
    item.element.remove();
    items.delete(key);
  }
  for (const [index, entry] of entries.entries()) {
    let item = items.get(entry.key);
    if (item?.look !== entry.look) {
      item?.element.remove();
      item = { element: entry.draw(), look: entry.look };
      items.set(entry.key, item);
    }
    const present = list.children.item(index);
    if (present !== item.element) list.insertBefore(item.element, present);
  }
}

function messageItem(message: Message, read: boolean, context: ViewContext): HTMLElement {
  const { t } = context;
  const time = h('time', '', { attributes: { datetime: message.at } }, clockTime(message.at));
  if (message.from === 'service') {
    return h('li', 'notice', {}, h('p', '', {}, noticeText(message, t)), h('p', 'meta', {}, time));
  }
  const meta = h(
    'p',
    'meta',
    {},
    h('span', 'author', {}, authorText(message, t)),
    time,
    read && h('span', '', {}, t('widget.read')),
  );
  return h(
    'li',
    `message ${message.from}`,
    {},
    meta,
    h('p', 'bubble', {}, ...linked(message.body)),
    message.masked === true && h('p', 'meta', {}, t('widget.masked')),
  );
}

function pendingItem(item: Pending, stuck: boolean, context: ViewContext): HTMLElement {
  const { t, controller } = context;
  const problem = item.problem;
  const state =
    problem === undefined
      ? t(stuck ? 'widget.not_sent' : 'widget.sending')
      : t('widget.refused', { reason: problemText(problem, context.language) });
  return h(
    'li',
    'message seeker pending',
    {},
    h('p', 'meta', {}, h('span', 'author', {}, t('widget.you'))),
    h('p', 'bubble', {}, item.body),
    h('p', problem === undefined ? 'meta' : 'meta fault', {}, state),
    problem !== undefined &&
      h(
        'button',
        'button quiet small',
        {
          attributes: { type: 'button' },
          on: {
            click: () => {
              controller.discard(item.client_id);
            },
          },
        },
        t('widget.discard'),
      ),
  );
}
