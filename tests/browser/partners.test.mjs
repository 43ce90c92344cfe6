// A coordinator registers an organisation, gives it a key, sees how it calls, suspends it and lets it in again; its
// program, which follows the commands of the page, meets what follows.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  assertAccessible,
  journey,
  launch,
  screenshot,
  site,
} from "./browser.mjs";
import { assertNoFaults, eventually } from "./people.mjs";
import {
  box,
  close,
  heading,
  picture,
  press,
  signIn,
  t,
  told,
} from "./staff.mjs";

const SOLVEIG = "solveig@nasjonal.example";
const LOOKS = [
  [1280, "light", "958935420"],
  [375, "dark", "821311632"],
];
const PARTS = ["", "/keys", "/usage", "/console"];
const KID = "2026-11";

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), "veiviser-partner-"));
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A pair of keys; the private one lies where the partner's program looks for it. */
function makeKey() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  writeFileSync(
    join(folder, "private-key.pem"),
    privateKey.export({ type: "pkcs8", format: "pem" }),
  );
  const jwk = (key) =>
    JSON.stringify(
      { ...key.export({ format: "jwk" }), kid: KID },
      undefined,
      2,
    );
  return { open: jwk(publicKey), secret: jwk(privateKey) };
}

async function openFromNavigation(page, name) {
  await page.goto(`${site}/desk/national`);
  await page
    .getByRole("navigation", { name: t("desk.national.nav") })
    .getByRole("link", { name, exact: true })
    .click();
  await heading(page, name).waitFor();
}

/** Fills the form of a new partner and sends it; ends on the partner's page. */
async function register(page, { organisation, name }) {
  await press(page, t("desk.partner.new"));
  await page
    .getByLabel(t("desk.partner.organisation"), { exact: true })
    .fill(organisation);
  await page.getByLabel(t("desk.admin.word.name"), { exact: true }).fill(name);
  await page
    .getByLabel(t("desk.partner.contact"), { exact: true })
    .fill("drift@partner.example");
  await press(page, t("desk.partner.register"));
  await page.waitForURL(/\/national\/partners\/ptn_\w+$/);
  await heading(page, name).waitFor();
}

/** Goes to a part of the partner's page. */
async function goTo(page, part) {
  await page
    .getByRole("navigation", { name: t("desk.partner.parts") })
    .getByRole("link", { name: t(`desk.partner.part.${part}`), exact: true })
    .click();
  await heading(page, t(`desk.partner.part.${part}`)).waitFor();
}

test("a partner is registered, given a key, watched, suspended and let in again", async () => {
  const solveig = await signIn(browser, SOLVEIG);
  const { page, context } = solveig;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await journey("partners", [solveig], async () => {
    await openFromNavigation(page, t("desk.partner.title"));
    await page.getByText(t("desk.partner.none")).waitFor();
    await theNumberIsCheckedAsItIsTyped(page);
    await press(page, t("desk.cancel"));
    await register(page, { organisation: "991 825 827", name: "Nav" });
    await aSecondRegistrationIsRefused(page);
    await theKeyIsAdded(page);
    const token = await thePartnerFollowsTheCommands(page);
    await itsCallIsCounted(page, token);
    await thePartnerIsSuspended(page, token);
    await thePartnerIsLetInAgain(page);
    await theLogTellsWhy(page);
    await theKeyIsRemoved(page);
    assertNoFaults([solveig], /422 \(Unprocessable Entity\)/);
  });
  await close(solveig);
});

async function theNumberIsCheckedAsItIsTyped(page) {
  await press(page, t("desk.partner.new"));
  const number = page.getByLabel(t("desk.partner.organisation"), {
    exact: true,
  });
  await number.fill("9918258");
  assert.equal(
    await page.getByText(t("desk.partner.number.short")).count(),
    0,
    "who still types is not disturbed",
  );
  await number.fill("991825828");
  await page.getByText(t("desk.partner.number.wrong")).waitFor();
  await number.fill("310715018");
  await page
    .getByText(t("desk.partner.number.wrong"))
    .waitFor({ state: "detached" });
  await page
    .getByRole("radio", { name: t("desk.partner.environment.production") })
    .check();
  await page.getByText(t("desk.partner.number.made_up")).waitFor();
  await number.fill("");
  await press(page, t("desk.partner.register"));
  await page.getByText(t("desk.partner.number.missing")).waitFor();
  await page.getByText(t("desk.partner.name_missing")).waitFor();
  await page.getByText(t("desk.partner.contact_bad")).waitFor();
  await eventually(
    () => number.evaluate((field) => field === document.activeElement),
    true,
    "the first fault has the focus",
  );
  await picture(page, "partners-faults");
}

async function aSecondRegistrationIsRefused(page) {
  await page.getByRole("link", { name: t("desk.partner.all") }).click();
  await press(page, t("desk.partner.new"));
  await page
    .getByLabel(t("desk.partner.organisation"), { exact: true })
    .fill("991825827");
  await page.getByLabel(t("desk.admin.word.name"), { exact: true }).fill("Nav");
  await page
    .getByLabel(t("desk.partner.contact"), { exact: true })
    .fill("drift@partner.example");
  await press(page, t("desk.partner.register"));
  await page.getByText(t("desk.partner.number.taken")).waitFor();
  await press(page, t("desk.cancel"));
  await page.getByRole("link", { name: "Nav", exact: true }).click();
  await heading(page, "Nav").waitFor();
}

async function theKeyIsAdded(page) {
  const key = makeKey();
  await goTo(page, "keys");
  await page.getByText(t("desk.partner.key.none")).waitFor();
  await press(page, t("desk.partner.key.new"));
  const field = page.getByLabel(t("desk.partner.key.jwk"), { exact: true });
  await field.fill("-----BEGIN PUBLIC KEY-----");
  await page.getByText(t("desk.partner.key.fault.pem")).waitFor();
  await field.fill(key.secret);
  await page.getByText(t("desk.partner.key.fault.private")).waitFor();
  assert.equal(
    await field.inputValue(),
    "",
    "a private key does not stay in the field",
  );
  await picture(page, "partners-private-key");
  await field.fill(key.open);
  await page
    .getByText(t("desk.partner.key.fault.private"))
    .waitFor({ state: "detached" });
  await press(page, t("desk.partner.key.add"));
  await told(page, t("desk.partner.key.added", { kid: KID }));
  await page
    .getByRole("listitem")
    .filter({ hasText: KID })
    .getByText("EdDSA")
    .waitFor();
  await press(page, t("desk.partner.key.new"));
  await field.fill(key.open);
  await page.getByText(t("desk.partner.key.fault.taken")).waitFor();
  await press(page, t("desk.cancel"));
}

/** What a command of the console says, as its button copies it. */
async function copied(page, title) {
  await press(page, t("desk.partner.console.copy_what", { title }));
  await page
    .getByText(t("desk.partner.console.copied", { title }))
    .first()
    .waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Asks for a token by the copied command that writes the assertion. */
async function askForToken(page) {
  const command = await copied(page, t("desk.partner.console.assertion"));
  const assertion = execFileSync(
    "sh",
    ["-c", `${command}; echo "$ASSERTION"`],
    { cwd: folder, encoding: "utf8" },
  );
  const form = {
    grant_type: "client_credentials",
    client_assertion_type:
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion.trim(),
  };
  return fetch(`${site}/api/partner/v1/oauth/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
}

async function thePartnerFollowsTheCommands(page) {
  await goTo(page, "console");
  const { access_token: token } = await (await askForToken(page)).json();
  assert.match(token, /^vvp_/);
  const command = await copied(page, t("desk.partner.console.token"));
  const [id] = /ptn_\w+/.exec(page.url());
  assert.ok(command.includes(`client_id=${id}`), command);
  assert.ok(command.includes("scope=veiviser:availability.read"), command);
  assert.ok(
    !(await page.content()).includes(token),
    "no secret comes to the page",
  );
  const call = await copied(page, t("desk.partner.operation.availability_get"));
  const [address] = /http[^']+/.exec(call);
  const answer = await fetch(address, {
    headers: { Authorization: `Bearer ${token}` },
  });
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).items[0].channel, "chat");
  await picture(page, "partners-console");
  return token;
}

function organisation(token) {
  return fetch(`${site}/api/partner/v1/organisation`, {
    headers: { Authorization: `Bearer ${token}` },
  });
}

async function itsCallIsCounted(page, token) {
  assert.equal((await organisation(token)).status, 200);
  await goTo(page, "usage");
  const table = page.getByRole("region", {
    name: t("desk.plot.table", { title: t("desk.partner.usage.by_operation") }),
  });
  // Calls are written every two seconds, and the page is not renewed by itself.
  await eventually(
    async () => {
      await page.reload();
      await heading(page, t("desk.partner.part.usage")).waitFor();
      await page.waitForLoadState("networkidle");
      return page
        .getByText(t("desk.partner.operation.organisation_get"))
        .count()
        .then(Boolean);
    },
    true,
    "the call is counted",
  );
  await page
    .getByText(
      t("desk.plot.table", { title: t("desk.partner.usage.by_operation") }),
    )
    .click();
  const row = table
    .getByRole("row")
    .filter({ hasText: t("desk.partner.operation.availability_get") });
  assert.equal(await row.getByRole("cell").first().innerText(), "1");
  await page
    .getByLabel(t("desk.partner.usage.period"))
    .selectOption({ label: t("desk.partner.usage.weeks") });
  await picture(page, "partners-usage");
}

async function thePartnerIsSuspended(page, token) {
  await goTo(page, "details");
  await press(page, t("desk.partner.suspend"));
  const dialog = page.getByRole("dialog");
  await dialog.getByText(t("desk.partner.suspend_calls")).waitFor();
  await press(dialog, t("desk.partner.suspend"));
  await dialog.getByText(t("desk.partner.reason_missing")).waitFor();
  await picture(page, "partners-suspend");
  await dialog
    .getByLabel(t("desk.policy.reason"), { exact: true })
    .fill("Kaller altfor ofte");
  await press(dialog, t("desk.partner.suspend"));
  await told(page, t("desk.partner.suspended_now", { name: "Nav" }));
  await page.getByText(t("desk.partner.is_suspended")).waitFor();
  await eventually(
    async () => (await organisation(token)).status,
    403,
    "the token is refused",
  );
  await goTo(page, "console");
  await page.getByText(t("desk.partner.console.suspended")).waitFor();
  const refused = await askForToken(page);
  assert.equal(refused.status, 400);
  assert.equal((await refused.json()).error, "unauthorized_client");
  await page.getByRole("link", { name: t("desk.partner.all") }).click();
  await page
    .getByRole("listitem")
    .filter({ hasText: "Nav" })
    .getByText(t("desk.partner.state.suspended"), { exact: true })
    .waitFor();
  await page.getByRole("link", { name: "Nav", exact: true }).click();
}

async function thePartnerIsLetInAgain(page) {
  await press(page, t("desk.partner.resume"));
  const dialog = page.getByRole("dialog");
  await dialog.getByText(t("desk.partner.resume_why")).waitFor();
  await press(dialog, t("desk.partner.resume"));
  await told(page, t("desk.partner.resumed_now", { name: "Nav" }));
  await goTo(page, "console");
  await eventually(
    async () => (await askForToken(page)).status,
    200,
    "there are tokens again",
  );
}

async function theLogTellsWhy(page) {
  const address = page.url();
  await page.goto(`${site}/desk/national/audit`);
  const entry = page
    .getByRole("listitem")
    .filter({ hasText: t("desk.admin.deed.partner_suspend") });
  await entry.getByText("Kaller altfor ofte").waitFor();
  await entry
    .getByText(t("desk.partner.state.suspended"), { exact: true })
    .waitFor();
  await heading(page, t("desk.admin.deed.partner_key_create")).waitFor();
  await page.goto(address);
}

async function theKeyIsRemoved(page) {
  await goTo(page, "keys");
  await press(page, t("desk.partner.key.remove_what", { kid: KID }));
  const dialog = page.getByRole("dialog");
  await dialog.getByText(t("desk.partner.key.remove_last")).waitFor();
  await press(dialog, t("desk.partner.key.remove"));
  await told(page, t("desk.partner.key.removed", { kid: KID }));
  await page.getByText(t("desk.partner.key.none")).waitFor();
}

test("two coordinators change a partner at once, and none is overwritten unseen", async () => {
  const one = await signIn(browser, SOLVEIG);
  const other = await signIn(browser, SOLVEIG);
  await journey("partners-merge", [one, other], async () => {
    await one.page.goto(`${site}/desk/national/partners`);
    await register(one.page, { organisation: "817920632", name: "Skoleeier" });
    await other.page.goto(one.page.url());
    await heading(other.page, "Skoleeier").waitFor();
    await box(one.page, t("desk.partner.scope.referral.write")).check();
    await press(one.page, t("desk.admin.save"));
    await told(one.page, t("desk.partner.saved", { name: "Skoleeier" }));
    const quota = other.page.getByLabel(t("desk.partner.quota"), {
      exact: true,
    });
    await quota.selectOption("large");
    await press(other.page, t("desk.admin.save"));
    const dialog = other.page.getByRole("dialog");
    await dialog.getByText(t("desk.admin.merge.title")).waitFor();
    await dialog.getByText(t("desk.partner.quota.large")).waitFor();
    await picture(other.page, "partners-merge");
    await press(dialog, t("desk.admin.merge.save"));
    await told(other.page, t("desk.partner.saved", { name: "Skoleeier" }));
    assert.equal(await quota.inputValue(), "large");
    assert.ok(
      await box(other.page, t("desk.partner.scope.referral.write")).isChecked(),
    );
    assertNoFaults([one, other], /412 \(Precondition Failed\)/);
  });
  await close(one, other);
});

for (const [width, colorScheme, organisation] of LOOKS) {
  test(`the pages of partners are accessible at ${width} px, ${colorScheme}`, async () => {
    const solveig = await signIn(browser, SOLVEIG, {
      width,
      height: 800,
      colorScheme,
    });
    const { page } = solveig;
    await journey(`partners-${width}`, [solveig], async () => {
      await page.goto(`${site}/desk/national/partners`);
      await register(page, { organisation, name: `Partner ${width}` });
      const address = page.url();
      await addKey(page);
      await show(page, `${site}/desk/national/partners`, `partners-${width}`);
      for (const part of PARTS) {
        await show(
          page,
          address + part,
          `partners-partner${part.replace("/", "-")}-${width}`,
        );
      }
      await theListCanFail(page, width);
      assertNoFaults([solveig], /503 \(Service Unavailable\)/);
    });
    await close(solveig);
  });
}

async function addKey(page) {
  await goTo(page, "keys");
  await press(page, t("desk.partner.key.new"));
  await page
    .getByLabel(t("desk.partner.key.jwk"), { exact: true })
    .fill(makeKey().open);
  await press(page, t("desk.partner.key.add"));
  await told(page, t("desk.partner.key.added", { kid: KID }));
}

async function show(page, address, name) {
  await page.goto(address);
  await page.locator("#admin-title").waitFor();
  await page.waitForLoadState("networkidle");
  await assertAccessible(page);
  await assertNoSidewaysScroll(page);
  await screenshot(page, name);
}

async function theListCanFail(page, width) {
  await page.route("**/api/v1/national/partners", (route) =>
    route.fulfill({ status: 503, body: "" }),
  );
  await page.goto(`${site}/desk/national/partners`);
  await page.getByText(t("desk.error.unexpected")).waitFor();
  await assertAccessible(page);
  await page.unroute("**/api/v1/national/partners");
  await press(page, t("desk.try_again"));
  await page
    .getByRole("link", { name: `Partner ${width}`, exact: true })
    .waitFor();
}

async function assertNoSidewaysScroll(page) {
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - globalThis.innerWidth,
  );
  assert.ok(beyond <= 0, `${page.url()} is ${beyond} px too wide`);
}
