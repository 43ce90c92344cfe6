// Log-in by OpenID Connect: an administrator sets a provider up, links an identity, logs in by it and out everywhere.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  assertAccessible,
  journey,
  launch,
  person,
  screenshot,
  site,
} from "./browser.mjs";
import { assertNoFaults, texts } from "./people.mjs";

const t = texts("nb");
const SCRIPT = fileURLToPath(new URL("../oidc/provider.mjs", import.meta.url));
const NAME = "Vestfold fylkeskommune";
const SUBJECT = "wenche";
/** Who is not logged in is told so, and people go to the provider and back. */
const PROVOKED = [/401 \(Unauthorized\)/, /a request to 127\.0\.0\.1/];

let browser;
let provider;
let issuer;
before(async () => {
  browser = await launch();
  provider = spawn("node", [SCRIPT], { stdio: ["pipe", "pipe", "ignore"] });
  const [line] = await once(
    createInterface({ input: provider.stdout }),
    "line",
  );
  issuer = JSON.parse(line).issuer;
  const client = {
    redirect_uris: [`${site}/api/v1/auth/oidc/callback`],
    post_logout_redirect_uris: [`${site}/desk/`],
  };
  await fetch(`${issuer}/control`, {
    method: "POST",
    body: JSON.stringify({ client }),
  });
});
after(async () => {
  provider.kill();
  await browser.close();
});

test("a provider is set up, linked, logged in by and logged out of", async () => {
  const wenche = await person(browser, { reducedMotion: "reduce" });
  const { page } = wenche;
  await journey("oidc", [wenche], async () => {
    await signIn(page, "wenche@vestfold.example");
    await aProviderIsSetUp(page);
    await anIdentityIsLinked(page);
    await theProviderLetsIn(page);
    await aStrangerIsTold();
    await goodbye(page);
    await theIdentityIsUnlinked(page);
    await theProviderIsRemoved(page);
    assertNoFaults([wenche], ...PROVOKED);
  });
  await wenche.context.close();
});

async function signIn(page, email) {
  await page.goto(`${site}/desk/`);
  await page.getByLabel(t("desk.login.email")).fill(email);
  await page.getByLabel(t("desk.login.password")).fill("demo-passord-123");
  await page
    .getByRole("button", { name: t("desk.login.submit"), exact: true })
    .click();
  await page
    .getByRole("heading", { name: t("desk.login.title") })
    .waitFor({ state: "detached" });
}

/** The page as it is, wide and narrow, without a violation of WCAG. */
async function show(page, name) {
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 800 });
    await page.waitForLoadState("networkidle");
    await assertAccessible(page);
    await screenshot(page, `oidc-${name}-${width}`);
    const wide = await page.evaluate(
      () => document.scrollingElement.scrollWidth,
    );
    assert.ok(wide <= width, `${name} is ${wide} px wide in ${width} px`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function aProviderIsSetUp(page) {
  await page.goto(`${site}/desk/centre/providers`);
  await page.getByText(t("desk.admin.providers.none")).waitFor();
  await page
    .getByRole("button", { name: t("desk.admin.providers.add") })
    .click();
  const field = (name) =>
    page.getByLabel(t(`desk.admin.word.${name}`), { exact: true });
  await page
    .getByLabel(t("desk.admin.providers.preset"))
    .selectOption("entra_id");
  await page.getByRole("button", { name: t("desk.admin.save") }).click();
  await page.getByText(t("desk.admin.providers.tenant")).waitFor();
  await show(page, "form");
  await page.getByLabel(t("desk.admin.providers.preset")).selectOption("other");
  await field("name").fill(NAME);
  await field("issuer").fill(`${issuer}/`);
  await field("client_id").fill("veiviser");
  await field("client_secret").fill("a secret between two programs");
  await page.getByRole("button", { name: t("desk.admin.save") }).click();
  await page
    .getByText(t("desk.admin.providers.added", { name: NAME }))
    .waitFor();

  const look = page.getByRole("button", {
    name: t("desk.admin.providers.test_what", { what: NAME }),
  });
  await look.click();
  await page
    .getByText(t("desk.admin.providers.finding.issuer_differs"))
    .waitFor();
  await show(page, "list");
  await page
    .getByRole("button", { name: t("desk.admin.edit_what", { what: NAME }) })
    .click();
  await field("issuer").fill(issuer);
  await field("client_secret").fill("a secret between two programs");
  await page.getByRole("button", { name: t("desk.admin.save") }).click();
  await page
    .getByText(t("desk.admin.providers.changed", { name: NAME }))
    .waitFor();
  await look.click();
  await page
    .getByText(t("desk.admin.providers.test_good", { name: NAME }))
    .waitFor();
}

async function atTheProvider(page, name) {
  await page.getByRole("heading", { name: "Test provider" }).waitFor();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Log in" }).click();
}

async function anIdentityIsLinked(page) {
  await page.goto(`${site}/desk/account`);
  await page.getByText(t("desk.account.identities.none")).waitFor();
  await page
    .getByRole("button", {
      name: t("desk.account.identities.link", { name: NAME }),
    })
    .click();
  await atTheProvider(page, SUBJECT);
  await page.getByText(t("desk.account.identities.linked")).waitFor();
  assert.equal(new URL(page.url()).search, "");
  await page.getByRole("heading", { name: NAME }).waitFor();
  await show(page, "account");
}

async function theProviderLetsIn(page) {
  await page
    .getByRole("button", { name: t("desk.sign_out"), exact: true })
    .click();
  await page.getByRole("heading", { name: t("desk.login.title") }).waitFor();
  await page.reload();
  await show(page, "login");
  await page
    .getByRole("button", { name: t("desk.login.by", { name: NAME }) })
    .click();
  // The provider still knows who was there.
  await page
    .getByRole("button", { name: t("desk.sign_out"), exact: true })
    .waitFor();
}

async function aStrangerIsTold() {
  const stranger = await person(browser, { reducedMotion: "reduce" });
  const { page } = stranger;
  await page.goto(`${site}/desk/`);
  await page
    .getByRole("button", { name: t("desk.login.by", { name: NAME }) })
    .click();
  await atTheProvider(page, "somebody else");
  await page.getByText(t("problem.identity_not_linked")).waitFor();
  assert.equal(page.url(), `${site}/desk/`);
  await show(page, "stranger");
  assertNoFaults([stranger], ...PROVOKED);
  await stranger.context.close();
}

async function goodbye(page) {
  await page
    .getByRole("button", { name: t("desk.sign_out"), exact: true })
    .click();
  const elsewhere = page.getByRole("link", {
    name: t("desk.login.elsewhere_go"),
  });
  await elsewhere.waitFor();
  await show(page, "goodbye");
  await elsewhere.click();
  await page.getByRole("button", { name: /yes, sign me out/i }).click();
  await page.getByRole("heading", { name: t("desk.login.title") }).waitFor();
  await page
    .getByRole("button", { name: t("desk.login.by", { name: NAME }) })
    .click();
  // The provider asks again.
  await atTheProvider(page, SUBJECT);
  await page
    .getByRole("button", { name: t("desk.sign_out"), exact: true })
    .waitFor();
}

async function theIdentityIsUnlinked(page) {
  await page.goto(`${site}/desk/account`);
  await page
    .getByRole("button", {
      name: t("desk.account.identities.unlink_what", { what: NAME }),
    })
    .click();
  const question = page.getByRole("dialog");
  await question.getByText(t("desk.account.identities.unlink_ends")).waitFor();
  await question
    .getByRole("button", {
      name: t("desk.account.identities.unlink"),
      exact: true,
    })
    .click();
  // Whoever came by it is logged out with it.
  await page.getByRole("heading", { name: t("desk.login.title") }).waitFor();
  await signIn(page, "wenche@vestfold.example");
}

async function theProviderIsRemoved(page) {
  await page.goto(`${site}/desk/centre/providers`);
  await page
    .getByRole("button", { name: t("desk.admin.delete_what", { what: NAME }) })
    .click();
  const question = page.getByRole("dialog");
  await question.getByText(t("desk.admin.providers.delete_means")).waitFor();
  await question
    .getByRole("button", {
      name: t("desk.admin.providers.delete_confirm"),
      exact: true,
    })
    .click();
  await page
    .getByText(t("desk.admin.providers.deleted", { name: NAME }))
    .waitFor();
  await page.getByText(t("desk.admin.providers.none")).waitFor();
}
