//! A list of learners as a form brings it: a file, or text pasted into a field.

use axum::extract::multipart::Field;
use axum::extract::{FromRequest as _, Multipart, Request};

use super::roster::{ROSTER_BYTES_MAX, Unreadable, text_of};
use crate::web::Fault;

/// Our form has three fields.
const FIELDS_MAX: usize = 8;

/// What came, still to be proved to come from our form.
pub struct Sent {
    pub token: String,
    /// The file's text, or what was typed where no file was chosen.
    pub text: Result<String, Unreadable>,
}

/// Reads a form; a file that is too large is read to its end all the same, since browsers show no
/// answer before they have sent it. Its length is limited by axum (2 MB).
pub async fn read(request: Request) -> Result<Sent, Fault> {
    let broken = |_| Fault::Invalid("The form was too long or broke off.".into());
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Fault::Invalid("The form was no form of this page.".into()))?;
    let (mut token, mut typed, mut file) = (String::new(), None, None);
    for _ in 0..FIELDS_MAX {
        let Some(field) = form.next_field().await.map_err(broken)? else { break };
        match field.name() {
            Some("token") => {
                let bytes = bytes(field).await?.unwrap_or_default();
                token = String::from_utf8_lossy(&bytes).into_owned();
            }
            Some("text") => typed = Some(bytes(field).await?),
            Some("file") => file = Some(bytes(field).await?),
            _ => {}
        }
    }
    let chosen = match file {
        Some(Some(bytes)) if bytes.is_empty() => typed,
        None => typed,
        chosen => chosen,
    };
    let text = match chosen {
        Some(None) => Err(Unreadable::TooLarge),
        Some(Some(bytes)) => text_of(&bytes),
        None => Err(Unreadable::Empty),
    };
    Ok(Sent { token, text })
}

/// A field's bytes; `None`: more than a list may have.
async fn bytes(mut field: Field<'_>) -> Result<Option<Vec<u8>>, Fault> {
    let mut bytes = Some(Vec::new());
    let broken = |_| Fault::Invalid("The form was too long or broke off.".into());
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        let fits = |held: &Vec<u8>| held.len() + chunk.len() <= ROSTER_BYTES_MAX;
        bytes = bytes.filter(fits);
        if let Some(held) = &mut bytes {
            held.extend_from_slice(&chunk);
        }
    }
    Ok(bytes)
}
