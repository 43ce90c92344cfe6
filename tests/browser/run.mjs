// Runs every file of journeys (`*.test.mjs`) beside this one, two at a time, each with a demo, a folder and a mail
// server of its own: no journey meets what another left.
// By hand: cargo build, then `node tests/browser/run.mjs [part of a file name …]`.
import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..");
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;
const FILE_LIMIT_MS = 300_000;
/** Files at a time: a journey waits for its browser as often as the browser for the processor. */
const LANES = 2;

const targetFolder = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const binary = process.env.VEIVISER_BINARY ?? join(targetFolder, "debug", "veiviser");
const screenshots = process.env.VEIVISER_SCREENSHOTS ?? join(targetFolder, "xtask", "screenshots");

function fail(sentence) {
  console.error(`browser tests: ${sentence}`);
  process.exit(1);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function journeys() {
  const wanted = process.argv.slice(2);
  return readdirSync(here)
    .filter((name) => name.endsWith(".test.mjs"))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
    .sort()
    .map((name) => join(here, name));
}

/** A mail server for one demo. */
async function startSink() {
  const sink = spawn(process.execPath, [join(here, "..", "mail", "sink.mjs")], { stdio: ["pipe", "pipe", "inherit"] });
  for await (const line of createInterface({ input: sink.stdout })) {
    return { sink, ...JSON.parse(line) };
  }
  return fail("the mail server did not start");
}

/** A demo with a file of its own has its database and its mail where that says. */
function configuration(folder, mail) {
  return [
    "[database]",
    `url = "sqlite://${join(folder, "veiviser.db")}"`,
    "[mail]",
    `url = "smtp://${mail.smtp}"`,
    'from = "Veiviser <noreply@veiviser.example>"',
    "",
  ].join("\n");
}

async function startDemo(folder, port, mail, log) {
  const output = createWriteStream(log);
  const config = join(folder, "veiviser.toml");
  writeFileSync(config, configuration(folder, mail));
  const demo = spawn(binary, ["demo", "--config", config, "--dir", folder, "--listen", `127.0.0.1:${port}`], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  demo.stdout.pipe(output);
  demo.stderr.pipe(output);
  process.once("exit", () => demo.kill("SIGKILL"));
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (demo.exitCode !== null) {
      fail(`the demo ended with code ${demo.exitCode}, see ${log}`);
    }
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) {
      return demo;
    }
    await pause(50);
  }
  return fail(`the demo was not ready after ${START_LIMIT_MS / 1000} s, see ${log}`);
}

async function stopDemo(demo) {
  const ended = new Promise((resolve) => demo.once("exit", resolve));
  demo.kill("SIGTERM");
  const late = pause(STOP_LIMIT_MS, "late", { ref: false });
  if ((await Promise.race([ended, late])) === "late") {
    fail(`the demo did not stop within ${STOP_LIMIT_MS / 1000} s`);
  }
}

/** What the files printed that failed: shown last, where whoever reads the end of a log finds it. */
const failures = [];

/** The journeys of one file; what they print is shown together. */
function runFile(file, environment) {
  const options = ["--test", "--test-reporter=spec", file];
  const tests = spawn(process.execPath, options, { env: { ...process.env, ...environment }, timeout: FILE_LIMIT_MS });
  process.once("exit", () => tests.kill("SIGKILL"));
  const printed = [];
  tests.stdout.on("data", (part) => printed.push(part));
  tests.stderr.on("data", (part) => printed.push(part));
  return new Promise((resolve) => {
    tests.once("close", (code, signal) => {
      const ended = signal === null ? "" : `${basename(file)} was ended after ${FILE_LIMIT_MS / 1000} s\n`;
      const text = `${basename(file)}\n${Buffer.concat(printed)}${ended}`;
      if (code === 0) {
        process.stdout.write(text);
      } else {
        console.log(`${basename(file)} failed: see the end`);
        failures.push(text);
      }
      resolve(code === 0);
    });
  });
}

async function runApart(file) {
  const name = basename(file, ".test.mjs");
  const folder = mkdtempSync(join(tmpdir(), "veiviser-browser-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const mail = await startSink();
  const demo = await startDemo(folder, port, mail, join(screenshots, `server-${name}.log`));
  const passed = await runFile(file, {
    VEIVISER_MAIL: mail.http,
    VEIVISER_URL: `http://127.0.0.1:${port}`,
    VEIVISER_SCREENSHOTS: screenshots,
  });
  await stopDemo(demo);
  mail.sink.kill();
  return passed;
}

// Each file leaves three that end with this process.
process.setMaxListeners(0);
const files = journeys();
if (files.length === 0) {
  fail("there is no journey to run");
}
if (!existsSync(binary)) {
  fail(`${binary} is not built`);
}
rmSync(screenshots, { recursive: true, force: true });
mkdirSync(screenshots, { recursive: true });

const waiting = [...files];
let passed = true;
async function lane() {
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    passed = (await runApart(file)) && passed;
  }
}
await Promise.all(Array.from({ length: LANES }, lane));
process.stdout.write(failures.join(""));
console.log(`screenshots and the servers' logs: ${screenshots}`);
process.exit(passed ? 0 : 1);
