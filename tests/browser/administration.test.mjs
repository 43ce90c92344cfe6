// A centre's administrator sets the centre up: sites, hours with lunch, an exception, staff, and reads who did what.
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
import { assertNoFaults, eventually, texts } from "./people.mjs";

const t = texts("nb");
const PROVOKED = [/412 \(Precondition Failed\)/];
const SECTIONS = [
  "centre",
  "sites",
  "hours",
  "exceptions",
  "staff",
  "providers",
  "audit",
];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("an administrator sets up the centre", async () => {
  const wenche = await signIn("wenche@vestfold.example");
  await journey("administration", [wenche], async () => {
    await aSiteComesAndGoes(wenche.page);
    await theWeekGetsAnHourMore(wenche.page);
    await christmasIsAnException(wenche.page);
    await aCounsellorTakesMore(wenche.page);
    await aCounsellorLeaves(wenche.page);
    await somebodyElseWasFaster(wenche.page);
    await theLogTellsAllOfIt(wenche.page);
    assertNoFaults([wenche], ...PROVOKED);
  });
  await wenche.context.close();
});

for (const [width, colorScheme] of [
  [1280, "light"],
  [375, "dark"],
]) {
  test(`the administrator's pages are accessible at ${width} px, ${colorScheme}`, async () => {
    const wenche = await signIn("wenche@vestfold.example", {
      width,
      height: 800,
      colorScheme,
    });
    for (const section of SECTIONS) {
      await wenche.page.goto(
        `${site}/desk/centre${section === "centre" ? "" : `/${section}`}`,
      );
      await wenche.page
        .getByRole("heading", {
          name: t(`desk.admin.nav.${section}`),
          exact: true,
        })
        .waitFor();
      await wenche.page.waitForLoadState("networkidle");
      await assertAccessible(wenche.page);
      await screenshot(wenche.page, `administration-${section}-${width}`);
    }
    assertNoFaults([wenche]);
    await wenche.context.close();
  });
}

test("the national coordinator reads a centre and cannot change it", async () => {
  const coordinator = await signIn("solveig@nasjonal.example");
  const { page } = coordinator;
  await page.getByRole("link", { name: "Karriere Vestfold" }).click();
  await page.getByRole("link", { name: t("desk.admin.nav.sites") }).click();
  await page
    .getByRole("heading", { name: t("desk.admin.nav.sites"), exact: true })
    .waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal(
    await page.getByRole("button", { name: t("desk.admin.sites.add") }).count(),
    0,
  );
  assert.equal(
    await page.getByRole("link", { name: t("desk.admin.nav.audit") }).count(),
    0,
  );
  assertNoFaults([coordinator]);
  await coordinator.context.close();
});

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

async function open(page, section) {
  await page
    .getByRole("link", { name: t(`desk.admin.nav.${section}`), exact: true })
    .click();
  await page
    .getByRole("heading", { name: t(`desk.admin.nav.${section}`), exact: true })
    .waitFor();
}

function press(page, name) {
  return page.getByRole("button", { name, exact: true }).click();
}

function told(page, text) {
  return page.getByRole("status").filter({ hasText: text }).first().waitFor();
}

async function aSiteComesAndGoes(page) {
  const name = "Horten";
  await open(page, "sites");
  await press(page, t("desk.admin.sites.add"));
  await page.getByLabel(t("desk.admin.word.name")).fill(name);
  // What is half written is not lost by looking elsewhere.
  await page
    .getByRole("link", { name: t("desk.admin.nav.hours"), exact: true })
    .click();
  await page.getByRole("dialog").waitFor();
  await screenshot(page, "administration-unsaved-1280");
  await page.getByRole("dialog").getByRole("button").first().click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.getByLabel(t("desk.admin.word.address")).fill("Storgata 1");
  await page.getByLabel(t("desk.admin.word.postal_place")).fill("3187 Horten");
  await press(page, t("desk.admin.save"));
  await told(page, t("desk.admin.sites.added", { name }));
  await press(page, t("desk.admin.delete_what", { what: name }));
  await press(page, t("desk.admin.sites.delete_confirm"));
  await press(page, t("desk.admin.undo"));
  await told(page, t("desk.admin.sites.restored", { name }));
}

async function theWeekGetsAnHourMore(page) {
  await open(page, "hours");
  const saturday = page.getByRole("group", { name: "Lørdag" }).first();
  await press(page, t("desk.admin.hours.add_to", { weekday: t("weekday.6") }));
  const closes = saturday.getByRole("textbox", {
    name: t("desk.admin.hours.closes"),
  });
  await saturday
    .getByRole("textbox", { name: t("desk.admin.hours.opens") })
    .fill("10:00");
  await closes.fill("09:00");
  await page.getByText(t("desk.admin.hours.fault_closes_early")).waitFor();
  await closes.fill("11:00");
  const note = page.getByText(t("desk.admin.hours.preview.unsaved"));
  await note.waitFor();
  await press(page, t("desk.admin.save"));
  await told(page, t("desk.admin.hours.saved"));
  // The next four weeks are read anew, and are what is saved.
  await note.waitFor({ state: "detached" });
  const weeks = page.getByRole("table", {
    name: t("desk.admin.hours.preview.title"),
  });
  await weeks.getByText("10:00–11:00").first().waitFor();
  await screenshot(page, "administration-hours-saved-1280");
}

async function christmasIsAnException(page) {
  await open(page, "exceptions");
  await press(page, t("desk.admin.exceptions.new"));
  await page.getByLabel(t("desk.admin.word.date")).fill("2031-12-23");
  await press(page, t("desk.admin.save"));
  await told(page, "23. desember 2031");
}

async function aCounsellorTakesMore(page) {
  await open(page, "staff");
  const first = page.getByRole("button", { name: /^Rediger / }).first();
  await first.click();
  const units = page.getByLabel(t("desk.admin.word.capacity_units"));
  await units.fill("99");
  await page.getByText(t("desk.admin.number_bad", { limit: 20 })).waitFor();
  await units.fill("5");
  await press(page, t("desk.admin.save"));
  await page
    .getByRole("status")
    .filter({ hasText: "er lagret" })
    .first()
    .waitFor();
}

async function aCounsellorLeaves(page) {
  await open(page, "staff");
  const last = page
    .getByRole("button", { name: /^Avslutt tilgangen til / })
    .last();
  const before = await page.getByRole("main").locator("tbody tr").count();
  await last.click();
  await page.getByRole("dialog").waitFor();
  await screenshot(page, "administration-leaving-1280");
  await assertAccessible(page);
  await press(page, t("desk.admin.staff.end_confirm"));
  await page
    .getByRole("status")
    .filter({ hasText: "er avsluttet" })
    .first()
    .waitFor();
  await eventually(
    () => page.getByRole("main").locator("tbody tr").count(),
    before - 1,
    "members left",
  );
}

async function somebodyElseWasFaster(page) {
  await open(page, "centre");
  const name = page.getByLabel(t("desk.admin.word.name"));
  await name.waitFor();
  const before = await name.inputValue();
  await name.fill(`${before} og omegn`);
  const status = await page.evaluate(async () => {
    const me = await (await fetch("/api/v1/me")).json();
    const path = `/api/v1/centres/${me.roles[0].centre_id}`;
    const tag = (await fetch(path)).headers.get("etag");
    const headers = {
      "content-type": "application/json",
      "x-csrf-token": me.csrf_token,
      "if-match": tag,
    };
    const body = JSON.stringify({ name: "Karriere Vestfold sør" });
    return (await fetch(path, { method: "PATCH", headers, body })).status;
  });
  assert.equal(status, 200);
  await press(page, t("desk.admin.save"));
  const dialog = page.getByRole("dialog");
  await dialog.getByText(t("desk.admin.merge.title")).waitFor();
  await screenshot(page, "administration-merge-1280");
  await assertAccessible(page);
  await dialog.getByRole("radio", { name: t("desk.admin.merge.mine") }).check();
  await press(page, t("desk.admin.merge.save"));
  await told(page, t("desk.admin.centre.saved"));
  // As it was, for whoever comes next.
  await name.fill(before);
  await press(page, t("desk.admin.save"));
  await told(page, t("desk.admin.centre.saved"));
}

async function theLogTellsAllOfIt(page) {
  await open(page, "audit");
  for (const deed of [
    "centre_update",
    "staff_deactivate",
    "staff_update",
    "exception_create",
    "hours_replace",
    "site_create",
  ]) {
    await page
      .getByRole("main")
      .locator("li")
      .filter({ hasText: t(`desk.admin.deed.${deed}`) })
      .first()
      .waitFor();
  }
}
