// A coordinator creates, archives and takes back a centre and sets closed days; an administrator does what the
// checklist asks for until nothing is missing; a seeker reads it all on the centre's own page.
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
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const NATIONAL = ["centres", "closed-days"];
const ADMIN = [
  "centre",
  "profile",
  "sites",
  "hours",
  "exceptions",
  "checklist",
];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("a coordinator creates a centre and sees what it lacks", async () => {
  const solveig = await signIn("solveig@nasjonal.example");
  const { page } = solveig;
  await journey("onboarding-coordinator", [solveig], async () => {
    await page
      .getByRole("link", { name: t("desk.national.centres_title") })
      .click();
    await press(page, t("desk.national.centre_new"));
    await press(page, t("desk.national.centre_create"));
    await page.getByText(t("desk.national.county_missing")).waitFor();
    await page.getByLabel(t("desk.centre.county")).selectOption("55");
    await page
      .getByLabel(t("desk.admin.word.name"), { exact: true })
      .fill("Karriere Prøve");
    await page.getByLabel(t("desk.admin.centre.region")).fill("nord");
    await press(page, t("desk.national.centre_create"));
    await page
      .getByText(t("desk.admin.checklist.missing.other", { count: 7 }))
      .waitFor();
    await page
      .getByRole("link", { name: t("desk.admin.checklist.go_profile") })
      .waitFor();
    await screenshot(page, "onboarding-new-checklist");
    await theNewCentreIsArchivedAndTakenBack(page);
    await aYearOfHolidaysIsClosed(page);
    // The public card of a new centre is there a moment later.
    assertNoFaults([solveig], /404 \(Not Found\)/);
  });
  await solveig.context.close();
});

async function theNewCentreIsArchivedAndTakenBack(page) {
  await page.getByRole("link", { name: t("desk.admin.back") }).click();
  const name = "Karriere Prøve";
  await press(page, t("desk.national.archive_what", { name }));
  await page
    .getByText(t("desk.national.archive_people.other", { count: 0 }))
    .waitFor();
  await screenshot(page, "onboarding-archive");
  await press(page, t("desk.national.archive_confirm"));
  await told(page, t("desk.national.archived_now", { name }));
  await page
    .getByRole("button", { name: t("desk.national.reactivate_what", { name }) })
    .waitFor();
  await press(page, t("desk.admin.undo"));
  await told(page, t("desk.national.reactivated", { name }));
}

async function aYearOfHolidaysIsClosed(page) {
  await page.getByRole("link", { name: t("desk.national.back") }).click();
  await page
    .getByRole("link", { name: t("desk.national.closed_title") })
    .click();
  await page.getByLabel(t("desk.national.year")).selectOption("2029");
  await page.getByText(t("desk.national.closed_none")).waitFor();
  const fill = t("desk.national.closed_fill.other", { count: 12 });
  await press(page, fill);
  await told(page, t("desk.national.closed_filled.other", { count: 12 }));
  await page.getByText("Grunnlovsdagen").waitFor();
  await screenshot(page, "onboarding-closed-days");
}

test("an administrator does what the checklist asks for, and seekers read it", async () => {
  const wenche = await signIn("wenche@vestfold.example");
  const { page } = wenche;
  let centre;
  await journey("onboarding-administrator", [wenche], async () => {
    await theCentreIsPresented(page);
    await theSiteTellsTheWay(page);
    await theDayIsCutShortAndRestored(page);
    await open(page, "exceptions");
    await page
      .getByRole("button", { name: /er sett$/ })
      .first()
      .click();
    await page.getByText(/De stengte dagene til og med/).waitFor();
    await open(page, "checklist");
    await page.getByText(t("desk.admin.checklist.ready")).waitFor();
    await anotherCentresWeekIsLookedAt(page);
    centre = await page.evaluate(async () => {
      const me = await (await fetch("/api/v1/me")).json();
      return me.roles[0].centre_id;
    });
    assertNoFaults([wenche]);
  });
  await wenche.context.close();
  await aSeekerReadsTheCentresPage(centre);
});

async function theCentreIsPresented(page) {
  await open(page, "profile");
  const description = page.getByRole("group", {
    name: t("desk.admin.word.description"),
  });
  await description.getByLabel(t("language.en")).fill("Guidance for all");
  await description.getByText(t("desk.admin.texts.main_missing")).waitFor();
  await description
    .getByLabel(t("language.nb"))
    .fill("Veiledning for alle i Vestfold.");
  const telephone = page.getByRole("textbox", {
    name: t("desk.admin.word.telephone"),
  });
  await telephone.fill("ring oss");
  await page.getByText(t("desk.admin.profile.telephone_bad")).waitFor();
  await telephone.fill("33 00 00 00");
  for (const module of ["phone", "callback", "video"]) {
    await page
      .getByRole("checkbox", { name: t(`desk.admin.module.${module}`), exact: true })
      .uncheck();
  }
  await press(page, t("desk.admin.save"));
  await told(page, t("desk.admin.profile.saved"));
  await page.getByLabel(t("desk.admin.logo.choose")).setInputFiles({
    name: "logo.png",
    mimeType: "image/png",
    buffer: PNG,
  });
  await told(page, t("desk.admin.logo.saved"));
  await page.getByRole("img", { name: t("desk.admin.logo.present") }).waitFor();
}

async function theSiteTellsTheWay(page) {
  await open(page, "sites");
  await page
    .getByRole("button", { name: /^Rediger / })
    .first()
    .click();
  const access = page.getByRole("group", { name: t("desk.admin.word.access") });
  await access.getByLabel(t("language.nb")).fill("Heis fra gateplan.");
  await press(page, t("desk.admin.save"));
  await page
    .getByText(`${t("desk.admin.word.access")}: Heis fra gateplan.`)
    .waitFor();
}

/** Works on any day: a centre that is not open today says so. */
async function theDayIsCutShortAndRestored(page) {
  await open(page, "exceptions");
  await press(page, t("desk.admin.early.start"));
  await page.getByLabel(t("desk.admin.early.time")).fill("25:00");
  await page.getByText(t("desk.admin.early.time_bad")).waitFor();
  await assertAccessible(page);
  await screenshot(page, "onboarding-early-close");
  await page.getByRole("button", { name: t("desk.cancel") }).click();
}

async function anotherCentresWeekIsLookedAt(page) {
  await open(page, "hours");
  await page
    .getByRole("heading", { name: t("desk.admin.hours.answers.title") })
    .waitFor();
  await press(page, t("desk.admin.hours.centre_copy"));
  await page
    .getByLabel(t("desk.admin.hours.centre_from"), { exact: true })
    .selectOption({ index: 1 });
  const dialog = page.getByRole("dialog");
  await dialog
    .getByText(t("desk.admin.hours.centre_means"))
    .or(dialog.getByText(t("desk.admin.hours.centre_same")))
    .waitFor();
  await screenshot(page, "onboarding-copy-week");
}

async function aSeekerReadsTheCentresPage(centre) {
  for (const [width, colorScheme] of [
    [1280, "light"],
    [375, "dark"],
  ]) {
    const someone = await person(browser, { width, height: 800, colorScheme });
    const { page } = someone;
    await page.goto(`${site}/centre/?id=${centre}`);
    await page
      .getByRole("heading", { name: "Karriere Vestfold", exact: true })
      .waitFor();
    await page.getByText("Veiledning for alle i Vestfold.").waitFor();
    await page.getByRole("link", { name: "33 00 00 00" }).waitFor();
    await page.getByText("Heis fra gateplan.").waitFor();
    await page.getByRole("img", { name: "Karriere Vestfold" }).waitFor();
    await page.waitForLoadState("networkidle");
    await assertAccessible(page);
    await screenshot(page, `onboarding-seeker-${width}`);
    await page.getByRole("link", { name: "English" }).click();
    await page.getByText("Guidance for all").waitFor();
    assertNoFaults([someone]);
    await someone.context.close();
  }
}

for (const [width, colorScheme] of [
  [1280, "light"],
  [375, "dark"],
]) {
  test(`the pages of onboarding are accessible at ${width} px, ${colorScheme}`, async () => {
    const look = { width, height: 800, colorScheme };
    const solveig = await signIn("solveig@nasjonal.example", look);
    for (const name of NATIONAL) {
      await lookAt(solveig.page, `national/${name}`, `${name}-${width}`);
    }
    await press(solveig.page, t("desk.national.closed_new"));
    await assertAccessible(solveig.page);
    await solveig.page.goto(`${site}/desk/national/centres`);
    await press(solveig.page, t("desk.national.centre_new"));
    await assertAccessible(solveig.page);
    await screenshot(solveig.page, `onboarding-new-centre-${width}`);
    assertNoFaults([solveig]);
    await solveig.context.close();
    const wenche = await signIn("wenche@vestfold.example", look);
    for (const name of ADMIN) {
      const path = name === "centre" ? "centre" : `centre/${name}`;
      await lookAt(wenche.page, path, `${name}-${width}`);
    }
    assertNoFaults([wenche]);
    await wenche.context.close();
  });
}

async function lookAt(page, path, name) {
  await page.goto(`${site}/desk/${path}`);
  await page.locator("#admin-title").waitFor();
  await page.waitForLoadState("networkidle");
  await assertAccessible(page);
  await assertNoSidewaysScroll(page);
  await screenshot(page, `onboarding-${name}`);
}

async function assertNoSidewaysScroll(page) {
  const over = await page.evaluate(
    () =>
      document.documentElement.scrollWidth -
      document.documentElement.clientWidth,
  );
  assert.ok(over <= 0, `${page.url()} is ${over} px too wide`);
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
