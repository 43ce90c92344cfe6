import { escape } from './guides.mjs';

/** @typedef {{guide: import("./guides.mjs").Guide} & import("./guides.mjs").Rendered} Page */

/**
 * A guide as a whole page, readable without JavaScript. In English like the API it explains.
 * @param {Page} page
 * @param {Page[]} all
 * @returns {string}
 */
export function renderGuide(page, all) {
  return `<!doctype html>
<html lang="en" data-color-scheme="auto" data-size="md">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${escape(page.title)} – Veiviser for partners</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/src/docs/guide.css" />
    <script type="module" src="/src/docs/guide.ts"></script>
  </head>
  <body>
    <a class="ds-skip-link" href="#main">Skip to main content</a>
    <header class="site-header">
      <div class="wrap bar">
        <a class="brand" href="/docs/partner/" vite-ignore><img src="/icon.svg" alt="" width="36" height="36" /> Veiviser for partners</a>
        <form id="search" class="search" role="search" hidden>
          <label class="ds-label" for="search-words">Search</label>
          <input class="ds-input" id="search-words" type="search" autocomplete="off" spellcheck="false" aria-describedby="search-help" />
          <p id="search-help" class="ds-sr-only">Arrow keys move between the results, Escape closes them.</p>
          <div id="search-results" class="results" hidden>
            <p id="search-count" class="ds-paragraph" data-size="sm" role="status"></p>
            <ul id="search-list"></ul>
          </div>
        </form>
      </div>
    </header>
    <div class="wrap guide">
      <nav aria-label="Documentation">
        <ul class="pages">
${all.map((other) => item(other, page)).join('\n')}
          <li><a class="ds-link" href="/docs/?audience=partner" vite-ignore>Reference</a></li>
          <li><a class="ds-link" href="/docs/?audience=webhooks" vite-ignore>Reference of webhooks</a></li>
        </ul>
      </nav>
      <main id="main" tabindex="-1">
${page.html}
${onward(page, all)}
      </main>
    </div>
  </body>
</html>
`;
}

/**
 * @param {Page} other
 * @param {Page} page
 */
function item(other, page) {
  const current = other.guide === page.guide ? ' aria-current="page"' : '';
  return `          <li><a class="ds-link" href="${other.guide.path}"${current} vite-ignore>${escape(other.title)}</a></li>`;
}

/**
 * @param {Page} page
 * @param {Page[]} all
 */
function onward(page, all) {
  const next = all[all.findIndex((other) => other.guide === page.guide) + 1];
  if (next === undefined) return '';
  return `        <p class="ds-paragraph onward"><a class="ds-link" href="${next.guide.path}" vite-ignore>Next: ${escape(next.title)}</a></p>`;
}
