// How long things are kept: chosen with what it erases in sight, reported, and who did what found again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  assertAccessible,
  journey,
  launch,
  person,
  screenshot,
  site,
} from "./browser.mjs";
import { assertNoFaults, texts } from "./people.mjs";

const t = texts("nb");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("an administrator chooses how long things are kept, and finds it in the log", async () => {
  const wenche = await signIn("wenche@vestfold.example");
  const { page } = wenche;
  await journey("retention", [wenche], async () => {
    await page.goto(`${site}/desk/centre/retention`);
    const hours = page.getByLabel(t("desk.admin.word.content_hours"));
    await hours.fill("721");
    await page
      .getByText(
        t("desk.admin.retention.number_bad", { least: 1, most: 720 }),
      )
      .waitFor();
    await hours.fill("36");
    await page.getByText(t("desk.admin.retention.erases_nothing")).waitFor();
    await press(page, t("desk.admin.save"));
    const question = page.getByRole("dialog");
    await question.getByText(t("desk.admin.retention.cannot_undo")).waitFor();
    await assertAccessible(page);
    await screenshot(page, "retention-question-1280");
    await question
      .getByRole("button", { name: t("desk.admin.retention.confirm") })
      .click();
    await page.getByText(t("desk.admin.retention.saved")).waitFor();
    await theLogIsFiltered(page);
    assertNoFaults([wenche]);
  });
  await wenche.context.close();
});

test("the coordinator chooses for the national queue, and seekers are told", async () => {
  const solveig = await signIn("solveig@nasjonal.example");
  const { page } = solveig;
  await page
    .getByRole("link", { name: t("desk.admin.nav.retention"), exact: true })
    .click();
  const hours = page.getByLabel(t("desk.admin.word.content_hours"));
  await hours.fill("72");
  await page.getByText(t("desk.admin.retention.erases_nothing")).waitFor();
  await press(page, t("desk.admin.save"));
  await page.getByText(t("desk.admin.retention.saved")).waitFor();
  await page
    .getByRole("link", { name: t("desk.admin.nav.audit"), exact: true })
    .click();
  await page
    .getByRole("heading", {
      name: t("desk.admin.deed.national_retention_update"),
    })
    .first()
    .waitFor();
  assertNoFaults([solveig]);
  await page.goto(`${site}/`);
  await page.getByText(t("site.privacy_3", { hours: 72 })).waitFor();
  await solveig.context.close();
});

for (const [width, colorScheme] of [
  [1280, "light"],
  [375, "dark"],
]) {
  test(`the pages about what is kept are accessible at ${width} px, ${colorScheme}`, async () => {
    for (const [email, path, name] of [
      ["wenche@vestfold.example", "centre/retention", "centre"],
      ["wenche@vestfold.example", "centre/audit", "centre-log"],
      ["solveig@nasjonal.example", "national/retention", "national"],
      ["solveig@nasjonal.example", "national/audit", "national-log"],
    ]) {
      const someone = await signIn(email, { width, height: 800, colorScheme });
      await someone.page.goto(`${site}/desk/${path}`);
      await someone.page
        .getByRole("heading", {
          name: t(`desk.admin.nav.${path.split("/")[1]}`),
          exact: true,
        })
        .waitFor();
      await someone.page.waitForLoadState("networkidle");
      await assertAccessible(someone.page);
      const wide = await someone.page.evaluate(
        () => document.documentElement.scrollWidth - innerWidth,
      );
      assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
      await screenshot(someone.page, `retention-${name}-${width}`);
      assertNoFaults([someone]);
      await someone.context.close();
    }
  });
}

async function signIn(email, options = {}) {
  const someone = await person(browser, { reducedMotion: "reduce", ...options });
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

async function theLogIsFiltered(page) {
  await page
    .getByRole("link", { name: t("desk.admin.nav.audit"), exact: true })
    .click();
  const heading = page.getByRole("heading", {
    name: t("desk.admin.deed.retention_update"),
  });
  await heading.waitFor();
  await page.getByLabel(t("desk.admin.audit.until")).fill("2020-01-01");
  await page.getByText(t("desk.admin.audit.none_found")).waitFor();
  await page.getByLabel(t("desk.admin.audit.until")).fill("");
  await page
    .getByLabel(t("desk.admin.audit.filter"))
    .selectOption("retention:update");
  await heading.waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: t("desk.admin.audit.export_csv") }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^audit-log-.*\.csv$/);
}
