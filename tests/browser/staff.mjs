// What journeys about staff share: administrators, the mails they cause, and the words on their page.
import assert from "node:assert/strict";
import process from "node:process";
import { assertAccessible, person, screenshot, site } from "./browser.mjs";
import { eventually, texts } from "./people.mjs";

export const t = texts("nb");
// What journeys provoke: a link that is of no use, and a change that is refused.
export const PROVOKED = [/404 \(Not Found\)/, /422 \(Unprocessable Entity\)/];

/** Signs somebody of the demo in. */
export async function signIn(browser, email, options = {}) {
  const someone = await person(browser, { reducedMotion: "reduce", ...options });
  const { page } = someone;
  await page.goto(`${site}/desk/`);
  await page.getByLabel(t("desk.login.email")).fill(email);
  await page.getByLabel(t("desk.login.password")).fill("demo-passord-123");
  await press(page, t("desk.login.submit"));
  await heading(page, t("desk.login.title")).waitFor({ state: "detached" });
  return someone;
}

/** Signs in an administrator, at the page of the centre's staff. */
export async function administrator(browser, email, options = {}) {
  const someone = await signIn(browser, email, options);
  await someone.page.goto(`${site}/desk/centre/staff`);
  await someone.page.getByRole("button", { name: t("desk.admin.invite.open") }).waitFor();
  return someone;
}

/** Ends everybody's browser. */
export async function close(...people) {
  for (const { context } of people) {
    await context.close();
  }
}

/** Presses the button of a name. */
export function press(place, name) {
  return place.getByRole("button", { name, exact: true }).click();
}

export function heading(page, name) {
  return page.getByRole("heading", { name, exact: true });
}

export function box(page, name) {
  return page.getByRole("checkbox", { name, exact: true });
}

/** Waits until the page says what was done. */
export function told(page, text) {
  return page.getByRole("status").filter({ hasText: text }).first().waitFor();
}

/** The line of the table, or the card, in which somebody is. */
export function row(page, name, tag = "tr") {
  return page.getByRole("main").locator(tag).filter({ hasText: name }).first();
}

/** What became of somebody's invitation. */
export function tag(page, name) {
  return row(page, name, "li").locator(".ds-tag").innerText();
}

/** A screenshot of a page that has come to rest, and is accessible. */
export async function picture(page, name) {
  await page.waitForLoadState("networkidle");
  await screenshot(page, name);
  await assertAccessible(page);
}

/** The newest of so many mails to an address. */
export async function mailTo(email, count) {
  let mails = [];
  const read = async () => {
    mails = await (await fetch(`${process.env.VEIVISER_MAIL}/?to=${encodeURIComponent(email)}`)).json();
    return mails.length;
  };
  await eventually(read, count, `mails to ${email}`);
  return mails.at(-1);
}

/** The link in a mail, as its reader opens it at the address the demo has here. */
export function linkIn(mail) {
  const [, token] = /\/desk\/invitation#(\S+)/.exec(mail.text);
  assert.ok(mail.html.includes(`/desk/invitation#${token}`), "both forms of the mail have the link");
  return `${site}/desk/invitation#${token}`;
}

/** Invites somebody by the form. */
export async function invite(page, { email, name, language }) {
  await fillInvitation(page, { email, name, language });
  await press(page, t("desk.admin.invite.send"));
  await told(page, t("desk.admin.invite.invited", { email }));
}

/** Fills the form to invite somebody, and leaves it open. */
export async function fillInvitation(page, { email, name, language }) {
  await press(page, t("desk.admin.invite.open"));
  await page.getByLabel(t("desk.admin.word.email"), { exact: true }).fill(email);
  await page.getByLabel(t("desk.admin.word.name"), { exact: true }).fill(name);
  await page.getByLabel(t("desk.admin.staff.mail_language")).selectOption(language);
}
