// The rota of a centre: an administrator plans by keyboard and by pointer, somebody is absent, a shift changes hands,
// and a calendar fetches it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, journey, launch, person, screenshot, site } from "./browser.mjs";
import { assertNoFaults, eventually, texts } from "./people.mjs";

const t = texts("nb");
const DAY_MS = 86_400_000;
const ADMINISTRATOR = "halvor@telemark.example";
const ASKING = { email: "gro@telemark.example", alias: "Gro" };
const TAKING = { email: "aslak@telemark.example", alias: "Aslak" };

const PROVOKED = [/412 \(Precondition Failed\)/];

/** The Monday of next week, so that no shift has begun. */
const monday = nextMonday();

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("a rota is planned, somebody is absent, and a shift changes hands", async () => {
  const administrator = await signIn(ADMINISTRATOR);
  const asking = await signIn(ASKING.email);
  const taking = await signIn(TAKING.email);
  const people = [administrator, asking, taking];
  await journey("rota", people, async () => {
    await openRota(administrator.page);
    await aShiftThatRepeatsIsPlannedByKeyboard(administrator.page);
    await aShiftIsMovedByKeyboard(administrator.page);
    await aShiftIsDragged(administrator.page);
    await aShiftIsDrawn(administrator.page);
    await somebodyElseWasFaster(administrator.page);
    await anAbsenceLeavesShiftsUncovered(administrator.page);
    await aCounsellorAsksForASwap(asking.page);
    await aColleagueAccepts(taking.page);
    await theAdministratorApproves(administrator.page);
    await aCalendarShowsTheShift(taking);
    assertNoFaults(people, ...PROVOKED);
  });
  for (const one of people) {
    await one.context.close();
  }
});

for (const [width, colorScheme] of [
  [1280, "light"],
  [375, "dark"],
]) {
  test(`the pages of the rota are accessible at ${width} px, ${colorScheme}`, async () => {
    const options = { width, height: 800, colorScheme };
    const administrator = await signIn(ADMINISTRATOR, options);
    const { page } = administrator;
    await openRota(page);
    for (const view of ["plan", "absences", "swaps"]) {
      await page.getByRole("tab", { name: t(`desk.rota.view_${view}`) }).click();
      await look(page, `rota-${view}-${width}`);
    }
    await page.getByRole("tab", { name: t("desk.rota.view_plan") }).click();
    await button(page, t("desk.rota.new")).click();
    await page.getByLabel(t("desk.rota.repeat")).check();
    await look(page, `rota-form-${width}`);
    const counsellor = await signIn(TAKING.email, options);
    await counsellor.page.goto(`${site}/desk/rota`);
    await look(counsellor.page, `rota-own-${width}`);
    await counsellor.page.goto(`${site}/desk/centre`);
    await counsellor.page.getByRole("heading", { name: t("desk.rota.now") }).waitFor();
    await look(counsellor.page, `rota-now-${width}`);
    assertNoFaults([administrator, counsellor]);
    await administrator.context.close();
    await counsellor.context.close();
  });
}

async function look(page, name) {
  await page.waitForLoadState("networkidle");
  await assertFits(page);
  await assertAccessible(page);
  await screenshot(page, name);
}

async function assertFits(page) {
  const over = await page.evaluate(() => document.scrollingElement.scrollWidth - globalThis.innerWidth);
  assert.ok(over <= 0, `${page.url()} is ${over} px too wide`);
}

async function signIn(email, options = {}) {
  const someone = await person(browser, { reducedMotion: "reduce", ...options });
  const { page } = someone;
  await page.goto(`${site}/desk/`);
  await page.getByLabel(t("desk.login.email")).fill(email);
  await page.getByLabel(t("desk.login.password")).fill("demo-passord-123");
  await button(page, t("desk.login.submit")).click();
  await page.getByRole("heading", { name: t("desk.login.title") }).waitFor({ state: "detached" });
  return someone;
}

/** The week after this one, in the administrator's pages. */
async function openRota(page) {
  await page.goto(`${site}/desk/centre/rota`);
  await button(page, t("desk.rota.week_after")).click();
  await button(page, t("desk.rota.add_on", { day: dayText(0) }))
    .or(page.getByText(t("desk.rota.no_shifts_day")).first())
    .first()
    .waitFor();
}

function button(page, name) {
  return page.getByRole("button", { name, exact: true });
}

function told(page, text) {
  return page.getByRole("status").filter({ hasText: text }).first().waitFor();
}

/** A shift in the week, by what its name begins with. */
function shift(page, alias, day, times) {
  return page.getByRole("button", { name: `${alias}, ${dayText(day)} ${times}` });
}

async function aShiftThatRepeatsIsPlannedByKeyboard(page) {
  await button(page, t("desk.rota.add_on", { day: dayText(0) })).focus();
  await page.keyboard.press("Enter");
  const who = page.getByLabel(t("desk.admin.word.staff_id"));
  await eventually(() => who.evaluate((field) => field === document.activeElement), true, "the form has the focus");
  // Saved too early, it says what is missing.
  await page.getByLabel(t("desk.rota.to"), { exact: true }).press("Enter");
  await page.getByText(t("desk.rota.fault_staff_missing")).waitFor();
  await who.focus();
  await page.keyboard.type(ASKING.alias);
  await page.getByLabel(t("desk.rota.to"), { exact: true }).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("12");
  await page.getByLabel(t("desk.rota.repeat")).press("Space");
  await page.getByLabel(t("desk.rota.skip_closed")).press("Space");
  await page.getByLabel(t("desk.rota.until")).fill(dateOf(14));
  await page.getByText(t("desk.rota.preview_made.other", { count: 3 })).waitFor();
  await screenshot(page, "rota-preview-1280");
  await page.getByLabel(t("desk.rota.every_weeks")).press("Enter");
  await told(page, `${ASKING.alias}: ${t("desk.rota.series_made.other", { count: 3 })}`);
  await shift(page, ASKING.alias, 0, "09:00–12:00").waitFor();
}

async function aShiftIsMovedByKeyboard(page) {
  await shift(page, ASKING.alias, 0, "09:00–12:00").focus();
  await page.keyboard.press("ArrowDown");
  await page.locator("[data-announcer=polite]").getByText(t("desk.rota.held")).first().waitFor();
  await page.keyboard.press("Escape");
  await shift(page, ASKING.alias, 0, "09:00–12:00").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Enter");
  await told(page, t("desk.rota.moved_alone"));
  await shift(page, ASKING.alias, 0, "09:15–12:30").waitFor();
  const kept = () => page.evaluate(() => document.activeElement.dataset.shift !== undefined);
  await eventually(kept, true, "the shift keeps the focus");
  await button(page, t("desk.admin.undo")).click();
  await shift(page, ASKING.alias, 0, "09:00–12:00").waitFor();
}

async function aShiftIsDragged(page) {
  const block = shift(page, ASKING.alias, 0, "09:00–12:00");
  await block.scrollIntoViewIfNeeded();
  const box = await block.boundingBox();
  const week = await page.getByRole("group", { name: t("desk.rota.week_label") }).boundingBox();
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + week.width / 7, y, { steps: 8 });
  await shift(page, ASKING.alias, 1, "09:00–12:00").waitFor();
  await page.mouse.up();
  await told(page, dayText(1));
  await shift(page, ASKING.alias, 1, "09:00–12:00").waitFor();
  // By its lower edge it gets longer; an hour is a third of its height.
  await page.waitForLoadState("networkidle");
  const there = await shift(page, ASKING.alias, 1, "09:00–12:00").boundingBox();
  await page.mouse.move(there.x + there.width / 2, there.y + there.height - 3);
  await page.mouse.down();
  await page.mouse.move(there.x + there.width / 2, there.y + there.height - 3 + there.height / 3, { steps: 8 });
  await page.mouse.up();
  await shift(page, ASKING.alias, 1, "09:00–13:00").waitFor();
}

async function aShiftIsDrawn(page) {
  await page.waitForLoadState("networkidle");
  const week = page.getByRole("group", { name: t("desk.rota.week_label") });
  const box = await week.boundingBox();
  const hours = await week.evaluate((element) => Number(getComputedStyle(element).getPropertyValue("--rota-hours")));
  const x = box.x + (box.width * 3.5) / 7;
  await page.mouse.move(x, box.y + (box.height * 2) / hours);
  await page.mouse.down();
  await page.mouse.move(x, box.y + (box.height * 5) / hours, { steps: 8 });
  await page.mouse.up();
  await eventually(() => page.getByLabel(t("desk.rota.from"), { exact: true }).inputValue(), "09:00", "where it was drawn");
  assert.equal(await page.getByLabel(t("desk.rota.to"), { exact: true }).inputValue(), "12:00");
  await page.getByLabel(t("desk.admin.word.staff_id")).selectOption({ label: TAKING.alias });
  await button(page, t("desk.admin.save")).click();
  await shift(page, TAKING.alias, 3, "09:00–12:00").focus();
  // Deleted after a question, and back again.
  await page.keyboard.press("Delete");
  await page.getByRole("dialog").waitFor();
  await button(page.getByRole("dialog"), t("desk.rota.delete")).click();
  await shift(page, TAKING.alias, 3, "09:00–12:00").waitFor({ state: "detached" });
  await button(page, t("desk.admin.undo")).click();
  await shift(page, TAKING.alias, 3, "09:00–12:00").waitFor();
}

async function somebodyElseWasFaster(page) {
  const block = shift(page, TAKING.alias, 3, "09:00–12:00");
  await block.click();
  const note = page.getByLabel(t("desk.admin.word.note"));
  await note.fill("Husk nøkkelen");
  const id = await block.getAttribute("data-shift");
  const status = await page.evaluate(async (shiftId) => {
    const me = await (await fetch("/api/v1/me")).json();
    const path = `/api/v1/centres/${me.roles[0].centre_id}/shifts/${shiftId}`;
    const tag = (await fetch(path)).headers.get("etag");
    const headers = { "content-type": "application/json", "x-csrf-token": me.csrf_token, "if-match": tag };
    const body = JSON.stringify({ channels: ["chat", "phone"] });
    return (await fetch(path, { method: "PATCH", headers, body })).status;
  }, id);
  assert.equal(status, 200);
  await button(page, t("desk.admin.save")).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(t("desk.admin.merge.title")).waitFor();
  await assertAccessible(page);
  await button(dialog, t("desk.admin.merge.save")).click();
  await told(page, dayText(3));
  const both = shift(page, TAKING.alias, 3, `09:00–12:00, ${t("channel.chat")}, ${t("channel.phone")}`);
  await both.filter({ hasText: "Husk nøkkelen" }).waitFor();
}

async function anAbsenceLeavesShiftsUncovered(page) {
  await page.getByRole("tab", { name: t("desk.rota.view_absences") }).click();
  await button(page, t("desk.rota.absence_new")).click();
  await page.getByLabel(t("desk.admin.word.staff_id")).selectOption({ label: TAKING.alias });
  await page.getByLabel(t("desk.admin.word.valid_from")).fill(dateOf(3));
  await button(page, t("desk.admin.save")).click();
  await told(page, t("desk.rota.uncovered_count.one", { count: 1 }));
  await page.getByRole("tab", { name: t("desk.rota.view_plan") }).click();
  await button(page, t("desk.rota.week_after")).click();
  const uncovered = shift(page, TAKING.alias, 3, "09:00–12:00");
  await uncovered.getByText(t("desk.rota.uncovered")).first().waitFor();
  await page.getByText(t("desk.rota.absent", { alias: TAKING.alias })).waitFor();
  await screenshot(page, "rota-uncovered-1280");
}

async function aCounsellorAsksForASwap(page) {
  await page.getByRole("link", { name: t("desk.nav.rota") }).click();
  await button(page, `${t("desk.rota.ask")}: ${dayText(1)} 09:00–13:00`).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("desk.rota.ask_whom")).selectOption({ label: TAKING.alias });
  await button(dialog, t("desk.rota.ask")).click();
  await told(page, dayText(1));
  await page.getByText(t("desk.rota.swap_open")).first().waitFor();
}

async function aColleagueAccepts(page) {
  await page.getByRole("link", { name: t("desk.nav.rota") }).click();
  await button(page, `${t("desk.rota.take")}: ${dayText(1)} 09:00–13:00`).click();
  await screenshot(page, "rota-take-1280");
  await button(page.getByRole("dialog"), t("desk.rota.take")).click();
  await told(page, t("desk.rota.taken_waits", { when: `${dayText(1)} 09:00–13:00` }));
}

async function theAdministratorApproves(page) {
  await openRota(page);
  const swaps = page.getByRole("tab", { name: t("desk.rota.view_swaps") });
  await swaps.getByText(t("desk.rota.waiting.one", { count: 1 })).waitFor({ state: "attached" });
  await swaps.click();
  await screenshot(page, "rota-waiting-1280");
  await button(page, `${t("desk.rota.approve")}: ${dayText(1)} 09:00–13:00`).click();
  await told(page, t("desk.rota.swap_told_approve", { when: `${dayText(1)} 09:00–13:00` }));
  await page.getByRole("tab", { name: t("desk.rota.view_plan") }).click();
  await button(page, t("desk.rota.week_after")).click();
  await shift(page, TAKING.alias, 1, "09:00–13:00").waitFor();
}

async function aCalendarShowsTheShift({ page }) {
  await button(page, t("desk.rota.calendar_make")).click();
  const link = new URL(await page.getByLabel(t("desk.rota.calendar_link")).inputValue());
  await screenshot(page, "rota-calendar-1280");
  const answer = await fetch(site + link.pathname);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type"), /^text\/calendar/);
  const begins = events(await answer.text()).map((event) => event.DTSTART);
  assert.ok(begins.includes(utcText(1, 9)), `${utcText(1, 9)} is in ${begins.join()}`);
  // Who is absent has no shift then.
  assert.ok(!begins.includes(utcText(3, 9)));
  await button(page, t("desk.rota.calendar_revoke")).click();
  await button(page.getByRole("dialog"), t("desk.rota.calendar_revoke")).click();
  await told(page, t("desk.rota.calendar_revoked"));
  assert.equal((await fetch(site + link.pathname)).status, 404);
}

/** The events of a calendar: the values of their properties by name. */
function events(calendar) {
  const lines = calendar.replaceAll(/\r\n[ \t]/g, "").split("\r\n");
  assert.equal(lines[0], "BEGIN:VCALENDAR");
  const found = [];
  for (const line of lines) {
    const [, name, value] = /^([A-Z-]+)[^:]*:(.*)$/.exec(line) ?? [];
    if (line === "BEGIN:VEVENT") {
      found.push({});
    } else if (name !== undefined && found.length > 0) {
      found.at(-1)[name] ??= value;
    }
  }
  return found;
}

function nextMonday() {
  const here = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo" }).format(new Date());
  const midnight = Date.parse(`${here}T00:00:00Z`);
  return midnight + (8 - (new Date(midnight).getUTCDay() || 7)) * DAY_MS;
}

/** The date so many days after the Monday. */
function dateOf(days) {
  return new Date(monday + days * DAY_MS).toISOString().slice(0, 10);
}

/** Such as `mandag 30. november 2026`. */
function dayText(days) {
  const date = new Date(monday + days * DAY_MS);
  const text = new Intl.DateTimeFormat("nb-NO", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
  return `${t(`weekday.${date.getUTCDay() || 7}`)} ${text.format(date)}`;
}

/** A time on the clock in Norway, as a calendar writes it in UTC. */
function utcText(days, hour) {
  const noon = new Date(monday + days * DAY_MS + DAY_MS / 2);
  const there = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Oslo", hour: "numeric", hourCycle: "h23" });
  const at = new Date(monday + days * DAY_MS + (hour - (Number(there.format(noon)) - 12)) * 3_600_000);
  return at.toISOString().replaceAll(/[-:]|\.000/g, "");
}
