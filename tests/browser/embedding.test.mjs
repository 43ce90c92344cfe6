// What docs/partner/embedding.md tells sites to write: each block works, under exactly the policy the page gives.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { assertAccessible, launch, screenshot, site } from "./browser.mjs";
import { eventually, texts } from "./people.mjs";

const GUIDE = readFileSync(new URL("../../docs/partner/embedding.md", import.meta.url), "utf8");
const EXAMPLE = "https://veiviser.example";

/** Blocks of the guide in a language, with the address of this demo. */
function blocks(language) {
  const found = [...GUIDE.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, of]) => of === language);
  return found.map(([, , text]) =>
    text.replaceAll("wss://veiviser.example", site.replace("http", "ws")).replaceAll(EXAMPLE, site),
  );
}

const html = blocks("html");
const [policy] = blocks("http").map((line) => line.replace("Content-Security-Policy: ", "").trim());
const [css] = blocks("css");
const [script] = blocks("js");

let browser;
let server;
let school;
before(async () => {
  browser = await launch();
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://school.example");
    const [type, body] = {
      "/chat.css": ["text/css", css],
      "/open.js": ["text/javascript", script],
      "/favicon.ico": ["image/svg+xml", ""],
    }[pathname] ?? ["text/html; charset=utf-8", pageWith(html[Number(pathname.slice(1))])];
    response.writeHead(200, { "content-type": type, "content-security-policy": policy });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  school = `http://127.0.0.1:${server.address().port}`;
});
after(async () => {
  server.close();
  await browser.close();
});

function pageWith(block) {
  return `<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Fjordvik</title></head>
<body><main><h1>Fjordvik videregående skole</h1>${block}</main></body></html>`;
}

/** A page of the school with a block of the guide, and what its policy refused. */
async function open(number, options = {}) {
  const context = await browser.newContext({ locale: "nb-NO", viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && ![site, school].includes(origin)) faults.push(`a request to ${origin}`);
  });
  await page.goto(`${school}/${number}`);
  return { context, page, faults };
}

/** Begins a conversation and waits in the queue. */
async function begin(page, language) {
  const t = texts(language);
  const chat = page.locator("veiviser-chat");
  const button = (key) => chat.getByRole("button", { name: t(key), exact: true });
  if (await button("widget.open_panel").isVisible()) await button("widget.open_panel").click();
  await button("widget.start").click();
  const chosen = {
    county: await chat.getByLabel(t("widget.form_county")).inputValue(),
    topic: await chat.getByLabel(t("widget.form_topic")).inputValue(),
  };
  await chat.getByLabel(t("widget.consent")).check();
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.method() === "POST" && one.url().endsWith("/api/v1/conversations")),
    button("widget.start").click(),
  ]);
  await chat.getByRole("heading", { name: t("widget.waiting_heading"), exact: true }).waitFor();
  return { chosen, sent: request.postDataJSON() };
}

test("the guide gives a policy, and blocks to try under it", () => {
  assert.match(policy, /^default-src 'self'; script-src /);
  assert.ok(!policy.includes("unsafe"), policy);
  assert.equal(html.length, 6);
  assert.ok(css.includes("--accent") && script.includes("veiviser-status"));
});

for (const [number, block] of html.entries()) {
  const wanted = (name) => new RegExp(`${name}="([^"]*)"`).exec(block.slice(block.indexOf("<veiviser-chat")))?.[1];
  test(`block ${number + 1} of the guide begins a conversation under its policy`, async () => {
    const { context, page, faults } = await open(number);
    await page.locator("veiviser-chat").getByRole("button").first().waitFor();
    const { chosen, sent } = await begin(page, wanted("lang") ?? "nb");
    assert.deepEqual(chosen, { county: wanted("county") ?? "", topic: wanted("topic") ?? "" });
    assert.equal(sent.entry_point, wanted("entry-point"));
    assert.equal(sent.class_code, wanted("class-code"));
    await assertAccessible(page);
    await screenshot(page, `embedded-${number + 1}`);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test("the colours of the site's own style sheet are those of the chat", async () => {
  const { context, page, faults } = await open(html.findIndex((block) => block.includes("chat.css")));
  const launcher = page.locator("veiviser-chat").getByRole("button").first();
  await launcher.waitFor();
  assert.equal(await launcher.evaluate((element) => getComputedStyle(element).backgroundColor), "rgb(0, 89, 76)");
  assert.deepEqual(faults, []);
  await context.close();
});

test("the page hears whether the service is open", async () => {
  const { context, page, faults } = await open(html.findIndex((block) => block.includes("open.js")));
  const place = page.locator("#open");
  const sentences = ["Chatten er åpen.", "Chatten er stengt."];
  await eventually(async () => sentences.includes(await place.textContent()), true, "what the page says");
  assert.deepEqual(faults, []);
  await context.close();
});

test("a policy that lacks the address is why nothing works", async () => {
  const context = await browser.newContext({ locale: "nb-NO" });
  const page = await context.newPage();
  const refused = [];
  page.on("console", (message) => {
    if (message.type() === "error") refused.push(message.text());
  });
  await page.route(`${school}/0`, async (route) => {
    const answer = await route.fetch();
    const headers = { ...answer.headers(), "content-security-policy": "default-src 'self'" };
    await route.fulfill({ response: answer, headers });
  });
  await page.goto(`${school}/0`);
  await eventually(async () => refused.some((text) => text.includes("script-src")), true, "what the console says");
  assert.equal(await page.locator("veiviser-chat").getByRole("button").count(), 0);
  await context.close();
});
