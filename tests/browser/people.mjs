// The people of the journeys: what a seeker does in the widget and a counsellor at the desk, in the words they read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { person, site } from "./browser.mjs";

const DEADLINE_MS = 15_000;
const PASSWORD = "demo-passord-123";

/** The texts of a language; `{placeholders}` are filled from `values`. Unknown keys fail. */
export function texts(language) {
  const catalogue = JSON.parse(readFileSync(new URL(`../../web/messages/${language}.json`, import.meta.url), "utf8"));
  return (key, values = {}) => {
    assert.ok(key in catalogue, `no text ${key} in ${language}`);
    return catalogue[key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  };
}

/** Reads until the value is the expected one; fails with the difference at the deadline. */
export async function eventually(read, expected, what, deadline = DEADLINE_MS) {
  const end = Date.now() + deadline;
  for (;;) {
    const value = await read();
    try {
      assert.deepEqual(value, expected, what);
      return;
    } catch (difference) {
      if (Date.now() >= end) {
        throw difference;
      }
    }
    await pause(50);
  }
}

class Person {
  constructor({ page, context, faults }, language) {
    Object.assign(this, { page, context, faults, language, t: texts(language) });
  }

  /** Asks the server as this person's browser would, session and CSRF token included; answers the status. */
  ask(method, path, { headers = {}, body } = {}) {
    return this.page.evaluate(
      async ([address, request]) => (await fetch(address, request)).status,
      [
        `/api/v1${path}`,
        {
          method,
          headers: { "content-type": "application/json", ...headers },
          ...(body && { body: JSON.stringify(body) }),
        },
      ],
    );
  }
}

/** Opens a page with the widget as somebody who asks. */
export async function seeker(browser, { language = "nb", path = "/", ...options } = {}) {
  const someone = new Seeker(await person(browser, { language: `${language}-NO`, ...options }), language);
  await someone.visit(path);
  return someone;
}

export class Seeker extends Person {
  get chat() {
    return this.page.locator("veiviser-chat");
  }

  button(key, values) {
    return this.chat.getByRole("button", { name: this.t(key, values), exact: true });
  }

  async visit(path) {
    await this.page.goto(site + path);
    if (path.includes("school")) {
      await this.button("widget.open_panel").click();
    }
  }

  async openForm() {
    await this.button("widget.start").click();
    await this.heading("widget.form_heading");
  }

  async start({ county, topic } = {}) {
    await this.openForm();
    if (county) {
      await this.chat.getByLabel(this.t("widget.form_county")).selectOption(county);
    }
    if (topic) {
      await this.chat.getByLabel(this.t("widget.form_topic")).selectOption(topic);
    }
    await this.chat.getByLabel(this.t("widget.consent")).check();
    await this.button("widget.start").click();
    await this.heading("widget.waiting_heading");
  }

  heading(key, values) {
    return this.chat.getByRole("heading", { name: this.t(key, values), exact: true }).waitFor();
  }

  talksTo(alias) {
    return this.heading("widget.talking_to", { alias });
  }

  get field() {
    return this.chat.getByLabel(this.t("widget.message_label"));
  }

  async write(body) {
    await this.field.fill(body);
    await this.field.press("Enter");
  }

  /** The bodies of all messages on the screen, in order. */
  said() {
    return this.chat.locator(".bubble").allInnerTexts();
  }

  says(expected) {
    return eventually(() => this.said(), expected, "what the seeker sees");
  }

  /** The service's sentences in the log, in order. */
  notices() {
    return this.chat.locator(".notice > p:first-child").allInnerTexts();
  }

  sees(text) {
    return this.chat.getByText(text).first().waitFor();
  }

  /** What screen readers have been told and not forgotten. */
  announced() {
    return this.chat.locator("[aria-live=polite] > p").allTextContents();
  }

  async openTools() {
    if (!(await this.button("widget.erase").isVisible())) {
      await this.chat.getByText(this.t("widget.more"), { exact: true }).click();
    }
  }

  resumeCode() {
    return this.chat.locator(".code:visible").first().innerText();
  }

  async resume(code) {
    await this.button("widget.have_code").click();
    await this.chat.getByLabel(this.t("widget.resume_label")).fill(code);
    await this.button("widget.resume_submit").click();
  }

  async download() {
    await this.openTools();
    const [file] = await Promise.all([this.page.waitForEvent("download"), this.button("widget.download").click()]);
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
  }

  async end() {
    await this.openTools();
    await this.button("widget.end").click();
    await this.button("widget.end_confirm").click();
    await this.heading("widget.ended_heading");
  }

  async erase() {
    await this.openTools();
    await this.button("widget.erase").click();
    await this.button("widget.erase_confirm").click();
    await this.sees(this.t("widget.erased"));
  }

  /** What this tab keeps of the conversation. */
  kept() {
    return this.page.evaluate(() => Object.entries({ ...sessionStorage, ...localStorage }));
  }

  async credentials() {
    const values = (await this.kept()).map(([, value]) => value).filter((value) => value.startsWith("{"));
    return values.length === 0 ? undefined : JSON.parse(values[0]).session;
  }

  async leave() {
    const session = await this.credentials();
    if (session) {
      const headers = { authorization: `Bearer ${session.token}` };
      await this.ask("DELETE", `/conversations/${session.id}`, { headers });
    }
    await this.context.close();
  }
}

/** Signs in at the desk in a browser of their own. */
export async function counsellor(browser, email, { language = "nb", ...options } = {}) {
  const someone = new Counsellor(await person(browser, { language: `${language}-NO`, ...options }), language);
  await someone.page.goto(`${site}/desk/`);
  await someone.page.getByLabel(someone.t("desk.login.email")).fill(email);
  await someone.page.getByLabel(someone.t("desk.login.password")).fill(PASSWORD);
  await someone.button("desk.login.submit").click();
  await someone.page.getByText(someone.t("desk.link.connected"), { exact: true }).waitFor();
  return someone;
}

export class Counsellor extends Person {
  button(key, within = this.page) {
    return within.getByRole("button", { name: this.t(key), exact: true });
  }

  presence(key) {
    return this.page.locator(".presence").getByText(this.t(key), { exact: true });
  }

  async beAvailable() {
    await this.presence("desk.presence.available").click();
    await this.page.getByRole("heading", { name: this.t("desk.empty.ready"), exact: true }).waitFor();
  }

  async beAway() {
    await this.presence("desk.presence.away").click();
    await this.page.locator(".presence[data-state=away]").waitFor();
  }

  offer(topic) {
    return this.page.getByRole("article").filter({ hasText: this.t(`topic.${topic}`) });
  }

  async accept(topic) {
    await this.button("desk.offer.accept", this.offer(topic)).click();
    await this.talk(topic).waitFor();
  }

  /** The column of a conversation. */
  talk(topic) {
    return this.page.locator("section.chat").filter({
      has: this.page.getByRole("heading", { name: this.t(`topic.${topic}`) }),
    });
  }

  async write(topic, body) {
    const field = this.talk(topic).locator(".composer textarea");
    await field.fill(body);
    await field.press("Enter");
  }

  said(topic) {
    return this.talk(topic).locator(".bubble").allInnerTexts();
  }

  says(topic, expected) {
    return eventually(() => this.said(topic), expected, "what the counsellor sees");
  }

  async openTransfer(topic) {
    await this.button("desk.transfer.open", this.talk(topic)).click();
    return this.page.getByRole("dialog");
  }

  async transfer(topic, alias) {
    const dialog = await this.openTransfer(topic);
    await dialog.getByRole("radio", { name: alias, exact: true }).check();
    await this.button("desk.transfer.next", dialog).click();
    await this.button("desk.transfer.confirm", dialog).click();
    await dialog.waitFor({ state: "detached" });
  }

  async close(topic) {
    await this.button("desk.close.open", this.talk(topic)).click();
    await this.button("desk.close.confirm", this.page.getByRole("dialog")).click();
    await this.talk(topic).getByText(this.t("desk.wrap_up.ended")).waitFor();
  }

  async wrapUp(topic, code) {
    await this.talk(topic)
      .getByRole("radio", { name: this.t(`wrap_up.${code}`), exact: true })
      .check();
    await this.button("desk.wrap_up.submit", this.talk(topic)).click();
    await this.talk(topic).waitFor({ state: "detached" });
  }

  /** Goes away from the service without the questions of the page, so that the next journey meets nobody. */
  async leave() {
    const token = await this.page.evaluate(async () => (await (await fetch("/api/v1/me")).json()).csrf_token);
    const headers = { "x-csrf-token": token };
    await this.ask("PUT", "/me/presence", { headers, body: { state: "away" } });
    await this.ask("POST", "/auth/logout", { headers });
    await this.context.close();
  }
}

/** Fails when a browser had something to complain about, apart from what the journey provoked. */
export function assertNoFaults(people, ...provoked) {
  // The desk asks who is signed in before anybody is.
  const known = [/401 \(Unauthorized\)/, ...provoked];
  const faults = people.flatMap((one) => one.faults).filter((fault) => !known.some((pattern) => pattern.test(fault)));
  assert.deepEqual(faults, [], "what the browsers complained about");
}

/** Lets everybody leave; seekers first, so that nobody is put back into the queue. */
export async function farewell(people) {
  for (const one of [...people].sort((a, b) => Number(a instanceof Counsellor) - Number(b instanceof Counsellor))) {
    await one.leave().catch(() => undefined);
  }
}
