//! Becoming one of the staff through the pages, as people do.

use std::fmt::Write as _;
use std::path::Path;

use super::Phone;
use super::phone::Answer;

/// Nobody guesses it from a name.
pub const NEW_PASSPHRASE: &str = "seven goats cross a bridge";

/// A field of a form, encoded.
pub fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").unwrap();
        }
    }
    out
}

/// Sends a page's form with these fields beside its token.
pub fn send(phone: &mut Phone, page: &str, fields: &[(&str, &str)]) -> Answer {
    let shown = phone.get(page);
    let token = shown.token().unwrap_or_else(|| panic!("no form: {}", shown.text()));
    phone.post(page.split('?').next().unwrap(), &form(&token, fields))
}

/// The body of a form.
pub fn form(token: &str, fields: &[(&str, &str)]) -> String {
    let mut form = format!("token={token}");
    for (name, value) in fields {
        write!(form, "&{name}={}", encoded(value)).unwrap();
    }
    form
}

/// All that a new account is asked for.
pub fn account<'a>(code: &'a str, name: &'a str, sign_in: &'a str) -> [(&'a str, &'a str); 4] {
    [("code", code), ("name", name), ("sign_in", sign_in), ("passphrase", NEW_PASSPHRASE)]
}

/// The setup code as the status file shows it; `None`: there is none.
pub fn setup_code(data: &Path) -> Option<String> {
    let status = std::fs::read_to_string(data.join("status.txt")).unwrap();
    let (_, rest) = status.split_once("Setup code: ")?;
    Some(rest.lines().next().unwrap().to_owned())
}
