// Whoever builds upon the partner API reads the guides: by keyboard, on a narrow screen, and from a problem they met.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { assertAccessible, journey, launch, person, screenshot, site } from "./browser.mjs";
import { assertNoFaults } from "./people.mjs";

const NARROW = 375;
const GUIDES = readdirSync(new URL("../../docs/partner", import.meta.url)).filter((name) => name.endsWith(".md")).length;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function reader(path, options = {}) {
  const someone = await person(browser, { language: "en-GB", ...options });
  await someone.page.goto(`${site}${path}`, { waitUntil: "networkidle" });
  return someone;
}

async function finish(...people) {
  assertNoFaults(people);
  for (const { context } of people) await context.close();
}

test("a code is found by keyboard alone, and read", async () => {
  const engineer = await reader("/docs/partner/");
  await journey("guides-search", [engineer], async () => {
    const { page } = engineer;
    const search = page.getByRole("searchbox", { name: "Search" });
    for (let tabs = 0; tabs < 5 && !(await search.evaluate((it) => it === document.activeElement)); tabs += 1) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("idempotency mismatch");
    await page.locator("#search-list li:first-child").getByText("idempotency_mismatch", { exact: true }).waitFor();
    await page.getByRole("status").filter({ hasText: /^\d+ results?$/ }).waitFor();
    await assertAccessible(page);
    await screenshot(page, "guides-search");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/docs/partner/errors/#idempotency_mismatch");
    const row = page.locator("tr:target");
    assert.match(await row.innerText(), /idempotency_mismatch\s+422/);
    await search.fill("zeppelin");
    await page.getByRole("status").filter({ hasText: "Nothing found" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#search-results").waitFor({ state: "hidden" });
  });
  await finish(engineer);
});

test("examples name the installation they are read at", async () => {
  const engineer = await reader("/docs/partner/availability/");
  const examples = await engineer.page.locator("main pre").allInnerTexts();
  assert.ok(examples.some((text) => text.includes(`${site}/api/partner/v1/availability`)));
  await finish(engineer);
});

test("a problem's type leads to what it means and what to do", async () => {
  const engineer = await reader("/docs/partner/");
  const { page } = engineer;
  const type = await page.evaluate(async () => {
    const answer = await fetch("/api/partner/v1/organisation");
    return (await answer.json()).type;
  });
  await page.goto(new URL(type, site).href);
  assert.match(await page.locator("tr:target").innerText(), /^unauthenticated\s+401[\s\S]+get a new token/);
  const provoked = engineer.faults.filter((fault) => !fault.includes("401 (Unauthorized)"));
  assert.deepEqual(provoked, []);
  await engineer.context.close();
});

for (const [name, width] of [["narrow", NARROW], ["wide", 1280]]) {
  test(`every guide can be read on a ${name} screen`, { timeout: 60_000 }, async () => {
    const engineer = await reader("/docs/partner/", { width, height: 800 });
    const { page } = engineer;
    const paths = await page.locator(".pages a").evaluateAll((links) => links.map((link) => link.pathname));
    const guides = [...new Set(paths.filter((path) => path.startsWith("/docs/partner/")))];
    assert.equal(guides.length, GUIDES);
    for (const path of guides) {
      await page.goto(`${site}${path}`, { waitUntil: "networkidle" });
      const reach = await page.evaluate(() => document.scrollingElement.scrollWidth);
      assert.ok(reach <= width, `${path} is ${reach} px wide`);
      await assertAccessible(page);
      await screenshot(page, `guide-${path.split("/").at(-2)}-${width}`);
    }
    await finish(engineer);
  });
}

test("the reference shows the operations of partners, and finds them", async () => {
  const engineer = await reader("/docs/?audience=partner", { width: NARROW, height: 800 });
  const { page } = engineer;
  const operations = page.locator(".opblock-summary-path");
  await operations.first().waitFor();
  const all = await operations.count();
  assert.ok(all > 20, `${all} operations`);
  await page.getByRole("textbox", { name: "Search operations" }).fill("rotate secret");
  await page.waitForFunction(() => document.querySelectorAll(".opblock-summary-path").length === 1);
  const reach = await page.evaluate(() => document.scrollingElement.scrollWidth);
  assert.ok(reach <= NARROW, `${reach} px wide`);
  await screenshot(page, `reference-partner-${NARROW}`);
  await finish(engineer);
});

test("the reference shows what is sent by webhooks", async () => {
  const engineer = await reader("/docs/?audience=webhooks");
  const { page } = engineer;
  await page.getByText("referral.sharing_withdrawn").first().waitFor();
  assert.equal(await page.locator(".opblock").count(), 5);
  await screenshot(page, "reference-webhooks");
  await finish(engineer);
});
