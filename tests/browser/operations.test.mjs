// A coordinator runs the national queue: closes it and takes that back, writes notices, awaits many, and looks where
// too few centres are open; seekers and staff meet what follows.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  assertAccessible,
  journey,
  launch,
  screenshot,
  site,
} from "./browser.mjs";
import { assertNoFaults, eventually, seeker } from "./people.mjs";
import { close, heading, picture, press, signIn, t, told } from "./staff.mjs";

const SOLVEIG = "solveig@nasjonal.example";
const LOOKS = [
  [1280, "light"],
  [375, "dark"],
];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Goes to a national page as somebody would who does not know its address. */
async function openFromNavigation(page, name) {
  await page.goto(`${site}/desk/national`);
  await page
    .getByRole("navigation", { name: t("desk.national.nav") })
    .getByRole("link", { name, exact: true })
    .click();
  await heading(page, name).waitFor();
}

function status(page) {
  return page.evaluate(async () =>
    (await fetch("/api/v1/service/status")).json(),
  );
}

test("the queue is closed by hand, told to all, and opened again with one click", async () => {
  const solveig = await signIn(browser, SOLVEIG);
  const { page } = solveig;
  const pupil = await seeker(browser);
  const waiter = await seeker(browser);
  await journey("overrides", [solveig, pupil, waiter], async () => {
    await waiter.start();
    await openFromNavigation(page, t("desk.override.title"));
    await page.getByText(t("desk.override.none")).waitFor();
    await press(page, t("desk.override.decide"));
    const dialog = page.getByRole("dialog");
    await press(dialog, t("desk.override.confirm.closed"));
    await dialog.getByText(t("desk.policy.reason_missing")).waitFor();
    await dialog
      .getByLabel(t("desk.policy.reason"))
      .fill("Brannalarm i Bergen");
    await theAnswersAreInSight(page, dialog);
    await picture(page, "operations-override-question");
    await press(dialog, t("desk.override.confirm.closed"));
    await told(
      page,
      t("desk.override.done.closed", { target: t("desk.override.queue") }),
    );
    await page.getByText("Brannalarm i Bergen").waitFor();
    await picture(page, "operations-overrides");
    await theSeekerReadsThatItIsClosedAndNotWhy(pupil);
    await whoWaitsReadsThatTheQueueIsClosed(waiter);
    await theBoardWarns(page);
    await openFromNavigation(page, t("desk.override.title"));
    await press(
      page,
      t("desk.override.take_back_what", { target: t("desk.override.queue") }),
    );
    await told(
      page,
      t("desk.override.ended", { target: t("desk.override.queue") }),
    );
    assert.equal((await status(page)).open, true);
    await eventually(
      () => toldToIsClosed(waiter),
      false,
      "the place comes back by itself",
    );
    await leave(waiter);
    assertNoFaults([solveig, pupil, waiter]);
  });
  await close(solveig, pupil, waiter);
});

async function toldToIsClosed(waiter) {
  const detail = await waiter.chat.locator(".detail").first().innerText();
  return detail.includes(t("widget.queue_closed"));
}

async function whoWaitsReadsThatTheQueueIsClosed(waiter) {
  await eventually(() => toldToIsClosed(waiter), true, "the queue is closed");
  const chat = await waiter.chat.innerText();
  assert.ok(!chat.includes(t("widget.place_next")), "nobody is next");
  assert.ok(!chat.includes("Brannalarm"));
  await waiter.chat.getByText(t("widget.meanwhile_library")).waitFor();
  await assertAccessible(waiter.page);
  await screenshot(waiter.page, "operations-queue-closed");
}

async function leave(waiter) {
  await waiter.chat.getByText(t("widget.more"), { exact: true }).click();
  await waiter.button("widget.leave_queue").click();
  // The question asks it in the same words.
  await waiter.button("widget.leave_queue").last().click();
  await waiter.heading("widget.ended_heading");
}

/** However low the window, what answers the question can be pressed without scrolling. */
async function theAnswersAreInSight(page, dialog) {
  await page.setViewportSize({ width: 1280, height: 700 });
  const confirm = dialog.getByRole("button", {
    name: t("desk.override.confirm.closed"),
    exact: true,
  });
  const { y, height } = await confirm.boundingBox();
  assert.ok(y >= 0 && y + height <= 700, `the button is at ${y}`);
}

async function theSeekerReadsThatItIsClosedAndNotWhy(pupil) {
  // Without a reload: headline and chat follow by themselves, and say the same.
  await pupil.heading("widget.closed");
  const headline = await pupil.page.locator("#service-status").innerText();
  assert.ok(headline.startsWith(t("site.live.closed")), headline);
  await pupil.chat.getByText(t("widget.closed_by_hand")).waitFor();
  assert.ok(!(await pupil.page.content()).includes("Brannalarm"));
  assert.ok(!(await pupil.chat.innerText()).includes("Brannalarm"));
  await assertAccessible(pupil.page);
}

async function theBoardWarns(page) {
  await page.goto(`${site}/desk/national/board`);
  const warning = page.getByRole("region", { name: t("desk.override.title") });
  await warning.getByText("Brannalarm i Bergen").waitFor();
  await warning.getByText(t("desk.override.mode.closed")).waitFor();
  await page.getByText(/venter mens køen er stengt/).first().waitFor();
  await picture(page, "operations-board-warning");
}

test("a notice is written, read by seekers and staff, and withdrawn at once", async () => {
  const solveig = await signIn(browser, SOLVEIG);
  const { page } = solveig;
  const pupil = await seeker(browser, { language: "en", path: "/en/" });
  await journey("notices", [solveig, pupil], async () => {
    await openFromNavigation(page, t("desk.service_notice.title"));
    await press(page, t("desk.service_notice.new"));
    await press(page, t("desk.admin.save"));
    await page.getByText(t("desk.service_notice.text_missing")).waitFor();
    await page
      .getByRole("textbox", { name: t("language.nb"), exact: true })
      .fill("Chatten er borte fra kl. 22");
    await picture(page, "operations-notice-form");
    await press(page, t("desk.admin.save"));
    await told(page, t("desk.service_notice.saved"));
    await page.getByText(t("desk.service_notice.state.shown")).waitFor();
    await picture(page, "operations-notices");
    await everybodyReadsIt(pupil);
    await staffReadItAndPutItAway(page);
    await page.goto(`${site}/desk/national/notices`);
    await page.getByRole("button", { name: /^Trekk: / }).click();
    await press(page.getByRole("dialog"), t("desk.service_notice.withdraw"));
    await told(page, t("desk.service_notice.withdrawn"));
    assert.deepEqual((await status(page)).notices, []);
    assertNoFaults([solveig, pupil]);
  });
  await close(solveig, pupil);
});

/** It has no English text: the Norwegian one says in which language it is. */
async function everybodyReadsIt(pupil) {
  await pupil.page.reload();
  const shown = pupil.chat
    .getByRole("status")
    .filter({ hasText: "Chatten er borte fra kl. 22" });
  await shown.getByText(pupil.t("language.nb")).waitFor();
  const item = pupil.page.locator("#service-notices li");
  assert.equal(
    await item.locator("[lang=nb]").innerText(),
    "Chatten er borte fra kl. 22",
  );
  assert.match(await item.innerText(), /\(.+\)$/);
  await assertAccessible(pupil.page);
  await screenshot(pupil.page, "operations-start-page");
}

async function staffReadItAndPutItAway(page) {
  await page.goto(`${site}/desk/national`);
  const top = page.locator(".service-notices");
  await top.getByText("Chatten er borte fra kl. 22").waitFor();
  await press(top, t("desk.notice.dismiss"));
  await eventually(() => top.innerText(), "", "it is put away");
}

test("while many come, help is shown before the queue and can be passed", async () => {
  const solveig = await signIn(browser, SOLVEIG);
  const { page } = solveig;
  const pupil = await seeker(browser, { width: 375 });
  await journey("surges", [solveig, pupil], async () => {
    await openFromNavigation(page, t("desk.surge.title"));
    await press(page, t("desk.surge.new"));
    await theFormIsFilled(page);
    await picture(page, "operations-surge-form");
    await press(page, t("desk.admin.save"));
    await told(page, t("desk.surge.saved"));
    await page.getByText(t("desk.surge.state.on")).waitFor();
    await picture(page, "operations-surges");
    await theSeekerPassesTheHelp(pupil);
    await page
      .getByRole("button", { name: /^Avslutt nå: Søknadsfrist/ })
      .click();
    await press(page.getByRole("dialog"), t("desk.surge.end"));
    await told(page, t("desk.surge.ended"));
    assert.equal((await status(page)).surge, undefined);
    assertNoFaults([solveig, pupil]);
  });
  await close(solveig, pupil);
});

async function theFormIsFilled(page) {
  await page.getByLabel(t("desk.policy.reason")).fill("Søknadsfrist 15. april");
  await page.getByLabel(t("desk.surge.cap")).fill("200");
  await press(page, t("desk.surge.link_add"));
  const link = t("desk.surge.link", { number: 1 });
  await page
    .getByLabel(t("desk.surge.url", { what: link }))
    .fill("https://utdanning.no/soknad");
  await page
    .getByRole("group", { name: t("desk.surge.link_text", { what: link }) })
    .getByRole("textbox", { name: t("language.nb"), exact: true })
    .fill("Slik søker du");
}

async function theSeekerPassesTheHelp(pupil) {
  await pupil.page.reload();
  await pupil.chat.getByText(t("widget.surge")).waitFor();
  await pupil.button("widget.start").click();
  await pupil.heading("widget.self_help_heading");
  const link = pupil.chat.getByRole("link", { name: "Slik søker du" });
  assert.equal(await link.getAttribute("href"), "https://utdanning.no/soknad");
  await assertAccessible(pupil.page);
  await screenshot(pupil.page, "operations-self-help");
  await pupil.button("widget.self_help_pass").click();
  await pupil.heading("widget.form_heading");
}

test("the week shows where too few centres are open, and the minimum is chosen", async () => {
  const solveig = await signIn(browser, SOLVEIG);
  const { page } = solveig;
  await journey("hours", [solveig], async () => {
    await openFromNavigation(page, t("desk.hours.title"));
    await heading(page, t("desk.hours.grid")).waitFor();
    await page.getByLabel(t("desk.hours.minimum_centres")).fill("100");
    await press(page, t("desk.admin.save"));
    await told(page, t("desk.hours.minimum_saved"));
    await page.getByText(/av minst 100 sentre/).first().waitFor();
    assert.equal(await page.locator("table tbody tr").count(), 7);
    await page.getByLabel(t("desk.hours.minimum_centres")).fill("2");
    await press(page, t("desk.admin.save"));
    await picture(page, "operations-hours");
    assertNoFaults([solveig]);
  });
  await close(solveig);
});

for (const [width, colorScheme] of LOOKS) {
  test(`the pages that run the queue are accessible at ${width} px, ${colorScheme}`, async () => {
    const solveig = await signIn(browser, SOLVEIG, {
      width,
      height: 800,
      colorScheme,
    });
    const { page } = solveig;
    await journey(`operations-${width}`, [solveig], async () => {
      for (const path of [
        "overrides",
        "notices",
        "surges",
        "hours",
        "agreements",
      ]) {
        await page.goto(`${site}/desk/national/${path}`);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForLoadState("networkidle");
        await assertAccessible(page);
        await assertNoSidewaysScroll(page);
        await screenshot(page, `operations-${path}-${width}`);
      }
      assertNoFaults([solveig]);
    });
    await close(solveig);
  });
}

async function assertNoSidewaysScroll(page) {
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - globalThis.innerWidth,
  );
  assert.ok(beyond <= 0, `${beyond} px beyond the window`);
}
