// Points somebody to guidance. Who it is stays at Nav: there is no place for it.
//   node nav/refer.mjs 46 work
import process from "node:process";
import { Refusal, idempotencyKey, unwrap } from "@veiviser/client";
import { setTimeout as pause } from "node:timers/promises";
import { connect, run } from "../veiviser.mjs";

const [county, topic] = process.argv.slice(2);

/** Creates a referral. Where no answer came, or the service asks for patience, the same request is sent again. */
async function refer(veiviser, body) {
  const request = { params: { header: { "Idempotency-Key": idempotencyKey() } }, body };
  for (let waited = 1; ; waited *= 2) {
    try {
      return unwrap(await veiviser.POST("/referrals", request));
    } catch (error) {
      const passes = !(error instanceof Refusal) || error.status >= 500 || error.status === 429;
      if (!passes || waited > 8) throw error;
      await pause((error.retryAfter ?? waited) * 1000);
    }
  }
}

await run(async () => {
  const made = await refer(connect(), {
    language: "nb",
    ...(county === undefined ? {} : { county }),
    ...(topic === undefined ? {} : { topic }),
    delivery: { method: "handed_over" },
    // What the person was shown and said yes to, a moment ago.
    consent: { asked_by: "nav-bergen", wording: "2026-11.nb", given_at: new Date().toISOString() },
  });
  console.log(JSON.stringify({ id: made.id, code: made.code, link: made.link, expires_at: made.expires_at }));
});
