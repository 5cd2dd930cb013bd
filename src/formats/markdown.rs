//! A lesson in Markdown: its title and first words, safe HTML, and text for search.
//!
//! Raw HTML is left out. Links lead inside the lesson's package, or show an address of the Internet that is
//! marked (`rel`, class `off-box`) since no phone here can follow it. Pictures come from the package only.

use std::fmt;

use percent_encoding::percent_decode_str;
use pulldown_cmark::{
    CowStr, Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd, html,
};

use super::encoding::{decode, one_line};
use super::html_text::escaped;
use super::language_tag;
use super::virtual_path::{VirtualPath, in_address};

/// A lesson above this is refused, in bytes.
pub const MARKDOWN_BYTES_MAX: usize = 1 << 20;
/// HTML made of one lesson, in bytes; nested quotes can grow twentyfold.
const HTML_BYTES_MAX: usize = 4 << 20;
const TITLE_CHARS_MAX: usize = 200;
const DESCRIPTION_CHARS_MAX: usize = 200;
/// Pictures listed of one lesson.
const PICTURES_MAX: usize = 200;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkdownLesson {
    /// Of the front matter, else the first heading of level one.
    pub title: Option<String>,
    /// Of the front matter, else the first paragraph.
    pub description: Option<String>,
    /// `lang` or `language` of the front matter.
    pub language: Option<String>,
    /// Safe to put inside a page of the lesson site.
    pub html: String,
    pub text: String,
    /// Paths of the pictures used, from the package's root.
    pub pictures: Vec<VirtualPath>,
}

/// Where a lesson stands, so that what it leads to can be found from any page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Base<'a> {
    /// The address that the package's files are found under, without a `/` at its end: `/content/first-lessons`.
    pub content: &'a str,
    /// The lesson's own folder inside the package; empty at its root.
    pub folder: &'a str,
}

impl Base<'_> {
    /// The path that a reference of the lesson leads to inside the package, without query and fragment; `None`
    /// for everything else.
    fn inside(&self, to: &str) -> Option<VirtualPath> {
        let path = to.split(['?', '#']).next().unwrap_or_default();
        let path = percent_decode_str(path).decode_utf8().ok()?;
        // A colon in the first part is a scheme to some browser, tabs and newlines in it too.
        let first = path.split('/').next().unwrap_or_default();
        if path.is_empty() || first.contains(':') || path.contains('\\') {
            return None;
        }
        VirtualPath::resolve(self.folder, &path).ok()
    }

    /// A root-relative address, which works from whatever page shows the lesson.
    fn address(&self, path: &VirtualPath) -> String {
        format!("{}/{}", self.content, in_address(path.as_str()))
    }

    /// The opening tag of a link, if it may be one.
    fn link(&self, to: &str) -> Option<String> {
        let lower = to.to_ascii_lowercase();
        if lower.starts_with("http://") || lower.starts_with("https://") {
            let rel = "external nofollow noopener noreferrer";
            return Some(format!("<a class=\"off-box\" rel=\"{rel}\" href=\"{}\">", escaped(to)));
        }
        if to.starts_with('#') {
            return Some(format!("<a href=\"{}\">", escaped(to)));
        }
        let path = self.inside(to)?;
        let rest = to.find(['?', '#']).and_then(|at| to.get(at..)).unwrap_or_default();
        Some(format!("<a href=\"{}{}\">", self.address(&path), escaped(rest)))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarkdownFault {
    #[error("This lesson's text is larger than 1 MB. Split it into several lessons.")]
    TooLarge,
    #[error(
        "This lesson's text is nested too deeply to be shown. Take out some of its \">\" or list marks."
    )]
    TooDeep,
}

/// Reads a lesson that stands at `base`.
///
/// # Errors
/// `TooLarge` above 1 MiB, `TooDeep` when its HTML would pass 4 MiB.
pub fn read(bytes: &[u8], base: Base<'_>) -> Result<MarkdownLesson, MarkdownFault> {
    if bytes.len() > MARKDOWN_BYTES_MAX {
        return Err(MarkdownFault::TooLarge);
    }
    let source = decode(bytes);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reading = Reading { base, ..Reading::default() };
    let mut out = Bounded(String::new());
    let safe = Parser::new_ext(&source, options).filter_map(|event| reading.pass(event));
    html::write_html_fmt(&mut out, safe).map_err(|fmt::Error| MarkdownFault::TooDeep)?;
    Ok(reading.finish(out.0))
}

/// A string that takes no more than `HTML_BYTES_MAX`.
struct Bounded(String);

impl fmt::Write for Bounded {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        if self.0.len() + piece.len() > HTML_BYTES_MAX {
            return Err(fmt::Error);
        }
        self.0.push_str(piece);
        Ok(())
    }
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Elsewhere,
    FrontMatter,
    Title,
    Description,
}

#[derive(Default)]
struct Reading<'b> {
    base: Base<'b>,
    lesson: MarkdownLesson,
    within: Within,
    front_matter: String,
    title: String,
    description: String,
    /// For each open link or picture, whether its tag was written.
    open: Vec<bool>,
}

impl Reading<'_> {
    /// What is written of `event`, if anything.
    fn pass<'a>(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match event {
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Start(Tag::HtmlBlock)
            | Event::End(TagEnd::HtmlBlock) => None,
            Event::Start(Tag::Link { dest_url, .. }) => {
                let written = self.base.link(&dest_url);
                self.open.push(written.is_some());
                written.map(|tag| Event::InlineHtml(CowStr::from(tag)))
            }
            Event::End(TagEnd::Link) => {
                let written = self.open.pop().unwrap_or(false);
                written.then_some(Event::InlineHtml(CowStr::Borrowed("</a>")))
            }
            Event::Start(Tag::Image { dest_url, link_type, title, id }) => {
                let path = self.base.inside(&dest_url);
                self.open.push(path.is_some());
                let path = path?;
                let dest_url = CowStr::from(self.base.address(&path));
                if self.lesson.pictures.len() < PICTURES_MAX {
                    self.lesson.pictures.push(path);
                }
                Some(Event::Start(Tag::Image { link_type, dest_url, title, id }))
            }
            Event::End(TagEnd::Image) => {
                let written = self.open.pop().unwrap_or(false);
                written.then_some(Event::End(TagEnd::Image))
            }
            other => {
                self.note(&other);
                Some(other)
            }
        }
    }

    /// Keeps the words of title, description, front matter and text.
    fn note(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle)) => {
                self.within = Within::FrontMatter;
            }
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) if self.title.is_empty() => {
                self.within = Within::Title;
            }
            Event::Start(Tag::Paragraph) if self.description.trim().is_empty() => {
                self.within = Within::Description;
            }
            Event::End(TagEnd::MetadataBlock(_) | TagEnd::Heading(_) | TagEnd::Paragraph) => {
                self.within = Within::Elsewhere;
                self.lesson.text.push('\n');
            }
            Event::End(TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock) => {
                self.lesson.text.push('\n');
            }
            Event::Text(words) | Event::Code(words) => self.words(words),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        match self.within {
            Within::FrontMatter => return self.front_matter.push_str(words),
            Within::Title => self.title.push_str(words),
            Within::Description => self.description.push_str(words),
            Within::Elsewhere => {}
        }
        self.lesson.text.push_str(words);
    }

    fn finish(mut self, html: String) -> MarkdownLesson {
        let front = |names: &[&str]| {
            self.front_matter
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(name, _)| names.contains(&name.trim()))
                .map(|(_, value)| value.trim().trim_matches(['"', '\'']).to_owned())
        };
        let line = |given: Option<String>, found: &str, most| {
            [given.unwrap_or_default().as_str(), found]
                .into_iter()
                .map(|words| one_line(words, most))
                .find(|words| !words.is_empty())
        };
        self.lesson.title = line(front(&["title"]), &self.title, TITLE_CHARS_MAX);
        self.lesson.description =
            line(front(&["description"]), &self.description, DESCRIPTION_CHARS_MAX);
        self.lesson.language =
            front(&["lang", "language"]).and_then(|tag| language_tag::parse(&tag));
        self.lesson.html = html;
        self.lesson
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(text: &str) -> MarkdownLesson {
        read(text.as_bytes(), Base { content: "/content/sky", folder: "en/nature" }).unwrap()
    }

    #[test]
    fn a_lesson_says_its_title_words_and_pictures() {
        let moon = lesson(
            "# The *moon*\n\nIt goes\naround. ![A drawing](pictures/the%20moon.svg)\n\n- one\n- two\n",
        );
        assert_eq!(moon.title.as_deref(), Some("The moon"));
        assert_eq!(moon.description.as_deref(), Some("It goes around. A drawing"));
        assert_eq!(
            moon.text.split_whitespace().collect::<Vec<_>>().join(" "),
            "The moon It goes around. A drawing one two"
        );
        assert_eq!(
            moon.pictures.iter().map(VirtualPath::as_str).collect::<Vec<_>>(),
            ["en/nature/pictures/the moon.svg"]
        );
        assert!(
            moon.html.contains(
                "<img src=\"/content/sky/en/nature/pictures/the%20moon.svg\" alt=\"A drawing\" />"
            ),
            "{}",
            moon.html
        );
    }

    #[test]
    fn what_it_leads_to_is_found_from_every_page() {
        let table = [
            ("[a](rain.md)", "href=\"/content/sky/en/nature/rain.md\""),
            ("[a](../../sw/mvua.md?x=1&y#a-b)", "href=\"/content/sky/sw/mvua.md?x=1&amp;y#a-b\""),
            ("[a](#part)", "href=\"#part\""),
            ("![a](../../drawings/moon.svg)", "src=\"/content/sky/drawings/moon.svg\""),
            ("![a](%D9%82.svg)", "src=\"/content/sky/en/nature/%D9%82.svg\""),
            ("![a](a%22b.svg)", "src=\"/content/sky/en/nature/a%22b.svg\""),
        ];
        for (text, wanted) in table {
            let html = lesson(text).html;
            assert!(html.contains(wanted), "{text} → {html}");
        }
        let out = lesson("![a](../../../x.svg) [b](../../../../etc/passwd) [c](/box) [d](?x)");
        assert_eq!((out.html.as_str(), out.pictures), ("<p>a b c d</p>\n", Vec::new()));
    }

    #[test]
    fn front_matter_speaks_first() {
        let given = lesson("---\ntitle: \"Mwezi\"\nlang: sw\ndir: ltr\n---\n# Other\n\nwords\n");
        assert_eq!(given.title.as_deref(), Some("Mwezi"));
        assert_eq!(given.language.as_deref(), Some("sw"));
        assert!(!given.html.contains("lang:"), "{}", given.html);
    }

    #[test]
    fn nothing_runs_and_nothing_leaves_the_folder() {
        let attacks = [
            "<script>alert(1)</script>",
            "x <img src=x onerror=alert(1)> y",
            "[a](javascript:alert(1))",
            "[a](JaVaScript:alert(1))",
            "[a](java\tscript:alert(1))",
            "[a](%6aavascript:alert(1))",
            "[a](vbscript:x)",
            "[a](data:text/html,x)",
            "[a](//evil.invalid/x)",
            "[a](\\\\\\\\evil.invalid)",
            "[a](/box)",
            "[a](../../../other)",
            "![x](http://evil.invalid/pixel.gif)",
            "![x](x\" onerror=\"alert(1))",
            "![x](<x\" onerror=\"alert(1)>)",
            "<a href='javascript:alert(1)'>x</a>",
            "[b]: data:text/html,<script>alert(1)</script>\n\n[b]",
            "<javascript:alert(1)>",
        ];
        for attack in attacks {
            // Only what stands inside of a tag can do anything.
            let html = lesson(attack).html.to_ascii_lowercase();
            let tags = html.split('<').skip(1).filter_map(|t| t.split_once('>'));
            let html: String = tags.flat_map(|(tag, _)| ["<", tag, ">"]).collect();
            for bad in [
                "<script",
                "<iframe",
                "href=\"java",
                "href=\"data",
                "href=\"//",
                "href=\"/box",
                "href=\"/other",
                "href=\"..",
                "src=\"http",
                "src=\"data",
                "\" onerror",
                "href=\"%6a",
            ] {
                assert!(!html.contains(bad), "{attack} → {html}");
            }
        }
        assert_eq!(
            lesson("[x](https://example.org/?a=1&b=2)").html,
            "<p><a class=\"off-box\" rel=\"external nofollow noopener noreferrer\" href=\"https://example.org/?a=1&amp;b=2\">x</a></p>\n"
        );
    }

    #[test]
    fn what_would_grow_too_far_is_refused() {
        assert_eq!(read(&vec![b'>'; 1 << 20], Base::default()), Err(MarkdownFault::TooDeep));
        assert_eq!(
            read(&vec![b'a'; MARKDOWN_BYTES_MAX + 1], Base::default()),
            Err(MarkdownFault::TooLarge)
        );
    }
}
