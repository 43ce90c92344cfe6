//! Pages and files for browsers, embedded in the binary.

use contacts::Contacts;
use kernel::{Language, ProblemCode};
use platform::http::Assets;
use poem::{
    Endpoint, Request, Response, Result,
    http::{Method, StatusCode, header},
};

#[derive(rust_embed::RustEmbed)]
#[folder = "../../web/dist"]
struct Files;

/// The place in the start page where the server says whether it is open.
const STATUS_MARK: &str = "<!--service-status-->";
/// Where it puts service notices.
const NOTICES_MARK: &str = "<!--service-notices-->";
/// Where it says for how many hours a conversation is kept.
const HOURS_MARK: &str = "<!--content-hours-->";

/// Every page and file; on the start pages the server writes the status and how long talks are kept, so that they say it
/// without scripts too.
pub(crate) struct Pages {
    files: Assets<Files>,
    contacts: Contacts,
}

impl Pages {
    pub(crate) fn new(contacts: Contacts) -> Self {
        Self {
            files: Assets::new(&["desk"], &["widget.js"]),
            contacts,
        }
    }

    /// Service notices as list items; a text that is not in the page's language says which it is in.
    fn notices(&self, language: Language) -> String {
        let notices = self.contacts.public_notices(language).into_iter();
        let item = |(text, own): (String, Language)| {
            let text = escaped(&text);
            if own == language {
                return format!("<li>{text}</li>");
            }
            let key = format!("language.{own}");
            let name = platform::sentence(language, &key);
            format!(
                "<li><span lang=\"{own}\">{text}</span> ({})</li>",
                escaped(name)
            )
        };
        notices.map(item).collect()
    }
}

/// Plain text inside HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

impl Endpoint for Pages {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let page = start_page(request.uri().path()).filter(|_| *request.method() == Method::GET);
        if let Some((name, language)) = page
            && let Some(file) = Files::get(name)
        {
            let html = String::from_utf8_lossy(&file.data)
                .replace(STATUS_MARK, &self.contacts.status_sentence(language))
                .replace(NOTICES_MARK, &self.notices(language))
                .replace(HOURS_MARK, &self.contacts.content_hours().to_string());
            return Ok(Response::builder()
                .content_type("text/html; charset=utf-8")
                .header(header::CACHE_CONTROL, "no-cache")
                .body(html));
        }
        if let Some(place) = explanation(request.uri().path()) {
            return Ok(Response::builder()
                .status(StatusCode::FOUND)
                .header(header::LOCATION, place)
                .finish());
        }
        self.files.call(request).await
    }
}

/// Where the catalogue explains the problem whose `type` a path is.
fn explanation(path: &str) -> Option<String> {
    let given = path.strip_prefix("/problems/")?;
    let known = ProblemCode::ALL.iter().find(|code| code.as_str() == given);
    known.map(|code| format!("/docs/partner/errors/#{}", code.as_str()))
}

fn start_page(path: &str) -> Option<(&'static str, Language)> {
    match path.trim_matches('/') {
        "" => Some(("index.html", Language::Nb)),
        "nn" => Some(("nn/index.html", Language::Nn)),
        "se" => Some(("se/index.html", Language::Se)),
        "en" => Some(("en/index.html", Language::En)),
        _ => None,
    }
}
