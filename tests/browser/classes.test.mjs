// A counsellor shows a class its link, and pupils begin by it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, journey, launch, screenshot, site } from "./browser.mjs";
import { assertNoFaults, counsellor, seeker, texts } from "./people.mjs";

const t = texts("nb");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("a counsellor makes a link, a pupil begins by it, and the link is ended", async () => {
  const people = [];
  await journey("classes", people, async () => {
    const kari = await counsellor(browser, "kari@vestland.example");
    people.push(kari);
    const code = await aLinkIsMade(kari.page);
    await assertAccessible(kari.page);
    await screenshot(kari.page, "class-link-1280");
    await kari.page.setViewportSize({ width: 375, height: 740 });
    await screenshot(kari.page, "class-link-375");
    const pupil = await seeker(browser, { path: `/class#${code}`, width: 375, height: 740 });
    people.push(pupil);
    await thePupilBegins(pupil, code);
    await theLinkIsEnded(kari.page);
    // Of the number that is refused.
    assertNoFaults(people, /422/);
  });
});

test("a code that is no class's says nothing, and the language keeps it", async () => {
  const people = [];
  await journey("classes-unknown", people, async () => {
    const pupil = await seeker(browser, { path: "/class#AAAA-AAAA-AAAA" });
    people.push(pupil);
    await pupil.page.getByRole("link", { name: "Nynorsk", exact: true }).first().click();
    await pupil.page.waitForURL(`${site}/nn/class/#AAAA-AAAA-AAAA`);
    const nynorsk = texts("nn");
    await pupil.page.getByRole("heading", { level: 1, name: nynorsk("site.class_heading") }).waitFor();
    await pupil.chat.getByRole("button", { name: nynorsk("widget.start"), exact: true }).waitFor();
    await assertAccessible(pupil.page);
    assertNoFaults(people);
  });
});

async function aLinkIsMade(page) {
  await page.goto(`${site}/desk/centre`);
  await page.getByLabel(t("desk.classes.county")).selectOption("46");
  await page.getByLabel(t("desk.classes.topic")).selectOption("study_choice");
  const make = page.getByRole("button", { name: t("desk.classes.make"), exact: true });
  const pupils = page.getByLabel(t("desk.classes.pupils"));
  await pupils.fill("61");
  await make.click();
  await page.getByText(t("desk.classes.pupils_fault")).waitFor();
  await pupils.fill("30");
  await make.click();
  await page.getByRole("img", { name: t("desk.classes.qr") }).waitFor();
  const code = await page.locator(".class-address strong").innerText();
  assert.match(code, /^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  return code;
}

async function thePupilBegins(pupil, code) {
  await pupil.page.getByRole("heading", { level: 1, name: t("site.class_heading") }).waitFor();
  await pupil.openForm();
  assert.equal(await pupil.chat.getByLabel(t("widget.form_county")).inputValue(), "46");
  assert.equal(await pupil.chat.getByLabel(t("widget.form_topic")).inputValue(), "study_choice");
  await screenshot(pupil.page, "class-pupil-375");
  await pupil.chat.getByLabel(t("widget.consent")).check();
  const [request] = await Promise.all([
    pupil.page.waitForRequest((one) => one.method() === "POST" && one.url().endsWith("/api/v1/conversations")),
    pupil.button("widget.start").click(),
  ]);
  assert.equal(request.postDataJSON().class_code, code);
  assert.ok(!request.url().includes(code));
  await pupil.heading("widget.waiting_heading");
}

async function theLinkIsEnded(page) {
  await page.getByRole("button", { name: t("desk.classes.end"), exact: true }).click();
  const question = page.getByRole("dialog");
  await question.getByText(t("desk.classes.end_means")).waitFor();
  await question.getByRole("button", { name: t("desk.classes.end"), exact: true }).click();
  await page.getByText(t("desk.classes.ended")).waitFor();
  await page.getByText(t("desk.classes.none")).waitFor();
  assert.equal(await page.getByRole("img", { name: t("desk.classes.qr") }).count(), 0);
}
