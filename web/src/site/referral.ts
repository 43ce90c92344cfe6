import catalogues from 'virtual:catalogues?site.referral.,topic.,when.,weekday.,county.,language.';
import { problemOf } from '../api/problem';
import { PublicClient } from '../api/public-client';
import type { Referral } from '../api/shapes';
import { isLanguage, translator } from '../i18n/catalogue';
import { tidyCode } from '../ui/code';
import { focusOn, setShown } from '../ui/dom';
import type { VeiviserChat } from '../widget/element';
import { hearCode, type Referred } from '../widget/referral';
import { TabStorage } from '../widget/storage';
import { betterPage, broughtBy } from './referral-link';
import {
  button,
  codeForm,
  known,
  notice,
  paragraph,
  type ReferralText,
  type SharingFault,
  sharing,
  summary,
  without,
} from './referral-parts';

const HOME = new URL('/', location.href);
const language = isLanguage(document.documentElement.lang) ? document.documentElement.lang : 'nb';
const t: ReferralText = translator(catalogues[language]);
const client = new PublicClient(HOME, () => language);

/** The page of a person who holds a code. The code is in the memory of the page and nowhere else. */
class ReferralPage {
  readonly #place: HTMLElement;
  readonly #talk: HTMLElement;
  readonly #end: HTMLElement;
  readonly #chat: HTMLElement;
  readonly #hint: HTMLElement;
  #held: { code: string; referral: Referral } | undefined;

  constructor(find: (selector: string) => HTMLElement) {
    this.#place = find('#referral');
    this.#talk = find('#referral-talk');
    this.#hint = find('#referral-hint');
    this.#chat = find('veiviser-chat');
    this.#end = find('#referral-end');
  }

  begin(): void {
    // A conversation of this tab goes on, with a code or without.
    setShown(this.#talk, this.#isTalking());
    hearCode(this.#chat, (outcome) => {
      setShown(this.#hint, false);
      if (outcome !== 'refused') void this.#offer();
    });
    for (const link of document.querySelectorAll<HTMLAnchorElement>('.languages a[hreflang]')) {
      link.addEventListener('click', () => {
        link.hash = this.#held?.code ?? '';
      });
    }
    globalThis.addEventListener('hashchange', () => void this.#takeUp());
    if (!this.#takeUp()) this.#ask();
  }

  /** Takes the code out of the address, where it would stay in the history of the browser; false if there is none. */
  #takeUp(): boolean {
    const typed = broughtBy(location.hash, (id) => document.getElementById(id) !== null);
    if (typed === undefined) return false;
    history.replaceState(null, '', location.pathname + location.search);
    const code = tidyCode(typed);
    if (code === undefined) this.#ask(notice(t('site.referral.broken')), without(language, t));
    else void this.#lookUp(code, false);
    return true;
  }

  /** Shows the field for a code, below what there is to say. */
  #ask(...before: readonly HTMLElement[]): void {
    this.#forget();
    const form = codeForm(t, (typed) => {
      const code = tidyCode(typed);
      if (code !== undefined) void this.#lookUp(code, true);
      return code !== undefined;
    });
    this.#place.replaceChildren(...before, form);
  }

  async #lookUp(code: string, wasTyped: boolean): Promise<void> {
    const loading = paragraph(t('site.referral.loading'));
    loading.setAttribute('role', 'status');
    this.#forget();
    this.#place.replaceChildren(loading);
    try {
      const referral = await client.referral(code);
      const page = betterPage(location.pathname, referral.language);
      if (page === undefined) this.#show(code, referral, wasTyped);
      else location.replace(`${page}#${code}`);
    } catch (error) {
      this.#refused(code, error);
    }
  }

  #refused(code: string, error: unknown): void {
    const { status } = problemOf(error);
    if (status === 404 || status === 422) {
      this.#ask(notice(t('site.referral.broken')), without(language, t));
      return;
    }
    const text = t(status === 429 ? 'site.referral.too_many' : 'site.referral.failed');
    const again = button(t('site.referral.try_again'), 'secondary', () => void this.#lookUp(code, true));
    this.#place.replaceChildren(notice(text), again);
  }

  #show(code: string, referral: Referral, wasTyped: boolean): void {
    this.#held = { code, referral };
    const about = summary(referral, t);
    this.#place.replaceChildren(about, known(referral.partner, t));
    setShown(this.#talk, true);
    void this.#offer();
    if (wasTyped) focusOn(about.querySelector('h2') ?? about);
  }

  /** Gives the code to the chat; to somebody who came by it, the choice to let the partner know. */
  async #offer(): Promise<void> {
    await customElements.whenDefined('veiviser-chat');
    if (this.#held === undefined) return;
    const { code, referral } = this.#held;
    const key = (this.#chat as VeiviserChat).referralKey;
    if (key !== undefined) {
      this.#end.replaceChildren(sharing(referral, t, (share) => this.#share(share, key)));
      return;
    }
    const { county, language, partner, topic } = referral;
    this.#give({ code, language, ...(county && { county }), ...(topic && { topic }) });
    this.#end.replaceChildren(paragraph(t('site.referral.choice', { partner })));
  }

  async #share(share: boolean, key: string): Promise<SharingFault | undefined> {
    if (this.#held === undefined) return 'site.referral.failed';
    const { code } = this.#held;
    try {
      const referral = await client.share(share ? 'share' : 'unshare', code, key);
      this.#held = { code, referral };
      return undefined;
    } catch (error) {
      return problemOf(error).status === 404 ? 'site.referral.broken' : 'site.referral.failed';
    }
  }

  #forget(): void {
    this.#held = undefined;
    this.#give(undefined);
    this.#end.replaceChildren();
    setShown(this.#talk, this.#isTalking());
  }

  #give(referred: Referred | undefined): void {
    setShown(this.#hint, referred !== undefined);
    void customElements.whenDefined('veiviser-chat').then(() => {
      (this.#chat as VeiviserChat).refer(referred);
    });
  }

  #isTalking(): boolean {
    return new TabStorage(HOME).load() !== undefined;
  }
}

new ReferralPage((selector) => {
  const found = document.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}).begin();
