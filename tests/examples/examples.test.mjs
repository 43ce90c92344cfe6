// What partners are told works as it is told: the quick start of the guides, and the example programs, against the demo.
// By hand: cargo build, (cd web && npm run build), (cd docs/examples && npm ci), then
// node --test tests/examples/examples.test.mjs
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort, startDemo } from "./demo.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const examples = join(root, "docs", "examples");
const run = promisify(execFile);

let folder;
let demo;
let hooks;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "veiviser-examples-"));
  hooks = await freePort();
  demo = await startDemo(root, folder, [`http://127.0.0.1:${hooks}`]);
});
after(async () => {
  await demo?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The commands below a heading of a guide, in order. */
function commands(guide, heading) {
  const text = readFileSync(join(root, "docs", "partner", guide), "utf8");
  const part = text.split(/^## /m).find((candidate) => candidate.startsWith(`${heading}\n`));
  assert.ok(part, `${guide} has no heading ${heading}`);
  const blocks = [...part.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm)];
  return blocks.map(([, indent, block]) => block.replaceAll(new RegExp(`^${indent}`, "gm"), ""));
}

async function shell(script, environment = {}) {
  const env = { ...process.env, VEIVISER: demo.address, ...environment };
  const { stdout } = await run("bash", ["-euo", "pipefail", "-c", script], { cwd: folder, env });
  return stdout;
}

/** A coordinator of the demo asks. */
async function asCoordinator(path, body, method = "POST") {
  const call = (token, at, content) =>
    fetch(`${demo.address}/api/v1${at}`, {
      method: token ? method : "POST",
      headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(content),
    });
  const login = { email: "solveig@nasjonal.example", password: "demo-passord-123", bearer: true };
  const { token } = await (await call(undefined, "/auth/login", login)).json();
  const answer = await call(token, path, body);
  assert.ok(answer.ok, await answer.clone().text());
  return answer.json();
}

/** Registers a partner with a key made by the client's own program. Returns the environment of the examples. */
async function partner(organisation, name, scopes) {
  const maker = createRequire(join(examples, "package.json")).resolve("@veiviser/client").replace(/index\.js$/, "key.js");
  await run(process.execPath, [maker, name], { cwd: folder });
  const key = (half) => join(folder, `${name}.${half}.jwk`);
  const contact = "drift@partner.example";
  const fields = { organisation, environment: "sandbox", name, contact, scopes, quota: "medium" };
  const { id } = await asCoordinator("/national/partners", fields);
  await asCoordinator(`/national/partners/${id}/keys`, { jwk: JSON.parse(readFileSync(key("public"), "utf8")) });
  return { ...process.env, VEIVISER: demo.address, VEIVISER_CLIENT_ID: id, VEIVISER_KEY: key("private") };
}

async function example(program, args, env) {
  const { stdout } = await run(process.execPath, [join(examples, program), ...args], { env });
  return stdout.trim();
}

/** A person asks: no log-in, and a code in the body. */
async function person(path, body) {
  const answer = await fetch(`${demo.address}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, await answer.clone().text());
  return answer.json();
}

/** A running receiver: `next` waits for the next line it prints. */
async function receiver(port, secret) {
  const env = { ...process.env, VEIVISER_WEBHOOK_SECRET: secret };
  const child = spawn(process.execPath, [join(examples, "nav/receive.mjs"), String(port)], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.once("exit", () => child.kill());
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value;
  assert.equal(await next(), "listening");
  return { next, stop: () => child.kill() };
}

test("the sandbox and the quick start work as they are written", { timeout: 60_000 }, async () => {
  const [makeKey, , token, ask, refer] = commands("index.md", "Quick start");
  const [logIn, register, addKey] = commands("sandbox.md", "On your own machine").slice(1);
  // The example names the usual port; the demo of this test has one of its own.
  const own = logIn.replace(/^VEIVISER=.*\n/, "");
  const printed = await shell([own, register, makeKey, addKey, token, ask, "echo", refer].join("\n"));
  assert.match(printed, /"environment":\s*"sandbox"/);
  assert.match(printed, /"channel":\s*"chat"/);
  assert.match(printed, /"code":\s*"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"/);
});

test("Nav points somebody to guidance and hears what they let it know", { timeout: 60_000 }, async () => {
  const nav = await partner("974760673", "nav", ["referral.write", "webhook.manage"]);
  const address = `http://127.0.0.1:${hooks}/veiviser`;
  const { secret } = JSON.parse(await example("nav/register.mjs", [address], nav));
  const receive = await receiver(hooks, secret);
  const { id, code, link } = JSON.parse(await example("nav/refer.mjs", ["46", "work"], nav));
  assert.ok(link.endsWith(`/referral#${code}`), link);
  // At any hour.
  await asCoordinator("/national/overrides/queue", { mode: "open", reason: "The examples are tried." }, "PUT");
  const start = { language: "nb", consent: true, referral_code: code };
  const { referral_key: key } = await person("/conversations", start);
  await person("/referral-codes/share", { code, key });
  assert.deepEqual(JSON.parse(await receive.next()), { type: "referral.shared", referral_id: id, came: "yes" });
  await person("/referral-codes/unshare", { code, key });
  assert.deepEqual(JSON.parse(await receive.next()), { type: "referral.sharing_withdrawn", referral_id: id });
  const forged = await fetch(address, {
    method: "POST",
    headers: { "webhook-id": "evt_1", "webhook-timestamp": `${Math.floor(Date.now() / 1000)}`, "webhook-signature": "v1,AAAA" },
    body: JSON.stringify({ type: "referral.shared", data: { referral_id: id, came: "yes" } }),
  });
  assert.equal(forged.status, 400);
  receive.stop();
});

test("a school shows which channels are open", { timeout: 60_000 }, async () => {
  const school = await partner("958935420", "school", ["availability.read"]);
  const shown = (await example("school/show.mjs", ["nb"], school)).split("\n");
  const chat = shown.find((line) => line.startsWith("Chat: "));
  assert.match(chat ?? "", /^Chat: (åpen|stengt)/, shown.join("\n"));
});

test("a program without the scope says so in one line", { timeout: 60_000 }, async () => {
  const school = await partner("964338531", "narrow", ["availability.read"]);
  const refused = example("nav/refer.mjs", [], school);
  await assert.rejects(refused, ({ code, stderr }) => code === 1 && /^403 scope_missing: .+ \(trace [0-9a-f]{16}\)\n$/.test(stderr));
});

test("a key that is not registered gets no token", { timeout: 60_000 }, async () => {
  const school = await partner("942110464", "stranger", ["availability.read"]);
  const key = JSON.parse(readFileSync(school.VEIVISER_KEY, "utf8"));
  const other = join(folder, "unknown.private.jwk");
  writeFileSync(other, JSON.stringify({ ...key, kid: "unknown" }));
  const refused = example("school/show.mjs", [], { ...school, VEIVISER_KEY: other });
  await assert.rejects(refused, ({ code, stderr }) => code === 1 && stderr.startsWith("401 invalid_client: "));
});
