import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { journey, launch, person, screenshot, site } from "./browser.mjs";
import { Counsellor, Seeker, assertNoFaults, eventually, farewell } from "./people.mjs";

const MOST_TABS = 40;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("the whole conversation is held by keyboard, in nynorsk on both sides", async () => {
  const people = [];
  await journey("keyboard", people, async () => {
    const sjur = await signIn(people, "sjur@vestland.example");
    const ola = await signIn(people, "ola@trondelag.example");
    const asker = new Seeker(await person(browser, { language: "nn-NO" }), "nn");
    people.push(asker);
    await asker.page.goto(`${site}/nn/`);
    forbidThePointer(people);

    await start(asker);
    await press(sjur, "Alt+q");
    await sjur.offer("work").waitFor();
    await press(sjur, "Alt+a");
    await asker.talksTo("Sjur");
    await talk(asker, sjur);
    await reload(asker);
    await press(ola, "Alt+q");
    await ola.page.getByRole("heading", { name: ola.t("desk.empty.ready") }).waitFor();
    await handOn(sjur, "Ola");
    await asker.sees(asker.t("notice.transferred"));
    await ola.offer("work").waitFor();
    await press(ola, "Alt+a");
    await asker.talksTo("Ola");
    await finish(ola);
    await asker.heading("widget.ended_heading");
    await downloadAndErase(asker);
    assertNoFaults(people);
  });
  await farewell(people);
});

async function signIn(people, email) {
  const someone = new Counsellor(await person(browser, { language: "nn-NO" }), "nn");
  people.push(someone);
  await someone.page.goto(`${site}/desk/`);
  await someone.page.getByRole("heading", { name: someone.t("desk.login.title") }).waitFor();
  await tabTo(someone, { label: "desk.login.email" });
  await someone.page.keyboard.type(email);
  await press(someone, "Tab");
  await someone.page.keyboard.type("demo-passord-123");
  await press(someone, "Enter");
  await someone.page.getByRole("heading", { name: someone.t("desk.empty.away") }).waitFor();
  return someone;
}

/** Any press of a pointer from here on is a fault of the journey. */
function forbidThePointer(people) {
  for (const { page } of people) {
    page.mouse.down = () => assert.fail("this journey has no pointer");
  }
}

async function start(asker) {
  await tabTo(asker, { role: "BUTTON", text: "widget.start" });
  await press(asker, "Enter");
  await asker.heading("widget.form_heading");
  await tabTo(asker, { label: "widget.form_topic" });
  // The list of topics: nothing chosen, education, study choice, work.
  await press(asker, "ArrowDown", "ArrowDown", "ArrowDown");
  await tabTo(asker, { label: "widget.form_county" });
  await asker.page.keyboard.type("Finn");
  await tabTo(asker, { label: "widget.consent" });
  await press(asker, "Space");
  await tabTo(asker, { role: "BUTTON", text: "widget.start" });
  await press(asker, "Enter");
  await asker.heading("widget.waiting_heading");
  assert.equal((await focused(asker)).text, asker.t("widget.waiting_heading"), "the focus follows to the new screen");
}

async function talk(asker, sjur) {
  await sjur.talk("work").waitFor();
  await eventually(async () => (await focused(sjur)).role, "TEXTAREA", "accepting puts the counsellor in the field");
  await sjur.page.keyboard.type("Hei! Kva kan eg hjelpe med?");
  await press(sjur, "Enter");
  await tabTo(asker, { role: "TEXTAREA" });
  await asker.page.keyboard.type("Eg vil byte jobb.");
  await press(asker, "Shift+Enter");
  await asker.page.keyboard.type("Kva no?");
  await press(asker, "Enter");
  await sjur.says("work", ["Hei! Kva kan eg hjelpe med?", "Eg vil byte jobb.\nKva no?"]);
  // A ready sentence: open the list, take the second, go on writing.
  await press(sjur, "Alt+p");
  await eventually(async () => (await focused(sjur)).attribute, "combobox", "the search has the focus");
  await sjur.page.getByRole("option").nth(1).waitFor();
  await press(sjur, "ArrowDown", "Enter");
  await eventually(async () => (await focused(sjur)).role, "TEXTAREA", "back in the field");
  await press(sjur, "Enter");
  await eventually(async () => (await asker.said()).length, 3, "the ready sentence arrives");
  await screenshot(sjur.page, "desk-nynorsk-1280");
}

async function reload(asker) {
  const said = await asker.said();
  await asker.page.reload();
  await asker.talksTo("Sjur");
  await asker.says(said);
}

async function handOn(sjur, alias) {
  await press(sjur, "Alt+o");
  const dialog = sjur.page.getByRole("dialog");
  await dialog.getByRole("radio", { name: alias, exact: true }).waitFor();
  await tabTo(sjur, { type: "radio", group: "other" });
  await arrowTo(sjur, alias);
  await press(sjur, "Enter");
  await dialog.getByText(sjur.t("desk.transfer.to_colleague", { name: alias })).waitFor();
  assert.equal((await focused(sjur)).text, sjur.t("desk.transfer.confirm"), "the focus is on the second step");
  await press(sjur, "Enter");
  await sjur.talk("work").waitFor({ state: "detached" });
}

async function arrowTo(someone, label) {
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    await press(someone, presses === 0 ? "Space" : "ArrowDown");
    if ((await focused(someone)).label.startsWith(label)) {
      return;
    }
  }
  assert.fail(`no arrow leads to ${label}`);
}

async function finish(ola) {
  await ola.talk("work").waitFor();
  await eventually(async () => (await focused(ola)).role, "TEXTAREA", "accepting puts the counsellor in the field");
  await press(ola, "Alt+w");
  await ola.page.getByRole("dialog").waitFor();
  assert.equal((await focused(ola)).text, ola.t("desk.close.confirm"));
  await press(ola, "Enter");
  await ola.talk("work").getByText(ola.t("desk.wrap_up.question")).waitFor();
  await tabTo(ola, { type: "radio" });
  await press(ola, "Space", "ArrowDown");
  await tabTo(ola, { role: "BUTTON", text: "desk.wrap_up.submit" });
  await press(ola, "Enter");
  await ola.talk("work").waitFor({ state: "detached" });
}

async function downloadAndErase(asker) {
  await tabTo(asker, { role: "BUTTON", text: "widget.download" });
  const [file] = await Promise.all([asker.page.waitForEvent("download"), press(asker, "Enter")]);
  assert.match(file.suggestedFilename(), /^samtale-/);
  await tabTo(asker, { role: "BUTTON", text: "widget.erase" });
  await press(asker, "Enter");
  assert.equal((await focused(asker)).text, asker.t("widget.erase_question"), "the question gets the focus");
  await tabTo(asker, { role: "BUTTON", text: "widget.erase_confirm" });
  await press(asker, "Enter");
  await asker.sees(asker.t("widget.erased"));
}

async function press(someone, ...keys) {
  for (const key of keys) {
    await someone.page.keyboard.press(key);
  }
}

/** What has the focus, shadow trees included. */
function focused({ page }) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) {
      element = element.shadowRoot.activeElement;
    }
    return {
      role: element?.tagName ?? "",
      type: element?.getAttribute("type") ?? "",
      attribute: element?.getAttribute("role") ?? "",
      name: element?.getAttribute("name") ?? "",
      text: element?.textContent.trim() ?? "",
      label: [...(element?.labels ?? [])].map((label) => label.textContent.trim()).join(" "),
    };
  });
}

/** Presses Tab until the wanted element has the focus. */
async function tabTo(someone, { role, type, text, label, group }) {
  const first = await focused(someone);
  const wanted = (element) =>
    (role === undefined || element.role === role) &&
    (type === undefined || element.type === type) &&
    (text === undefined || element.text === someone.t(text)) &&
    (label === undefined || element.label.startsWith(someone.t(label))) &&
    (group === undefined || element.name !== first.name);
  for (let presses = 0; presses <= MOST_TABS; presses += 1) {
    if (wanted(await focused(someone)) && (group === undefined || presses > 0)) {
      return;
    }
    await press(someone, "Tab");
  }
  assert.fail(`Tab does not lead to ${text ?? label ?? role ?? type}`);
}
