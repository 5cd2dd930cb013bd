//! Every route of the box, with who may pass it. A part lists its routes here and nowhere else, so that
//! one table (`tests/suite/access`) can hold them all against what should pass.
//!
//! A gate knows roles only. That a change comes from a form of ours is judged where the form is read
//! (`People::posted`), which the same table tests.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::{Method, Response};
use axum::middleware::{Next, from_fn_with_state};
use axum::routing::{get, post};

use super::pages::{People, encoded};
use super::role::Role;
use crate::web::{Ask, Fault};

/// Who may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passes {
    Anyone,
    /// These roles, signed in; a technician only within the idle time.
    Only(&'static [Role]),
    /// These roles, and programs of this very machine.
    OwnMachineOr(&'static [Role]),
}

/// One route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    pub method: &'static str,
    /// As axum writes it: `/lessons/{id}`.
    pub path: &'static str,
    pub passes: Passes,
}

/// Routes with their gates, while a part lists them.
pub struct Gates<S> {
    people: Arc<People>,
    router: Router<S>,
    list: Vec<Gate>,
}

/// A part's routes, ready to be joined with others'.
#[derive(Default)]
pub struct Gated {
    pub router: Router,
    pub list: Vec<Gate>,
}

impl Gated {
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        Self { router: self.router.merge(other.router), list: self.list }
    }
}

impl<S: Clone + Send + Sync + 'static> Gates<S> {
    pub fn new(people: &Arc<People>) -> Self {
        Self { people: Arc::clone(people), router: Router::new(), list: Vec::new() }
    }

    #[must_use]
    pub fn get<H, T>(self, path: &'static str, passes: Passes, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add("GET", path, passes, get(handler))
    }

    #[must_use]
    pub fn post<H, T>(self, path: &'static str, passes: Passes, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add("POST", path, passes, post(handler))
    }

    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        passes: Passes,
        route: axum::routing::MethodRouter<S>,
    ) -> Self {
        self.list.push(Gate { method, path, passes });
        let route = match passes {
            Passes::Anyone => route,
            Passes::Only(_) | Passes::OwnMachineOr(_) => {
                route.layer(from_fn_with_state((Arc::clone(&self.people), passes), judge))
            }
        };
        Self { router: self.router.route(path, route), ..self }
    }

    pub fn with_state(self, state: S) -> Gated {
        Gated { router: self.router.with_state(state), list: self.list }
    }
}

/// Lets through whom the gate is for; sends everybody else to where they can sign in.
async fn judge(
    State((people, passes)): State<(Arc<People>, Passes)>,
    request: Request,
    next: Next,
) -> Result<Response<Body>, Fault> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let ask = people.services.ask_of(&request).ok_or(Fault::NotFound)?;
    people.judge(passes, &ask, reads).await?;
    Ok(next.run(request).await)
}

impl People {
    async fn judge(&self, passes: Passes, ask: &Ask, reads: bool) -> Result<(), Fault> {
        let roles = match passes {
            Passes::Anyone => return Ok(()),
            Passes::OwnMachineOr(_) if ask.arrival.local => return Ok(()),
            Passes::OwnMachineOr(roles) | Passes::Only(roles) => roles,
        };
        // After signing in, a page is shown; a form is not sent a second time.
        let next = if reads { encoded(&ask.path) } else { String::new() };
        let actor = self.actor(ask).await?;
        match actor.role() {
            Some(role) if !roles.contains(&role) => Err(Fault::ForOthers),
            Some(Role::Technician) if !self.guests.is_fresh(actor.session()) => {
                Err(Fault::Elsewhere(format!("/sign-in/again?next={next}")))
            }
            Some(_) => Ok(()),
            None if reads => Err(Fault::Elsewhere(format!("/sign-in?next={next}"))),
            None => Err(Fault::Forbidden),
        }
    }
}
