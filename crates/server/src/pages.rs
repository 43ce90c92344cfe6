//! Pages and files for browsers, embedded in the binary.

#![expect(
    clippy::needless_pass_by_value,
    reason = "handlers take extractors by value"
)]

use contacts::Contacts;
use kernel::{Language, ProblemCode};
use platform::http::{Assets, Problem};
use poem::EndpointExt;
use poem::{Response, Result, Route, get, handler, http::header, web::Data};

#[derive(rust_embed::RustEmbed)]
#[folder = "../../web/dist"]
struct Files;

/// The place in the start page where the server says whether it is open.
const STATUS_MARK: &str = "<!--service-status-->";

/// The pages whose status is written by the server, so that they work without scripts.
const START_PAGES: [(&str, &str, Language); 4] = [
    ("/", "index.html", Language::Nb),
    ("/nn", "nn/index.html", Language::Nn),
    ("/se", "se/index.html", Language::Se),
    ("/en", "en/index.html", Language::En),
];

pub(crate) fn routes(mut route: Route, contacts: &Contacts) -> Route {
    for (path, file, language) in START_PAGES {
        let page = StartPage { file, language };
        route = route.at(path, get(start_page).data(page).data(contacts.clone()));
        if path != "/" {
            let page = StartPage { file, language };
            route = route.at(
                format!("{path}/"),
                get(start_page).data(page).data(contacts.clone()),
            );
        }
    }
    route.nest_no_strip("/", Assets::<Files>::new(&["desk"], &["widget.js"]))
}

#[derive(Clone, Copy)]
struct StartPage {
    file: &'static str,
    language: Language,
}

#[handler]
fn start_page(page: Data<&StartPage>, contacts: Data<&Contacts>) -> Result<Response> {
    let Some(file) = Files::get(page.file) else {
        return Err(Problem::new(ProblemCode::NotFound)
            .detail("this binary was built without browser files")
            .into());
    };
    let html = String::from_utf8_lossy(&file.data)
        .replace(STATUS_MARK, &contacts.status_sentence(page.language));
    Ok(Response::builder()
        .content_type("text/html; charset=utf-8")
        .header(header::CACHE_CONTROL, "no-cache")
        .body(html))
}
