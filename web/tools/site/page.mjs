/** @typedef {import("../catalogues.mjs").Catalogue} Catalogue */
/** @typedef {"nb" | "nn" | "se" | "en"} Language */

/** Each language by its own name. */
const NAMES = { nb: 'Bokmål', nn: 'Nynorsk', se: 'Davvisámegiella', en: 'English' };

/**
 * @param {string} language
 * @returns {string}
 */
export function pagePath(language) {
  return language === 'nb' ? '/' : `/${language}/`;
}

/**
 * @param {string} language
 * @returns {string}
 */
export function centrePath(language) {
  return `${pagePath(language)}centre/`;
}

/**
 * @param {string} language
 * @returns {string}
 */
export function classPath(language) {
  return `${pagePath(language)}class/`;
}

/**
 * The page of a school class in one language; which class, the address tells behind its `#`, where no server sees it.
 * @param {Language} language
 * @param {Catalogue} catalogue
 * @returns {string}
 */
export function renderClassPage(language, catalogue) {
  const t = translator(catalogue);
  return `<!doctype html>
<html lang="${language}" data-color-scheme="auto" data-size="md">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <title>${t('site.class_heading')} – ${t('site.name')}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/src/site/site.css" />
    <script type="module" src="/src/site/class.ts"></script>
    <script src="/widget.js" defer vite-ignore></script>
  </head>
  <body>
    <a class="ds-skip-link" href="#main">${t('site.skip')}</a>
${header(language, t, classPath)}
    <main id="main" tabindex="-1">
      <div class="wrap narrow">
        <h1 class="ds-heading" data-size="lg">${t('site.class_heading')}</h1>
        <p class="ds-paragraph">${t('site.class_text')}</p>
        <noscript><p class="ds-paragraph">${t('site.chat_noscript')}</p></noscript>
        <div id="class-chat" class="class-chat"></div>
      </div>
    </main>
${footer(language, t)}
  </body>
</html>
`;
}

/**
 * The page of a career centre in one language; which one, the address tells.
 * @param {Language} language
 * @param {Catalogue} catalogue
 * @returns {string}
 */
export function renderCentrePage(language, catalogue) {
  const t = translator(catalogue);
  return `<!doctype html>
<html lang="${language}" data-color-scheme="auto" data-size="md">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${t('site.name')}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/src/site/site.css" />
    <script type="module" src="/src/site/centre.ts"></script>
  </head>
  <body>
    <a class="ds-skip-link" href="#main">${t('site.skip')}</a>
${header(language, t, centrePath)}
    <main id="main" tabindex="-1">
      <div class="wrap narrow">
        <p><a class="ds-link" href="${pagePath(language)}#centres" vite-ignore>${t('site.centre_back')}</a></p>
        <noscript><h1 class="ds-heading">${t('site.centres_heading')}</h1><p class="ds-paragraph">${t('site.centres_noscript')}</p></noscript>
        <div id="centre" class="centre" aria-live="polite"></div>
      </div>
    </main>
${footer(language, t)}
  </body>
</html>
`;
}

/**
 * @param {string} language
 * @returns {string}
 */
export function referralPath(language) {
  return `${pagePath(language)}referral/`;
}

/**
 * The page of whoever holds the code of a referral; which one, the address tells behind its #, or the person.
 * @param {Language} language
 * @param {Catalogue} catalogue
 * @returns {string}
 */
export function renderReferralPage(language, catalogue) {
  const t = translator(catalogue);
  return `<!doctype html>
<html lang="${language}" data-color-scheme="auto" data-size="md">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <meta name="referrer" content="no-referrer" />
    <title>${t('site.referral.title')} – ${t('site.name')}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/src/site/site.css" />
    <script type="module" src="/src/site/referral.ts"></script>
    <script src="/widget.js" defer vite-ignore></script>
  </head>
  <body>
    <a class="ds-skip-link" href="#main">${t('site.skip')}</a>
${header(language, t, referralPath)}
    <main id="main" tabindex="-1">
      <div class="wrap narrow referral">
        <h1 class="ds-heading" data-size="lg">${t('site.referral.title')}</h1>
        <p class="ds-paragraph">${t('site.referral.lead')}</p>
        <noscript><p class="ds-paragraph">${t('site.referral.noscript')}</p></noscript>
        <div id="referral" class="referral"></div>
        <section id="referral-talk" aria-labelledby="chat-heading" hidden>
          <h2 class="ds-heading" data-size="sm" id="chat-heading">${t('site.chat_heading')}</h2>
          <p class="ds-paragraph" id="referral-hint" hidden>${t('site.referral.chat_text')}</p>
          <veiviser-chat inline lang="${language}"></veiviser-chat>
        </section>
        <div id="referral-end"></div>
      </div>
    </main>
${footer(language, t)}
  </body>
</html>
`;
}

/**
 * @param {Catalogue} catalogue
 * @returns {T}
 */
function translator(catalogue) {
  return (key) => {
    const text = catalogue[key];
    if (text === undefined) throw new Error(`a page uses ${key}, which does not exist`);
    return escape(text);
  };
}

/**
 * The start page in one language, whole and readable without JavaScript.
 * @param {Language} language
 * @param {Catalogue} catalogue
 * @returns {string}
 */
export function renderPage(language, catalogue) {
  const t = translator(catalogue);
  return `<!doctype html>
<html lang="${language}" data-color-scheme="auto" data-size="md">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${t('site.title')} – ${t('site.name')}</title>
    <meta name="description" content="${t('site.description')}" />
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
${alternates()}
    <link rel="stylesheet" href="/src/site/site.css" />
    <script type="module" src="/src/site/main.ts"></script>
    <script src="/widget.js" defer vite-ignore></script>
  </head>
  <body>
    <a class="ds-skip-link" href="#main">${t('site.skip')}</a>
${header(language, t)}
    <main id="main" tabindex="-1">
${hero(t)}
      <div class="wrap columns">
${chat(language, t)}
        <div class="column">
${questions(t)}
${steps(t)}
        </div>
      </div>
${who(t)}
${privacy(t)}
${centres(t)}
${library(t)}
${otherHelp(t)}
    </main>
${footer(language, t)}
  </body>
</html>
`;
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function alternates() {
  return Object.keys(NAMES)
    .map((language) => `    <link rel="alternate" hreflang="${language}" href="${pagePath(language)}" vite-ignore />`)
    .join('\n');
}

/** @typedef {(key: string) => string} T */

/**
 * @param {Language} language
 * @param {T} t
 * @param {(language: string) => string} path where the same page is in another language
 */
function header(language, t, path = pagePath) {
  const links = Object.entries(NAMES).map(([code, name]) => {
    const current = code === language ? ' aria-current="page"' : '';
    return `            <li><a class="ds-link" href="${path(code)}" lang="${code}" hreflang="${code}"${current}>${name}</a></li>`;
  });
  return `    <header class="site-header">
      <div class="wrap bar">
        <a class="brand" href="${pagePath(language)}"><img src="/icon.svg" alt="" width="36" height="36" /> ${t('site.name')}</a>
        <nav aria-label="${t('site.nav')}">
          <ul class="languages">
${links.join('\n')}
          </ul>
        </nav>
      </div>
    </header>`;
}

/** @param {T} t */
function hero(t) {
  return `      <section class="hero">
        <div class="wrap">
          <h1 class="ds-heading" data-size="xl">${t('site.title')}</h1>
          <p class="ds-paragraph lead" data-size="lg">${t('site.lead')}</p>
          <div role="status"><ul class="service-notices" id="service-notices"><!--service-notices--></ul></div>
          <div class="status">
            <h2 class="ds-heading" data-size="2xs">${t('site.status_heading')}</h2>
            <p class="ds-paragraph" id="service-status" role="status"><!--service-status--></p>
            <p class="ds-paragraph subtle" data-size="sm">${t('site.status_fallback')}</p>
          </div>
        </div>
      </section>`;
}

/**
 * @param {Language} language
 * @param {T} t
 */
function chat(language, t) {
  return `        <section class="column" id="chat" aria-labelledby="chat-heading">
          <h2 class="ds-heading" data-size="md" id="chat-heading">${t('site.chat_heading')}</h2>
          <noscript><p class="ds-paragraph">${t('site.chat_noscript')}</p></noscript>
          <veiviser-chat inline lang="${language}" entry-point="start-page"></veiviser-chat>
        </section>`;
}

/** @param {T} t */
function questions(t) {
  return `          <section aria-labelledby="ask-heading">
            <h2 class="ds-heading" data-size="md" id="ask-heading">${t('site.ask_heading')}</h2>
            <ul class="ds-list">
${items(t, 'site.ask_', 5)}
            </ul>
          </section>`;
}

/** @param {T} t */
function steps(t) {
  return `          <section aria-labelledby="steps-heading">
            <h2 class="ds-heading" data-size="md" id="steps-heading">${t('site.steps_heading')}</h2>
            <ol class="ds-list">
${items(t, 'site.step_', 4)}
            </ol>
          </section>`;
}

/** @param {T} t */
function who(t) {
  return `      <div class="wrap pair">
        <section aria-labelledby="who-heading">
          <h2 class="ds-heading" data-size="md" id="who-heading">${t('site.who_heading')}</h2>
          <p class="ds-paragraph">${t('site.who_text')}</p>
        </section>
        <section id="phone" aria-labelledby="phone-heading">
          <h2 class="ds-heading" data-size="md" id="phone-heading">${t('site.phone_heading')}</h2>
          <p class="ds-paragraph">${t('site.phone_text')}</p>
          <p class="ds-paragraph"><!--service-phone-->${t('site.phone_fallback')}</p>
        </section>
      </div>`;
}

/** @param {T} t */
function privacy(t) {
  return `      <section class="band" id="privacy" aria-labelledby="privacy-heading">
        <div class="wrap narrow">
          <h2 class="ds-heading" data-size="md" id="privacy-heading">${t('site.privacy_heading')}</h2>
          <ul class="ds-list">
${items(t, 'site.privacy_', 6).replace('{hours}', '<!--content-hours-->')}
          </ul>
        </div>
      </section>`;
}

/** @param {T} t */
function centres(t) {
  return `      <section class="wrap" id="centres" aria-labelledby="centres-heading">
        <h2 class="ds-heading" data-size="md" id="centres-heading">${t('site.centres_heading')}</h2>
        <p class="ds-paragraph">${t('site.centres_text')}</p>
        <noscript><p class="ds-paragraph">${t('site.centres_noscript')}</p></noscript>
        <div id="centre-list" aria-live="polite"></div>
      </section>`;
}

/** @param {T} t */
function library(t) {
  const texts = [1, 2, 3].map(
    (number) => `          <article class="ds-card" data-color="neutral">
            <h3 class="ds-heading" data-size="xs">${t(`site.library_${number}_title`)}</h3>
            <p class="ds-paragraph">${t(`site.library_${number}_text`)}</p>
          </article>`,
  );
  return `      <section class="wrap" id="library" aria-labelledby="library-heading">
        <h2 class="ds-heading" data-size="md" id="library-heading">${t('site.library_heading')}</h2>
        <p class="ds-paragraph">${t('site.library_text')}</p>
        <div class="cards">
${texts.join('\n')}
        </div>
      </section>`;
}

/** @param {T} t */
function otherHelp(t) {
  const numbers = ['113', '112', '116117', '116111'].map(
    (number) => `          <li><a class="ds-link" href="tel:${number}">${t(`site.help_${number}`)}</a></li>`,
  );
  return `      <section class="wrap" id="other-help" aria-labelledby="help-heading">
        <h2 class="ds-heading" data-size="md" id="help-heading">${t('site.help_heading')}</h2>
        <p class="ds-paragraph">${t('site.help_text')}</p>
        <ul class="ds-list">
${numbers.join('\n')}
        </ul>
      </section>
      <section class="wrap" id="accessibility" aria-labelledby="accessibility-heading">
        <h2 class="ds-heading" data-size="md" id="accessibility-heading">${t('site.accessibility_heading')}</h2>
        <p class="ds-paragraph">${t('site.accessibility_text')}</p>
      </section>`;
}

/**
 * @param {Language} language
 * @param {T} t
 */
function footer(language, t) {
  const note = language === 'se' ? `\n        <p class="ds-paragraph">${t('site.translation_note')}</p>` : '';
  return `    <footer class="site-footer">
      <div class="wrap">
        <p class="ds-paragraph">${t('site.footer_text')}</p>${note}
        <ul class="languages">
          <li><a class="ds-link" href="/desk/">${t('site.footer_desk')}</a></li>
          <li><a class="ds-link" href="/docs/">${t('site.footer_api')}</a></li>
        </ul>
      </div>
    </footer>`;
}

/**
 * @param {T} t
 * @param {string} stem
 * @param {number} count
 */
function items(t, stem, count) {
  return Array.from({ length: count }, (_, index) => `              <li>${t(`${stem}${index + 1}`)}</li>`).join('\n');
}
