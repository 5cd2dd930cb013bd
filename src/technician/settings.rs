//! `/box/settings`: what the box is called and which language it speaks. On the disk before the page says
//! so, in force from the next page on.

use std::sync::{Arc, PoisonError};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;

use super::care_views::SettingsPage;
use super::pages::Desk;
use crate::config::BadValue;
use crate::people::Present;
use crate::people::acts::Act;
use crate::store::{StoreError, write_whole};
use crate::usage::BoxEvent;
use crate::web::ask::query_value;
use crate::web::fault::see_other;
use crate::web::{Ask, Fault, page};

type Answer = Result<Response<Body>, Fault>;

const NAME: &str = "box.name";
const LANGUAGE: &str = "box.language";

/// Why settings were not taken.
enum Refused {
    Value(BadValue),
    Disk(StoreError),
}

impl Desk {
    fn show_settings(&self, ask: &Ask, present: &Present, typed: Option<(&str, &str)>) -> Answer {
        let names = self.services.texts.names();
        let (name, language) = typed.unwrap_or((&ask.config.box_name, &ask.config.box_language));
        let view = SettingsPage {
            page: present.layout(ask),
            name,
            language,
            languages: &names,
            saved: typed.is_none() && ask.query("saved").is_some(),
            wrong_name: typed.is_some(),
        };
        Ok(present.finish(ask, page(&view)?))
    }

    /// Written, then in force: the file is the truth at the next start. Waits for the disk.
    fn set(&self, values: &[(&'static str, String)]) -> Result<(), Refused> {
        let settings = &self.services.settings;
        // Two technicians may save at once: the second begins from what the first left.
        let _one = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let draft = settings.draft(values).map_err(Refused::Value)?;
        write_whole(&self.data.settings(), draft.toml().as_bytes()).map_err(Refused::Disk)?;
        settings.accept(draft);
        Ok(())
    }
}

pub(super) async fn show(State(desk): State<Arc<Desk>>, request: Request) -> Answer {
    let (ask, _) = desk.people.ask(request)?;
    let present = desk.people.present(&ask).await?;
    desk.show_settings(&ask, &present, None)
}

pub(super) async fn save(State(desk): State<Arc<Desk>>, request: Request) -> Answer {
    let (ask, body) = desk.people.ask(request)?;
    let (present, form) = desk.people.posted(&ask, body).await?;
    let typed = |name| query_value(&form, name).unwrap_or_default().trim().to_owned();
    let (name, language) = (typed("name"), typed("language"));
    if !desk.services.texts.names().iter().any(|known| *known.tag == *language) {
        return Err(Fault::Invalid("The box does not have this language.".into()));
    }
    let now = &ask.config;
    let values: Vec<(&'static str, String)> =
        [(NAME, &name, &now.box_name), (LANGUAGE, &language, &now.box_language)]
            .into_iter()
            .filter(|(_, new, old)| new != old)
            .map(|(key, new, _)| (key, new.clone()))
            .collect();
    let keys: Vec<&'static str> = values.iter().map(|(key, _)| *key).collect();
    let setting = Arc::clone(&desk);
    let done = tokio::task::spawn_blocking(move || setting.set(&values)).await;
    match done.map_err(|_| StoreError::Closed)? {
        Ok(()) => {}
        Err(Refused::Value(bad)) => {
            tracing::debug!(setting = bad.key, "a setting was not taken");
            return desk.show_settings(&ask, &present, Some((&name, &language)));
        }
        Err(Refused::Disk(error)) => return Err(error.into()),
    }
    let details = keys.iter().map(ToString::to_string).collect();
    desk.note(&present, Act::SettingChanged, details).await?;
    for key in keys {
        desk.usage.box_event(BoxEvent::Setting { key: key.into() });
    }
    Ok(present.finish(&ask, see_other("/box/settings?saved=1")))
}
