import { searcher, type Section } from './search';

const EXAMPLE = 'https://veiviser.example';

/** Examples name this installation, so that they can be pasted. */
function nameInstallation(): void {
  for (const code of document.querySelectorAll('main code')) {
    if (code.textContent.includes(EXAMPLE)) code.textContent = code.textContent.replaceAll(EXAMPLE, location.origin);
  }
}

function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${id}`);
}

function startSearch(): void {
  const form = element('search', HTMLFormElement);
  const words = element('search-words', HTMLInputElement);
  const results = element('search-results', HTMLDivElement);
  const count = element('search-count', HTMLParagraphElement);
  const list = element('search-list', HTMLUListElement);
  let find: Promise<(words: string) => readonly Section[]> | undefined;

  const close = (): void => {
    results.hidden = true;
  };

  const show = async (): Promise<void> => {
    find ??= import('virtual:guides').then((module) => searcher(module.default));
    const asked = words.value;
    const found = (await find)(asked);
    if (asked !== words.value) return;
    list.replaceChildren(...found.map(item));
    count.textContent = said(asked, found.length);
    results.hidden = asked.trim() === '';
  };

  const move = (step: number): void => {
    const stops = [words, ...list.querySelectorAll('a')];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
  };

  words.addEventListener('input', () => void show());
  words.addEventListener('focus', () => void show());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  form.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && !results.hidden) {
      event.preventDefault();
      move(step);
    } else if (event.key === 'Escape') {
      words.focus();
      close();
    }
  });
  form.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) close();
  });
  list.addEventListener('click', close);
  form.hidden = false;
}

function item({ path, title, page }: Section): HTMLLIElement {
  const link = document.createElement('a');
  link.className = 'ds-link';
  link.href = path;
  link.textContent = title;
  const where = document.createElement('span');
  where.className = 'subtle';
  where.textContent = page === title ? '' : page;
  const entry = document.createElement('li');
  entry.append(link, ' ', where);
  return entry;
}

function said(asked: string, count: number): string {
  if (asked.trim() === '') return '';
  if (count === 0) return 'Nothing found. Try another word, or the reference.';
  return count === 1 ? '1 result' : `${count} results`;
}

nameInstallation();
startSearch();
