//! The text of one cue, with only the markup that `WebVTT` knows (w3.org/TR/webvtt1, cue text).

use super::{Stamp, time_ms};

/// A tag longer than this is text, in bytes.
const TAG_BYTES_MAX: usize = 200;

/// Tags kept. `v` and `lang` have words after a space, all may have classes after a dot.
const TAGS: [&str; 8] = ["b", "i", "u", "ruby", "rt", "c", "v", "lang"];

/// Tags whose content goes with them.
const GONE: [&str; 2] = ["script", "style"];

/// `raw` cleaned, without empty lines, at most `bytes_max` bytes of it read.
pub fn clean(raw: &str, bytes_max: usize) -> String {
    let raw = raw.get(..raw.floor_char_boundary(bytes_max)).unwrap_or_default();
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['<', '>', '&', '{']) {
        let (before, special) = rest.split_at(at);
        push_text(&mut out, before);
        rest = match special.as_bytes().first() {
            Some(b'<') => tag(&mut out, special),
            Some(b'&') => ampersand(&mut out, special),
            Some(b'{') => override_code(&mut out, special),
            _ => {
                out.push_str("&gt;");
                special.get(1..).unwrap_or_default()
            }
        };
    }
    push_text(&mut out, rest);
    let lines: Vec<&str> = out.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn push_text(out: &mut String, text: &str) {
    out.extend(text.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()));
}

/// At `<`: writes the tag if it is a known one; gives back what follows it.
fn tag<'a>(out: &mut String, at: &'a str) -> &'a str {
    let inside = at.get(1..).unwrap_or_default();
    let Some(end) = inside.find(['<', '>']).filter(|end| *end <= TAG_BYTES_MAX) else {
        out.push_str("&lt;");
        return inside;
    };
    if !inside.get(end..).is_some_and(|rest| rest.starts_with('>')) {
        out.push_str("&lt;");
        return inside;
    }
    let written = inside.get(..end).unwrap_or_default();
    let after = inside.get(end + 1..).unwrap_or_default();
    if let Some(stamp) = time_ms(written) {
        out.extend(["<", &Stamp(stamp).to_string(), ">"]);
        return after;
    }
    if !written.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
        // "1 < 2 and 3 > 2" is arithmetic.
        out.push_str("&lt;");
        return inside;
    }
    push_known(out, written);
    let name = name_of(written).to_ascii_lowercase();
    if GONE.contains(&name.as_str()) {
        return behind_closing(after, &name);
    }
    after
}

fn name_of(written: &str) -> &str {
    written.split(|c: char| c == '.' || c.is_whitespace()).next().unwrap_or_default()
}

fn push_known(out: &mut String, written: &str) {
    if let Some(name) = written.strip_prefix('/') {
        let name = name.trim().to_ascii_lowercase();
        if TAGS.contains(&name.as_str()) {
            out.extend(["</", &name, ">"]);
        }
        return;
    }
    let (head, words) = written.split_once(char::is_whitespace).unwrap_or((written, ""));
    let mut parts = head.split('.');
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    if !TAGS.contains(&name.as_str()) {
        return;
    }
    out.push('<');
    out.push_str(&name);
    for class in parts.filter(|class| is_class(class)) {
        out.push('.');
        out.push_str(class);
    }
    if name == "v" || name == "lang" {
        let words: String =
            words.chars().filter(|c| !c.is_control() && !"<>&".contains(*c)).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            out.push(' ');
            out.push_str(&words);
        }
    }
    out.push('>');
}

fn is_class(class: &str) -> bool {
    !class.is_empty() && class.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

fn behind_closing<'a>(after: &'a str, name: &str) -> &'a str {
    let closing = format!("</{name}");
    let lower = after.to_ascii_lowercase();
    lower
        .find(&closing)
        .and_then(|at| after.get(at..))
        .and_then(|rest| rest.find('>').and_then(|end| rest.get(end + 1..)))
        .unwrap_or_default()
}

/// At `&`: `WebVTT`'s own references stay, any other `&` is written as one.
fn ampersand<'a>(out: &mut String, at: &'a str) -> &'a str {
    let known = ["&amp;", "&lt;", "&gt;", "&nbsp;", "&lrm;", "&rlm;"];
    if let Some(reference) = known.iter().find(|known| at.starts_with(**known)) {
        out.push_str(reference);
        return at.get(reference.len()..).unwrap_or_default();
    }
    out.push_str("&amp;");
    at.get(1..).unwrap_or_default()
}

/// At `{`: `{\an8}` of the SSA format is a place on the screen and goes, other braces are text.
fn override_code<'a>(out: &mut String, at: &'a str) -> &'a str {
    let code = at.strip_prefix("{\\").and_then(|rest| rest.split_once('}'));
    if let Some((code, after)) = code
        && code.len() <= TAG_BYTES_MAX
        && !code.contains('\n')
    {
        return after;
    }
    out.push('{');
    at.get(1..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_markup_is_left() {
        let table = [
            ("<b>bold</b> <I>it</I>", "<b>bold</b> <i>it</i>"),
            ("<script>alert(1)</script><c.x>hi</c>", "<c.x>hi</c>"),
            ("<SCRIPT src=x>", ""),
            ("<img src=x onerror=alert(1)>hi", "hi"),
            ("<font color=red>hi</font>", "hi"),
            ("<v Teacher onclick>hi</v>", "<v Teacher onclick>hi</v>"),
            ("<b onclick=x>hi</b>", "<b>hi</b>"),
            ("<c.a.\"x.b>hi</c>", "<c.a.b>hi</c>"),
            ("<lang sw>jua</lang>", "<lang sw>jua</lang>"),
            ("<00:01.000>now", "<00:00:01.000>now"),
            ("1 < 2 & 3 > 2 -->", "1 &lt; 2 &amp; 3 &gt; 2 --&gt;"),
            ("&amp; &lt;b&gt; &copy;", "&amp; &lt;b&gt; &amp;copy;"),
            ("{\\an8}top {x}", "top {x}"),
            ("<b", "&lt;b"),
            ("<scr<script>ipt>x", "&lt;scr"),
            ("a\n\n \nb", "a\nb"),
        ];
        for (raw, wanted) in table {
            assert_eq!(clean(raw, 1000), wanted, "{raw}");
        }
    }
}
