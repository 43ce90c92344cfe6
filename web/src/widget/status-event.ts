import type { ServiceStatus } from '../api/shapes';
import type { Language } from '../i18n/catalogue';

/** Tells the page around the chat what the service said of itself, so that both show the same. */
const STATUS_EVENT = 'veiviser-status';

interface Told {
  status: ServiceStatus;
  /** The language of its texts. */
  language: Language;
}

export function tellStatus(chat: EventTarget, status: ServiceStatus, language: Language): void {
  const detail: Told = { status, language };
  chat.dispatchEvent(new CustomEvent(STATUS_EVENT, { detail, bubbles: true, composed: true }));
}

/** Calls the listener with each status that a chat on the page was told in the language. */
export function hearStatus(page: EventTarget, language: Language, listener: (status: ServiceStatus) => void): void {
  page.addEventListener(STATUS_EVENT, (event) => {
    if (!(event instanceof CustomEvent)) return;
    const told = event.detail as Told;
    if (told.language === language) listener(told.status);
  });
}
