//! `folder.toml`: what a teacher or packer says of a folder and of the lessons in it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::base::Subject;
use crate::formats::language_tag;

/// A sheet above this is refused, in bytes.
pub const SHEET_BYTES_MAX: usize = 256 << 10;
const TITLE_CHARS_MAX: usize = 200;
const DESCRIPTION_CHARS_MAX: usize = 1000;

/// What is said of a folder or of one lesson. Each may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub title: Option<String>,
    pub description: Option<String>,
    /// BCP 47, such as `sw` or `zh-Hans`.
    pub language: Option<String>,
    pub subject: Option<Subject>,
    /// A picture's path from this folder; `..` may lead to a folder above, not out of what is loaded.
    pub picture: Option<String>,
}

/// A whole `folder.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    pub title: Option<String>,
    pub description: Option<String>,
    pub language: Option<String>,
    pub subject: Option<Subject>,
    pub picture: Option<String>,
    /// Names of folders and files that come first, in this order.
    #[serde(default)]
    pub order: Vec<String>,
    /// By file name.
    #[serde(default)]
    pub lesson: BTreeMap<String, About>,
}

impl Sheet {
    /// Reads a sheet.
    ///
    /// # Errors
    /// A sentence without the folder's name: the line and what is wrong there.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        if bytes.len() > SHEET_BYTES_MAX {
            return Err("it is larger than 256 KB. Shorten it".into());
        }
        let text = std::str::from_utf8(bytes)
            .map_err(|_| "it is not saved as UTF-8. Save it again with that encoding".to_owned())?;
        let text = text.trim_start_matches('\u{feff}');
        let mut sheet: Self = toml::from_str(text).map_err(|error| sentence(text, &error))?;
        let mut abouts: Vec<&mut Option<String>> = vec![&mut sheet.language];
        abouts.extend(sheet.lesson.values_mut().map(|about| &mut about.language));
        for language in abouts {
            if let Some(written) = language.take() {
                let known = language_tag::parse(&written);
                *language = Some(known.ok_or_else(|| {
                    format!("\"{written}\" is no language code. Write one such as \"sw\" or \"fr\"")
                })?);
            }
        }
        sheet.check_lengths()?;
        Ok(sheet)
    }

    fn check_lengths(&self) -> Result<(), String> {
        let texts = [(&self.title, &self.description)].into_iter();
        let lessons = self.lesson.values().map(|about| (&about.title, &about.description));
        let long = |text: &Option<String>, most| {
            text.as_ref().is_some_and(|text| text.chars().count() > most)
        };
        for (title, description) in texts.chain(lessons) {
            if long(title, TITLE_CHARS_MAX) || long(description, DESCRIPTION_CHARS_MAX) {
                return Err(
                    "a title is longer than 200 letters or a description longer than 1,000. \
                            Shorten it"
                        .into(),
                );
            }
        }
        Ok(())
    }

    /// What is said of the folder itself.
    pub fn about(&self) -> About {
        About {
            title: self.title.clone(),
            description: self.description.clone(),
            language: self.language.clone(),
            subject: self.subject,
            picture: self.picture.clone(),
        }
    }
}

fn sentence(text: &str, error: &toml::de::Error) -> String {
    let message =
        error.message().trim().replace(['\n', '`'], " ").replace("unknown field", "unknown word");
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    match error.span() {
        Some(span) => {
            let before = text.get(..span.start).unwrap_or_default();
            let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
            format!("line {line}: {message}. Correct that line")
        }
        None => format!("{message}. Correct it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_says_titles_order_and_lessons() {
        let sheet = Sheet::parse(
            b"title = \"Sky\"\nlanguage = \"SW\"\nsubject = \"science\"\norder = [\"moon.mp4\"]\n\
              [lesson.\"moon.mp4\"]\ntitle = \"Moon\"\nlanguage = \"zh-hans\"\n",
        )
        .unwrap();
        assert_eq!(sheet.language.as_deref(), Some("sw"));
        assert_eq!(sheet.subject, Some(Subject::Science));
        assert_eq!(sheet.lesson["moon.mp4"].language.as_deref(), Some("zh-Hans"));
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let table = [
            ("title = \"a\"\ntitel = \"b\"\n", "line 2: unknown word titel"),
            ("[lesson.\"a.mp4\"]\nsubjct = \"x\"\n", "line 2: unknown word subjct"),
            ("subject = \"maths\"\nlanguage = \"swahili!\"\n", "\"swahili!\" is no language code"),
            ("subject = \"football\"\n", "line 1: unknown variant football"),
            ("title = \n", "line 1: "),
        ];
        for (text, wanted) in table {
            let got = Sheet::parse(text.as_bytes()).unwrap_err();
            assert!(got.starts_with(wanted), "{text} → {got}");
        }
        assert!(Sheet::parse(b"title = \"\xe9\"").unwrap_err().contains("UTF-8"));
    }
}
