import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { GUIDES, readGuides, render } from './guides.mjs';
import { sectionsOf } from './operations.mjs';
import { renderGuide } from './page.mjs';

const guide = { name: 'tokens', path: '/docs/partner/tokens/', file: 'tokens.md' };

describe('the guides of the repository', () => {
  const all = readGuides();

  test('are all there, and each link leads to a page and a place that exist', () => {
    const files = readdirSync(new URL('../../../docs/partner/', import.meta.url));
    expect(GUIDES.map(({ name }) => `${name}.md`).sort()).toEqual(files.sort());
    expect(all.every((page) => page.title !== '')).toBe(true);
  });

  test('are pages without inline script or style, with one main heading and no address of others', () => {
    for (const page of all) {
      const html = renderGuide(page, all);
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+="/);
      expect(html.match(/<h1/g)).toHaveLength(1);
      expect(html.match(/aria-current="page"/g)).toHaveLength(1);
    }
  });

  test('are found by what stands under each heading', () => {
    const sections = all.flatMap((page) => page.sections);
    const rotation = sections.find((section) => section.path === '/docs/partner/tokens/#changing-keys');
    expect(rotation).toMatchObject({ title: 'Changing keys', page: 'Tokens for the partner API' });
    expect(rotation?.text).toContain('There are at most five.');
    expect(sections.find((section) => section.title === 'scope_missing')?.path).toBe(
      '/docs/partner/errors/#scope_missing',
    );
  });
});

test('links among files become links among pages, and examples of addresses those of the installation', () => {
  const { html, links } = render(
    guide,
    '# A\n[b](errors.md#invalid) [c](index.md) [d](#a) [e](https://veiviser.example/docs/) [f](https://nav.no)',
  );
  const targets = [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1]);
  expect(targets).toEqual([
    '/docs/partner/errors/#invalid',
    '/docs/partner/',
    '/docs/partner/tokens/#a',
    '/docs/',
    'https://nav.no',
  ]);
  expect(links).toEqual(['/docs/partner/errors/#invalid', '/docs/partner/', '/docs/partner/tokens/#a']);
});

test('code is shown as it is, and can be scrolled by keyboard', () => {
  const { html } = render(guide, '# A\n```sh\ncurl "<b>" && x\n```\n');
  expect(html).toContain(
    '<pre tabindex="0" data-language="sh"><code>curl &quot;&lt;b&gt;&quot; &amp;&amp; x</code></pre>',
  );
});

test('operations of the reference are found by path and summary', () => {
  const operation = { operationId: 'referral_get', summary: 'Get referral', tags: ['Referrals'] };
  expect(sectionsOf({ paths: { '/referrals/{id}': { get: operation } } })).toEqual([
    {
      path: '/docs/?audience=partner#/Referrals/referral_get',
      title: 'GET /referrals/{id}',
      page: 'Reference',
      text: 'Get referral  referral_get',
    },
  ]);
});
