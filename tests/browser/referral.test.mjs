// Somebody whom a partner points to guidance uses the code, lets the partner know and takes that back, leaves another
// code alone, uses one again, and is told when a code is good for nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, journey, launch, screenshot, site } from "./browser.mjs";
import { partner } from "./partner.mjs";
import { assertNoFaults, counsellor, eventually, farewell, seeker } from "./people.mjs";

const NAME = "Nav Bergen";
const PHONE = { width: 375, height: 740 };
// What codes that are good for nothing are answered.
const REFUSED = [/404 \(Not Found\)/, /422 \(Unprocessable Entity\)/];

let browser;
let nav;
before(async () => {
  browser = await launch();
  nav = await partner(NAME, "889640782");
});
after(() => browser.close());

test("somebody follows the link, talks, lets the partner know and takes that back", async () => {
  const people = [];
  await journey("referral", people, async () => {
    const { id, code } = await nav.point();
    const unknown = await nav.read(id);
    const asker = await seeker(browser, { path: `/referral#${code}`, ...PHONE });
    people.push(asker);
    await found(asker);
    await nothingKeepsTheCode(asker, code);
    assert.equal(await choice(asker).count(), 0, "nothing to tell before they come");
    await looksRight(asker.page, "referral-found-375");

    await asker.openForm();
    assert.equal(await asker.chat.getByLabel(asker.t("widget.form_county")).inputValue(), "46");
    assert.equal(await asker.chat.getByLabel(asker.t("widget.form_topic")).inputValue(), "work");
    await asker.chat.getByLabel(asker.t("widget.consent")).check();
    await asker.button("widget.start").click();
    await asker.heading("widget.waiting_heading");
    const kari = await counsellor(browser, "kari@vestland.example");
    people.push(kari);
    await kari.beAvailable();
    await kari.accept("work");
    await asker.talksTo("Kari");
    await asker.write("Hei!");
    await kari.says("work", ["Hei!"]);
    assert.equal(await nav.read(id), unknown, "the partner reads what it read before");

    await theyLetThePartnerKnow(asker, id, unknown);
    await looksRight(asker.page, "referral-talking-375");
    await nothingKeepsTheCode(asker, code);
    await asker.page.reload();
    await asker.talksTo("Kari");
    await asker.says(["Hei!"]);
    // With the code again, the conversation of this tab still lets them choose.
    await asker.page.evaluate((typed) => {
      location.hash = typed;
    }, code);
    await found(asker);
    await choice(asker).waitFor();
    assertNoFaults(people);
  });
  await farewell(people);
});

async function found({ page, t }) {
  await page.getByRole("heading", { name: t("site.referral.found", { partner: NAME }), exact: true }).waitFor();
}

/** Neither the address, nor storage, nor the page itself. */
async function nothingKeepsTheCode(asker, code) {
  assert.equal(asker.page.url(), `${site}/referral`);
  assert.ok(!JSON.stringify(await asker.kept()).includes(code));
  assert.ok(!(await asker.page.content()).includes(code));
}

async function looksRight(page, name) {
  const width = page.viewportSize().width;
  assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), width, "nothing is wider");
  await assertAccessible(page);
  await screenshot(page, name);
}

function choice({ page, t }) {
  return page.getByRole("switch", { name: t("site.referral.share", { partner: NAME }) });
}

async function theyLetThePartnerKnow(asker, id, unknown) {
  const { page, t } = asker;
  await choice(asker).check();
  await page.getByText(t("site.referral.share_on", { partner: NAME })).waitFor();
  assert.equal(JSON.parse(await nav.read(id)).shared, true);
  await choice(asker).uncheck();
  await page.getByText(t("site.referral.share_off", { partner: NAME })).waitFor();
  assert.equal(await nav.read(id), unknown, "as if it had never known");
}

test("somebody types a code and leaves it alone, by keyboard, in English", async () => {
  const people = [];
  await journey("referral-typed", people, async () => {
    const { id, code } = await nav.point({ language: "en" });
    const unknown = await nav.read(id);
    const asker = await seeker(browser, { language: "en", path: "/en/referral/" });
    people.push(asker);
    const { page, t } = asker;
    page.mouse.down = () => assert.fail("this journey has no pointer");
    await looksRight(page, "referral-empty-1280");
    await type(asker, "AB");
    await page.getByText(t("site.referral.form_invalid"), { exact: true }).waitFor();
    await type(asker, code.toLowerCase().replaceAll("-", " "));
    await found(asker);
    await eventually(() => focused(page), t("site.referral.found", { partner: NAME }), "where the focus is");
    await looksRight(page, "referral-found-1280");

    await page.getByText(t("site.referral.choice", { partner: NAME }), { exact: true }).waitFor();
    assert.equal(await nav.read(id), unknown, "the partner is not told");

    await page.goto(`${site}/en/referral#AAAA-AAAA-AAAA`);
    await page.getByText(t("site.referral.broken"), { exact: true }).waitFor();
    await looksRight(page, "referral-broken-1280");
    assertNoFaults(people, ...REFUSED);
  });
  await farewell(people);
});

async function type({ page, t }, text) {
  const field = page.getByLabel(t("site.referral.form_label"), { exact: true });
  await field.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

function focused(page) {
  return page.evaluate(() => document.activeElement?.textContent);
}

test("a link leads to the page in its language, and a code begins a second talk like the first", async () => {
  const people = [];
  await journey("referral-again", people, async () => {
    const { code } = await nav.point({ language: "en", topic: "skills" });
    for (const turn of ["first", "second"]) {
      const someone = await seeker(browser, { language: "en", path: `/referral#${code}`, ...PHONE });
      people.push(someone);
      await found(someone);
      assert.equal(someone.page.url(), `${site}/en/referral/`);
      assert.equal(await choice(someone).count(), 0, turn);
      await someone.start();
      await choice(someone).waitFor();
      await someone.erase();
      await choice(someone).waitFor({ state: "detached" });
    }
    assertNoFaults(people);
  });
  await farewell(people);
});

test("a code that was taken back starts nothing but leaves the chat", async () => {
  const people = [];
  await journey("referral-refused", people, async () => {
    const { id, code } = await nav.point({ language: "en" });
    const asker = await seeker(browser, { language: "en", path: `/referral#${code}`, ...PHONE });
    people.push(asker);
    await found(asker);
    await nav.withdraw(id);
    await asker.openForm();
    await asker.chat.getByLabel(asker.t("widget.consent")).check();
    await asker.button("widget.start").click();
    await asker.sees(asker.t("widget.referral_refused"));
    await screenshot(asker.page, "referral-refused-375");
    await asker.button("widget.start").click();
    await asker.heading("widget.waiting_heading");
    assert.equal(await choice(asker).count(), 0, "no code, nothing to tell");
    assertNoFaults(people, ...REFUSED);
  });
  await farewell(people);
});
