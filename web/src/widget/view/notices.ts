import type { ServiceStatus } from '../../api/shapes';
import { h } from '../../ui/dom';
import type { State } from '../state';
import type { ViewContext } from './context';

type Shown = Pick<ServiceStatus['notices'][number], 'text' | 'language'>;

/** What everybody should know just now; said when it comes. */
export function noticesView(context: ViewContext): { element: HTMLElement; update: (state: State) => void } {
  const element = h('div', 'stack', { attributes: { role: 'status' } });
  let shown = '';
  return {
    element,
    update: ({ status }) => {
      const notices = (status?.notices ?? []).filter(({ places }) => places.includes('widget'));
      const look = JSON.stringify(notices);
      if (look === shown) return;
      shown = look;
      element.replaceChildren(
        ...notices.map((notice) =>
          h('p', `note ${notice.kind === 'sudden' ? 'bad' : 'told'}`, {}, ...inLanguage(notice, context)),
        ),
      );
    },
  };
}

/** A text, and in which language it is where it is not the reader's. */
export function inLanguage({ text, language }: Shown, context: ViewContext): HTMLElement[] {
  if (language === context.language) return [h('span', '', {}, text)];
  return [
    h('span', '', { attributes: { lang: language } }, text),
    h('span', 'subtle', {}, ` (${context.t(`language.${language}`)})`),
  ];
}
