// The client that the examples share, for the installation and the partner that the environment names.
import { readFileSync } from "node:fs";
import process from "node:process";
import { Refusal, TokenRefusal, createVeiviser, keyToken } from "@veiviser/client";

function needed(name) {
  const value = process.env[name];
  if (!value) {
    console.error(`${name} is not set`);
    process.exit(2);
  }
  return value;
}

export function connect() {
  const address = needed("VEIVISER");
  const clientId = needed("VEIVISER_CLIENT_ID");
  const privateKey = JSON.parse(readFileSync(needed("VEIVISER_KEY"), "utf8"));
  return createVeiviser({ address, token: keyToken({ address, clientId, privateKey }) });
}

/** Runs a program; says in one line why the service refused. */
export async function run(program) {
  try {
    await program();
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof TokenRefusal)) throw error;
    const fields = (error.fields ?? []).map(({ field, reason }) => `\n  ${field} ${reason}`);
    const trace = error.traceId ? ` (trace ${error.traceId})` : "";
    console.error(`${error.message}${trace}${fields.join("")}`);
    process.exitCode = 1;
  }
}
