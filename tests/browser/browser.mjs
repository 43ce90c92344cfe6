// What every journey uses: Chromium, a fresh context per person, screenshots, the accessibility check.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";

const fromWeb = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = fromWeb("playwright-core");
const axeSource = readFileSync(fromWeb.resolve("axe-core/axe.min.js"), "utf8");

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The address of the demo that `run.mjs` started. */
export const site = process.env.VEIVISER_URL;
const screenshots = process.env.VEIVISER_SCREENSHOTS;

function executable() {
  const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  return process.env.VEIVISER_CHROMIUM ?? usual.find((path) => existsSync(path));
}

/** Starts Chromium; close it in `after`. */
export function launch() {
  assert.ok(site, "start the journeys by tests/browser/run.mjs");
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: executable(), headless: true, args: [...FLAGS, ...sandbox] });
}

/**
 * Opens a page in a context of its own, as one person on one machine would.
 * The page keeps what went wrong in `person.faults`: errors of scripts, of the console, and requests to other hosts.
 */
export async function person(browser, { language = "nb-NO", width = 1280, height = 800, ...options } = {}) {
  const context = await browser.newContext({ locale: language, viewport: { width, height }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") {
      faults.push(message.text());
    }
  });
  page.on("request", (request) => {
    const address = new URL(request.url());
    if (address.protocol.startsWith("http") && address.origin !== site) {
      faults.push(`a request to ${address.host}`);
    }
  });
  return { page, context, faults };
}

/** Saves what the page shows as `<name>.png` in the folder that the run prints at its end. */
export function screenshot(page, name) {
  return page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

/** Runs a journey; when it fails, saves what each page showed. */
export async function journey(name, people, story) {
  try {
    await story();
  } catch (error) {
    for (const [number, { page }] of people.entries()) {
      await screenshot(page, `failed-${name}-${number + 1}`).catch(() => undefined);
    }
    throw error;
  }
}

/** Fails when axe finds a violation of WCAG on the page, shadow trees included. */
export async function assertAccessible(page) {
  // Evaluated rather than added as a script tag: the pages forbid inline scripts.
  await page.evaluate(axeSource);
  const result = await page.evaluate((rules) => globalThis.axe.run({ runOnly: rules }), RULES);
  const found = result.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
  assert.deepEqual(found, [], `violations on ${page.url()}`);
}
