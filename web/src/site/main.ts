import catalogues from 'virtual:catalogues?site.live.,wait.,when.,weekday.,county.,language.';
import { PublicClient } from '../api/public-client';
import type { ServiceStatus } from '../api/shapes';
import { type MessageKey, type Translate, isLanguage, translator } from '../i18n/catalogue';
import { type SpokenKey, spokenInstant, spokenWait } from '../i18n/spoken';
import { setText } from '../ui/dom';
import { showCentres } from './centres';
import { showNotices } from './notices';

type LiveKey = Extract<MessageKey, `site.live.${string}` | `county.${string}` | `language.${string}`> | SpokenKey;
export type LiveText = Translate<LiveKey>;

const REFRESH_MS = 30_000;

const language = isLanguage(document.documentElement.lang) ? document.documentElement.lang : 'nb';
const t: LiveText = translator(catalogues[language]);
const client = new PublicClient(new URL('/', location.href), () => language);

async function refreshStatus(): Promise<void> {
  const place = document.querySelector('#service-status');
  if (place === null || document.hidden) return;
  try {
    const status = await client.status();
    setText(place, statusText(status));
    const notices = document.querySelector('#service-notices');
    if (notices !== null) showNotices(notices, status, language, t);
  } catch {
    // The sentence the server put there stays.
  }
}

function statusText(status: ServiceStatus): string {
  if (status.open) return t('site.live.open', { wait: spokenWait(status.estimated_wait.guidance, t) });
  if (status.next_opening === undefined) return t('site.live.closed');
  return t('site.live.closed_next', { when: spokenInstant(status.next_opening, new Date(), t) });
}

void refreshStatus();
void showCentres(client, language, t);
setInterval(() => void refreshStatus(), REFRESH_MS);
document.addEventListener('visibilitychange', () => void refreshStatus());
