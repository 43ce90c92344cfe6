import { type County, TOPICS, countyOf } from '../api/shapes';
import { type Language, isLanguage } from '../i18n/catalogue';
import { announcer } from '../ui/announcer';
import { h } from '../ui/dom';
import { Controller } from './controller';
import { DoubleEscape, exitAddress } from './exit';
import { newMessages, news } from './news';
import { type Referred, refusesCode, tellCode } from './referral';
import type { State } from './state';
import { tellStatus } from './status-event';
import { TabStorage } from './storage';
import { applyStyles } from './styles';
import { widgetText } from './text';
import type { Drafts, Places, ViewContext } from './view/context';
import { Panel } from './view/panel';

/**
 * `<veiviser-chat>`: the chat of the guidance service on any page.
 *
 * Attributes: `lang`, `county` (two digits) and `topic` to suggest, `entry-point` (a word for where the chat was found),
 * `class-code` (of a school class), `inline` (part of the page instead of a button in the corner), `theme` (`light` or
 * `dark`; else as the device), `exit-url`, `centres-url`, `library-url`, `privacy-url`.
 */
export class VeiviserChat extends HTMLElement {
  static readonly observedAttributes = ['lang', 'county'];
  /** Where the service lives; set from the address of the script. */
  static home = new URL('/', location.href);

  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #announcer = announcer();
  readonly #escape = new DoubleEscape();
  readonly #storage = new TabStorage(VeiviserChat.home);
  #controller: Controller | undefined;
  #panel: Panel | undefined;
  #drafts: Drafts | undefined;
  #launcher: HTMLButtonElement | undefined;
  #listening: AbortController | undefined;
  #open = false;
  #unread = 0;
  #referred: Referred | undefined;

  connectedCallback(): void {
    applyStyles(this.#root);
    const language = this.#pageLanguage();
    const controller = new Controller({
      home: VeiviserChat.home,
      language,
      storage: this.#storage,
      county: () => this.#county,
    });
    this.#controller = controller;
    this.#drafts = {
      form: {
        language,
        county: this.#county ?? '',
        topic: TOPICS.find((topic) => topic === this.getAttribute('topic')) ?? '',
        workType: 'guidance',
        consent: false,
      },
      code: '',
      referral: '',
      message: '',
    };
    this.#fillIn();
    this.#open = this.#inline || this.#storage.open;
    this.#draw();
    controller.listen((before, after) => {
      this.#changed(before, after);
    });
    this.#listen(controller);
    controller.start();
  }

  disconnectedCallback(): void {
    this.#controller?.stop();
    this.#listening?.abort();
    this.#controller = undefined;
    this.#panel = undefined;
    this.#root.replaceChildren();
  }

  /**
   * Fills in what is known of somebody whom a partner pointed here, and sends the code along with the start; undefined
   * forgets the code. It is kept in the memory of the page alone.
   */
  refer(referred: Referred | undefined): void {
    this.#referred = referred;
    this.#fillIn();
    if (this.#controller?.state.screen === 'form') this.#draw();
  }

  /** What lets the partner know that somebody came, of a conversation that began by a code; forgotten with it. */
  get referralKey(): string | undefined {
    return this.#controller?.state.talk?.session.referral_key;
  }

  #fillIn(): void {
    if (this.#drafts === undefined) return;
    this.#drafts.referral = this.#referred?.code ?? '';
    if (this.#referred === undefined) return;
    const { county = '', language, topic = '' } = this.#referred;
    this.#drafts.form = { ...this.#drafts.form, county, language, topic };
  }

  attributeChangedCallback(name: string): void {
    if (this.#controller === undefined) return;
    if (name === 'lang') this.#controller.setLanguage(this.#pageLanguage());
    else void this.#controller.refreshStatus();
  }

  get #inline(): boolean {
    return this.hasAttribute('inline');
  }

  get #county(): County | undefined {
    return countyOf(this.getAttribute('county'));
  }

  #pageLanguage(): Language {
    const code = (this.closest('[lang]')?.getAttribute('lang') ?? 'nb').slice(0, 2).toLowerCase();
    return isLanguage(code) ? code : 'nb';
  }

  #listen(controller: Controller): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const wake = (): void => {
      if (document.hidden) return;
      controller.wake();
      this.#seen();
    };
    window.addEventListener('online', wake, { signal });
    document.addEventListener('visibilitychange', wake, { signal });
    window.addEventListener(
      'keydown',
      (event) => {
        const press = event.isComposing || event.repeat ? 'none' : this.#escape.press(event.key, event.timeStamp);
        // While the chat is put away, Escape belongs to the page around it.
        if (!this.#open) return;
        if (press === 'second') this.#exit();
        else if (press === 'first' && controller.state.screen === 'talk')
          this.#announcer.say(widgetText(controller.state.language)('widget.exit_hint'));
      },
      { signal, capture: true },
    );
  }

  #changed(before: State, after: State): void {
    if (after.status !== undefined && after.status !== before.status) tellStatus(this, after.status, after.language);
    this.#followCode(before, after);
    const t = widgetText(after.language);
    for (const sentence of news(before, after, t)) this.#announcer.say(sentence);
    if (before.language !== after.language) {
      this.#languageChanged(before, after);
      return;
    }
    if (!this.#open && before.talk !== undefined && after.talk !== undefined) {
      this.#unread += newMessages(before.talk, after.talk).length;
      this.#labelLauncher();
    }
    if (this.#drafts !== undefined && before.talk !== undefined && after.talk === undefined) this.#drafts.message = '';
    this.#panel?.update(after);
    this.#seen();
  }

  /** A code that began a conversation, or that the service does not take, is forgotten. */
  #followCode(before: State, after: State): void {
    if (before.talk?.session.referral_key !== undefined && after.talk === undefined) tellCode(this, 'forgotten');
    if (this.#referred === undefined) return;
    const isUsed = before.talk === undefined && after.talk?.fresh === true;
    const isRefused = before.problem !== after.problem && refusesCode(after.problem);
    if (!isUsed && !isRefused) return;
    this.#referred = undefined;
    this.#fillIn();
    tellCode(this, isUsed ? 'used' : 'refused');
  }

  #languageChanged(before: State, after: State): void {
    if (this.#drafts !== undefined && this.#drafts.form.language === before.language)
      this.#drafts.form.language = after.language;
    const inside = this.#root.activeElement !== null;
    this.#draw();
    if (inside) this.#panel?.focusLanguage();
  }

  #draw(): void {
    const controller = this.#controller;
    if (controller === undefined || this.#drafts === undefined) return;
    const { state } = controller;
    const context: ViewContext = {
      controller,
      t: widgetText(state.language),
      language: state.language,
      drafts: this.#drafts,
      places: () => this.#places(state.language),
      say: this.#announcer.say,
    };
    const exit = (): void => {
      this.#exit();
    };
    const minimise = (): void => {
      this.#show(false);
    };
    this.#panel = new Panel(context, this.#inline ? { exit } : { exit, minimise });
    this.#launcher = this.#inline ? undefined : this.#launcherButton();
    this.#root.replaceChildren(
      this.#announcer.element,
      this.#panel.element,
      ...(this.#launcher === undefined ? [] : [this.#launcher]),
    );
    this.#panel.element.hidden = !this.#open;
    this.#labelLauncher();
    this.#panel.update(state);
  }

  #launcherButton(): HTMLButtonElement {
    return h('button', 'button primary launcher', {
      attributes: { type: 'button', 'aria-controls': 'panel' },
      on: {
        click: () => {
          this.#show(!this.#open);
        },
      },
    });
  }

  #labelLauncher(): void {
    const state = this.#controller?.state;
    if (this.#launcher === undefined || state === undefined) return;
    const t = widgetText(state.language);
    const label = this.#unread > 0 ? t('widget.open_panel_unread', { count: this.#unread }) : t('widget.open_panel');
    this.#launcher.lang = state.language;
    this.#launcher.textContent = label;
    this.#launcher.setAttribute('aria-expanded', String(this.#open));
    this.#launcher.classList.toggle('covered', this.#open);
  }

  #show(open: boolean): void {
    this.#open = open;
    this.#storage.open = open;
    if (this.#panel !== undefined) this.#panel.element.hidden = !open;
    if (open) {
      this.#unread = 0;
      this.#panel?.enter();
    }
    this.#labelLauncher();
    if (!open) this.#launcher?.focus();
    this.#seen();
  }

  #seen(): void {
    if (this.#open && !document.hidden) this.#controller?.seen();
  }

  #places(language: Language): Places {
    const page = new URL(language === 'nb' ? '.' : `${language}/`, VeiviserChat.home);
    const place = (attribute: string, anchor: string): string =>
      this.getAttribute(attribute) ?? new URL(`#${anchor}`, page).href;
    return {
      centres: place('centres-url', 'centres'),
      library: place('library-url', 'library'),
      privacy: place('privacy-url', 'privacy'),
      entryPoint: this.getAttribute('entry-point') ?? undefined,
      classCode: this.getAttribute('class-code') ?? undefined,
    };
  }

  /** Leaves nothing behind: the conversation is forgotten here and the page is taken out of the history. */
  #exit(): void {
    this.#storage.clear();
    this.#controller?.stop();
    this.#root.replaceChildren();
    location.replace(exitAddress(this.getAttribute('exit-url')));
  }
}
