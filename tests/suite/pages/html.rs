//! Just enough HTML to read our own pages.

/// Elements that have no end tag.
pub const VOID: &[&str] = &["meta", "link", "img", "input", "source", "track", "use", "br", "path"];

/// A start tag with its attributes, an end tag, or words between tags.
pub enum Piece<'a> {
    Start(&'a str, Vec<(&'a str, &'a str)>),
    End(&'a str),
    Words(&'a str),
}

/// Our own pages only: attributes are quoted with `"`, and `<` stands for nothing else.
pub fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = html.strip_prefix("<!doctype html>").unwrap_or(html);
    while let Some(open) = rest.find('<') {
        found.push(Piece::Words(&rest[..open]));
        let mut quoted = false;
        let tag = &rest[open + 1..];
        let close = tag
            .char_indices()
            .find(|(_, c)| {
                quoted ^= *c == '"';
                *c == '>' && !quoted
            })
            .map(|(at, _)| at)
            .unwrap();
        rest = &tag[close + 1..];
        let tag = &tag[..close];
        found.push(tag.strip_prefix('/').map_or_else(|| start(tag), Piece::End));
    }
    found.push(Piece::Words(rest));
    found
}

fn start(tag: &str) -> Piece<'_> {
    let tag = tag.trim_end_matches('/');
    let (name, mut rest) = tag.split_once([' ', '\n']).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let key = &rest[..end];
        rest = &rest[end..];
        let value = rest.strip_prefix("=\"").map(|value| value.split_once('"').unwrap());
        rest = value.map_or(rest, |(_, after)| after);
        attributes.push((key, value.map_or("", |(value, _)| value)));
    }
    Piece::Start(name, attributes)
}

pub fn attribute<'a>(attributes: &[(&'a str, &'a str)], key: &str) -> Option<&'a str> {
    attributes.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
}

pub fn unescape(words: &str) -> String {
    let named = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let decimal = named.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"");
    decimal.replace("&#39;", "'").replace("&#38;", "&").replace("&amp;", "&")
}
