//! Cookies: read tolerantly, written the one way that DESIGN.md section 4 allows.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue, SET_COOKIE};

/// The value of the first cookie of that name, if it is a word of letters, digits, `-` and `_`.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim_start().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
        .filter(|value| !value.is_empty() && value.bytes().all(is_word))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// Adds a first-party cookie that scripts cannot read, for this many seconds. `name` and `value` are
/// words of ours.
pub fn set(headers: &mut HeaderMap, name: &str, value: &str, seconds: u32) {
    let line = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax");
    if let Ok(line) = HeaderValue::from_str(&line) {
        headers.append(SET_COOKIE, line);
    }
}

/// Adds a cookie that ends with the browser, for phones that several children share.
pub fn set_until_closed(headers: &mut HeaderMap, name: &str, value: &str) {
    if let Ok(line) =
        HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax"))
    {
        headers.append(SET_COOKIE, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_words_of_the_right_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("xguest=no; guest=ab12; lang=sw"));
        headers.append(COOKIE, HeaderValue::from_static("odd=\"<b>\"; guest=second"));
        assert_eq!(read(&headers, "guest"), Some("ab12"));
        assert_eq!(read(&headers, "lang"), Some("sw"));
        assert_eq!(read(&headers, "odd"), None);
        assert_eq!(read(&headers, "none"), None);
    }
}
