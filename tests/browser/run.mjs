// Starts the demo on a free port in a folder of its own and runs every journey (`*.test.mjs`) beside this file.
// By hand: cargo build, then `node tests/browser/run.mjs [part of a file name …]`.
import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..");
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;
const FILE_LIMIT_MS = 300_000;

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

/** A mail server for the demo; it ends with this process. */
async function startSink() {
  const sink = spawn(process.execPath, [join(here, "..", "mail", "sink.mjs")], { stdio: ["pipe", "pipe", "inherit"] });
  for await (const line of createInterface({ input: sink.stdout })) {
    return JSON.parse(line);
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

async function startDemo(folder, port, mail) {
  const log = join(screenshots, "server.log");
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

function runJourneys(files) {
  return new Promise((resolve) => {
    let failed = false;
    const tests = run({ files, concurrency: 1, timeout: FILE_LIMIT_MS });
    tests.on("test:fail", () => {
      failed = true;
    });
    const report = tests.compose(spec);
    report.pipe(process.stdout);
    report.once("end", () => resolve(!failed));
  });
}

const files = journeys();
if (files.length === 0) {
  fail("there is no journey to run");
}
if (!existsSync(binary)) {
  fail(`${binary} is not built`);
}
rmSync(screenshots, { recursive: true, force: true });
mkdirSync(screenshots, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "veiviser-browser-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

const port = await freePort();
const mail = await startSink();
const demo = await startDemo(folder, port, mail);
process.env.VEIVISER_MAIL = mail.http;
process.env.VEIVISER_URL = `http://127.0.0.1:${port}`;
process.env.VEIVISER_SCREENSHOTS = screenshots;
const passed = await runJourneys(files);
await stopDemo(demo);
console.log(`screenshots and the server's log: ${screenshots}`);
process.exit(passed ? 0 : 1);
