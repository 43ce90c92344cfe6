// A coordinator reads what is to come, week by week and half hour by half hour, saves it, and tries rules on days that
// were.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import {
  assertAccessible,
  journey,
  launch,
  screenshot,
  site,
} from "./browser.mjs";
import { assertNoFaults, eventually } from "./people.mjs";
import { close, heading, picture, press, signIn, t } from "./staff.mjs";

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

test("a coordinator reads the coming weeks and what the rotas lack", async () => {
  const solveig = await signIn(browser, SOLVEIG);
  const { page } = solveig;
  await journey("forecast", [solveig], async () => {
    await page.goto(`${site}/desk/national`);
    await page
      .getByRole("navigation", { name: t("desk.national.nav") })
      .getByRole("link", { name: t("desk.forecast.title"), exact: true })
      .click();
    await heading(page, t("desk.forecast.title")).waitFor();
    await heading(page, t("desk.forecast.accuracy")).waitFor();
    await theErrorIsTold(page);
    await theWeeksAreTurnedByKeyboard(page);
    await aDayIsReadHalfHourByHalfHour(page);
    await picture(page, "forecast");
    await aHigherTargetNeedsMore(page);
    await theForecastIsSaved(page);
    await aChannelWithoutHistorySaysWhatIsMissing(page);
    assertNoFaults([solveig]);
  });
  await close(solveig);
});

async function theErrorIsTold(page) {
  const region = page.getByRole("region", {
    name: t("desk.forecast.accuracy"),
  });
  await region
    .getByText(/bommet prognosen med \d+\s%/u)
    .first()
    .waitFor();
  await page.getByText(/^\d+ timer mangler|^\d+,\d timer mangler/).first().waitFor();
}

function weekTitle(page) {
  return page.locator("#forecast-week");
}

async function theWeeksAreTurnedByKeyboard(page) {
  const first = await weekTitle(page).innerText();
  const later = page.getByRole("button", { name: t("desk.forecast.later") });
  await later.focus();
  await page.keyboard.press("Enter");
  await eventually(
    async () => (await weekTitle(page).innerText()) !== first,
    true,
    "the next week",
  );
  assert.equal(await page.locator(".day-plot").count(), 7);
  await eventually(
    () => later.evaluate((button) => button === document.activeElement),
    true,
    "the focus stays",
  );
}

async function aDayIsReadHalfHourByHalfHour(page) {
  const days = page.getByRole("region", { name: t("desk.forecast.days") });
  const summary = page.locator("details.plot-table > summary").first();
  await summary.focus();
  await page.keyboard.press("Enter");
  const table = page.locator("details.plot-table[open] table");
  await table
    .getByRole("rowheader", { name: "10:00", exact: true })
    .waitFor();
  assert.ok((await days.count()) > 0);
}

async function neededInWeek(page) {
  const sentence = page.getByText(/Det krever .* veiledertimer/);
  const [, hours] = /Det krever ([\d\s]+(?:,\d)?) veiledertimer/u.exec(
    await sentence.innerText(),
  );
  return Number(hours.replace(/\s/g, "").replace(",", "."));
}

async function aHigherTargetNeedsMore(page) {
  const usual = await neededInWeek(page);
  const choice = page.getByLabel(t("desk.forecast.answered"));
  await choice.selectOption("95");
  await weekTitle(page).waitFor();
  await eventually(
    async () => (await neededInWeek(page)) > usual,
    true,
    "more counsellors are needed",
  );
  await choice.selectOption("80");
  await weekTitle(page).waitFor();
}

async function theForecastIsSaved(page) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    press(page, t("desk.forecast.export")),
  ]);
  assert.match(download.suggestedFilename(), /^forecast-chat-.*\.csv$/);
  const lines = (await readFile(await download.path(), "utf8")).split("\r\n");
  assert.ok(lines[0].includes(t("desk.forecast.needed")), lines[0]);
  assert.ok(lines.length > 28 * 20, `${lines.length} lines`);
}

async function aChannelWithoutHistorySaysWhatIsMissing(page) {
  await page.getByLabel(t("desk.admin.word.channel")).selectOption("phone");
  await heading(page, t("desk.forecast.empty")).waitFor();
  await page
    .getByText(t("desk.forecast.empty_none", { needed: 14 }))
    .waitFor();
  await picture(page, "forecast-empty");
}

test("rules are tried on days that were", async () => {
  const solveig = await signIn(browser, SOLVEIG);
  const { page } = solveig;
  await journey("recorded", [solveig], async () => {
    await page.goto(`${site}/desk/national/policies/0`);
    await page
      .getByRole("radio", { name: t("desk.policy.which_recorded") })
      .check();
    const from = page.getByLabel(t("desk.policy.recorded_from"));
    await from.fill(inDays(1));
    await page.getByText(t("desk.policy.recorded_from_bad")).waitFor();
    await from.fill(inDays(-14));
    await page.getByLabel(t("desk.policy.day_count")).fill("7");
    await press(page, t("desk.policy.dry_run_start"));
    await heading(page, t("desk.policy.really")).waitFor({ timeout: 30_000 });
    await page
      .getByText(/\d+ henvendelser kom, \d+ fikk svar, av \d+ veiledere/)
      .waitFor();
    await heading(page, t("desk.policy.really_unknown")).waitFor();
    await page.locator(".pair-name").filter({ hasText: /^Karriere / }).first().waitFor();
    await picture(page, "recorded-days");
    assertNoFaults([solveig]);
  });
  await close(solveig);
});

/** A date so many days from now. */
function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

for (const [width, colorScheme] of LOOKS) {
  test(`the forecast is accessible at ${width} px, ${colorScheme}`, async () => {
    const solveig = await signIn(browser, SOLVEIG, {
      width,
      height: 800,
      colorScheme,
    });
    const { page } = solveig;
    await journey(`forecast-${width}`, [solveig], async () => {
      await page.goto(`${site}/desk/national/forecast`);
      await weekTitle(page).waitFor();
      await press(page, t("desk.forecast.later"));
      await assertAccessible(page);
      const wide = await page.evaluate(
        () =>
          document.documentElement.scrollWidth >
          document.documentElement.clientWidth,
      );
      assert.equal(wide, false, "nothing is wider than the page");
      await screenshot(page, `forecast-${width}`);
      assertNoFaults([solveig]);
    });
    await close(solveig);
  });
}
