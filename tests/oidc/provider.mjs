// An OpenID provider for the tests: oidc-provider with a page to log in by any name, and controls that make it
// answer wrongly. Listens on a free port and prints `{"issuer": …}`; ends with its standard input.
import { createServer } from "node:http";
import process from "node:process";
import {
  CompactSign,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  jwtVerify,
} from "jose";
import Provider, { errors } from "oidc-provider";

const ALGORITHM = "RS256";
const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const FOREIGN = "https://foreign.example";
const HOUR = 3600;

const settings = {
  client: {
    client_id: "veiviser",
    client_secret: "a secret between two programs",
    redirect_uris: ["http://127.0.0.1:8080/api/v1/auth/oidc/callback"],
    post_logout_redirect_uris: ["http://127.0.0.1:8080/desk/"],
    backchannel_logout_session_required: true,
  },
  /** Whoever gets tokens as Maskinporten writes them: its public key, and its organisation. */
  machine: { jwk: undefined, organisation: "991825827" },
  /** How surely it says to know whoever logs in. */
  acr: "idporten-loa-high",
  /** What is wrong with the next tokens; see `FAULTS` and `FORGERIES`. */
  fault: "",
  /** Requests for keys so far. */
  keysAsked: 0,
};

/** Wrong claims, signed by the provider itself. */
const FAULTS = {
  nonce: () => ({ nonce: "another" }),
  no_nonce: () => ({ nonce: undefined }),
  audience: () => ({ aud: "another" }),
  shared: ({ aud }) => ({ aud: [aud, "another"] }),
  party: ({ aud }) => ({ aud: [aud, "another"], azp: "another" }),
  issuer: () => ({ iss: FOREIGN }),
  expired: ({ iat }) => ({ iat: iat - 5, exp: iat - 2 * 60 }),
  stale: ({ iat }) => ({ iat: iat - HOUR }),
  future: ({ iat }) => ({ iat: iat + HOUR, exp: iat + 2 * HOUR }),
  early: ({ iat }) => ({ nbf: iat + HOUR }),
  no_expiry: () => ({ exp: undefined }),
  no_subject: () => ({ sub: undefined }),
  odd_subject: () => ({ sub: "a\u0000b" }),
  long_subject: () => ({ sub: "x".repeat(300) }),
  no_event: () => ({ events: undefined }),
  with_nonce: () => ({ nonce: "none belongs here" }),
  nobody: () => ({ sub: undefined, sid: undefined }),
  no_audience: () => ({ aud: undefined }),
  unspecified: () => ({ aud: "unspecified" }),
  no_issue: () => ({ iat: undefined }),
  endless: ({ iat }) => ({ exp: iat + 48 * HOUR }),
  no_consumer: () => ({ consumer: undefined }),
  consumer_text: ({ consumer }) => ({ consumer: consumer.ID }),
  consumer_checksum: ({ consumer }) => ({
    consumer: { ...consumer, ID: "0192:991825828" },
  }),
  consumer_register: ({ consumer }) => ({
    consumer: { ...consumer, ID: "9908:991825827" },
  }),
  supplier_alone: ({ consumer }) => ({ supplier: consumer }),
  delegated: ({ consumer }) => ({
    supplier: { ...consumer, ID: "0192:958935420" },
    delegation_source: "https://www.altinn.no/",
  }),
  no_scope: () => ({ scope: undefined }),
  other_scope: () => ({ scope: "veiviser:statistics.read another:thing" }),
  other_client: () => ({ client_id: "somebody else's" }),
};

const base64 = (value) =>
  Buffer.from(JSON.stringify(value)).toString("base64url");

/** Tokens that somebody else made. */
const FORGERIES = {
  foreign_key: async (claims, header) =>
    sign(claims, header, (await generateKeyPair(ALGORITHM)).privateKey),
  foreign_kid: async (claims) =>
    sign(
      claims,
      { alg: ALGORITHM, kid: "nobody's" },
      (await generateKeyPair(ALGORITHM)).privateKey,
    ),
  none: (claims, header) =>
    `${base64({ ...header, alg: "none" })}.${base64(claims)}.`,
  public_key_as_secret: async (claims, header) =>
    sign(
      claims,
      { ...header, alg: "HS256" },
      Buffer.from(await exportSPKI(key.publicKey)),
    ),
  client_secret: (claims, header) =>
    sign(
      claims,
      { ...header, alg: "HS256" },
      Buffer.from(settings.client.client_secret),
    ),
  critical: (claims, header) =>
    `${base64({ ...header, crit: ["exp"], exp: 1 })}.${base64(claims)}.AAAA`,
  truncated: async (claims, header) =>
    (await sign(claims, header, key.privateKey)).slice(0, -8),
  no_token: () => "no token",
};

function sign(claims, header, privateKey) {
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader(header)
    .sign(privateKey);
}

let key;
let provider;
let handle;

async function makeKey(number) {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = {
    ...(await exportJWK(pair.privateKey)),
    kid: `key-${number}`,
    alg: ALGORITHM,
    use: "sig",
  };
  key = { ...pair, jwk, number };
}

/** The grant of Maskinporten (RFC 7523, section 2.1): a token for the organisation whose key signed the assertion. */
async function grantToMachine(ctx) {
  const { jwk, organisation } = settings.machine;
  const expected = { audience: issuer, issuer: "machine", maxTokenAge: 120 };
  const publicKey = await importJWK(jwk, ALGORITHM);
  const { payload } = await jwtVerify(
    ctx.oidc.params.assertion,
    publicKey,
    expected,
  ).catch(() => {
    throw new errors.InvalidGrant("the assertion is not trusted");
  });
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: payload.resource,
    client_id: "machine",
    client_amr: "private_key_jwt",
    token_type: "Bearer",
    scope: payload.scope,
    iat,
    exp: iat + 120,
    jti: `token of ${payload.jti}`,
    consumer: {
      authority: "iso6523-actorid-upis",
      ID: `0192:${organisation}`,
    },
  };
  ctx.body = {
    access_token: await tampered(claims),
    token_type: "Bearer",
    expires_in: 120,
    scope: payload.scope,
  };
}

/** Grants and codes are kept by the package itself, so a rebuilt provider still knows them. */
function build() {
  provider = new Provider(issuer, {
    acrValues: ["idporten-loa-substantial", "idporten-loa-high"],
    claims: {
      acr: null,
      auth_time: null,
      iss: null,
      openid: ["sub"],
      sid: null,
    },
    clients: [
      settings.client,
      {
        client_id: "machine",
        grant_types: [JWT_BEARER],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: "none",
      },
    ],
    cookies: { keys: ["for tests only"] },
    features: {
      backchannelLogout: { enabled: true },
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource },
    },
    // The product under test is on this machine, which the package would not ask.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId }),
    }),
    interactions: {
      url: (_ctx, interaction) => `/interaction/${interaction.uid}`,
    },
    jwks: { keys: [key.jwk] },
    loadExistingGrant,
    pkce: { required: () => true },
    responseTypes: ["code"],
    ttl: {
      AccessToken: HOUR,
      AuthorizationCode: 60,
      Grant: HOUR,
      IdToken: HOUR,
      Interaction: HOUR,
      Session: HOUR,
    },
  });
  provider.on("server_error", (_ctx, error) => console.error(error));
  provider.registerGrantType(JWT_BEARER, grantToMachine, ["assertion"]);
  handle = provider.callback();
}

/** The page that asks whether somebody means it. */
function logoutSource(ctx, form) {
  const button =
    '<button type="submit" form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>';
  ctx.body = `<!doctype html><html lang="en"><title>Log out</title><main><h1>Log out</h1>${form}${button}</main></html>`;
}

/** Nobody is asked what the service may learn. */
async function loadExistingGrant(ctx) {
  const grant = new provider.Grant({
    accountId: ctx.oidc.session.accountId,
    clientId: ctx.oidc.client.clientId,
  });
  grant.addOIDCScope("openid");
  await grant.save();
  return grant;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function page(response, title, content) {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(
    `<!doctype html><html lang="en"><title>${title}</title><main><h1>${title}</h1>${content}</main></html>`,
  );
}

async function interact(request, response) {
  if (request.method === "GET") {
    const form =
      '<form method="post"><label>Name <input name="name"></label> <button>Log in</button></form>';
    page(
      response,
      "Test provider",
      `${form}<form method="post"><button name="cancel" value="yes">Cancel</button></form>`,
    );
    return;
  }
  const form = new URLSearchParams(await bodyOf(request));
  const result = form.has("cancel")
    ? { error: "access_denied", error_description: "the person broke off" }
    : { login: { accountId: form.get("name"), acr: settings.acr } };
  await provider.interactionFinished(request, response, result);
}

async function tampered(claims) {
  const header = { alg: ALGORITHM, kid: key.jwk.kid };
  const forge = FORGERIES[settings.fault];
  if (forge) {
    return forge(claims, header);
  }
  const wrong = FAULTS[settings.fault]?.(claims) ?? {};
  return sign(
    { ...claims, ...wrong },
    settings.fault === "no_kid" ? { alg: ALGORITHM } : header,
    key.privateKey,
  );
}

/** Lets the package answer, and spoils the token in its answer where that is asked for. */
function answerToken(request, response) {
  const end = response.end.bind(response);
  response.end = (text) => {
    const answer = JSON.parse(text);
    if (!settings.fault || !answer.id_token) {
      return end(text);
    }
    const claims = JSON.parse(
      Buffer.from(answer.id_token.split(".")[1], "base64url"),
    );
    Promise.resolve(tampered(claims)).then((token) => {
      const spoiled = JSON.stringify({ ...answer, id_token: token });
      response.setHeader("content-length", Buffer.byteLength(spoiled));
      end(spoiled);
    });
    return response;
  };
  handle(request, response);
}

async function control(request, response) {
  const wish = JSON.parse(await bodyOf(request));
  Object.assign(settings.client, wish.client);
  Object.assign(settings.machine, wish.machine);
  settings.acr = wish.acr ?? settings.acr;
  settings.fault = wish.fault ?? settings.fault;
  if (wish.rotate) {
    await makeKey(key.number + 1);
  }
  build();
  const answer = { keys_asked: settings.keysAsked };
  if (wish.logout) {
    const iat = Math.floor(Date.now() / 1000);
    const event = { "http://schemas.openid.net/event/backchannel-logout": {} };
    const claims = {
      iss: issuer,
      aud: settings.client.client_id,
      iat,
      exp: iat + 120,
      jti: "1",
      events: event,
    };
    answer.logout_token = await tampered({ ...claims, ...wish.logout });
  }
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(answer));
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, issuer);
  if (pathname === "/control") {
    return control(request, response);
  }
  if (pathname.startsWith("/interaction/")) {
    return interact(request, response);
  }
  if (pathname === "/favicon.ico") {
    response.writeHead(204).end();
    return undefined;
  }
  if (pathname === "/jwks") {
    settings.keysAsked += 1;
  }
  return pathname === "/token"
    ? answerToken(request, response)
    : handle(request, response);
});

let issuer;
server.listen(0, "127.0.0.1", async () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  await makeKey(1);
  build();
  process.stdout.write(`${JSON.stringify({ issuer })}\n`);
});
process.stdin.resume();
process.stdin.once("end", () => process.exit(0));
