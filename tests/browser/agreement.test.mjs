// A centre and the national layer come to an agreement, and both see the hours that were delivered.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import {
  assertAccessible,
  journey,
  launch,
  person,
  screenshot,
  site,
} from "./browser.mjs";
import { assertNoFaults, eventually, texts } from "./people.mjs";

const t = texts("nb");
const CENTRE = "Karriere Vestfold";
const CHAT = t("channel.chat");
const PROVOKED = [/412 \(Precondition Failed\)/];
const FIRST_DAY = "2031-01-01";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("a centre and the national coordinator come to an agreement", async () => {
  const wenche = await signIn("wenche@vestfold.example");
  const solveig = await signIn("solveig@nasjonal.example");
  await journey("agreement", [wenche, solveig], async () => {
    await theCentreProposes(wenche.page);
    await theCoordinatorDeclines(solveig.page);
    await theCentreTakesBackAndProposesAgain(wenche.page);
    await theCoordinatorAccepts(solveig.page);
    await theCentreGivesNotice(wenche.page);
    await theLogTellsIt(wenche.page);
    assertNoFaults([wenche, solveig], ...PROVOKED);
  });
  await wenche.context.close();
  await solveig.context.close();
});

test("the hours of a month are shown and saved", async () => {
  const hege = await signIn("hege@oslo.example");
  const { page } = hege;
  await journey("ledger", [hege], async () => {
    await page.goto(`${site}/desk/centre/ledger`);
    await page.getByRole("img", { name: /uke \d+: avtalt/ }).waitFor();
    const channels = page.getByRole("region", {
      name: t("desk.admin.ledger.by_channel"),
    });
    await channels.getByRole("rowheader", { name: CHAT }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      press(page, t("desk.admin.ledger.export")),
    ]);
    const table = readFileSync(await download.path(), "utf8");
    assert.match(download.suggestedFilename(), /^hours-\d{4}-\d{2}\.csv$/);
    assert.ok(table.startsWith(`\uFEFF${t("desk.admin.word.valid_from")};`));
    assert.ok(table.includes(`;${CHAT};`));
    await press(page, t("desk.admin.ledger.earlier"));
    await page.getByText(t("desk.admin.ledger.nobody")).waitFor();
    assertNoFaults([hege]);
  });
  await hege.context.close();
});

for (const [width, colorScheme] of [
  [1280, "light"],
  [375, "dark"],
]) {
  test(`the pages are accessible at ${width} px, ${colorScheme}`, async () => {
    const options = { width, height: 800, colorScheme };
    const hege = await signIn("hege@oslo.example", options);
    for (const section of ["agreement", "ledger"]) {
      await hege.page.goto(`${site}/desk/centre/${section}`);
      await settled(hege.page, t(`desk.admin.nav.${section}`));
      await screenshot(hege.page, `agreement-${section}-${width}`);
    }
    await hege.page.goto(`${site}/desk/centre/agreement`);
    await press(hege.page, t("desk.admin.agreement.propose"));
    await press(hege.page, t("desk.admin.agreement.send"));
    await assertAccessible(hege.page);
    await screenshot(hege.page, `agreement-form-${width}`);
    const solveig = await signIn("solveig@nasjonal.example", options);
    await solveig.page.goto(`${site}/desk/national/agreements`);
    await settled(solveig.page, t("desk.national.agreements.title"));
    await screenshot(solveig.page, `agreement-national-${width}`);
    assertNoFaults([hege, solveig]);
    await hege.context.close();
    await solveig.context.close();
  });
}

async function settled(page, heading) {
  await page.getByRole("heading", { name: heading, exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  await assertAccessible(page);
}

async function signIn(email, options = {}) {
  const someone = await person(browser, {
    reducedMotion: "reduce",
    ...options,
  });
  const { page } = someone;
  await page.goto(`${site}/desk/`);
  await page.getByLabel(t("desk.login.email")).fill(email);
  await page.getByLabel(t("desk.login.password")).fill("demo-passord-123");
  await page.getByRole("button", { name: t("desk.login.submit"), exact: true }).click();
  await page
    .getByRole("heading", { name: t("desk.login.title") })
    .waitFor({ state: "detached" });
  return someone;
}

function press(page, name) {
  return page.getByRole("button", { name, exact: true }).click();
}

function told(page, text) {
  return page.getByRole("status").filter({ hasText: text }).first().waitFor();
}

function cards(page) {
  return page.getByRole("main").locator("li.card");
}

/** By keyboard alone: hours first without sense, then with. */
async function theCentreProposes(page) {
  await page.goto(`${site}/desk/centre/agreement`);
  await page.getByText(t("desk.admin.agreement.none")).waitFor();
  const propose = page.getByRole("button", {
    name: t("desk.admin.agreement.propose"),
  });
  await propose.focus();
  await page.keyboard.press("Enter");
  const hours = page.getByRole("textbox", {
    name: t("desk.admin.agreement.by_hours"),
  });
  await hours.focus();
  await page.keyboard.type("mange");
  await page
    .getByText(t("desk.admin.agreement.hours_bad", { limit: 2400 }))
    .waitFor();
  await hours.fill("7,5");
  await page.getByLabel(t("desk.admin.word.valid_from")).fill(FIRST_DAY);
  await hours.focus();
  await page.keyboard.press("Enter");
  await told(page, t("desk.admin.agreement.sent", { channel: CHAT }));
  await page.getByText("7,5 timer i uken (andel 8)").waitFor();
  // One proposal a channel waits at a time.
  await propose.click();
  await page.getByText(t("desk.admin.agreement.waits_already")).waitFor();
  await press(page, t("desk.cancel"));
}

async function theCoordinatorDeclines(page) {
  await page
    .getByRole("link", { name: t("desk.national.agreements.open") })
    .click();
  const row = page.getByRole("row").filter({ hasText: CENTRE });
  await row
    .getByText(t("desk.national.agreements.waiting.one", { count: 1 }))
    .waitFor();
  await row.getByRole("link", { name: CENTRE }).click();
  await press(page, t("desk.admin.agreement.decline_what", { channel: CHAT }));
  const dialog = page.getByRole("dialog");
  await dialog
    .getByRole("button", { name: t("desk.admin.agreement.decline") })
    .click();
  await dialog
    .getByText(t("desk.admin.agreement.reason_bad", { limit: 300 }))
    .waitFor();
  await dialog
    .getByLabel(t("desk.admin.agreement.reason"))
    .fill("Kan dere ta mer?");
  await assertAccessible(page);
  await screenshot(page, "agreement-decline-1280");
  await dialog
    .getByRole("button", { name: t("desk.admin.agreement.decline") })
    .click();
  await told(page, t("desk.admin.agreement.declined_done", { channel: CHAT }));
}

async function theCentreTakesBackAndProposesAgain(page) {
  await page.reload();
  await page.getByText(t("desk.admin.agreement.history", { count: 1 })).click();
  await page.getByText("Kan dere ta mer?").waitFor();
  await press(page, t("desk.admin.agreement.propose"));
  await page
    .getByRole("textbox", { name: t("desk.admin.agreement.by_hours") })
    .fill("20");
  await page.getByLabel(t("desk.admin.word.valid_from")).fill(FIRST_DAY);
  await press(page, t("desk.admin.agreement.send"));
  await told(page, t("desk.admin.agreement.sent", { channel: CHAT }));
  await press(page, t("desk.admin.agreement.withdraw_what", { channel: CHAT }));
  await told(page, t("desk.admin.agreement.withdrawn_done", { channel: CHAT }));
  await press(page, t("desk.admin.undo"));
  await told(page, t("desk.admin.agreement.proposed_again", { channel: CHAT }));
}

/** Who has read an older state is told so first. */
async function theCoordinatorAccepts(page) {
  const accept = page.getByRole("button", {
    name: t("desk.admin.agreement.accept_what", { channel: CHAT }),
  });
  await eventually(
    async () => {
      await page.reload();
      await page.waitForLoadState("networkidle");
      return accept.count();
    },
    1,
    "the new proposal",
  );
  await accept.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("20 timer i uken (andel 20)").waitFor();
  await screenshot(page, "agreement-accept-1280");
  await assertAccessible(page);
  await dialog
    .getByRole("button", { name: t("desk.admin.agreement.accept") })
    .click();
  await told(page, t("desk.admin.agreement.accepted", { channel: CHAT }));
  await cards(page)
    .filter({ hasText: t("desk.admin.agreement.coming") })
    .first()
    .waitFor();
}

async function theCentreGivesNotice(page) {
  // Still on the page as it was before the coordinator answered.
  await press(page, t("desk.admin.agreement.withdraw_what", { channel: CHAT }));
  await page.getByText(t("desk.admin.agreement.stale")).waitFor();
  await press(page, t("desk.admin.agreement.end_what", { channel: CHAT }));
  const dialog = page.getByRole("dialog");
  await dialog.getByText(t("desk.admin.agreement.end_for_good")).waitFor();
  await dialog.getByLabel(t("desk.admin.word.valid_until")).fill("2031-06-30");
  await dialog
    .getByLabel(t("desk.admin.agreement.reason"))
    .fill("Færre veiledere fra sommeren");
  await screenshot(page, "agreement-end-1280");
  await assertAccessible(page);
  await dialog
    .getByRole("button", { name: t("desk.admin.agreement.end"), exact: true })
    .click();
  await told(page, t("desk.admin.agreement.ended_done", { channel: CHAT }));
  await page.getByText("Fra 1. januar 2031 til og med 30. juni 2031").waitFor();
}

async function theLogTellsIt(page) {
  await page.goto(`${site}/desk/centre/audit`);
  for (const deed of ["end", "accept", "withdraw", "decline", "propose"]) {
    await page
      .getByRole("main")
      .locator("li")
      .filter({ hasText: t(`desk.admin.deed.agreement_${deed}`) })
      .first()
      .waitFor();
  }
}
