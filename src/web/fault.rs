//! The one kind of failure that pages know, and the one place where it becomes an answer. Inner
//! detail is logged here, once, and never shown.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;

use crate::store::StoreError;

/// Sorted by what the reader can do about it.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Nothing has this address.
    #[error("not found")]
    NotFound,
    /// It is known, but cannot be read now: a stick pulled out, a file gone bad.
    #[error("gone: {0}")]
    Gone(String),
    /// What was sent cannot be used; the sentence says why.
    #[error("invalid: {0}")]
    Invalid(String),
    /// Not from one of our own forms, or not for this reader.
    #[error("forbidden")]
    Forbidden,
    /// Known, but this reader's account is not for it.
    #[error("for others")]
    ForOthers,
    #[error("busy")]
    Busy { retry_secs: u32 },
    /// Go there instead: not a failure, but it ends a handler as one does.
    #[error("elsewhere")]
    Elsewhere(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Page(#[from] askama::Error),
}

/// Left on the answer for whoever knows the reader's language to make a page of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultNote {
    NotFound,
    Gone,
    Invalid,
    Forbidden,
    ForOthers,
    Busy,
    Broken,
}

impl Fault {
    fn judge(&self) -> (StatusCode, FaultNote) {
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, FaultNote::NotFound),
            Self::Gone(_) => (StatusCode::SERVICE_UNAVAILABLE, FaultNote::Gone),
            Self::Invalid(_) => (StatusCode::BAD_REQUEST, FaultNote::Invalid),
            Self::Forbidden => (StatusCode::FORBIDDEN, FaultNote::Forbidden),
            Self::ForOthers => (StatusCode::FORBIDDEN, FaultNote::ForOthers),
            Self::Busy { .. } => (StatusCode::SERVICE_UNAVAILABLE, FaultNote::Busy),
            Self::Store(error) if error.is_full() => {
                (StatusCode::INSUFFICIENT_STORAGE, FaultNote::Broken)
            }
            Self::Elsewhere(_) | Self::Store(_) | Self::Page(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, FaultNote::Broken)
            }
        }
    }

    fn log(&self) {
        match self {
            Self::Store(error) => tracing::error!(error = %error, "a page could not be made"),
            Self::Page(error) => tracing::error!(error = %error, "a template failed"),
            Self::Gone(sentence) => tracing::info!(reason = %sentence, "a package is not there"),
            other => tracing::debug!(fault = %other, "a request was not followed"),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response<Body> {
        if let Self::Elsewhere(url) = &self {
            return see_other(url);
        }
        self.log();
        let (status, note) = self.judge();
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Self::Busy { retry_secs } = self {
            headers.insert(RETRY_AFTER, HeaderValue::from(retry_secs));
        }
        response.extensions_mut().insert(note);
        response
    }
}

/// A redirect that is asked for anew each time, and by GET.
pub fn see_other(url: &str) -> Response<Body> {
    redirect(StatusCode::SEE_OTHER, url)
}

pub fn redirect(status: StatusCode, url: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match HeaderValue::from_str(url) {
        Ok(url) => {
            headers.insert(LOCATION, url);
        }
        Err(error) => {
            tracing::error!(error = %error, "an address that no header can hold");
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        }
    }
    response
}

/// A page that says nothing for the next child to find: kept by no cache.
pub fn page(template: &impl askama::Template) -> Result<Response<Body>, Fault> {
    Ok(html(template.render()?))
}

pub fn html(text: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(text.into());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// JSON for scripts and tools.
pub fn json(value: &impl serde::Serialize) -> Result<Response<Body>, Fault> {
    let text = serde_json::to_vec(value).map_err(|error| Fault::Invalid(error.to_string()))?;
    let mut response = Response::new(text.into());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
