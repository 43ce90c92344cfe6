import { LANGUAGES, isLanguage } from '../../i18n/catalogue';
import { focusOn, h } from '../../ui/dom';
import type { Screen, State } from '../state';
import type { ScreenView, ViewContext } from './context';
import { formView } from './form';
import { homeView } from './home';
import { resumeView } from './resume';
import { selfHelpView } from './surge';
import { talkView } from './talk';

export interface PanelActions {
  exit: () => void;
  /** Absent where the panel is part of the page and cannot be hidden. */
  minimise?: () => void;
}

/** The widget's panel in one language: a head with language and quick exit, and the present screen. */
export class Panel {
  readonly element: HTMLElement;
  readonly #context: ViewContext;
  readonly #content = h('div', 'content');
  readonly #language: HTMLSelectElement;
  #shown: { screen: Screen; id: string | undefined; view: ScreenView } | undefined;

  constructor(context: ViewContext, actions: PanelActions) {
    const { t } = context;
    this.#context = context;
    this.#language = languageSelect(context);
    const exit = button('button exit small', t('widget.exit'), actions.exit);
    exit.setAttribute('aria-describedby', 'exit-hint');
    const minimise =
      actions.minimise === undefined
        ? undefined
        : button('button quiet small minimise', t('widget.minimise'), actions.minimise);
    this.element = h(
      'section',
      'panel',
      { attributes: { id: 'panel', lang: context.language, 'aria-label': t('widget.title') } },
      h('div', 'header', {}, h('p', 'title', {}, t('widget.title')), minimise, this.#language, exit),
      h('p', 'unseen', { attributes: { id: 'exit-hint' } }, t('widget.exit_hint')),
      this.#content,
    );
  }

  /** Draws a state. Moves the focus to a new screen only when the person was in the panel. */
  update(state: State): void {
    const id = state.talk?.session.id;
    if (this.#shown?.screen !== state.screen || this.#shown.id !== id) {
      const view = this.#screen(state);
      const wasInside = this.#shown !== undefined && this.#content.contains(this.#focused());
      this.#content.replaceChildren(view.element);
      this.#shown = { screen: state.screen, id, view };
      view.update(state);
      this.#content.scrollTop = 0;
      if (wasInside) focusOn(view.entrance());
      return;
    }
    this.#shown.view.update(state);
  }

  /** Puts the focus at the beginning of the screen. */
  enter(): void {
    if (this.#shown !== undefined) focusOn(this.#shown.view.entrance());
  }

  focusLanguage(): void {
    this.#language.focus();
  }

  #focused(): Element | null {
    const root = this.element.getRootNode();
    return root instanceof ShadowRoot ? root.activeElement : document.activeElement;
  }

  #screen(state: State): ScreenView {
    switch (state.screen) {
      case 'home':
        return homeView(this.#context);
      case 'self_help':
        return selfHelpView(this.#context);
      case 'form':
        return formView(this.#context);
      case 'resume':
        return resumeView(this.#context);
      case 'talk':
        return talkView(this.#context, state.talk?.session.resume_code ?? '');
    }
  }
}

function button(className: string, label: string, click: () => void): HTMLButtonElement {
  return h('button', className, { attributes: { type: 'button' }, on: { click } }, label);
}

const OWN_NAMES = { nb: 'Bokmål', nn: 'Nynorsk', se: 'Davvisámegiella', en: 'English' } as const;

function languageSelect({ t, language, controller }: ViewContext): HTMLSelectElement {
  const select = h(
    'select',
    'input small',
    {
      attributes: { 'aria-label': t('widget.language') },
      on: {
        change: () => {
          if (isLanguage(select.value)) controller.setLanguage(select.value);
        },
      },
    },
    ...LANGUAGES.map((code) => h('option', '', { attributes: { value: code, lang: code } }, OWN_NAMES[code])),
  );
  select.value = language;
  return select;
}
