//! Where the bar goes in a served page, and which addresses in it open in frames. On every page's way out, so
//! nothing is copied and the search ends at `<body>`.

use std::ops::Range;

use memchr::memmem;

use super::scan::{Piece, Pieces, Tag};

/// A head longer than this gets no bar, in bytes.
const HEAD_BYTES_MAX: usize = 1 << 20;
/// Frames marked in one page.
const FRAMES_MAX: usize = 64;
/// A frame's tag longer than this is not read, in bytes.
const FRAME_TAG_BYTES_MAX: usize = 4096;

/// What may stand before the body without beginning it.
fn is_of_head(name: &[u8]) -> bool {
    matches!(
        name,
        b"html"
            | b"head"
            | b"title"
            | b"meta"
            | b"link"
            | b"script"
            | b"style"
            | b"base"
            | b"noscript"
            | b"basefont"
            | b"bgsound"
            | b"noframes"
            | b"object"
    )
}

/// The offset at which a fragment can be put so that it is the first thing of the body: behind
/// `<body …>`, else before what begins the body unsaid. `None` for a frameset, a document that is no HTML
/// (XML of another root, plain text, UTF-16), or a head of more than 1 MiB.
pub fn insert_bar_at(html: &[u8]) -> Option<usize> {
    if matches!(html, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return None;
    }
    let head = html.get(..HEAD_BYTES_MAX).unwrap_or(html);
    let mark = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut first_text = None;
    let mut raw_text_next = false;
    let mut head_seen = false;
    let mut templates = 0_usize;
    for piece in Pieces::new(head) {
        match piece {
            Piece::Text(range) if !raw_text_next && templates == 0 => {
                let from = range.start.max(mark);
                let text = head.get(from..range.end).unwrap_or_default();
                if let Some(at) = text.iter().position(|b| !b.is_ascii_whitespace()) {
                    first_text.get_or_insert(from + at);
                }
            }
            Piece::Text(_) | Piece::Other => {}
            Piece::Tag(tag) => {
                let name = tag.name(head);
                let name = name.as_bytes();
                match step(name, &tag, head_seen, first_text, &mut templates) {
                    Step::Here(at) => return Some(at),
                    Step::Nowhere => return None,
                    Step::On => head_seen = true,
                }
                raw_text_next = !tag.closes && is_text_only(name);
            }
        }
    }
    // Only a head, or nothing at all: the end begins the body, if the whole page was seen.
    (head_seen && head.len() == html.len()).then(|| first_text.unwrap_or(html.len()))
}

enum Step {
    Here(usize),
    Nowhere,
    On,
}

fn step(
    name: &[u8],
    tag: &Tag,
    head_seen: bool,
    first_text: Option<usize>,
    templates: &mut usize,
) -> Step {
    if name == b"template" {
        *templates = if tag.closes { templates.saturating_sub(1) } else { *templates + 1 };
        return Step::On;
    }
    if *templates > 0 {
        return Step::On;
    }
    match (name, tag.closes, first_text) {
        (b"body", false, _) => Step::Here(tag.end),
        (b"frameset", ..) => Step::Nowhere,
        (_, _, Some(at)) => Step::Here(at),
        (b"html" | b"body", true, _) => Step::Here(tag.start),
        (_, true, _) => Step::On,
        _ if is_of_head(name) => Step::On,
        // An unknown root is XML of another make; inside `<html>` it begins the body.
        _ if head_seen || is_known_start(name) => Step::Here(tag.start),
        _ => Step::Nowhere,
    }
}

fn is_text_only(name: &[u8]) -> bool {
    matches!(name, b"script" | b"style" | b"title" | b"noscript" | b"noframes")
}

/// Elements with which a page without `<html>` really begins.
fn is_known_start(name: &[u8]) -> bool {
    const STARTS: [&[u8]; 36] = [
        b"a",
        b"article",
        b"aside",
        b"audio",
        b"b",
        b"blockquote",
        b"br",
        b"button",
        b"canvas",
        b"center",
        b"details",
        b"div",
        b"dl",
        b"em",
        b"figure",
        b"footer",
        b"form",
        b"h1",
        b"h2",
        b"h3",
        b"header",
        b"hr",
        b"i",
        b"iframe",
        b"img",
        b"main",
        b"nav",
        b"ol",
        b"p",
        b"pre",
        b"section",
        b"span",
        b"strong",
        b"table",
        b"ul",
        b"video",
    ];
    STARTS.contains(&name)
}

/// An address in served markup that opens in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameTarget {
    /// Where the value of `src` lies, without its quotes.
    pub value: Range<usize>,
}

/// The `src` of the first 64 `<iframe>` and `<frame>` tags, in order, those that a script would write too:
/// to mark one too many does no harm. One too few either, but a page more is counted: tags spelt like
/// `<fRaMe>`, which nobody writes, are passed over, so that every page can be searched at the speed of memory.
pub fn frame_targets(html: &[u8]) -> Vec<FrameTarget> {
    let mut starts: Vec<usize> = memmem::find_iter(html, b"rame")
        .chain(memmem::find_iter(html, b"RAME"))
        .filter_map(|at| frame_tag_start(html, at))
        .collect();
    starts.sort_unstable();
    let mut targets = Vec::new();
    for start in starts {
        let end = html.len().min(start + FRAME_TAG_BYTES_MAX);
        let Some(Piece::Tag(tag)) = html.get(start..end).and_then(|h| Pieces::new(h).next()) else {
            continue;
        };
        if let Some(value) = tag.attribute(html.get(start..end).unwrap_or_default(), "src") {
            targets.push(FrameTarget { value: start + value.start..start + value.end });
        }
        if targets.len() == FRAMES_MAX {
            break;
        }
    }
    targets
}

/// Where the tag begins whose name ends with the `rame` at `at`, if it is a frame's.
fn frame_tag_start(html: &[u8], at: usize) -> Option<usize> {
    [b"frame".as_slice(), b"iframe"].into_iter().find_map(|name| {
        let start = (at + b"rame".len()).checked_sub(name.len() + 1)?;
        let rest = html.get(start..)?.strip_prefix(b"<")?;
        begins(rest, name).then_some(start)
    })
}

fn begins(rest: &[u8], name: &[u8]) -> bool {
    rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
        && rest.get(name.len()).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_the_first_thing_of_the_body() {
        // `^` marks the place; without it there is none.
        let table = [
            "<!DOCTYPE html><html><head><title>x</title></head><body class=\"a>b\">^<p>x",
            "<BODY>^",
            "<html><head><script>var a = '<body>';</script><style>/*<body>*/</style></head><body>^x",
            "<!-- <body> --><body>^x",
            "<html><head><title><body></title></head><body\n id='b'>^x",
            "<!doctype html><title>x</title>^<p>x</p>",
            "<html><head></head>\n  ^hello <b>x</b></html>",
            "^<div>a fragment</div>",
            "\u{feff}^<p>x",
            "<html><head><title>x</title></head>^</html>",
            "<head><template><p>x</p></template></head><body>^",
            "<html><head><noscript><img src=x></noscript></head><body>^",
            "<html><custom-tag>".replace("<custom", "^<custom").as_str(),
            "<html><frameset cols=1><frame src=a></frameset></html>",
            "<?xml version='1.0'?><rss><channel/></rss>",
            "<svg xmlns='x'></svg>",
            "{\"json\": true}",
            "a < b",
            "",
            "<body class=\"never closed",
        ]
        .map(str::to_owned);
        for marked in table {
            let html = marked.replace('^', "");
            assert_eq!(insert_bar_at(html.as_bytes()), marked.find('^'), "{marked}");
        }
        assert_eq!(insert_bar_at(b"\xff\xfe<\0b\0o\0d\0y\0>\0"), None);
    }

    #[test]
    fn frames_are_found_with_their_address() {
        let html = "<iframe src=\"a.html?x\"></iframe><IFrame title=x src='b'><FRAME src=c><frameset src=d><iframes src=e><iframe>";
        let found: Vec<&str> =
            frame_targets(html.as_bytes()).into_iter().filter_map(|t| html.get(t.value)).collect();
        assert_eq!(found, ["a.html?x", "b", "c"]);
        assert_eq!(frame_targets(b"rame frame <rame src=x> < frame src=x> <xframe src=x>"), []);
        assert_eq!(frame_targets("<iframe src=x>".repeat(100).as_bytes()).len(), FRAMES_MAX);
    }
}
