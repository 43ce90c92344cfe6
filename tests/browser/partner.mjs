// A partner's system, as the documentation for partners describes it: registered by the coordinator, with a key of its own.
import assert from "node:assert/strict";
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { site } from "./browser.mjs";

const COORDINATOR = { email: "solveig@nasjonal.example", password: "demo-passord-123", bearer: true };
const SCOPES = ["referral.write"];
const KID = "journey";

async function call(method, path, { token, body, headers = {} } = {}) {
  const answer = await fetch(site + path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return text;
}

async function json(method, path, request) {
  return JSON.parse(await call(method, path, request));
}

/** Registers a partner of a name, and lets it ask for a token by an assertion that it signs. */
export async function partner(name, organisation) {
  const { token } = await json("POST", "/api/v1/auth/login", { body: COORDINATOR });
  const registration = {
    organisation,
    environment: "sandbox",
    name,
    contact: "drift@nav.example",
    scopes: SCOPES,
    quota: "large",
  };
  const { id } = await json("POST", "/api/v1/national/partners", { token, body: registration });
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: KID };
  await json("POST", `/api/v1/national/partners/${id}/keys`, { token, body: { jwk } });
  return new Partner(name, await tokenOf(id, privateKey));
}

async function tokenOf(id, privateKey) {
  const { issuer } = await json("GET", "/.well-known/oauth-authorization-server");
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: id, sub: id, aud: issuer, iat: now, exp: now + 60, jti: randomUUID() };
  const said = `${part({ alg: "EdDSA", kid: KID, typ: "JWT" })}.${part(claims)}`;
  const assertion = `${said}.${sign(null, Buffer.from(said), privateKey).toString("base64url")}`;
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  });
  const answer = await fetch(`${site}/api/partner/v1/oauth/token`, { method: "POST", body: form });
  assert.equal(answer.status, 200, "a token");
  return (await answer.json()).access_token;
}

class Partner {
  constructor(name, token) {
    Object.assign(this, { name, token });
  }

  /** Points somebody to guidance; returns the id of the referral and its code. */
  point({ language = "nb", county = "46", topic = "work" } = {}) {
    const body = {
      language,
      county,
      topic,
      delivery: { method: "handed_over" },
      consent: { asked_by: "nav-bergen", wording: "2026-11.nb", given_at: new Date().toISOString() },
    };
    const headers = { "idempotency-key": randomUUID() };
    return json("POST", "/api/partner/v1/referrals", { token: this.token, body, headers });
  }

  /** What it reads of a referral, to the letter. */
  read(id) {
    return call("GET", `/api/partner/v1/referrals/${id}`, { token: this.token });
  }

  /** Takes a referral back. */
  withdraw(id) {
    return call("POST", `/api/partner/v1/referrals/${id}/withdraw`, { token: this.token });
  }
}
