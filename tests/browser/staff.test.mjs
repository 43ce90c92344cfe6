// Who works at a centre: a list to read and to find somebody in, files in and out, and what each may do.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { assertAccessible, journey, launch, person, screenshot } from "./browser.mjs";
import { assertNoFaults, eventually } from "./people.mjs";
import {
  administrator,
  box,
  close,
  heading,
  invite,
  linkIn,
  mailTo,
  picture,
  press,
  PROVOKED,
  row,
  t,
  told,
} from "./staff.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("what is half written stays when the window becomes narrow", async () => {
  const berit = await administrator(browser, "berit@ostfold.example");
  await journey("staff-narrower", [berit], async () => {
    const { page } = berit;
    await press(page, t("desk.admin.edit_what", { what: "Camilla Eksempelvik" }));
    await page.getByLabel(t("desk.admin.word.alias")).fill("Milla");
    await page.setViewportSize({ width: 375, height: 800 });
    assert.equal(await page.getByLabel(t("desk.admin.word.alias")).inputValue(), "Milla");
    assertNoFaults([berit]);
  });
  await close(berit);
});

test("a list is tried before it is carried out, to all or to nobody", async () => {
  const wenche = await administrator(browser, "wenche@vestfold.example");
  await journey("staff-list", [wenche], async () => {
    const { page } = wenche;
    await press(page, t("desk.admin.import.open"));
    await emptyListIsDownloaded(page);
    const head = "email;name;roles;channels";
    const good = "åse@vestfold.example;Åse Østby;counsellor;chat|phone";
    await choose(page, [head, good, "ikke en adresse;Per;counsellor;chat", "per@vestfold.example;Per;sjef;chat", good]);
    const errors = page.getByRole("table", { name: t("desk.admin.import.errors") });
    await eventually(
      () => errors.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.cells[0].innerText)),
      ["3", "4", "5"],
      "lines with errors",
    );
    for (const key of ["desk.admin.staff.email_bad", "desk.admin.import.twice"]) {
      await errors.getByText(t(key)).waitFor();
    }
    await page.getByText(t("desk.admin.import.nothing_done")).waitFor();
    assert.equal(await page.getByRole("button", { name: /^Inviter \d/ }).count(), 0);
    await screenshot(page, "staff-import-errors-1280");
    await assertAccessible(page);

    // As an older spreadsheet saves it: Windows-1252.
    await choose(page, [head, good, "per@vestfold.example;Per Mo;counsellor;chat"], "latin1");
    await page.getByRole("cell", { name: "Åse Østby", exact: true }).waitFor();
    await screenshot(page, "staff-import-ready-1280");
    await assertAccessible(page);
    await press(page, t("desk.admin.import.invite.other", { count: 2 }));
    await told(page, t("desk.admin.import.done.other", { count: 2 }));
    assert.match((await mailTo("per@vestfold.example", 1)).text, /Hei, Per Mo!/);
    await row(page, "Per Mo", "li").waitFor();

    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: t("desk.admin.export") }).click(),
    ]);
    assert.match(readFileSync(await file.path(), "utf8"), /^\uFEFFemail;name;roles.*\r\n(.*\r\n)*anniken@vestfold/);
    assertNoFaults([wenche]);
  });
  await close(wenche);
});

test("roles are changed, and the last administrator stays one", async () => {
  const halvor = await administrator(browser, "halvor@telemark.example");
  await journey("staff-roles", [halvor], async () => {
    const { page } = halvor;
    await giveUpOwnRole(page, "Halvor Eksempelvik");
    await page.getByText(t("desk.admin.staff.refused_last")).waitFor();
    await screenshot(page, "staff-last-administrator-1280");
    await assertAccessible(page);
    await press(page, t("desk.cancel"));
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await press(page, t("desk.admin.edit_what", { what: "Aslak Demoland" }));
    await box(page, t("desk.role.centre_administrator")).check();
    await box(page, t("channel.video")).check();
    await box(page, t("desk.admin.word.works_from_home")).check();
    await press(page, t("desk.admin.save"));
    await told(page, t("desk.admin.staff.saved", { alias: "Aslak Demoland" }));
    const aslak = row(page, "Aslak Demoland");
    await aslak.getByText(`${t("desk.role.counsellor")}, ${t("desk.role.centre_administrator")}`).waitFor();
    await aslak.getByText(t("desk.admin.staff.home_too")).waitFor();
    await aslak.getByText(t("channel.video")).waitFor();

    // Now there are two, and one may go: the page is then no longer an administrator's.
    await giveUpOwnRole(page, "Halvor Eksempelvik");
    await page.getByRole("link", { name: t("desk.admin.nav.audit") }).waitFor({ state: "detached" });
    // What the page was still loading is refused to whom it is no longer for.
    assertNoFaults([halvor], ...PROVOKED, /403 \(Forbidden\)/);
  });
  await close(halvor);
});

for (const [width, colorScheme] of [
  [1280, "light"],
  [375, "dark"],
]) {
  test(`the pages of staff are accessible at ${width} px, ${colorScheme}`, async () => {
    const look = { width, height: 800, colorScheme };
    const berit = await administrator(browser, "berit@ostfold.example", look);
    const guest = await person(browser, look);
    await journey(`staff-${width}`, [berit, guest], async () => {
      const { page } = berit;
      const email = `ny${width}@ostfold.example`;
      await page.getByText("camilla@ostfold.example").first().waitFor();
      await picture(page, `staff-list-${width}`);
      await press(page, t("desk.admin.edit_what", { what: "Camilla Eksempelvik" }));
      await picture(page, `staff-edit-${width}`);
      await press(page, t("desk.cancel"));
      await press(page, t("desk.admin.import.open"));
      await page.getByText(t("desk.admin.import.help")).click();
      await picture(page, `staff-import-${width}`);
      await press(page, t("desk.cancel"));
      await press(page, t("desk.admin.invite.open"));
      await picture(page, `staff-invite-${width}`);
      await press(page, t("desk.cancel"));
      await invite(page, { email, name: "Ny Nesse", language: "nb" });
      await guest.page.goto(linkIn(await mailTo(email, 1)));
      await heading(guest.page, t("desk.invitation.title")).waitFor();
      await picture(guest.page, `staff-accept-${width}`);
      await press(guest.page, t("desk.invitation.accept"));
      await picture(guest.page, `staff-accept-missing-${width}`);
      assertNoFaults([berit, guest]);
    });
    await close(berit, guest);
  });
}

test("forty people are found by a word", async () => {
  const berit = await administrator(browser, "berit@ostfold.example", { height: 900 });
  await journey("staff-many", [berit], async () => {
    const { page } = berit;
    const items = await many(page);
    await page.route("**/api/v1/centres/*/staff", (route) => route.fulfill({ json: { items } }));
    await page.route("**/api/v1/centres/*/accounts", (route) => route.fulfill({ json: { items: accountsOf(items) } }));
    await page.reload();
    await page.getByText("person40@ostfold.example").waitFor();
    await picture(page, "staff-forty-1280");
    await page.getByLabel(t("desk.admin.staff.find")).fill("person 17");
    await page.getByText(t("desk.admin.staff.found", { count: 1, all: 40 })).waitFor();
    assertNoFaults([berit]);
  });
  await close(berit);
});

async function choose(page, lines, encoding = "utf8") {
  const buffer = Buffer.from(lines.join("\r\n"), encoding);
  const file = { name: "ansatte.csv", mimeType: "text/csv", buffer };
  await page.getByLabel(t("desk.admin.import.file")).setInputFiles(file);
}

async function emptyListIsDownloaded(page) {
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, t("desk.admin.import.template"))]);
  assert.match(readFileSync(await file.path(), "utf8"), /^\uFEFFemail;name;roles;/);
}

async function giveUpOwnRole(page, name) {
  await press(page, t("desk.admin.edit_what", { what: name }));
  await box(page, t("desk.role.centre_administrator")).uncheck();
  await press(page, t("desk.admin.save"));
  await page.getByRole("dialog").getByText(t("desk.admin.staff.own_title")).waitFor();
  await press(page.getByRole("dialog"), t("desk.admin.staff.own_confirm"));
}

/** A centre of forty, made of one of its members. */
async function many(page) {
  const [first] = await page.evaluate(async () => {
    const me = await (await fetch("/api/v1/me")).json();
    return (await (await fetch(`/api/v1/centres/${me.roles[0].centre_id}/staff`)).json()).items;
  });
  return Array.from({ length: 40 }, (_, number) => ({
    ...first,
    id: `stf_${number + 1}`,
    alias: `Alias ${number + 1}`,
  }));
}

function accountsOf(members) {
  return members.map(({ id }, number) => ({
    account_id: `acc_${number}`,
    staff_id: id,
    name: `Person ${number + 1}`,
    email: `person${number + 1}@ostfold.example`,
    roles: number === 0 ? ["counsellor", "centre_administrator"] : ["counsellor"],
  }));
}
