import { h } from './dom';

const WEB_ADDRESS = /https?:\/\/[^\s<>"]+/g;
const TRAILING = /[.,;:!?)\]}»”']+$/;

/** Text with its web addresses as links that open outside and tell nothing about this page. */
export function linked(text: string): (string | HTMLAnchorElement)[] {
  const parts: (string | HTMLAnchorElement)[] = [];
  let done = 0;
  for (const match of text.matchAll(WEB_ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    if (!URL.canParse(address)) continue;
    parts.push(text.slice(done, match.index));
    parts.push(h('a', '', { attributes: { href: address, target: '_blank', rel: 'noopener noreferrer' } }, address));
    done = match.index + address.length;
  }
  parts.push(text.slice(done));
  return parts.filter((part) => part !== '');
}
