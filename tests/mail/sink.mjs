// A mail server that keeps what it is given, for tests: `node tests/mail/sink.mjs` prints one line of JSON,
// {"smtp":"127.0.0.1:PORT","http":"http://127.0.0.1:PORT"}, and ends when its standard input does.
// `GET /?to=ADDRESS` answers the mails to an address, newest last; without `to`, all of them.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import process from "node:process";

const fromWeb = createRequire(new URL("../../web/package.json", import.meta.url));
const { SMTPServer } = fromWeb("smtp-server");
const { simpleParser } = fromWeb("mailparser");

const mails = [];

/** What a reader of the mail would see, and its headers as they came, names in lower case. */
async function opened(stream) {
  const { from, to, subject, text, html, headerLines } = await simpleParser(stream, { skipTextToHtml: true });
  const value = (line) => line.slice(line.indexOf(":") + 1).replace(/\r?\n[ \t]+/g, " ").trim();
  return {
    from: from?.text ?? "",
    to: to?.text ?? "",
    subject: subject ?? "",
    text: text ?? "",
    html: html || "",
    headers: Object.fromEntries(headerLines.map(({ key, line }) => [key, value(line)])),
  };
}

const smtp = new SMTPServer({
  // Nothing is asked of who sends: neither encryption nor a password.
  hideSTARTTLS: true,
  disabledCommands: ["STARTTLS"],
  authOptional: true,
  allowInsecureAuth: true,
  onAuth: ({ username }, _session, done) => done(null, { user: username }),
  onData(stream, { envelope }, done) {
    const recipients = envelope.rcptTo.map(({ address }) => address.toLowerCase());
    // The mail is taken only when it can be read, so that whoever sent it finds it here at once.
    opened(stream).then((mail) => {
      mails.push({ recipients, mail });
      done();
    }, done);
  },
});

const http = createServer((request, response) => {
  const to = new URL(request.url, "http://sink").searchParams.get("to")?.toLowerCase();
  const found = mails.filter(({ recipients }) => to === undefined || recipients.includes(to));
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(found.map(({ mail }) => mail)));
});

function listening(server) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const { server: inner = server } = server;
    server.listen(0, "127.0.0.1", () => resolve(`127.0.0.1:${inner.address().port}`));
  });
}

const [smtpAddress, httpAddress] = await Promise.all([listening(smtp), listening(http)]);
// A client that leaves in the middle of a step is no reason to stop.
smtp.on("error", () => undefined);
console.log(JSON.stringify({ smtp: smtpAddress, http: `http://${httpAddress}` }));
process.stdin.resume().once("end", () => process.exit(0));
