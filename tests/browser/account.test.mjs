// One's own log-in: an authenticator app, recovery codes, passkeys, sessions, password; and a centre that asks for more.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { assertAccessible, journey, launch, person, screenshot, site } from "./browser.mjs";
import { assertNoFaults, eventually, texts } from "./people.mjs";

const t = texts("nb");
const PASSWORD = "demo-passord-123";
const STEP_MS = 30_000;
// Browsers know no passkeys for a bare address.
const named = site.replace("127.0.0.1", "localhost");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("a counsellor adds an authenticator app and logs in by it", async () => {
  const nadia = await visitor();
  const { page } = nadia;
  await journey("account-totp", [nadia], async () => {
    await firstStep(page, "nadia@akershus.example");
    await openAccount(page);
    const { secret, codes } = await addApp(page);
    await signOut(page);

    await firstStep(page, "nadia@akershus.example");
    const code = page.getByLabel(t("desk.login.code"));
    await code.waitFor();
    assert.equal(await code.getAttribute("autocomplete"), "one-time-code");
    assert.ok(await code.evaluate((field) => field === document.activeElement), "the code can be typed at once");
    await assertAccessible(page);
    await screenshot(page, "login-second-1280");
    await code.fill("000000");
    await press(page, "desk.login.submit");
    await page.getByRole("alert").filter({ hasText: t("problem.code_refused") }).waitFor();
    await code.fill(await freshCode(secret));
    await press(page, "desk.login.submit");
    await signedIn(page);
    await signOut(page);

    await firstStep(page, "nadia@akershus.example");
    await press(page, "desk.login.by_recovery_code");
    await page.getByLabel(t("desk.login.recovery")).fill(codes[0].toLowerCase());
    await press(page, "desk.login.submit");
    await signedIn(page);
    await openAccount(page);
    await page.getByText(t("desk.account.codes.left.other", { count: 9 })).waitFor();

    await press(page, "desk.account.totp.remove");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(t("desk.account.password.present")).fill(PASSWORD);
    await press(dialog, "desk.account.totp.remove");
    await told(page, t("desk.account.totp.removed"));
    assertNoFaults([nadia]);
  });
  await nadia.context.close();
});

test("somebody ends another session and changes the password", async () => {
  const here = await visitor();
  const there = await visitor();
  await journey("account-sessions", [here, there], async () => {
    await firstStep(there.page, "henrik@akershus.example");
    await signedIn(there.page);
    await firstStep(here.page, "henrik@akershus.example");
    await openAccount(here.page);
    const device = t("desk.account.session.device", {
      browser: t("desk.account.browser.chromium"),
      system: t("desk.account.system.linux"),
    });
    await here.page.getByText(t("desk.account.session.current")).waitFor();
    const end = here.page.getByRole("button", { name: t("desk.account.session.end_what", { device }) });
    await end.click();
    await told(here.page, t("desk.account.session.ended"));
    await eventually(() => end.count(), 0, "the other session is gone");
    await there.page.getByText(t("desk.login.expired")).waitFor();

    const section = here.page.getByRole("region", { name: t("desk.account.password.heading") });
    await section.getByLabel(t("desk.account.password.new")).fill("kort");
    await section.getByText(t("desk.account.password.too_short", { limit: 12 })).waitFor();
    await section.getByLabel(t("desk.account.password.new")).fill("nytt passord 2026");
    await section.getByLabel(t("desk.account.password.present")).fill("feil passord 2026");
    await press(section, "desk.account.password.change");
    await section.getByText(t("desk.account.password.wrong")).waitFor();
    await section.getByLabel(t("desk.account.password.present")).fill(PASSWORD);
    await press(section, "desk.account.password.change");
    await told(here.page, t("desk.account.password.changed"));
    assertNoFaults([here, there], /422/);
  });
  await here.context.close();
  await there.context.close();
});

test("a passkey logs in without a password and as a second factor", async () => {
  const jorunn = await visitor();
  const { page, context } = jorunn;
  await journey("account-passkey", [jorunn], async () => {
    const devices = await context.newCDPSession(page);
    await devices.send("WebAuthn.enable");
    await devices.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await firstStep(page, "jorunn@buskerud.example", named);
    await openAccount(page);
    await press(page, "desk.account.passkey.add");
    await page.getByText(t("desk.account.passkey.name_missing")).waitFor();
    await page.getByLabel(t("desk.account.passkey.name")).fill("Kontor-PC");
    await press(page, "desk.account.passkey.add");
    await page.getByRole("heading", { name: t("desk.account.codes.title") }).waitFor();
    await press(page, "desk.account.codes.kept");
    await page.getByText("Kontor-PC", { exact: true }).waitFor();
    await assertAccessible(page);
    await screenshot(page, "account-passkey-1280");
    await signOut(page);

    await press(page, "desk.login.passkey_alone");
    await signedIn(page);
    await signOut(page);

    await firstStep(page, "jorunn@buskerud.example", named);
    await press(page, "desk.login.passkey");
    await signedIn(page);
    await openAccount(page);
    await page
      .getByRole("button", { name: t("desk.account.passkey.delete_what", { name: "Kontor-PC" }) })
      .click();
    await press(page.getByRole("dialog"), "desk.account.passkey.delete");
    await told(page, t("desk.account.passkey.deleted", { name: "Kontor-PC" }));
    assertNoFaults([jorunn], /a request to localhost/);
  });
  await context.close();
});

test("a centre asks for a second factor, and whoever has none adds one", async () => {
  const grete = await visitor();
  const kristoffer = await visitor();
  await journey("account-demanded", [grete, kristoffer], async () => {
    await firstStep(grete.page, "grete@buskerud.example");
    await signedIn(grete.page);
    await grete.page.getByRole("link", { name: t("desk.admin.nav.login"), exact: true }).click();
    await assertAccessible(grete.page);
    await screenshot(grete.page, "login-rule-1280");
    await press(grete.page, "desk.admin.login.turn_on");
    const question = grete.page.getByRole("dialog");
    await question.getByText(t("desk.admin.login.on_you")).waitFor();
    await press(question, "desk.admin.login.turn_on");
    // It holds for her too, at once.
    await grete.page.getByText(t("desk.account.must_enrol")).waitFor();

    await firstStep(kristoffer.page, "kristoffer@buskerud.example");
    await kristoffer.page.getByText(t("desk.account.must_enrol")).waitFor();
    await kristoffer.page.waitForLoadState("networkidle");
    await assertAccessible(kristoffer.page);
    await screenshot(kristoffer.page, "account-demanded-1280");
    await addApp(kristoffer.page);
    await kristoffer.page.getByText(t("desk.link.connected"), { exact: true }).waitFor();

    await addApp(grete.page);
    await grete.page.getByRole("link", { name: t("desk.nav.centre"), exact: true }).click();
    await grete.page.getByRole("link", { name: t("desk.admin.nav.staff"), exact: true }).click();
    await grete.page
      .getByRole("button", { name: t("desk.admin.staff.login_what", { alias: "Kristoffer" }) })
      .click();
    const help = grete.page.getByRole("dialog");
    await help.getByRole("radio", { name: t("desk.admin.staff.reset_factors"), exact: true }).check();
    await assertAccessible(grete.page);
    await screenshot(grete.page, "staff-login-1280");
    await press(help, "desk.admin.staff.reset_factors");
    await told(grete.page, t("desk.admin.staff.reset_factors_done", { alias: "Kristoffer" }));
    await kristoffer.page.getByText(t("desk.login.expired")).waitFor();
    await grete.page.getByRole("link", { name: t("desk.admin.nav.audit"), exact: true }).click();
    await grete.page.getByText(t("desk.admin.deed.staff_reset_factors"), { exact: true }).last().waitFor();

    await grete.page.getByRole("link", { name: t("desk.admin.nav.login"), exact: true }).click();
    await press(grete.page, "desk.admin.login.turn_off");
    await press(grete.page.getByRole("dialog"), "desk.admin.login.turn_off");
    await told(grete.page, t("desk.admin.login.turned_off"));
    assertNoFaults([grete, kristoffer], /403/);
  });
  await grete.context.close();
  await kristoffer.context.close();
});

for (const [width, colorScheme] of [
  [1280, "light"],
  [375, "dark"],
]) {
  test(`one's own account is accessible at ${width} px, ${colorScheme}`, async () => {
    const unni = await visitor({ width, colorScheme });
    const { page } = unni;
    await firstStep(page, "unni@akershus.example");
    await openAccount(page);
    await page.waitForLoadState("networkidle");
    await assertFits(page, width);
    await screenshot(page, `account-${width}`);
    await press(page, "desk.account.totp.add");
    await page.getByRole("img", { name: t("desk.account.totp.qr") }).waitFor();
    await assertFits(page, width);
    await screenshot(page, `account-totp-${width}`);
    const secret = await page.locator(".secret").innerText();
    await page.getByLabel(t("desk.account.totp.first_code")).fill(await freshCode(secret));
    await press(page, "desk.account.totp.confirm");
    await page.getByRole("heading", { name: t("desk.account.codes.title") }).waitFor();
    await assertFits(page, width);
    await screenshot(page, `account-codes-${width}`);
    await press(page, "desk.account.codes.kept");
    await signOut(page);
    await firstStep(page, "unni@akershus.example");
    const code = page.getByLabel(t("desk.login.code"));
    await code.waitFor();
    await assertFits(page, width);
    await screenshot(page, `login-second-${width}`);
    await code.fill(await freshCode(secret));
    await press(page, "desk.login.submit");
    await openAccount(page);
    await press(page, "desk.account.totp.remove");
    const dialog = page.getByRole("dialog");
    await assertFits(page, width);
    await screenshot(page, `account-remove-${width}`);
    await dialog.getByLabel(t("desk.account.password.present")).fill(PASSWORD);
    await press(dialog, "desk.account.totp.remove");
    await told(page, t("desk.account.totp.removed"));
    assertNoFaults([unni]);
    await unni.context.close();
  });
}

function visitor(options = {}) {
  return person(browser, { reducedMotion: "reduce", ...options });
}

async function firstStep(page, email, address = site) {
  if (!page.url().startsWith(`${address}/desk`)) {
    await page.goto(`${address}/desk/`);
  }
  await page.getByLabel(t("desk.login.email")).fill(email);
  await page.getByLabel(t("desk.login.password"), { exact: true }).fill(PASSWORD);
  await press(page, "desk.login.submit");
}

/** The bar at the top is there for whoever is inside. */
function signedIn(page) {
  return page.getByRole("button", { name: t("desk.sign_out"), exact: true }).waitFor();
}

async function openAccount(page) {
  await page.getByRole("link", { name: t("desk.nav.account") }).click();
  await page.getByRole("heading", { name: t("desk.account.totp.heading"), exact: true }).waitFor();
}

async function signOut(page) {
  await press(page, "desk.sign_out");
  const sure = page.getByRole("dialog").getByRole("button", { name: t("desk.sign_out"), exact: true });
  const out = page.getByRole("heading", { name: t("desk.login.title") });
  await sure.or(out).first().waitFor();
  if (await sure.isVisible()) {
    await sure.click();
  }
  await out.waitFor();
}

/** Adds an authenticator app on the account page; the codes are kept. */
async function addApp(page) {
  await press(page, "desk.account.totp.add");
  const secret = await page.locator(".secret").innerText();
  await page.getByLabel(t("desk.account.totp.first_code")).fill(await freshCode(secret));
  await press(page, "desk.account.totp.confirm");
  await page.getByRole("heading", { name: t("desk.account.codes.title") }).waitFor();
  const codes = await page.locator(".recovery-codes li").allInnerTexts();
  assert.equal(codes.length, 10);
  await press(page, "desk.account.codes.kept");
  return { secret, codes };
}

function press(place, key) {
  return place.getByRole("button", { name: t(key), exact: true }).click();
}

function told(page, text) {
  return page.getByRole("status").filter({ hasText: text }).first().waitFor();
}

async function assertFits(page, width) {
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
  assert.ok(wide <= width, `${wide} px in a window of ${width} px`);
  await assertAccessible(page);
}

const used = new Map();

/** A code that was not used yet: each is good once. */
async function freshCode(secret) {
  while (codeOf(secret) === used.get(secret)) {
    await pause(250);
  }
  const code = codeOf(secret);
  used.set(secret, code);
  return code;
}

/** RFC 6238: what an authenticator app shows now. */
function codeOf(secret) {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS)));
  const mac = createHmac("sha1", fromBase32(secret.replaceAll(/\s/g, ""))).update(step).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

function fromBase32(text) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}
