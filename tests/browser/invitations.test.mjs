// How somebody comes to a centre: invited by mail, by a new log-in or by the one they have.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, journey, launch, person, screenshot, site } from "./browser.mjs";
import { assertNoFaults, eventually, texts } from "./people.mjs";
import {
  administrator,
  close,
  fillInvitation,
  heading,
  invite,
  linkIn,
  mailTo,
  picture,
  press,
  PROVOKED,
  row,
  signIn,
  t,
  tag,
  told,
} from "./staff.mjs";

const PASSWORD = "fire korte ord på rad";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("somebody is invited, accepts, and is on the list", async () => {
  const wenche = await administrator(browser, "wenche@vestfold.example");
  const turid = await person(browser, { language: "nn-NO" });
  await journey("staff-invited", [wenche, turid], async () => {
    await formSaysWhatIsMissing(wenche.page);
    await invite(wenche.page, { email: "turid.nylund@vestfold.example", name: "Turid Nylund", language: "nn" });
    const mail = await mailTo("turid.nylund@vestfold.example", 1);
    assert.equal(mail.subject, texts("nn")("mail.invitation.subject", { centre: "Karriere Vestfold" }));
    assert.match(mail.from, /Veiviser/);
    await eventually(() => tag(wenche.page, "Turid Nylund"), t("desk.admin.invite.state_sent"), "the mail is sent");
    await screenshot(wenche.page, "staff-invited-1280");
    await assertAccessible(wenche.page);

    await accept(turid.page, linkIn(mail), texts("nn"));
    await turid.page.getByText(texts("nn")("desk.link.connected"), { exact: true }).waitFor();

    await wenche.page.reload();
    const line = row(wenche.page, "Turid Nylund");
    await line.getByText(t("desk.role.counsellor")).waitFor();
    assert.equal(await wenche.page.getByText(t("desk.admin.invite.list")).count(), 0);
    assertNoFaults([wenche, turid], ...PROVOKED);
  });
  await close(wenche, turid);
});

test("a new mail makes the old link useless, and so does taking it back", async () => {
  const wenche = await administrator(browser, "wenche@vestfold.example");
  const guest = await person(browser);
  const email = "odd.lie@vestfold.example";
  await journey("staff-links", [wenche, guest], async () => {
    const { page } = wenche;
    await invite(page, { email, name: "Odd Lie", language: "nb" });
    const old = linkIn(await mailTo(email, 1));
    await inviteTwiceIsRefused(page, email);
    await press(page, t("desk.admin.invite.resend_what", { name: "Odd Lie" }));
    await told(page, t("desk.admin.invite.resent", { email }));
    const fresh = linkIn(await mailTo(email, 2));

    await guest.page.goto(old);
    await heading(guest.page, t("desk.invitation.bad_title")).waitFor();
    await screenshot(guest.page, "staff-link-useless-1280");
    await assertAccessible(guest.page);
    await guest.page.goto(fresh);
    await heading(guest.page, t("desk.invitation.title")).waitFor();

    await press(page, t("desk.admin.invite.revoke_what", { name: "Odd Lie" }));
    await screenshot(page, "staff-revoke-1280");
    await press(page.getByRole("dialog"), t("desk.admin.invite.revoke_confirm"));
    await told(page, t("desk.admin.invite.revoked", { name: "Odd Lie" }));
    await guest.page.reload();
    await heading(guest.page, t("desk.invitation.bad_title")).waitFor();
    await press(guest.page, t("desk.invitation.to_login"));
    await heading(guest.page, t("desk.login.title")).waitFor();
    assert.equal(new URL(guest.page.url()).pathname, "/desk/");
    assertNoFaults([wenche, guest], ...PROVOKED);
  });
  await close(wenche, guest);
});

test("the token of a link stays out of the address, the history and every request but its own", async () => {
  const wenche = await administrator(browser, "wenche@vestfold.example");
  const guest = await person(browser);
  const email = "siv.moen@vestfold.example";
  const sent = [];
  guest.page.on("request", (request) => {
    sent.push({ where: request.url(), referrer: request.headers()["referer"] ?? "", body: request.postData() ?? "" });
  });
  await journey("staff-token", [wenche, guest], async () => {
    await invite(wenche.page, { email, name: "Siv Moen", language: "nb" });
    const link = linkIn(await mailTo(email, 1));
    const token = link.split("#")[1];
    await guest.page.goto(link);
    await heading(guest.page, t("desk.invitation.title")).waitFor();
    assert.equal(guest.page.url(), `${site}/desk/invitation`);
    assert.equal(await guest.page.evaluate(() => history.length), 2, "the link left no step in the history");
    // A reload does not lose it.
    await guest.page.reload();
    await heading(guest.page, t("desk.invitation.title")).waitFor();
    const told = sent.filter(({ where, referrer }) => `${where} ${referrer}`.replace(link, "").includes(token));
    assert.deepEqual(told, [], "no address holds the token");
    const bodies = sent.filter(({ body }) => body.includes(token)).map(({ where }) => new URL(where).pathname);
    assert.deepEqual([...new Set(bodies)], ["/api/v1/auth/invitations/show"]);
    assertNoFaults([wenche, guest]);
  });
  await close(wenche, guest);
});

test("whoever has a log-in joins a second centre with it, and only after a question", async () => {
  const wenche = await administrator(browser, "wenche@vestfold.example");
  const gro = await person(browser);
  await journey("staff-second-centre", [wenche, gro], async () => {
    await invite(wenche.page, { email: "gro@telemark.example", name: "Gro Demodal", language: "nb" });
    await gro.page.goto(linkIn(await mailTo("gro@telemark.example", 1)));
    await gro.page.getByText(t("desk.invitation.login_first", { centre: "Karriere Vestfold" })).waitFor();
    await screenshot(gro.page, "staff-login-first-1280");
    await assertAccessible(gro.page);
    assert.equal(await gro.page.getByLabel(t("desk.login.email")).inputValue(), "gro@telemark.example");
    await gro.page.getByLabel(t("desk.login.password")).fill("demo-passord-123");
    await press(gro.page, t("desk.login.submit"));
    await gro.page.getByText(t("desk.invitation.not_you")).waitFor();
    await screenshot(gro.page, "staff-join-1280");
    await assertAccessible(gro.page);
    await press(gro.page, t("desk.invitation.join"));
    await gro.page.getByText(t("desk.link.connected"), { exact: true }).waitFor();
    await wenche.page.reload();
    await row(wenche.page, "Gro Demodal").waitFor();
    await gro.page.getByRole("link", { name: t("desk.nav.contacts") }).click();
    const workplace = gro.page.getByLabel(t("desk.workplace.label"));
    const here = workplace.locator("option:checked");
    const [before] = await here.allTextContents();
    const other = ["Karriere Vestfold", "Karrieresenter Telemark"].find((name) => name !== before);
    await workplace.selectOption({ label: other });
    await screenshot(gro.page, "staff-workplace-1280");
    await assertAccessible(gro.page);
    await press(gro.page.getByRole("dialog"), t("desk.workplace.move"));
    await eventually(() => here.allTextContents(), [other], "the other centre is worked at");
    await gro.page.getByText(t("desk.link.connected"), { exact: true }).waitFor();
    await gro.page.getByRole("link", { name: t("desk.nav.centre") }).click();
    await gro.page.getByRole("heading", { name: other, level: 1 }).waitFor();
    await gro.page.setViewportSize({ width: 375, height: 800 });
    await screenshot(gro.page, "staff-workplace-375");
    assertNoFaults([wenche, gro], ...PROVOKED);
  });
  await close(wenche, gro);
});

test("whoever is logged in as somebody else is asked, and can log out first", async () => {
  const berit = await administrator(browser, "berit@ostfold.example");
  await journey("staff-not-you", [berit], async () => {
    const { page } = berit;
    const email = "line.vik@ostfold.example";
    await invite(page, { email, name: "Line Vik", language: "nb" });
    const link = linkIn(await mailTo(email, 1));
    await page.goto(link);
    const join = { centre: "Karrieresenter Østfold", name: "Berit Demoland", email: "berit@ostfold.example" };
    await page.getByText(t("desk.invitation.join_as", join)).waitFor();
    await press(page, t("desk.invitation.later"));
    await page.getByRole("link", { name: t("desk.nav.centre") }).waitFor();
    // Not now is not never: the link still works.
    await page.goto(link);
    await press(page, t("desk.sign_out"));
    await page.getByLabel(t("desk.invitation.password")).waitFor();
    assert.equal(await page.getByLabel(t("desk.invitation.name")).inputValue(), "Line Vik");
    assertNoFaults([berit]);
  });
  await close(berit);
});

test("what became of a mail is told, and that there is no mail server", async () => {
  const berit = await administrator(browser, "berit@ostfold.example");
  await journey("staff-no-mail", [berit], async () => {
    const { page } = berit;
    const sent = { sent_at: "2026-01-02T10:00:00Z", expires_at: "2026-01-09T10:00:00Z" };
    const open = { email: "a@b.no", language: "nb", roles: ["counsellor"], created_at: sent.sent_at, alias: "A" };
    const items = ["waiting", "sent", "expired"].map((state, number) => ({
      ...open,
      ...(state !== "waiting" && sent),
      id: `inv_${number}`,
      name: `Gjest ${number}`,
      state,
    }));
    const stub = (mail) => (route) => route.fulfill({ json: { items, mail_is_configured: mail } });
    await page.route("**/invitations", stub(true));
    await page.reload();
    for (const [number, { state }] of items.entries()) {
      await eventually(
        () => tag(page, `Gjest ${number}`),
        t(`desk.admin.invite.state_${state}`),
        "the state of a mail",
      );
    }
    await picture(page, "staff-states-1280");
    await page.route("**/invitations", stub(false));
    await page.reload();
    await page.getByText(t("desk.admin.invite.no_mail")).waitFor();
    for (const name of ["invite", "import"]) {
      assert.equal(await page.getByRole("button", { name: t(`desk.admin.${name}.open`) }).count(), 0);
    }
    await picture(page, "staff-no-mail-1280");
    assertNoFaults([berit]);
  });
  await close(berit);
});

test("a coordinator invites a centre's first administrator, and nobody else", async () => {
  const solveig = await signIn(browser, "solveig@nasjonal.example");
  await journey("staff-coordinator", [solveig], async () => {
    const { page } = solveig;
    await page.getByRole("link", { name: "Karriere Agder" }).click();
    await inviteFirst(page, { email: "ny.leder@agder.example", name: "Ny Leder" });
    await page.getByText(t("desk.admin.staff.refused_administrator")).waitFor();
    await picture(page, "staff-coordinator-refused-1280");
    await fillFirst(page, { email: "", name: "" });
    await page.goto(`${site}/desk/national/centres`);
    await press(page, t("desk.national.centre_new"));
    await page.getByLabel(t("desk.centre.county")).selectOption("42");
    await page.getByLabel(t("desk.admin.word.name"), { exact: true }).fill("Karriere Lister");
    await page.getByLabel(t("desk.admin.centre.region")).fill("sør");
    await press(page, t("desk.national.centre_create"));
    await page.getByText(t("desk.admin.checklist.missing.other", { count: 7 })).waitFor();
    await inviteFirst(page, { email: "ny.leder@agder.example", name: "Ny Leder" });
    await told(page, t("desk.admin.invite.invited", { email: "ny.leder@agder.example" }));
    await row(page, "Ny Leder", "li").getByText(t("desk.role.centre_administrator")).waitFor();
    await mailTo("ny.leder@agder.example", 1);
    await picture(page, "staff-coordinator-1280");
    assert.equal(await page.getByRole("button", { name: t("desk.admin.invite.open") }).count(), 0);
    assertNoFaults([solveig], ...PROVOKED);
  });
  await close(solveig);
});

async function fillFirst(page, { email, name }) {
  const form = page.getByRole("form", { name: t("desk.admin.invite.first_title") });
  await form.getByLabel(t("desk.admin.word.email"), { exact: true }).fill(email);
  await form.getByLabel(t("desk.admin.word.name"), { exact: true }).fill(name);
  return form;
}

async function inviteFirst(page, addressee) {
  await page.getByRole("link", { name: t("desk.admin.nav.staff"), exact: true }).click();
  const form = await fillFirst(page, addressee);
  await press(form, t("desk.admin.invite.send"));
}

async function formSaysWhatIsMissing(page) {
  await press(page, t("desk.admin.invite.open"));
  await press(page, t("desk.admin.invite.send"));
  await page.getByText(t("desk.admin.staff.email_missing")).waitFor();
  await page.getByText(t("desk.admin.staff.name_missing")).waitFor();
  const email = page.getByLabel(t("desk.admin.word.email"), { exact: true });
  await email.fill("turid");
  await page.getByText(t("desk.admin.staff.email_bad")).waitFor();
  await email.fill("");
  await press(page, t("desk.cancel"));
}

async function inviteTwiceIsRefused(page, email) {
  await fillInvitation(page, { email: "anniken@vestfold.example", name: "Odd", language: "nb" });
  await press(page, t("desk.admin.invite.send"));
  await page.getByText(t("desk.admin.staff.refused_member")).waitFor();
  await page.getByLabel(t("desk.admin.word.email"), { exact: true }).fill(email);
  await press(page, t("desk.admin.invite.send"));
  await page.getByText(t("desk.admin.staff.refused_invited")).waitFor();
  await page.getByLabel(t("desk.admin.word.email"), { exact: true }).fill("");
  await page.getByLabel(t("desk.admin.word.name"), { exact: true }).fill("");
  await press(page, t("desk.cancel"));
}

/** Accepts by a log-in of one's own, and signs in with it. */
async function accept(page, link, say) {
  await page.goto(link);
  await heading(page, say("desk.invitation.title")).waitFor();
  const password = page.getByLabel(say("desk.invitation.password"));
  await password.fill("kort");
  await page.getByLabel(say("desk.invitation.again")).fill("kort");
  await page.getByText(say("desk.invitation.password_short", { count: 8 })).waitFor();
  await password.fill(PASSWORD);
  await page.getByRole("button", { name: say("desk.invitation.accept") }).click();
  await page.getByText(say("desk.invitation.again_other")).waitFor();
  await page.getByLabel(say("desk.invitation.again")).fill(PASSWORD);
  await page.getByRole("button", { name: say("desk.invitation.accept") }).click();
  await page.getByText(say("desk.invitation.accepted", { centre: "Karriere Vestfold" })).waitFor();
  await screenshot(page, "staff-accepted-1280");
  await assertAccessible(page);
  assert.equal(await page.getByLabel(say("desk.login.email")).inputValue(), "turid.nylund@vestfold.example");
  await page.getByLabel(say("desk.login.password")).fill(PASSWORD);
  await page.getByRole("button", { name: say("desk.login.submit"), exact: true }).click();
}
