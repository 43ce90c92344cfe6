//! What the person gets: who points to guidance, a link, the code, and until when it is good.

use kernel::{Instant, Language};
use platform::{Pii, Secret, filled, mail::Mail};

/// What is said.
pub(crate) struct Content<'a> {
    pub(crate) language: Language,
    pub(crate) partner: &'a str,
    pub(crate) code: &'a Secret<String>,
    pub(crate) link: &'a str,
    pub(crate) expires_at: Instant,
}

impl Content<'_> {
    fn say(&self, key: &str) -> String {
        // A day is the same in Norway but for an hour or two at night, which nobody will miss.
        let until = self.expires_at.format("%d.%m.%Y").to_string();
        let values = [
            ("partner", self.partner),
            ("code", self.code.expose().as_str()),
            ("link", self.link),
            ("until", until.as_str()),
        ];
        filled(self.language, key, &values)
    }
}

/// A short message.
pub(crate) fn text(content: &Content<'_>) -> Pii<String> {
    Pii::new(content.say("text.referral"))
}

/// A mail.
pub(crate) fn mail(to: Pii<String>, content: &Content<'_>) -> Mail {
    let say = |part: &str| content.say(&format!("mail.referral.{part}"));
    let paragraphs = [say("body"), say("code"), say("expiry"), say("privacy")];
    let action = say("action");
    let [body, code, expiry, privacy] = &paragraphs;
    let link = content.link;
    let text = format!("{body}\n\n{action}: {link}\n\n{code}\n\n{expiry}\n\n{privacy}\n");
    Mail {
        to,
        subject: say("subject"),
        text: Pii::new(text),
        html: Pii::new(page(content.language, &paragraphs, (&action, link))),
    }
}

fn page(language: Language, paragraphs: &[String; 4], (action, link): (&str, &str)) -> String {
    let [body, code, expiry, privacy] = paragraphs.each_ref().map(|text| escaped(text));
    let (action, link) = (escaped(action), escaped(link));
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"></head>\
         <body style=\"font:16px/1.5 sans-serif;color:#1e2b3c;max-width:36rem\"><p>{body}</p>\
         <p><a href=\"{link}\" style=\"display:inline-block;padding:12px 20px;border-radius:4px;\
         background:#0062ba;color:#fff\">{action}</a></p>\
         <p>{link}</p><p>{code}</p><p>{expiry}</p><p>{privacy}</p></body></html>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content<'a>(code: &'a Secret<String>, partner: &'a str) -> Content<'a> {
        Content {
            language: Language::Nb,
            partner,
            code,
            link: "https://veiviser.example/referral#ABCD-EFGH-JKLM",
            expires_at: testkit::working_day(),
        }
    }

    #[test]
    fn a_message_holds_the_link_and_the_code_in_every_language() {
        let code = Secret::new("ABCD-EFGH-JKLM".to_owned());
        for language in Language::ALL {
            let content = Content {
                language: *language,
                ..content(&code, "Nav Bergen")
            };
            let mail = mail(Pii::new("kari@example.org".to_owned()), &content);
            for text in [&mail.text, &mail.html, &text(&content)] {
                let text = text.expose();
                assert!(text.contains(content.link), "{language}: {text}");
                assert!(text.contains("Nav Bergen"), "{language}: {text}");
            }
            assert!(mail.text.expose().contains("\n\n"), "{language}");
            assert!(!mail.subject.contains("mail.referral"), "{language}");
        }
    }

    #[test]
    fn names_cannot_write_into_the_page() {
        let code = Secret::new("ABCD-EFGH-JKLM".to_owned());
        let content = content(&code, "<script>");
        let mail = mail(Pii::new("kari@example.org".to_owned()), &content);
        assert!(!mail.html.expose().contains("<script>"));
    }
}
