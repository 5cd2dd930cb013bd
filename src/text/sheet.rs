//! A language as a spreadsheet: key, English, hint, translation. One row for each form of a plural,
//! so that a volunteer writes sentences and never a formula.
//!
//! Excel and `LibreOffice` write `;` where the comma is the decimal sign, tabs when asked, a BOM or none.

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use thiserror::Error;
use unic_langid::LanguageIdentifier;

use super::forms::{
    Entry, Form, LANGUAGE_BYTES_MAX, Words, check_words, tidy, variables, write_ftl,
};
use super::rows::{self, Row, RowsTrouble};
use super::{Definition, MESSAGES};

/// Rows that are read: 300 messages, six forms at the most for those that count.
const ROWS_MAX: usize = 2000;
/// Mistakes that are listed together; the rest would not fit a screen.
const MISTAKES_MAX: usize = 20;

/// A checked spreadsheet.
#[derive(Debug)]
pub struct Import {
    /// The language's canonical tag, which is safe as a file name.
    pub lang: String,
    /// Messages with words.
    pub filled: usize,
    /// Messages of the same sheet without: they fall back.
    pub missing: usize,
    /// Sentences about rows that were passed over.
    pub skipped: Vec<String>,
    /// What to write to `DATA/languages/{lang}.ftl`.
    pub ftl: String,
    pub(super) entries: Vec<Entry>,
}

#[derive(Debug, Error)]
pub enum TextError {
    #[error("“{0}” is not a language tag. Use a short one, such as ny or pt-BR.")]
    Tag(String),
    #[error("The file is larger than {LANGUAGE_BYTES_MAX} bytes. Save only the sheet of words.")]
    TooLarge,
    #[error("The file is not UTF-8 text. Save it as “CSV UTF-8”.")]
    Encoding,
    #[error("The first row must name the columns key and translation. Keep it as it was exported.")]
    Header,
    #[error("A quotation mark in row {0} is not closed. Close it, then import again.")]
    Quote(usize),
    #[error("The file has more than {ROWS_MAX} rows. Keep one row for each sentence.")]
    Rows,
    #[error("No row has a translation. Fill the last column, then import again.")]
    Empty,
    #[error("Nothing was changed. Correct these rows, then import again: {}", .0.join(" "))]
    Mistakes(Vec<String>),
}

/// One of the two sheets. UTF-8 with BOM, which Excel needs; cells quoted; rows end as spreadsheets' do.
pub(super) fn export_csv(lang: &LanguageIdentifier, known: &[Entry], desk: bool) -> String {
    let mut out = String::from("\u{feff}key,English,hint,translation\r\n");
    for message in MESSAGES.iter().filter(|message| message.desk == desk) {
        let own = known.iter().find(|entry| entry.key == message.key).map(|entry| &entry.words);
        for (name, hint) in rows(lang, message, own) {
            let key = if name.is_empty() {
                message.key.to_owned()
            } else {
                format!("{}[{name}]", message.key)
            };
            let cells = [&key, english(message, &name), &hint, said(own, &name)];
            let row: Vec<_> = cells.iter().map(|cell| quote(cell)).collect();
            out.push_str(&row.join(","));
            out.push_str("\r\n");
        }
    }
    out
}

/// The forms that the language needs, each with its hint.
fn rows(
    lang: &LanguageIdentifier,
    message: &Definition,
    own: Option<&Words>,
) -> Vec<(String, String)> {
    let Some(variable) = message.choice else {
        return vec![(String::new(), message.hint.to_owned())];
    };
    let mut forms: Vec<(String, String)> = categories(lang)
        .into_iter()
        .map(|(name, examples)| {
            let hint = format!("{} For {variable} = {examples}", message.hint);
            (name.to_owned(), hint.trim().to_owned())
        })
        .collect();
    let english = message.forms.iter().map(|(name, _)| (*name).to_owned());
    let theirs = match own {
        Some(Words::Forms { forms, .. }) => forms.iter().map(|form| form.name.clone()).collect(),
        _ => Vec::new(),
    };
    for name in english.chain(theirs) {
        let exact = name.bytes().all(|byte| byte.is_ascii_digit());
        if exact && !forms.iter().any(|(known, _)| *known == name) {
            forms.insert(0, (name.clone(), format!("For {variable} = {name} exactly")));
        }
    }
    forms
}

/// The plural categories of a language with numbers that belong to each; `other` comes last.
fn categories(lang: &LanguageIdentifier) -> Vec<(&'static str, String)> {
    const NUMBERS: std::ops::RangeInclusive<u32> = 0..=200;
    const EXAMPLES: usize = 4;
    let mut language = lang.clone();
    language.region = None;
    language.clear_variants();
    let rules = PluralRules::create(language, PluralRuleType::CARDINAL)
        .or_else(|_| {
            let english: LanguageIdentifier = unic_langid::LanguageIdentifier::default();
            PluralRules::create(english, PluralRuleType::CARDINAL)
        })
        .ok();
    let category = |n: u32| {
        rules.as_ref().and_then(|rules| rules.select(n).ok()).map_or_else(
            || if n == 1 { "one" } else { "other" },
            |category| match category {
                PluralCategory::ZERO => "zero",
                PluralCategory::ONE => "one",
                PluralCategory::TWO => "two",
                PluralCategory::FEW => "few",
                PluralCategory::MANY => "many",
                PluralCategory::OTHER => "other",
            },
        )
    };
    ["zero", "one", "two", "few", "many", "other"]
        .into_iter()
        .filter_map(|name| {
            let mut numbers = NUMBERS.filter(|n| category(*n) == name).peekable();
            if name != "other" && numbers.peek().is_none() {
                return None;
            }
            let shown: Vec<_> = numbers.take(EXAMPLES).map(|n| n.to_string()).collect();
            Some((name, shown.join(", ")))
        })
        .collect()
}

fn english(message: &Definition, form: &str) -> &'static str {
    let exact = message.forms.iter().find(|(name, _)| *name == form);
    exact.or(message.forms.last()).map_or("", |(_, words)| words)
}

fn said<'a>(own: Option<&'a Words>, form: &str) -> &'a str {
    match own {
        Some(Words::Plain(words)) if form.is_empty() || form == "other" => words,
        Some(Words::Plain(_)) | None => "",
        Some(Words::Forms { forms, .. }) => {
            forms.iter().find(|each| each.name == form).map_or("", |each| &each.words)
        }
    }
}

/// A leading `=`, `+`, `-` or `@` would be a formula to a spreadsheet: a blank before it stops that.
fn quote(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@']) { " " } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

pub(super) fn import_csv(lang: &LanguageIdentifier, bytes: &[u8]) -> Result<Import, TextError> {
    if bytes.len() > LANGUAGE_BYTES_MAX {
        return Err(TextError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| TextError::Encoding)?;
    let text = text.trim_start_matches('\u{feff}');
    let rows = rows::read(text, ROWS_MAX).map_err(|trouble| match trouble {
        RowsTrouble::Quote(row) => TextError::Quote(row),
        RowsTrouble::Many => TextError::Rows,
    })?;
    let mut rows = rows.iter();
    let header = rows.next().map(|row| row.cells.as_slice()).unwrap_or_default();
    let column = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let (Some(key_at), Some(words_at)) = (column("key"), column("translation")) else {
        return Err(TextError::Header);
    };
    let mut taken = Taken::default();
    for Row { number: row, cells } in rows {
        let cell = |at: usize| cells.get(at).map(|cell| cell.trim()).unwrap_or_default();
        if let Err(mistake) = taken.take(*row, cell(key_at), cell(words_at)) {
            taken.mistakes.push(format!("Row {row}: {mistake}."));
        }
    }
    taken.finish(lang)
}

/// What the rows have given so far.
#[derive(Default)]
struct Taken {
    entries: Vec<Entry>,
    mistakes: Vec<String>,
    skipped: Vec<String>,
}

impl Import {
    /// Whether it is about what the desks say, or about what pupils read; it may be about both.
    fn is_about(&self, desk: bool) -> bool {
        self.entries.iter().any(|entry| is_of_desk(&entry.key) == desk)
    }

    /// Keeps what was known of the sheet that this one is not about.
    pub(super) fn over(mut self, known: Vec<Entry>) -> Self {
        let other = |entry: &Entry| !self.is_about(is_of_desk(&entry.key));
        let kept: Vec<Entry> = known.into_iter().filter(other).collect();
        self.ftl = write_ftl(&kept) + &self.ftl;
        self
    }
}

fn is_of_desk(key: &str) -> bool {
    MESSAGES.iter().any(|message| message.key == key && message.desk)
}

impl Taken {
    /// Takes one row; a mistake is the end of a sentence that begins with the row.
    fn take(&mut self, row: usize, key: &str, words: &str) -> Result<(), String> {
        if key.is_empty() || words.is_empty() {
            return Ok(());
        }
        let (name, form) = match key.strip_suffix(']').and_then(|key| key.split_once('[')) {
            Some((name, form)) => (name, Some(form)),
            None => (key, None),
        };
        let Some(message) = MESSAGES.iter().find(|message| message.key == name) else {
            let key = shorten(key);
            self.skipped.push(format!("Row {row} was passed over: “{key}” is no key."));
            return Ok(());
        };
        let words = tidy(words);
        check_words(&words).map_err(|why| format!("“{key}” {why}"))?;
        agree(message, form, &words)?;
        match (form, message.choice) {
            (None, None) => self.add_plain(key, words),
            (Some(form), Some(variable)) => self.add_form(name, variable, form, words),
            (None, Some(variable)) => self.add_form(name, variable, "other", words),
            (Some(_), None) => Err(format!("“{name}” has no forms")),
        }
    }

    fn add_plain(&mut self, key: &str, words: String) -> Result<(), String> {
        if self.entries.iter().any(|entry| entry.key == key) {
            return Err(format!("“{key}” stands twice"));
        }
        let words = Words::Plain(words);
        self.entries.push(Entry { key: key.to_owned(), hint: String::new(), words });
        Ok(())
    }

    fn add_form(
        &mut self,
        key: &str,
        variable: &str,
        name: &str,
        words: String,
    ) -> Result<(), String> {
        const NAMES: &[&str] = &["zero", "one", "two", "few", "many", "other"];
        let exact = name.len() <= 3 && !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
        if !exact && !NAMES.contains(&name) {
            return Err(format!("“[{}]” is no form", shorten(name)));
        }
        let form = Form { name: name.to_owned(), words };
        match self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.words) {
            Some(Words::Forms { forms, .. }) => {
                if forms.iter().any(|known| known.name == name) {
                    return Err(format!("“{key}[{name}]” stands twice"));
                }
                forms.push(form);
            }
            _ => self.entries.push(Entry {
                key: key.to_owned(),
                hint: String::new(),
                words: Words::Forms { variable: variable.to_owned(), forms: vec![form] },
            }),
        }
        Ok(())
    }

    fn finish(mut self, lang: &LanguageIdentifier) -> Result<Import, TextError> {
        for entry in &mut self.entries {
            if let Words::Forms { forms, .. } = &mut entry.words {
                forms.sort_by_key(|form| form.name == "other");
                if forms.last().is_none_or(|last| last.name != "other") {
                    self.mistakes.push(format!("“{}[other]” has no words.", entry.key));
                }
            }
        }
        if !self.mistakes.is_empty() {
            self.mistakes.truncate(MISTAKES_MAX);
            return Err(TextError::Mistakes(self.mistakes));
        }
        if self.entries.is_empty() {
            return Err(TextError::Empty);
        }
        let mut import = Import {
            lang: lang.to_string(),
            filled: self.entries.len(),
            missing: 0,
            skipped: self.skipped,
            ftl: write_ftl(&self.entries),
            entries: self.entries,
        };
        let asked = MESSAGES.iter().filter(|message| import.is_about(message.desk)).count();
        import.missing = asked - import.filled;
        Ok(import)
    }
}

/// A plain sentence must name every variable; a form may leave its number out (“one lesson”).
fn agree(message: &Definition, form: Option<&str>, words: &str) -> Result<(), String> {
    let named = variables(words);
    if let Some(unknown) = named.iter().find(|name| !message.variables.contains(name)) {
        return Err(format!("“{}” must not name {{{}}}", message.key, shorten(unknown)));
    }
    let absent = message
        .variables
        .iter()
        .find(|name| !named.contains(name) && (form.is_none() || Some(**name) != message.choice));
    absent.map_or(Ok(()), |name| Err(format!("“{}” must name {{{name}}}", message.key)))
}

fn shorten(words: &str) -> String {
    words.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
