// Receives webhooks. Behind a proxy that speaks TLS, this is all there is to it.
//   VEIVISER_WEBHOOK_SECRET=whsec_… node nav/receive.mjs 9000
import { createServer } from "node:http";
import process from "node:process";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const webhook = new Webhook(process.env.VEIVISER_WEBHOOK_SECRET ?? "");
/** Ids of events that were dealt with; a table of yours, in a program that restarts. */
const known = new Set();

/** What happened is only noted here: the work is done after the answer. */
function note({ type, data }) {
  switch (type) {
    case "referral.shared":
    case "referral.sharing_withdrawn":
    case "referral.expired":
    case "webhook_endpoint.disabled":
    case "webhook_endpoint.test":
      console.log(JSON.stringify({ type, ...data }));
      break;
    default:
    // A kind that came later: nothing to do.
  }
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

const server = createServer(async (request, response) => {
  // As it came: parsed and written anew it would not match its signature.
  const body = await bodyOf(request);
  try {
    const event = webhook.verify(body, request.headers);
    const id = request.headers["webhook-id"];
    if (!known.has(id)) {
      known.add(id);
      note(event);
    }
    response.writeHead(204).end();
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    response.writeHead(400).end();
  }
});

server.listen(Number(process.argv[2] ?? 9000), "127.0.0.1", () => console.log("listening"));
