// A coordinator watches the queue, asks why somebody waits and why somebody was answered, and drafts, tries, publishes
// and rolls back the rules contacts are given out by.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  assertAccessible,
  journey,
  launch,
  screenshot,
  site,
} from "./browser.mjs";
import {
  assertNoFaults,
  counsellor,
  eventually,
  farewell,
  seeker,
} from "./people.mjs";
import { close, heading, picture, press, signIn, t, told } from "./staff.mjs";

const SOLVEIG = "solveig@nasjonal.example";
const LINE_CUT = [
  /ERR_INTERNET_DISCONNECTED/,
  /ERR_NETWORK/,
  /ERR_INCOMPLETE_CHUNKED_ENCODING/,
];
const LOOKS = [
  [1280, "light"],
  [375, "dark"],
];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("the board tells who waits and why, and who answered", async () => {
  const solveig = await signIn(browser, SOLVEIG);
  const everybody = [solveig];
  const people = [];
  const meet = async (someone) => {
    people.push(await someone);
    everybody.push(people.at(-1));
    return people.at(-1);
  };
  await journey("board", everybody, async () => {
    await openFromNavigation(solveig.page, t("desk.board.title"));
    await solveig.page.getByText(t("desk.board.line.live")).waitFor();
    await heading(solveig.page, t("desk.board.map")).waitFor();
    await theMapHasEveryCounty(solveig.page);
    const pupil = await meet(seeker(browser));
    await pupil.start({ county: "46", topic: "study_choice" });
    await somebodyWaitsAndIsNotForgotten(solveig.page);
    const kari = await meet(counsellor(browser, "kari@vestland.example"));
    await kari.beAvailable();
    await kari.accept("study_choice");
    await pupil.talksTo("Kari");
    await theAnswerIsExplained(solveig.page);
    await pupil.end();
    await kari.wrapUp("study_choice", "answered");
    assertNoFaults(everybody);
  });
  await farewell(people);
  await close(solveig);
});

/** Goes to a national page as somebody would who does not know its address. */
async function openFromNavigation(page, name) {
  await page.goto(`${site}/desk/national`);
  await page
    .getByRole("navigation", { name: t("desk.national.nav") })
    .getByRole("link", { name, exact: true })
    .click();
  await heading(page, name).waitFor();
}

async function theMapHasEveryCounty(page) {
  const tiles = page.locator(".tile-map > li");
  assert.equal(await tiles.count(), 15);
  await tiles.filter({ hasText: t("county.56") }).waitFor();
  await screenshot(page, "national-board");
}

function waitingRows(page) {
  return page
    .getByRole("region", { name: t("desk.board.waiting_title") })
    .locator("tbody tr");
}

async function somebodyWaitsAndIsNotForgotten(page) {
  const row = waitingRows(page).filter({ hasText: t("topic.study_choice") });
  await row.getByText(t("county.46")).waitFor();
  const clock = row.locator(".clock");
  const first = await clock.innerText();
  await eventually(
    async () => (await clock.innerText()) !== first,
    true,
    "the wait goes on",
  );
  await row.getByRole("button", { name: /^Hvorfor\?/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByRole("heading", { name: t("desk.explain.now"), exact: true })
    .waitFor();
  await dialog.getByText(/^Ingen får tilbudet/).waitFor();
  await picture(page, "national-why-waiting");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}

async function theAnswerIsExplained(page) {
  await eventually(() => waitingRows(page).count(), 0, "nobody waits");
  const row = page
    .getByRole("region", { name: t("desk.board.recent_title") })
    .locator("tbody tr")
    .filter({ hasText: "Kari" })
    .first();
  await row.getByRole("button", { name: /^Hvorfor\?/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByText(/^Tilbudt Kari ved Karriere Vestland, fordi /)
    .waitFor();
  await dialog
    .getByText(/\d+ veileder(e)? vurdert/)
    .first()
    .waitFor();
  await dialog.getByRole("searchbox").fill("vestland");
  await dialog
    .locator(".candidates li")
    .filter({ hasText: "Kari" })
    .getByText(t("desk.explain.chosen"))
    .waitFor();
  await dialog.getByRole("searchbox").fill("Ingen Som Heter Det");
  await dialog
    .getByText(t("desk.explain.not_found", { words: "Ingen Som Heter Det" }))
    .first()
    .waitFor();
  await dialog.getByRole("link", { name: t("desk.explain.own_page") }).click();
  await page.waitForURL(/\/desk\/national\/contacts\//);
  await page.getByText(/^Tilbudt Kari/).waitFor();
  await assertAccessible(page);
}

test("a cut line is told, the last picture stays, and the board comes back by itself", async () => {
  const solveig = await signIn(browser, SOLVEIG);
  const { page, context } = solveig;
  await journey("board-line", [solveig], async () => {
    await page.goto(`${site}/desk/national/board`);
    await page.getByText(t("desk.board.line.live")).waitFor();
    // What is open stays open when a browser goes offline: the stream is refused from the next reload on.
    await page.route("**/national/board/stream", (route) =>
      route.abort("internetdisconnected"),
    );
    await page.reload();
    await page.getByText(t("desk.board.line.polling")).waitFor();
    await context.setOffline(true);
    await page
      .getByRole("alert")
      .getByText(t("desk.board.line_down"))
      .waitFor();
    await heading(page, t("desk.board.map")).waitFor();
    await assertAccessible(page);
    await screenshot(page, "national-board-down");
    await context.setOffline(false);
    await page.getByText(t("desk.board.line.polling")).waitFor();
    await page.unroute("**/national/board/stream");
    await page
      .getByText(t("desk.board.line.live"))
      .waitFor({ timeout: 40_000 });
    assertNoFaults([solveig], ...LINE_CUT);
  });
  await close(solveig);
});

test("the board hangs on a wall, and Escape takes it down", async () => {
  const solveig = await signIn(browser, SOLVEIG, { width: 1920, height: 1080 });
  const { page } = solveig;
  await journey("board-wall", [solveig], async () => {
    await page.goto(`${site}/desk/national/board?wall`);
    await heading(page, t("desk.board.map")).waitFor();
    assert.equal(await page.getByRole("navigation").count(), 0);
    await picture(page, "national-wall");
    await page.keyboard.press("Escape");
    await page
      .getByRole("button", { name: t("desk.board.wall"), exact: true })
      .waitFor();
    assert.ok(!page.url().includes("wall"));
    assertNoFaults([solveig]);
  });
  await close(solveig);
});

test("two coordinators change the limits at once, and none is overwritten unseen", async () => {
  const one = await signIn(browser, SOLVEIG);
  const other = await signIn(browser, SOLVEIG);
  await journey("board-limits", [one, other], async () => {
    for (const { page } of [one, other]) {
      await page.goto(`${site}/desk/national/board`);
      await page.getByLabel(t("desk.board.limit.waiting")).waitFor();
    }
    const waiting = await raised(one.page, t("desk.board.limit.waiting"));
    await press(one.page, t("desk.admin.save"));
    await told(one.page, t("desk.board.limits_saved"));
    const longest = await raised(
      other.page,
      t("desk.board.limit.longest_wait_s"),
    );
    await press(other.page, t("desk.admin.save"));
    const dialog = other.page.getByRole("dialog");
    await dialog.getByText(t("desk.admin.merge.title")).waitFor();
    await press(dialog, t("desk.admin.merge.save"));
    await told(other.page, t("desk.board.limits_saved"));
    assert.equal(
      await other.page.getByLabel(t("desk.board.limit.waiting")).inputValue(),
      waiting,
    );
    assert.equal(
      await other.page
        .getByLabel(t("desk.board.limit.longest_wait_s"))
        .inputValue(),
      longest,
    );
    assertNoFaults([one, other], /412 \(Precondition Failed\)/);
  });
  await close(one, other);
});

/** Raises a limit by one, and tells what it is now. */
async function raised(page, name) {
  const field = page.getByLabel(name);
  const value = String(Number(await field.inputValue()) + 1);
  await field.fill(value);
  return value;
}

test("rules are drafted, tried, published and rolled back", async () => {
  const solveig = await signIn(browser, SOLVEIG);
  const { page } = solveig;
  await journey("policies", [solveig], async () => {
    await openFromNavigation(page, t("desk.policy.title"));
    const inForce = page
      .getByRole("listitem")
      .filter({ hasText: t("desk.policy.state.in_force") });
    await inForce.getByRole("button", { name: /^Ny kladd fra/ }).click();
    await page.waitForURL(/\/policies\/\d+$/);
    const version = Number(page.url().split("/").at(-1));
    await theDraftIsEdited(page);
    await theDraftIsTried(page);
    await theDraftIsPublishedLater(page, version);
    await theDraftIsPublishedNow(page, version);
    await theBuiltInRulesAreTakenIntoUseAgain(page);
    assertNoFaults([solveig]);
  });
  await close(solveig);
});

async function theDraftIsEdited(page) {
  await page.getByText(t("desk.policy.no_differences")).waitFor();
  const chat = page.getByLabel(
    `${t("desk.policy.rule.offer_timeout_s")}, ${t("channel.chat")}`,
  );
  await chat.fill("3601");
  await page
    .getByText(t("desk.admin.retention.number_bad", { least: 1, most: 3600 }))
    .waitFor();
  await press(page, t("desk.admin.save"));
  await eventually(
    () => chat.evaluate((field) => field === document.activeElement),
    true,
    "the fault has the focus",
  );
  await chat.fill("47");
  await page.getByText(/^Svarfrist, Chat: fra .* til 47 sekunder\.$/).waitFor();
  await page
    .getByLabel(t("desk.policy.note"), { exact: true })
    .fill("Litt lengre frist i chatten");
  await page.getByRole("link", { name: t("desk.policy.all") }).click();
  await press(page.getByRole("dialog"), t("desk.leave.stay"));
  await press(page, t("desk.admin.save"));
  await told(page, t("desk.policy.saved"));
  await picture(page, "national-draft");
}

async function theDraftIsTried(page) {
  await page
    .getByRole("radio", { name: t("desk.policy.days_small"), exact: true })
    .check();
  await page.getByLabel(t("desk.policy.day_count")).fill("1");
  await press(page, t("desk.policy.dry_run_start"));
  await heading(page, t("desk.policy.result")).waitFor({ timeout: 30_000 });
  await heading(page, t("desk.policy.plot_waits")).waitFor();
  await page
    .getByText(t("desk.plot.table", { title: t("desk.policy.plot_waits") }))
    .click();
  const table = page.getByRole("region", {
    name: t("desk.plot.table", { title: t("desk.policy.plot_waits") }),
  });
  await table
    .getByRole("rowheader", { name: t("desk.policy.outcome.wait_p95_s") })
    .waitFor();
  await picture(page, "national-dry-run");
}

async function theDraftIsPublishedLater(page, version) {
  await press(page, t("desk.policy.publish"));
  const dialog = page.getByRole("dialog");
  await dialog.getByText(t("desk.policy.publish_waiting")).waitFor();
  await dialog.getByRole("radio", { name: t("desk.policy.when_at") }).check();
  await press(dialog, t("desk.policy.schedule_confirm"));
  await dialog.getByText(t("desk.policy.at_missing")).waitFor();
  const date = inDays(30);
  await dialog.getByLabel(t("desk.admin.word.date")).fill(inDays(400));
  await dialog.getByLabel(t("desk.policy.time")).fill("08:00");
  await press(dialog, t("desk.policy.schedule_confirm"));
  await dialog.getByText(t("desk.policy.at_far")).waitFor();
  await dialog.getByLabel(t("desk.admin.word.date")).fill(date);
  await assertAccessible(page);
  await press(dialog, t("desk.policy.schedule_confirm"));
  await told(page, `${date.split("-").toReversed().join(".")}, 08:00`);
  await press(page, t("desk.policy.unschedule"));
  await press(page.getByRole("dialog"), t("desk.policy.unschedule"));
  await told(page, t("desk.policy.unscheduled", { version }));
}

/** A date so many days from now. */
function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

async function theDraftIsPublishedNow(page, version) {
  await press(page, t("desk.policy.publish"));
  await press(page.getByRole("dialog"), t("desk.policy.publish_confirm"));
  await told(page, t("desk.policy.published", { version }));
  await page
    .getByText(t("desk.policy.state.in_force"), { exact: true })
    .waitFor();
}

async function theBuiltInRulesAreTakenIntoUseAgain(page) {
  await page.getByRole("link", { name: t("desk.policy.all") }).click();
  await page
    .getByRole("link", { name: t("desk.policy.built_in"), exact: true })
    .click();
  await press(page, t("desk.policy.roll_back"));
  const dialog = page.getByRole("dialog");
  await press(dialog, t("desk.policy.roll_back"));
  await dialog.getByText(t("desk.policy.reason_missing")).waitFor();
  await dialog
    .getByLabel(t("desk.policy.reason"), { exact: true })
    .fill("For mange ubesvarte tilbud");
  await press(dialog, t("desk.policy.roll_back"));
  await told(
    page,
    t("desk.policy.rolled_back", { version: t("desk.policy.built_in") }),
  );
  await page
    .getByText(t("desk.policy.state.in_force"), { exact: true })
    .waitFor();
}

test("a deleted draft is taken back, and a second person can be demanded", async () => {
  const solveig = await signIn(browser, SOLVEIG);
  const { page } = solveig;
  await journey("policy-draft", [solveig], async () => {
    await page.goto(`${site}/desk/national/policies`);
    await press(
      page,
      t("desk.policy.new_from", { version: t("desk.policy.built_in") }),
    );
    await page.waitForURL(/\/policies\/\d+$/);
    const version = Number(page.url().split("/").at(-1));
    await press(page, t("desk.policy.delete"));
    await press(page.getByRole("dialog"), t("desk.policy.delete"));
    await told(page, t("desk.policy.deleted", { version }));
    await press(page, t("desk.admin.undo"));
    await told(page, /^Kladden er tilbake som versjon \d+/);
    await press(page, t("desk.policy.approval.turn_on"));
    await press(page.getByRole("dialog"), t("desk.policy.approval.turn_on"));
    await told(page, t("desk.policy.approval.turned_on"));
    await page
      .locator(".policy-line")
      .filter({ hasText: t("desk.policy.state.draft") })
      .getByRole("link")
      .first()
      .click();
    await press(page, t("desk.policy.publish"));
    await page
      .getByRole("dialog")
      .getByText(t("desk.policy.needs_second"))
      .waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: t("desk.policy.all") }).click();
    await press(page, t("desk.policy.approval.turn_off"));
    await press(page.getByRole("dialog"), t("desk.policy.approval.turn_off"));
    await told(page, t("desk.policy.approval.turned_off"));
    assertNoFaults([solveig]);
  });
  await close(solveig);
});

for (const [width, colorScheme] of LOOKS) {
  test(`the national pages are accessible at ${width} px, ${colorScheme}`, async () => {
    const solveig = await signIn(browser, SOLVEIG, {
      width,
      height: 800,
      colorScheme,
    });
    const { page } = solveig;
    await journey(`national-${width}`, [solveig], async () => {
      for (const path of ["board", "policies", "policies/0"]) {
        await page.goto(`${site}/desk/national/${path}`);
        await page.locator("#admin-title").waitFor();
        await page.locator(".card").first().waitFor();
        await assertAccessible(page);
        await assertNoSidewaysScroll(page);
        await screenshot(page, `national-${path.replace("/", "-")}-${width}`);
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
  assert.ok(beyond <= 0, `${page.url()} is ${beyond} px too wide`);
}
