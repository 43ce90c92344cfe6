import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { journey, launch, screenshot } from "./browser.mjs";
import { assertNoFaults, counsellor, eventually, farewell, seeker } from "./people.mjs";

const IDENTITY_NUMBER = "02013299997";
const SCRIPT = "<script>document.title = 'taken'</script><b>fet</b>";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("two seekers and two counsellors of different centres talk, hand on, reload, close and erase", async () => {
  const people = [];
  const meet = async (someone) => {
    people.push(await someone);
    return people.at(-1);
  };
  await journey("conversation", people, async () => {
    const kari = await meet(counsellor(browser, "kari@vestland.example"));
    const elle = await meet(counsellor(browser, "elle@troms.example"));
    const pupil = await meet(seeker(browser, { path: "/demo/school/", width: 375, height: 740 }));
    const adult = await meet(seeker(browser));

    await theFirstIsAnsweredThoughTheirCountyIsClosed(kari, pupil);
    await theSecondIsOfferedToTheOneWhoIsFree(kari, elle, adult);
    await nothingTypedIsMarkupAndNoIdentityNumberIsKept(elle, adult);
    await aReloadLosesAndDoublesNothing(kari, pupil);
    await kariHandsOnToElle(kari, elle, pupil);
    const other = await meet(seeker(browser, { width: 375, height: 740 }));
    await theCodeOpensTheConversationElsewhere(elle, pupil, other);
    await elleClosesWithACode(elle, other);
    await theTranscriptIsKeptAndTheConversationErased(pupil, other);
    await theOtherSeekerEnds(elle, adult);
    assertNoFaults(people);
  });
  await farewell(people);
});

async function theFirstIsAnsweredThoughTheirCountyIsClosed(kari, pupil) {
  await screenshot(kari.page, "desk-away-1280");
  await kari.beAvailable();
  await screenshot(kari.page, "desk-empty-1280");
  await screenshot(pupil.page, "school-open-375");
  await pupil.start({ county: "40", topic: "study_choice" });
  await screenshot(pupil.page, "school-waiting-375");
  await pupil.write("Jeg venter på tur.");
  await pupil.says(["Jeg venter på tur."]);
  await kari.offer("study_choice").getByText("Telemark").waitFor();
  await screenshot(kari.page, "desk-offer-1280");
  await kari.accept("study_choice");
  await pupil.talksTo("Kari");
  await pupil.sees(pupil.t("widget.talking_to_centre", { alias: "Kari", centre: "Karriere Vestland" }));
  await kari.says("study_choice", ["Jeg venter på tur."]);
  await pupil.sees(pupil.t("widget.read"));

  await kari.talk("study_choice").locator(".composer textarea").pressSequentially("Hei!");
  await pupil.sees(pupil.t("widget.typing", { alias: "Kari" }));
  await kari.write("study_choice", "Hei! Hva tenker du på?");
  await pupil.says(["Jeg venter på tur.", "Hei! Hva tenker du på?"]);
  await pupil.field.pressSequentially("Elektro");
  await kari.talk("study_choice").getByText(kari.t("desk.chat.typing")).waitFor();
  await pupil.write("Elektro eller helse?");
  await kari.talk("study_choice").getByText(kari.t("desk.chat.read"), { exact: true }).waitFor();
  await screenshot(pupil.page, "school-chat-375");
}

async function theSecondIsOfferedToTheOneWhoIsFree(kari, elle, adult) {
  await kari.beAway();
  await elle.beAvailable();
  await adult.start({ county: "56", topic: "education" });
  await screenshot(adult.page, "start-waiting-1280");
  await elle.accept("education");
  await adult.talksTo("Elle");
}

async function nothingTypedIsMarkupAndNoIdentityNumberIsKept(elle, adult) {
  await adult.write(SCRIPT);
  await elle.says("education", [SCRIPT]);
  await adult.says([SCRIPT]);
  await elle.write("education", SCRIPT);
  await adult.says([SCRIPT, SCRIPT]);
  assert.notEqual(await adult.page.title(), "taken");
  assert.notEqual(await elle.page.title(), "taken");

  await adult.write(`Nummeret mitt er ${IDENTITY_NUMBER}.`);
  await adult.sees(adult.t("widget.masked"));
  await elle.talk("education").getByText(elle.t("desk.chat.masked")).waitFor();
  for (const shown of [(await adult.said()).at(-1), (await elle.said("education")).at(-1)]) {
    assert.match(shown, /^Nummeret mitt er \D+\.$/u);
  }
  assert.ok(!JSON.stringify(await adult.kept()).includes(IDENTITY_NUMBER));
  await screenshot(adult.page, "start-masked-1280");
}

async function aReloadLosesAndDoublesNothing(kari, pupil) {
  const before = ["Jeg venter på tur.", "Hei! Hva tenker du på?", "Elektro eller helse?"];
  await pupil.says(before);
  await pupil.page.reload();
  await pupil.talksTo("Kari");
  await pupil.says(before);
  await kari.write("study_choice", "Hva er viktigst for deg?");
  await pupil.says([...before, "Hva er viktigst for deg?"]);
  await kari.says("study_choice", [...before, "Hva er viktigst for deg?"]);
}

async function kariHandsOnToElle(kari, elle, pupil) {
  const talked = await pupil.said();
  const dialog = await kari.openTransfer("study_choice");
  await dialog.getByRole("radio", { name: "Elle", exact: true }).waitFor();
  await screenshot(kari.page, "desk-transfer-1280");
  await kari.page.keyboard.press("Escape");
  await kari.transfer("study_choice", "Elle");
  await kari.talk("study_choice").waitFor({ state: "detached" });
  await pupil.sees(pupil.t("notice.transferred"));
  await elle.accept("study_choice");
  await pupil.talksTo("Elle");
  await elle.says("study_choice", talked);
  await elle.write("study_choice", "Jeg kan mer om elektro.");
  await pupil.says([...talked, "Jeg kan mer om elektro."]);
  await pupil.write("Fint!");
  await elle.says("study_choice", [...talked, "Jeg kan mer om elektro.", "Fint!"]);
  await screenshot(elle.page, "desk-two-chats-1280");
  assert.equal(await kari.page.getByText("Jeg kan mer om elektro.").count(), 0, "Kari is cut off");
  await eventually(() => pupil.notices().then((all) => all.length > 0 && all.at(-1)), "Elle er her nå.", "the last notice");
}

async function theCodeOpensTheConversationElsewhere(elle, pupil, other) {
  await pupil.openTools();
  const code = await pupil.resumeCode();
  const talked = await pupil.said();
  await other.resume(code);
  await other.talksTo("Elle");
  await other.says(talked);
  await other.write("Nå skriver jeg på en annen enhet.");
  await elle.says("study_choice", [...talked, "Nå skriver jeg på en annen enhet."]);
  await other.says([...talked, "Nå skriver jeg på en annen enhet."]);
}

async function elleClosesWithACode(elle, other) {
  await elle.close("study_choice");
  await other.heading("widget.ended_heading");
  await other.sees(other.t("widget.ended_by_counsellor"));
  await screenshot(other.page, "start-closed-375");
  await screenshot(elle.page, "desk-wrap-up-1280");
  await elle.wrapUp("study_choice", "guided");
}

async function theTranscriptIsKeptAndTheConversationErased(pupil, other) {
  const { name, text } = await other.download();
  assert.match(name, /^samtale-.*\.txt$/);
  const places = (await other.said()).map((body) => text.indexOf(body));
  assert.ok(places.every((place, index) => place > (places[index - 1] ?? -1)), `all in order in:\n${text}`);
  await other.erase();
  assert.equal(await other.credentials(), undefined);
  await pupil.sees(pupil.t("widget.lost"));
  assert.equal(await pupil.credentials(), undefined);
}

async function theOtherSeekerEnds(elle, adult) {
  await adult.end();
  await adult.sees(adult.t("widget.ended_by_seeker"));
  await elle.talk("education").getByText(elle.t("desk.wrap_up.ended_by_seeker")).waitFor();
  await elle.wrapUp("education", "answered");
  await adult.erase();
}
