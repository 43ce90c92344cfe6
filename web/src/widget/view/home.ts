import type { ServiceStatus } from '../../api/shapes';
import { spokenInstant, spokenWait } from '../../i18n/spoken';
import { focusOn, h, hasFocus } from '../../ui/dom';
import type { State } from '../state';
import { problemText } from '../text';
import type { ScreenView, ViewContext } from './context';
import { meanwhile } from './meanwhile';
import { noticesView } from './notices';
import { surgeParts } from './surge';

const DAY_MS = 86_400_000;

/** The first screen: open or not, how long it takes, and what can be done. */
export function homeView(context: ViewContext): ScreenView {
  const { t } = context;
  const heading = h('h2', 'heading', {}, t('widget.loading'));
  const body = h('div', 'stack');
  const notices = noticesView(context);
  const element = h('div', 'screen stack', {}, heading, notices.element, body);
  let shown: string | undefined;
  return {
    element,
    entrance: () => heading,
    update: (state) => {
      notices.update(state);
      const look = JSON.stringify([state.status, state.statusFailed, state.aftermath, state.problem]);
      if (look === shown) return;
      shown = look;
      const refocus = hasFocus(body);
      heading.textContent = headingText(state, context);
      body.replaceChildren(...content(state, context));
      if (refocus) focusOn(body.querySelector<HTMLElement>('button, a') ?? heading);
    },
  };
}

function headingText(state: State, { t }: ViewContext): string {
  if (state.status !== undefined) return t(state.status.open ? 'widget.open' : 'widget.closed');
  return state.statusFailed ? t('widget.title') : t('widget.loading');
}

function content(state: State, context: ViewContext): HTMLElement[] {
  const { t } = context;
  const parts: HTMLElement[] = [];
  if (state.aftermath !== undefined) parts.push(h('p', 'note good', {}, t(`widget.${state.aftermath}`)));
  if (state.problem !== undefined && state.problem.code !== 'service_closed') {
    parts.push(h('p', 'note bad', {}, problemText(state.problem, context.language)));
  }
  if (state.status === undefined) parts.push(...unknown(state, context));
  else if (state.status.open) parts.push(...open(state.status, context));
  else parts.push(...closed(state.status, context));
  parts.push(resumeButton(context));
  return parts;
}

function unknown(state: State, context: ViewContext): HTMLElement[] {
  if (!state.statusFailed) return [];
  const { t, controller } = context;
  const again = h(
    'button',
    'button secondary',
    { attributes: { type: 'button' }, on: { click: () => void controller.refreshStatus() } },
    t('widget.retry'),
  );
  return [h('p', '', {}, t('widget.status_failed')), again, meanwhile(context)];
}

function open(status: ServiceStatus, context: ViewContext): HTMLElement[] {
  const { t, controller } = context;
  const parts: HTMLElement[] = [
    h('p', '', {}, t('widget.intro')),
    ...surgeParts(status.surge, context),
    waits(status, context),
  ];
  if (status.home_centre !== undefined) {
    const key = status.home_centre.open ? 'widget.home_open' : 'widget.home_closed';
    parts.push(h('p', 'subtle', {}, t(key, { centre: status.home_centre.name })));
  }
  const start = h(
    'button',
    'button primary',
    {
      attributes: { type: 'button' },
      on: {
        click: () => {
          const help = status.surge?.self_help ?? [];
          controller.dispatch({ type: 'go', screen: help.length > 0 ? 'self_help' : 'form' });
        },
      },
    },
    t('widget.start'),
  );
  if (status.closes_at !== undefined && Date.parse(status.closes_at) - Date.now() < DAY_MS) {
    parts.push(h('p', 'subtle', {}, t('widget.open_until', { when: spokenInstant(status.closes_at, new Date(), t) })));
  }
  parts.push(start);
  return parts;
}

function waits(status: ServiceStatus, { t }: ViewContext): HTMLElement {
  const list = h('dl', 'waits');
  for (const workType of ['guidance', 'information'] as const) {
    list.append(
      h(
        'div',
        '',
        {},
        h('dt', '', {}, t(`widget.work_${workType}`)),
        h('dd', '', {}, spokenWait(status.estimated_wait[workType], t)),
      ),
    );
  }
  return h('div', 'card', {}, h('h3', 'label', {}, t('widget.wait_heading')), list);
}

function closed(status: ServiceStatus, context: ViewContext): HTMLElement[] {
  const { t } = context;
  const parts: HTMLElement[] = [h('p', '', {}, closedText(status, context))];
  if (status.next_opening !== undefined) {
    parts.push(
      h('p', 'strong', {}, t('widget.next_opening', { when: spokenInstant(status.next_opening, new Date(), t) })),
    );
  }
  const home = status.home_centre;
  if (home?.next_opening !== undefined && home.next_opening !== status.next_opening) {
    parts.push(
      h(
        'p',
        'subtle',
        {},
        t('widget.home_closed_next', { centre: home.name, when: spokenInstant(home.next_opening, new Date(), t) }),
      ),
    );
  }
  parts.push(meanwhile(context));
  return parts;
}

function closedText({ why, reason }: ServiceStatus, { t }: ViewContext): string {
  switch (why) {
    case 'closed_day':
      return reason === undefined ? t('widget.closed_day_plain') : t('widget.closed_day', { reason });
    case 'exception':
      return reason === undefined ? t('widget.closed_exception_plain') : t('widget.closed_exception', { reason });
    case 'by_hand':
      return t('widget.closed_by_hand');
    case 'no_centre':
    case 'not_offered':
      return t('widget.closed_no_centre');
    case 'open':
    case 'outside_hours':
      return t('widget.closed_outside_hours');
  }
}

function resumeButton({ t, controller }: ViewContext): HTMLElement {
  return h(
    'button',
    'button quiet',
    {
      attributes: { type: 'button' },
      on: {
        click: () => {
          controller.dispatch({ type: 'go', screen: 'resume' });
        },
      },
    },
    t('widget.have_code'),
  );
}
