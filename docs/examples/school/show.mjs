// Shows pupils which ways to guidance are open, in words. A page would ask its own server, which keeps this for a minute.
//   node school/show.mjs nn
import process from "node:process";
import { unwrap } from "@veiviser/client";
import { connect, run } from "../veiviser.mjs";

const TEXTS = {
  nb: {
    chat: "Chat", phone: "Telefon", callback: "Bli ringt opp", video: "Video", appointment: "Time",
    open: "åpen", until: "til", closed: "stengt", opens: "åpner", wait: "ventetid ca.", minutes: "min",
  },
  nn: {
    chat: "Chat", phone: "Telefon", callback: "Bli ringd opp", video: "Video", appointment: "Time",
    open: "open", until: "til", closed: "stengd", opens: "opnar", wait: "ventetid ca.", minutes: "min",
  },
  en: {
    chat: "Chat", phone: "Telephone", callback: "Call back", video: "Video", appointment: "Appointment",
    open: "open", until: "until", closed: "closed", opens: "opens", wait: "wait about", minutes: "min",
  },
};

const [language = "nb"] = process.argv.slice(2);
const t = TEXTS[language] ?? TEXTS.nb;
const clock = new Intl.DateTimeFormat(language, { timeZone: "Europe/Oslo", weekday: "short", hour: "2-digit", minute: "2-digit" });
const at = (time) => clock.format(new Date(time));

function sentence({ channel, open, reason, closes_at, next_opening, estimated_wait_s, estimate_uncertain }) {
  const parts = [open ? t.open : t.closed];
  if (open && closes_at) parts.push(`${t.until} ${at(closes_at)}`);
  if (!open && reason) parts.push(reason);
  if (!open && next_opening) parts.push(`${t.opens} ${at(next_opening)}`);
  if (estimated_wait_s !== undefined && !estimate_uncertain) {
    parts.push(`${t.wait} ${Math.max(1, Math.round(estimated_wait_s / 60))} ${t.minutes}`);
  }
  return `${t[channel] ?? channel}: ${parts.join(", ")}`;
}

await run(async () => {
  const query = { language: TEXTS[language] === undefined ? "nb" : language };
  const { items } = unwrap(await connect().GET("/availability", { params: { query } }));
  // What nobody offers is left out: a channel that never opens is no way to guidance.
  const offered = items.filter((item) => item.open || item.next_opening !== undefined || item.reason !== undefined);
  for (const item of offered) console.log(sentence(item));
});
