// A receiver of webhooks for one test. It verifies what comes by the public library, and answers as it is told to.
//
// Prints {"address":"http://127.0.0.1:PORT"} and listens until its input ends.
//   PUT  /control           {now?, secrets?: {path: [secret]}, modes?: {path: mode}}
//   GET  /received?path=/a  what came there: {id, timestamp, verified, signatures, type, data, at_ms}
//   POST /a                 an event. The modes: "ok", "slow", "dead", "endless", "redirect ADDRESS", or a status

import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const secrets = new Map();
const modes = new Map();
const received = new Map();
const begun = performance.now();

/** The library compares timestamps with the clock; that of the test stands still. */
const setClock = (seconds) => {
  Date.now = () => seconds * 1000;
};

const read = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

const verify = (path, body, headers) =>
  (secrets.get(path) ?? []).map((secret) => {
    try {
      new Webhook(secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  });

const control = async (request, response) => {
  const wish = JSON.parse(await read(request));
  if (wish.now !== undefined) setClock(wish.now);
  for (const [path, all] of Object.entries(wish.secrets ?? {})) secrets.set(path, all);
  for (const [path, mode] of Object.entries(wish.modes ?? {})) modes.set(path, mode);
  response.writeHead(204).end();
};

const answer = (mode, request, response) => {
  if (mode === "slow") return;
  if (mode === "dead") {
    request.socket.destroy();
  } else if (mode === "endless") {
    response.writeHead(200, { "content-type": "text/plain" });
    const chunk = "x".repeat(65536);
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on("drain", pour);
    pour();
  } else if (mode.startsWith("redirect ")) {
    response.writeHead(302, { location: mode.slice(9) }).end();
  } else {
    response.writeHead(mode === "ok" ? 204 : Number(mode)).end();
  }
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://receiver");
  if (url.pathname === "/control") return control(request, response);
  if (url.pathname === "/received") {
    const all = received.get(url.searchParams.get("path")) ?? [];
    response.writeHead(200, { "content-type": "application/json" });
    return response.end(JSON.stringify(all));
  }
  const body = await read(request);
  const { headers } = request;
  const event = JSON.parse(body);
  const all = received.get(url.pathname) ?? [];
  all.push({
    id: headers["webhook-id"],
    timestamp: Number(headers["webhook-timestamp"]),
    signatures: headers["webhook-signature"].split(" ").length,
    verified: verify(url.pathname, body, headers),
    type: event.type,
    data: event.data,
    body,
    method: request.method,
    at_ms: Math.round(performance.now() - begun),
  });
  received.set(url.pathname, all);
  return answer(modes.get(url.pathname) ?? "ok", request, response);
});

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  console.log(JSON.stringify({ address: `http://127.0.0.1:${port}` }));
});
process.stdin.on("end", () => process.exit(0)).resume();
