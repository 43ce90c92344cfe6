import { focusOn, h, hasFocus, setShown, setText } from '../../ui/dom';
import { placeText } from '../news';
import type { State, Talk } from '../state';
import { codeView } from './code';
import { composerView } from './composer';
import type { ScreenView, ViewContext } from './context';
import { logView } from './log';
import { meanwhile } from './meanwhile';
import { toolsView } from './tools';

/** The conversation: waiting, talking and over. */
export function talkView(context: ViewContext, resumeCode: string): ScreenView {
  const { t } = context;
  const heading = h('h2', 'heading');
  const detail = h('p', 'detail');
  const waiting = h('div', 'stack', {}, h('p', 'subtle', {}, t('widget.waiting_hint')), codeView(context, resumeCode));
  const longWaitText = h('p', '', {}, t('widget.long_wait'));
  const longWait = h('div', 'stack', {}, longWaitText, meanwhile(context));
  const typing = h('p', 'meta typing', { attributes: { 'aria-hidden': 'true' } });
  const banner = bannerView(context);
  const log = logView(context);
  const composer = composerView(context);
  const tools = toolsView(context, resumeCode);
  const ended = endedView(context);
  const element = h(
    'div',
    'screen talk',
    {},
    h('div', 'top stack', {}, heading, detail, longWait, waiting),
    banner.element,
    log.element,
    typing,
    composer.element,
    ended,
    tools.element,
  );
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  const showTyping = (talk: Talk): void => {
    clearTimeout(typingTimer);
    const left = talk.typingUntil - Date.now();
    const alias = talk.counsellor?.alias ?? t('widget.counsellor');
    setText(typing, left > 0 ? t('widget.typing', { alias }) : '');
    if (left > 0) typingTimer = setTimeout(showTyping, left, { ...talk, typingUntil: 0 });
  };
  return {
    element,
    entrance: () => heading,
    update: (state) => {
      const { talk, link } = state;
      if (talk === undefined) return;
      setText(heading, headingText(talk, context));
      setText(detail, detailText(talk, context));
      setShown(detail, detail.textContent !== '');
      const isShut = talk.place?.closed !== undefined;
      setShown(longWait, talk.state === 'waiting' && (isShut || (talk.place?.choices ?? []).length > 0));
      setShown(longWaitText, !isShut);
      setShown(waiting, talk.state === 'waiting');
      const writing = talk.state === 'closed' && hasFocus(composer.element);
      setShown(composer.element, talk.state !== 'closed');
      if (writing) focusOn(heading);
      setShown(ended, talk.state === 'closed');
      banner.update(state);
      setShown(log.element, talk.messages.length + talk.pending.length > 0);
      log.update(talk, link);
      tools.update(state);
      showTyping(talk);
    },
  };
}

function headingText(talk: Talk, { t }: ViewContext): string {
  if (talk.state === 'closed') return t('widget.ended_heading');
  if (talk.state === 'waiting') return t('widget.waiting_heading');
  return t('widget.talking_to', { alias: talk.counsellor?.alias ?? t('widget.counsellor') });
}

function detailText(talk: Talk, { t }: ViewContext): string {
  if (talk.state === 'waiting') return placeText(talk, t);
  if (talk.state === 'closed') return talk.closedBy === undefined ? '' : t(`widget.ended_by_${talk.closedBy}`);
  const { counsellor } = talk;
  if (counsellor === undefined) return '';
  return t('widget.talking_to_centre', { alias: counsellor.alias, centre: counsellor.centre });
}

function bannerView({ t }: ViewContext): { element: HTMLElement; update: (state: State) => void } {
  const element = h('div', 'banner', { attributes: { hidden: true } });
  return {
    element,
    update: ({ link }) => {
      setShown(element, link === 'broken' || link === 'connecting');
      element.classList.toggle('bad', link === 'broken');
      setText(element, t(link === 'broken' ? 'widget.reconnecting' : 'widget.connecting'));
    },
  };
}

function endedView({ t, controller }: ViewContext): HTMLElement {
  const again = h(
    'button',
    'button primary',
    {
      attributes: { type: 'button' },
      on: {
        click: () => {
          controller.leave();
        },
      },
    },
    t('widget.start_new'),
  );
  return h('div', 'ended stack', {}, again, h('p', 'meta', {}, t('widget.start_new_help')));
}
