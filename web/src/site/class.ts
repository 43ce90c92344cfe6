import { type ClassSuggestion, PublicClient } from '../api/public-client';
import { isLanguage } from '../i18n/catalogue';
import { h } from '../ui/dom';

const language = isLanguage(document.documentElement.lang) ? document.documentElement.lang : 'nb';
const client = new PublicClient(new URL('/', location.href), () => language);
// Of the first address: what the page itself links to with a # takes its place.
const code = location.hash.slice(1);

/** What the class begins with; without an answer its pupils choose themselves. */
async function suggestion(): Promise<ClassSuggestion> {
  if (code === '') return {};
  try {
    return await client.classSuggestion(code);
  } catch {
    return {};
  }
}

/** Puts the chat into the page, and keeps the code when the language is changed. */
async function show(): Promise<void> {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.languages a[hreflang]')) {
    if (code !== '') link.hash = code;
  }
  const { county, topic } = await suggestion();
  const chat = h('veiviser-chat' as 'div', '', {
    attributes: {
      inline: true,
      lang: language,
      ...(code !== '' && { 'class-code': code }),
      ...(county !== undefined && { county }),
      ...(topic !== undefined && { topic }),
    },
  });
  document.querySelector('#class-chat')?.replaceChildren(chat);
}

void show();
