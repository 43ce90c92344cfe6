import catalogues from 'virtual:catalogues?site.live.,wait.,when.,weekday.,county.,language.';
import { PublicClient } from '../api/public-client';
import type { ServiceStatus } from '../api/shapes';
import { type MessageKey, type Translate, isLanguage, translator } from '../i18n/catalogue';
import { type SpokenKey, spokenInstant, spokenWait } from '../i18n/spoken';
import { setText } from '../ui/dom';
import { hearStatus } from '../widget/status-event';
import { showCentres } from './centres';
import { showNotices } from './notices';

type LiveKey = Extract<MessageKey, `site.live.${string}` | `county.${string}` | `language.${string}`> | SpokenKey;
export type LiveText = Translate<LiveKey>;

/** Nothing that is told of open or closed is older than fifteen seconds. */
const REFRESH_MS = 12_000;
let askedAt = -REFRESH_MS;

const language = isLanguage(document.documentElement.lang) ? document.documentElement.lang : 'nb';
const t: LiveText = translator(catalogues[language]);
const client = new PublicClient(new URL('/', location.href), () => language);

async function refreshStatus(): Promise<void> {
  // The chat on the page asks as often: what it hears is shown here too, so that both always say the same.
  if (document.hidden || performance.now() - askedAt < REFRESH_MS) return;
  askedAt = performance.now();
  try {
    show(await client.status());
  } catch {
    // The sentence the server put there stays.
  }
}

function show(status: ServiceStatus): void {
  askedAt = performance.now();
  const place = document.querySelector('#service-status');
  if (place !== null) setText(place, statusText(status));
  const notices = document.querySelector('#service-notices');
  if (notices !== null) showNotices(notices, status, language, t);
}

function statusText(status: ServiceStatus): string {
  if (status.open) return t('site.live.open', { wait: spokenWait(status.estimated_wait.guidance, t) });
  if (status.next_opening === undefined) return t('site.live.closed');
  return t('site.live.closed_next', { when: spokenInstant(status.next_opening, new Date(), t) });
}

hearStatus(document, language, show);
void refreshStatus();
void showCentres(client, language, t);
setInterval(() => void refreshStatus(), 1_000);
document.addEventListener('visibilitychange', () => void refreshStatus());
