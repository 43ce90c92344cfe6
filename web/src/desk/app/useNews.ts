import { useEffect } from 'react';
import type { DeskSession } from '../realtime/session';
import { attention } from '../realtime/state';
import { newsOf, type News } from '../realtime/news';
import { contactLabel } from '../features/chats/label';
import { beep, notify, unlockSound } from './alerts';
import { useAnnounce } from './announcer';
import { useI18n, type I18n } from './i18n';

const REMIND_MS = 7_000;
const SAID_CHARACTERS = 200;

/** Says, sounds and shows what is new, and keeps the number in the window title. */
export function useNews(session: DeskSession): void {
  const i18n = useI18n();
  const announce = useAnnounce();

  useEffect(
    () =>
      session.store.watch((before, after, event) => {
        for (const news of newsOf(before, after, event)) {
          const label = labelOf(i18n, news);
          announce(spoken(i18n, news, label), news.kind === 'offer');
          if (news.kind === 'offer' || document.hidden || !document.hasFocus())
            beep(news.kind === 'offer' ? 'offer' : 'message');
          notify(i18n.t('desk.brand'), shown(i18n, news, label), `veiviser-${news.kind}`);
        }
      }),
    [session, i18n, announce],
  );

  useEffect(() => {
    const title = () => {
      const count = attention(session.store.get());
      document.title = count > 0 ? `(${count}) ${i18n.t('desk.window')}` : i18n.t('desk.window');
    };
    title();
    return session.store.subscribe(title);
  }, [session, i18n]);

  useEffect(() => {
    const timer = setInterval(() => {
      if (session.store.get().offers.length > 0) beep('offer');
    }, REMIND_MS);
    return () => {
      clearInterval(timer);
    };
  }, [session]);

  useEffect(() => {
    const first = () => {
      unlockSound();
    };
    window.addEventListener('pointerdown', first, { once: true });
    window.addEventListener('keydown', first, { once: true });
    return () => {
      window.removeEventListener('pointerdown', first);
      window.removeEventListener('keydown', first);
    };
  }, []);
}

function labelOf(i18n: I18n, news: News): string {
  if (news.kind === 'offer')
    return news.offer.topic ? i18n.name('topic', news.offer.topic) : i18n.t('desk.contact.no_topic');
  return contactLabel(i18n, news.thread);
}

/** For screen readers at the desk: with the text, which the screen shows anyway. */
function spoken(i18n: I18n, news: News, label: string): string {
  switch (news.kind) {
    case 'offer':
      return i18n.t('desk.say.offer', { topic: label, language: i18n.name('language', news.offer.language) });
    case 'message':
      return i18n.t('desk.say.message', { contact: label, text: news.message.body.slice(0, SAID_CHARACTERS) });
    case 'ended':
      return i18n.t('desk.say.ended', { contact: label });
  }
}

/** For the system's notification area, which others may see: never with the text. */
function shown(i18n: I18n, news: News, label: string): string {
  switch (news.kind) {
    case 'offer':
      return i18n.t('desk.notification.offer', { topic: label });
    case 'message':
      return i18n.t('desk.notification.message', { contact: label });
    case 'ended':
      return i18n.t('desk.say.ended', { contact: label });
  }
}
