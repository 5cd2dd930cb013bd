//! One dispatch by `Host`, on every listener: the portal, the lesson site, or a stranger sent to the
//! portal. That is also the guard against DNS rebinding. Afterwards, what all answers get.

use std::net::IpAddr;
use std::sync::Arc;

use askama::Template as _;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST,
    HeaderName, HeaderValue, REFERER, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use axum::response::IntoResponse as _;
use tower::ServiceExt as _;

use super::phones::Phones;
use crate::lessons::{CONTENT_POLICY, Lessons};
use crate::people::gates::{Gate, Gated, Passes};
use crate::web::ask::local_path;
use crate::web::assets::{self, Asset};
use crate::web::fault::{FaultNote, redirect};
use crate::web::fault_page::{FaultKind, FaultPage};
use crate::web::files::{Sending, Source};
use crate::web::gzip::{pack_page, takes_gzip};
use crate::web::layout::Layout;
use crate::web::sites::Site;
use crate::web::{Arrival, Fault, Services};

/// Our own pages: nothing from elsewhere, nobody around them.
const PORTAL_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
     base-uri 'none'",
);
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const NO_PERMISSIONS: HeaderValue =
    HeaderValue::from_static("camera=(), microphone=(), geolocation=(), usb=(), payment=()");

/// What both sites serve beside their routes, to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Serves {
    Packages,
    Files,
    Mark,
}

struct Beside {
    gate: Gate,
    serves: Serves,
}

const BESIDE: [Beside; 4] = [
    Beside::new("/content/{*path}", Serves::Packages),
    Beside::new("/raw/{*path}", Serves::Packages),
    Beside::new("/static/{*path}", Serves::Files),
    Beside::new("/favicon.ico", Serves::Mark),
];

impl Beside {
    const fn new(path: &'static str, serves: Serves) -> Self {
        Self { gate: Gate { method: "GET", path, passes: Passes::Anyone }, serves }
    }

    fn is_at(&self, path: &str) -> bool {
        match self.gate.path.strip_suffix("{*path}") {
            Some(folder) => path.starts_with(folder),
            None => path == self.gate.path,
        }
    }
}

/// Both sites.
pub struct Dispatch {
    pub services: Arc<Services>,
    pub lessons: Arc<Lessons>,
    pub phones: Arc<Phones>,
    pub portal: Gated,
    pub lesson_site: Gated,
}

impl Dispatch {
    /// Every route of a site, with who may pass.
    pub fn gates(&self, site: &Site) -> Vec<Gate> {
        let routed = match site {
            Site::Portal => &self.portal.list,
            Site::Lessons { .. } => &self.lesson_site.list,
        };
        routed.iter().copied().chain(BESIDE.iter().map(|beside| beside.gate)).collect()
    }

    pub async fn answer(self: Arc<Self>, mut request: Request, phone: IpAddr) -> Response<Body> {
        self.phones.seen(phone);
        let Some(came) = host(&request).and_then(|host| self.services.sites.judge(host)) else {
            return redirect(StatusCode::FOUND, &(self.services.sites.front_door() + "/"));
        };
        let arrival = Arrival { came: Arc::new(came), local: phone.is_loopback(), phone };
        let gzip = *request.method() == Method::GET && takes_gzip(request.headers());
        let asker = Asker::of(&request);
        request.extensions_mut().insert(arrival.clone());
        let answered = self.route(&arrival, request).await;
        let answered = self.show_fault(answered, &arrival, &asker);
        let mut answered = match pack_page(answered, gzip).await {
            Ok(packed) => packed,
            Err(fault) => self.show_fault(fault.into_response(), &arrival, &asker),
        };
        add_headers(&arrival, &mut answered);
        answered
    }

    async fn route(&self, arrival: &Arrival, request: Request) -> Response<Body> {
        let path = request.uri().path();
        match BESIDE.iter().find(|beside| beside.is_at(path)).map(|beside| beside.serves) {
            Some(Serves::Packages) => {
                return self.lessons.content(arrival, request).await.into_response();
            }
            Some(Serves::Files) => return static_file(&request, path),
            // Browsers ask for it beside each page that names no picture, as pages of ZIMs do.
            Some(Serves::Mark) => return redirect(StatusCode::FOUND, assets::url("mark.svg")),
            None => {}
        }
        let router = match arrival.came.site {
            Site::Portal => &self.portal,
            Site::Lessons { .. } if path == "/" => {
                let portal = self.services.sites.portal_url(&arrival.came);
                return redirect(StatusCode::FOUND, &(portal + "/"));
            }
            Site::Lessons { .. } => &self.lesson_site,
        };
        match router.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    /// Makes a page, in the reader's language, of what a handler only noted.
    fn show_fault(
        &self,
        mut response: Response<Body>,
        arrival: &Arrival,
        asker: &Asker,
    ) -> Response<Body> {
        let note = response.extensions_mut().remove::<FaultNote>();
        let Some(kind) = note.map(kind).or_else(|| unnoted(&response)) else { return response };
        let headers: HeaderMap = asker.headers.iter().cloned().collect();
        let text = self.services.text_for(&headers, None);
        let again = asker.again(&arrival.came.origin(&self.services.sites));
        let (portal, path) = match arrival.came.site {
            Site::Portal => (String::new(), again),
            // A choice of language comes back on the portal, where this address is none.
            Site::Lessons { .. } => (self.services.sites.portal_url(&arrival.came), ""),
        };
        let config = self.services.settings.now();
        let layout = Layout {
            text: &text,
            box_name: &config.box_name,
            path,
            form_token: "",
            guest: false,
            portal: &portal,
            who: None,
        };
        let page = FaultPage { page: layout, kind, again };
        match page.render() {
            Ok(html) => {
                let headers = response.headers_mut();
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
                headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
                headers.remove(axum::http::header::CONTENT_LENGTH);
                *response.body_mut() = Body::from(html);
            }
            Err(error) => tracing::error!(error = %error, "the page of a fault failed"),
        }
        response
    }
}

/// What the page of a fault must know of its request. Few answers are faults, so it is cheap to keep.
struct Asker {
    /// By GET or HEAD.
    reads: bool,
    uri: Uri,
    /// The headers that choose a language, and where a form was.
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Asker {
    fn of(request: &Request) -> Self {
        let header = |name: HeaderName| Some((name.clone(), request.headers().get(name)?.clone()));
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let mut headers = Vec::with_capacity(3);
        headers.extend([ACCEPT_LANGUAGE, COOKIE].into_iter().filter_map(header));
        // Where a page was come from matters only to a form.
        headers.extend(header(REFERER).filter(|_| !reads));
        Self { reads, uri: request.uri().clone(), headers }
    }

    /// What may be asked again by GET: the page itself, or the one that its form was on.
    fn again(&self, own_origin: &str) -> &str {
        if self.reads {
            return self.uri.path_and_query().map_or("/", |path| path.as_str());
        }
        let referer = self.headers.iter().find(|(name, _)| *name == REFERER);
        referer
            .and_then(|(_, url)| local_path(url.to_str().ok()?.strip_prefix(own_origin)?))
            .unwrap_or("/")
    }
}

fn host(request: &Request) -> Option<&str> {
    let header = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    header.or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str))
}

fn kind(note: FaultNote) -> FaultKind {
    match note {
        FaultNote::NotFound => FaultKind::Lost,
        FaultNote::Gone => FaultKind::Gone,
        FaultNote::Invalid => FaultKind::Wrong,
        FaultNote::Forbidden => FaultKind::Old,
        FaultNote::ForOthers => FaultKind::Closed,
        FaultNote::Busy => FaultKind::Busy,
        FaultNote::Broken => FaultKind::Broken,
    }
}

/// What the router or an extractor refused by itself: an unknown address, a number that is none.
fn unnoted(response: &Response<Body>) -> Option<FaultKind> {
    let status = response.status();
    let own = response.headers().contains_key(CACHE_CONTROL);
    match status {
        _ if own => None,
        StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST | StatusCode::METHOD_NOT_ALLOWED => {
            Some(FaultKind::Lost)
        }
        _ => None,
    }
}

fn static_file(request: &Request, path: &str) -> Response<Body> {
    let Some(asset) = assets::asset(path) else {
        return Fault::NotFound.into_response();
    };
    send_asset(&asset, request.method(), request.headers())
}

fn send_asset(asset: &Asset, method: &Method, asked: &HeaderMap) -> Response<Body> {
    let gzip = takes_gzip(asked);
    let bytes = if gzip {
        bytes::Bytes::from_static(asset.gzip)
    } else {
        bytes::Bytes::from(asset.plain().into_owned())
    };
    let sending = Sending {
        source: Source::Held(bytes),
        mime: HeaderValue::from_static(asset.mime),
        etag: HeaderValue::from_str(&format!("\"{}\"", asset.hash)).ok(),
        encoding: gzip.then_some("gzip"),
    };
    let mut response = sending.answer(method, asked);
    let kept = if asset.immutable {
        HeaderValue::from_static("public, max-age=31536000, immutable")
    } else {
        HeaderValue::from_static("no-cache")
    };
    response.headers_mut().insert(CACHE_CONTROL, kept);
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    response
}

fn add_headers(arrival: &Arrival, response: &mut Response<Body>) {
    let policy = match arrival.came.site {
        Site::Portal => PORTAL_POLICY,
        Site::Lessons { .. } => CONTENT_POLICY,
    };
    let headers = response.headers_mut();
    // A player's page brought its own.
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(PERMISSIONS_POLICY, NO_PERMISSIONS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_again_only_by_get() {
        let own = "http://a.lessons.lan";
        let table = [
            ("GET", "/play/3?k=1", None, "/play/3?k=1"),
            ("POST", "/state/3/done", Some("http://a.lessons.lan/play/3"), "/play/3"),
            ("POST", "/state/3/done", Some("http://evil.example/play/3"), "/"),
            ("POST", "/state/3/done", Some("http://a.lessons.lan.evil.example/play/3"), "/"),
            ("POST", "/state/3/done", Some("http://a.lessons.lan//evil.example"), "/"),
            ("POST", "/state/3/done", None, "/"),
        ];
        for (method, path, referer, expected) in table {
            let mut request = Request::builder().method(method).uri(path);
            if let Some(referer) = referer {
                request = request.header(REFERER, referer);
            }
            let asker = Asker::of(&request.body(Body::empty()).unwrap());
            assert_eq!(asker.again(own), expected, "{method} {path} {referer:?}");
        }
    }
}
