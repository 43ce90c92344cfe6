// Registers an endpoint for webhooks. The secret is shown this once: keep it where the receiver finds it.
//   node nav/register.mjs https://hooks.nav.example/veiviser
import process from "node:process";
import { idempotencyKey, unwrap } from "@veiviser/client";
import { connect, run } from "../veiviser.mjs";

const EVENTS = [
  "referral.expired",
  "referral.shared",
  "referral.sharing_withdrawn",
  "webhook_endpoint.disabled",
  "webhook_endpoint.test",
];
const [url = ""] = process.argv.slice(2);

await run(async () => {
  const veiviser = connect();
  const made = unwrap(
    await veiviser.POST("/webhook-endpoints", {
      params: { header: { "Idempotency-Key": idempotencyKey() } },
      body: { url, event_types: EVENTS },
    }),
  );
  console.log(JSON.stringify({ id: made.endpoint.id, secret: made.secret }));
});
