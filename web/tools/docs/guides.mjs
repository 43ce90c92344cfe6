import GithubSlugger from 'github-slugger';
import { Marked } from 'marked';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../../docs/partner/', import.meta.url);
/** What guides call the address of an installation. */
export const EXAMPLE = 'https://veiviser.example';

/**
 * @typedef {{name: string, path: string, file: string}} Guide
 * @typedef {{path: string, title: string, page: string, text: string}} Section a heading or a code, and what is said there
 * @typedef {{title: string, html: string, sections: Section[], anchors: Set<string>, links: string[]}} Rendered
 */

/** In the order of reading. @type {Guide[]} */
export const GUIDES = [
  'index',
  'tokens',
  'availability',
  'embedding',
  'referrals',
  'statistics',
  'webhooks',
  'errors',
  'sandbox',
  'client',
  'changes',
].map((name) => ({
  name,
  path: name === 'index' ? '/docs/partner/' : `/docs/partner/${name}/`,
  file: fileURLToPath(new URL(`${name}.md`, FOLDER)),
}));

/** @param {Guide} guide */
export function readGuide(guide) {
  return render(guide, readFileSync(guide.file, 'utf8'));
}

/** Every guide, rendered; a link that leads nowhere is an error. */
export function readGuides() {
  const all = GUIDES.map((guide) => ({ guide, ...readGuide(guide) }));
  const broken = all.flatMap(({ guide, links }) =>
    links.filter((link) => !leadsSomewhere(all, link)).map((link) => `${guide.name}.md: ${link}`),
  );
  if (broken.length > 0) throw new Error(`links of docs/partner lead nowhere:\n${broken.join('\n')}`);
  return all;
}

/**
 * @param {({guide: Guide} & Rendered)[]} all
 * @param {string} link
 */
function leadsSomewhere(all, link) {
  const [path, anchor] = link.split('#');
  const page = all.find(({ guide }) => guide.path === path);
  return page !== undefined && (anchor === undefined || page.anchors.has(anchor));
}

/**
 * @param {Guide} guide
 * @param {string} markdown
 * @returns {Rendered}
 */
export function render(guide, markdown) {
  const page = new Page(guide);
  const marked = new Marked({ gfm: true });
  marked.use({ renderer: page.renderer() });
  const tokens = marked.lexer(markdown);
  page.collect(tokens);
  const html = marked.parser(tokens);
  return { title: page.title, html, sections: page.sections, anchors: page.anchors, links: page.links };
}

class Page {
  title = '';
  /** @type {Section[]} */
  sections = [];
  /** @type {Set<string>} */
  anchors = new Set();
  /** @type {string[]} */
  links = [];
  /** @type {Map<unknown, string>} */
  #anchorOf = new Map();

  /** @param {Guide} guide */
  constructor(guide) {
    this.guide = guide;
  }

  /**
   * Names the headings, and notes what is said under each.
   * @param {import("marked").Token[]} tokens
   */
  collect(tokens) {
    const slugger = new GithubSlugger();
    for (const token of tokens) {
      if (token.type === 'heading') {
        const anchor = slugger.slug(plain(token));
        this.#anchorOf.set(token, anchor);
        this.#begin(anchor, plain(token), token['depth']);
      } else {
        this.#say(plain(token));
        for (const row of codesOf(token)) this.#code(row);
      }
    }
  }

  /**
   * @param {string} anchor
   * @param {string} title
   * @param {number} depth
   */
  #begin(anchor, title, depth) {
    if (depth === 1) this.title = title;
    this.anchors.add(anchor);
    const path = depth === 1 ? this.guide.path : `${this.guide.path}#${anchor}`;
    this.sections.push({ path, title, page: this.title, text: '' });
  }

  /** @param {string} text */
  #say(text) {
    const section = this.sections.at(-1);
    if (section === undefined) throw new Error(`${this.guide.name}.md must begin with a heading`);
    section.text = `${section.text} ${text}`.trim();
  }

  /** @param {{code: string, text: string}} row */
  #code({ code, text }) {
    if (this.anchors.has(code)) throw new Error(`${this.guide.name}.md explains ${code} twice`);
    this.anchors.add(code);
    // In front, so that what follows is still said under the heading.
    this.sections.unshift({ path: `${this.guide.path}#${code}`, title: code, page: this.title, text });
  }

  /** @returns {import("marked").RendererObject} */
  renderer() {
    const page = this;
    return {
      heading(token) {
        const { depth } = token;
        const anchor = page.#anchorOf.get(token) ?? '';
        const size = ['lg', 'md', 'sm', 'xs'][depth - 1] ?? 'xs';
        const inner = this.parser.parseInline(token.tokens);
        return `<h${depth} class="ds-heading" data-size="${size}" id="${anchor}">${inner}</h${depth}>\n`;
      },
      paragraph({ tokens }) {
        return `<p class="ds-paragraph">${this.parser.parseInline(tokens)}</p>\n`;
      },
      link({ href, tokens }) {
        return `<a class="ds-link" href="${escape(page.target(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      code({ text, lang }) {
        const kind = lang ? ` data-language="${escape(lang)}"` : '';
        return `<pre tabindex="0"${kind}><code>${escape(text)}</code></pre>\n`;
      },
      table({ header, rows }) {
        const inline = (/** @type {import("marked").Tokens.TableCell} */ cell) => this.parser.parseInline(cell.tokens);
        const head = header.map((cell) => `<th scope="col">${inline(cell)}</th>`).join('');
        const body = rows.map((cells) => {
          const code = page.guide.name === 'errors' ? codeOf(cells[0]) : undefined;
          const id = code === undefined ? '' : ` id="${code}"`;
          return `<tr${id}>${cells.map((cell) => `<td>${inline(cell)}</td>`).join('')}</tr>`;
        });
        return `<div class="scroll" role="group" aria-label="${escape(`Table: ${header.map((cell) => unmarked(cell.text)).join(', ')}`)}" tabindex="0"><table class="ds-table" data-border="true"><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>\n`;
      },
    };
  }

  /**
   * Where a link of a guide leads on the site.
   * @param {string} href
   */
  target(href) {
    if (href.startsWith(`${EXAMPLE}/`)) return href.slice(EXAMPLE.length);
    if (/^[a-z]+:/.test(href)) return href;
    const [file, anchor] = href.split('#');
    const name = file === '' ? this.guide.name : (file ?? '').replace(/\.md$/, '');
    const guide = GUIDES.find((candidate) => candidate.name === name);
    const path = `${guide?.path ?? href}${anchor === undefined ? '' : `#${anchor}`}`;
    this.links.push(path);
    return path;
  }
}

/**
 * The codes that a table of the catalogue explains.
 * @param {import("marked").Token} token
 * @returns {{code: string, text: string}[]}
 */
function codesOf(token) {
  if (token.type !== 'table') return [];
  const { header, rows } = /** @type {import("marked").Tokens.Table} */ (token);
  if (!['code', 'error'].includes(header[0]?.text ?? '')) return [];
  return rows.flatMap((cells) => {
    const code = codeOf(cells[0]);
    return code === undefined
      ? []
      : [
          {
            code,
            text: cells
              .slice(1)
              .map((cell) => unmarked(cell.text))
              .join(' '),
          },
        ];
  });
}

/** @param {import("marked").Tokens.TableCell | undefined} cell */
function codeOf(cell) {
  return /^`([a-z_]+)`$/.exec(cell?.text ?? '')?.[1];
}

/**
 * What a reader would read aloud.
 * @param {import("marked").Token} token
 * @returns {string}
 */
function plain(token) {
  const text = 'text' in token && typeof token.text === 'string' ? token.text : token.raw;
  return unmarked(text);
}

/** @param {string} text */
function unmarked(text) {
  return text
    .replaceAll(/\]\([^)]*\)/g, ' ')
    .replaceAll(/[`*|[\]]/g, ' ')
    .replaceAll(/-{3,}/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** @param {string} text */
export function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
