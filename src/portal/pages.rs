//! Welcome, languages, help: pages that show nothing of anybody and so ask nobody who they are.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;

use super::views::{HelpPage, LanguagesPage, WelcomePage};
use crate::base::Subject;
use crate::people::People;
use crate::people::gates::{Gated, Gates, Passes};
use crate::web::ask::{
    GUEST_COOKIE, LANGUAGE_COOKIE, LANGUAGE_KEPT_SECS, form, local_path, query_value,
};
use crate::web::fault::see_other;
use crate::web::{Ask, Fault, Services, cookies, page};

type Answer = Result<Response<Body>, Fault>;

pub fn routes(people: &Arc<People>) -> Gated {
    Gates::new(people)
        .get("/welcome", Passes::Anyone, welcome)
        .get("/languages", Passes::Anyone, languages)
        .post("/languages", Passes::Anyone, choose_language)
        .get("/help", Passes::Anyone, help)
        .with_state(Arc::clone(people))
}

fn asked(services: &Services, request: Request) -> Result<(Ask, Body), Fault> {
    let (parts, body) = request.into_parts();
    Ok((services.ask(&parts).ok_or(Fault::NotFound)?, body))
}

/// A form token for whoever has no session yet: bound to the cookie as it is, even to none.
fn token(services: &Services, ask: &Ask) -> String {
    services.form_token(ask.cookie(GUEST_COOKIE).unwrap_or("nobody"))
}

async fn welcome(State(people): State<Arc<People>>, request: Request) -> Answer {
    let services = &people.services;
    let (ask, _) = asked(services, request)?;
    let names = services.texts.names();
    page(&WelcomePage {
        page: ask.layout(""),
        classes: !people.classes().await?.is_empty(),
        start_url: services.sites.portal_url(&ask.arrival.came) + "/",
        address: Some(services.sites.front_door()),
        subjects: [Subject::Maths, Subject::Science, Subject::Stories, Subject::Health].into(),
        languages: &names,
    })
}

async fn languages(State(people): State<Arc<People>>, request: Request) -> Answer {
    let services = &people.services;
    let (ask, _) = asked(services, request)?;
    let next = ask.query("next");
    let next = next.as_deref().and_then(local_path).unwrap_or("/");
    let (names, token) = (services.texts.names(), token(services, &ask));
    page(&LanguagesPage { page: ask.layout(&token), languages: &names, next })
}

async fn choose_language(State(people): State<Arc<People>>, request: Request) -> Answer {
    let services = &people.services;
    let (ask, body) = asked(services, request)?;
    let form = form(body).await?;
    let session = ask.cookie(GUEST_COOKIE).unwrap_or("nobody");
    let token = query_value(&form, "token").unwrap_or_default();
    if !services.may_change(&ask, session, &token) {
        return Err(Fault::Forbidden);
    }
    let next = query_value(&form, "next");
    let mut response = see_other(next.as_deref().and_then(local_path).unwrap_or("/"));
    let wanted = query_value(&form, "lang").unwrap_or_default();
    if let Some(known) = services.texts.names().iter().find(|known| *known.tag == *wanted) {
        let headers = response.headers_mut();
        cookies::set(headers, LANGUAGE_COOKIE, &known.tag, LANGUAGE_KEPT_SECS);
    }
    Ok(response)
}

async fn help(State(people): State<Arc<People>>, request: Request) -> Answer {
    let services = &people.services;
    let (ask, _) = asked(services, request)?;
    let address = services.sites.front_door();
    page(&HelpPage { page: ask.layout(""), wifi: &ask.config.box_name, address: &address })
}
