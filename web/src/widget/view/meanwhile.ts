import { h } from '../../ui/dom';
import type { ViewContext } from './context';

/** What a person can do while nobody can answer. */
export function meanwhile({ t, places }: ViewContext): HTMLElement {
  const { centres, library } = places();
  return h(
    'div',
    'card',
    {},
    h('h3', 'label', {}, t('widget.meanwhile')),
    h(
      'ul',
      'links',
      {},
      h('li', '', {}, h('a', '', { attributes: { href: centres } }, t('widget.meanwhile_centres'))),
      h('li', '', {}, h('a', '', { attributes: { href: library } }, t('widget.meanwhile_library'))),
    ),
  );
}
