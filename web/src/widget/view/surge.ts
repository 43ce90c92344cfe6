import type { ServiceStatus } from '../../api/shapes';
import { h } from '../../ui/dom';
import type { ScreenView, ViewContext } from './context';
import { backButton } from './form';
import { inLanguage } from './notices';

type Surge = NonNullable<ServiceStatus['surge']>;
type Link = Surge['self_help'][number];

/** Where many are helped at once, and what else there is where the queue is long. */
export function surgeParts(surge: Surge | undefined, context: ViewContext): HTMLElement[] {
  if (surge === undefined) return [];
  const { t } = context;
  const parts = [h('p', 'note told', {}, t('widget.surge'))];
  if (surge.group_session !== undefined) {
    parts.push(h('p', '', {}, `${t('widget.surge_session')} `, link(surge.group_session, context)));
  }
  if (surge.choices.length > 0) {
    parts.push(
      h(
        'div',
        'card',
        {},
        h('h3', 'label', {}, t('widget.surge_choices')),
        h('ul', 'links', {}, ...surge.choices.map((choice) => h('li', '', {}, choiceText(choice, context)))),
      ),
    );
  }
  return parts;
}

function choiceText(choice: Surge['choices'][number], { t, places }: ViewContext): HTMLElement {
  const { centres, library } = places();
  const address = choice === 'self_help' ? library : centres;
  return h('a', '', { attributes: { href: address } }, t(`widget.choice_${choice}`));
}

function link(one: Link, context: ViewContext): HTMLElement {
  return h(
    'a',
    '',
    { attributes: { href: one.url, target: '_blank', rel: 'noopener noreferrer' } },
    ...inLanguage(one, context),
  );
}

/** Help to look at before the queue; whoever wants goes on. */
export function selfHelpView(context: ViewContext): ScreenView {
  const { t, controller } = context;
  const heading = h('h2', 'heading', {}, t('widget.self_help_heading'));
  const list = h('ul', 'links');
  const go = h(
    'button',
    'button primary',
    {
      attributes: { type: 'button' },
      on: {
        click: () => {
          controller.dispatch({ type: 'go', screen: 'form' });
        },
      },
    },
    t('widget.self_help_pass'),
  );
  let shown = '';
  return {
    element: h(
      'div',
      'screen stack',
      {},
      heading,
      h('p', '', {}, t('widget.self_help_lead')),
      list,
      h('div', 'row', {}, go, backButton(context)),
    ),
    entrance: () => heading,
    update: ({ status }) => {
      const links = status?.surge?.self_help ?? [];
      const look = JSON.stringify(links);
      if (look === shown) return;
      shown = look;
      list.replaceChildren(...links.map((one) => h('li', '', {}, link(one, context))));
    },
  };
}
