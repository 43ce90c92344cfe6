import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { LANGUAGES, faults, readCatalogue } from './catalogues.mjs';
import { GUIDES } from './docs/guides.mjs';

const WIDGET_LIMIT = 30_000;
const SITE = ['', 'nn/', 'se/', 'en/'].flatMap((language) => [language, `${language}referral/`, `${language}class/`]);
const GUIDE_PAGES = GUIDES.map(({ path }) => path.slice(1));
const PAGES = [...SITE, 'desk/', 'docs/', 'demo/school/', ...GUIDE_PAGES];
const DIST = new URL('../dist/', import.meta.url);

const found = faults(Object.fromEntries(LANGUAGES.map((language) => [language, readCatalogue(language)])));
if (found.length > 0) throw new Error(`messages/ is not complete:\n${found.join('\n')}`);

await build({ configFile: 'vite.config.ts' });
await build({ configFile: 'vite.widget.config.ts' });

const refused = [...pageFaults(), ...widgetFaults()];
if (refused.length > 0) throw new Error(`the build is not fit to ship:\n${refused.join('\n')}`);

/** What a content security policy of `script-src 'self'; style-src 'self'` would refuse. */
function pageFaults() {
  return PAGES.flatMap((page) => {
    const html = readFileSync(new URL(`${page}index.html`, DIST), 'utf8');
    const inline = html.match(/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+="/g) ?? [];
    const foreign = html.match(/<(?:script|link|img|iframe)[^>]*(?:src|href)="(?:https?:)?\/\/[^"]*"/g) ?? [];
    return [...inline, ...foreign].map((part) => `${page}index.html: ${part}`);
  });
}

/** The widget is one small file that asks no other site for anything. */
function widgetFaults() {
  const size = gzipSync(readFileSync(new URL('widget.js', DIST))).length;
  console.log(`widget.js: ${size} bytes gzipped`);
  const strays = readdirSync(DIST).filter((name) => name.startsWith('widget') && name !== 'widget.js');
  return [
    ...(size > WIDGET_LIMIT ? [`widget.js is ${size} bytes gzipped, more than ${WIDGET_LIMIT}`] : []),
    ...strays.map((name) => `${name} should be inside widget.js`),
  ];
}
