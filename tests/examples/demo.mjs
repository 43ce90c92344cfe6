// A demo of its own for one file of tests.
import { spawn } from "node:child_process";
import { createWriteStream, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";

const START_LIMIT_MS = 30_000;

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Starts the demo in a folder; webhooks may be sent to the origins. */
export async function startDemo(root, folder, origins) {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  const binary = process.env.VEIVISER_BINARY ?? join(target, "debug", "veiviser");
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const config = join(folder, "veiviser.toml");
  writeFileSync(
    config,
    [
      "[database]",
      `url = "sqlite://${join(folder, "veiviser.db")}"`,
      "[webhooks]",
      `allowed_origins = ${JSON.stringify(origins)}`,
      "",
    ].join("\n"),
  );
  const demo = spawn(binary, ["demo", "--config", config, "--dir", folder, "--listen", `127.0.0.1:${port}`], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const file = process.env.VEIVISER_SERVER_LOG ?? join(folder, "server.log");
  const log = createWriteStream(file);
  demo.stdout.pipe(log);
  demo.stderr.pipe(log);
  process.once("exit", () => demo.kill("SIGKILL"));
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && demo.exitCode === null) {
    const answer = await fetch(`${address}/readyz`).catch(() => undefined);
    if (answer?.ok) return { address, stop: () => stop(demo) };
    await pause(50);
  }
  throw new Error(`the demo was not ready after ${START_LIMIT_MS / 1000} s, see ${file}`);
}

async function stop(demo) {
  const ended = new Promise((resolve) => demo.once("exit", resolve));
  demo.kill("SIGTERM");
  await ended;
}
