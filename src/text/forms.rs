//! What a message may be: words with variables, or forms chosen by a number. Nothing else of Fluent,
//! so that a spreadsheet can hold every message. Read by `build.rs` too, which is why it stands alone.
//!
//! Inside, words are written as a translator sees them: `Found {n} lessons`.

use std::fmt::Write as _;

use fluent_syntax::ast;

/// A translation file larger than this is refused; ours are about 20 kB.
pub const LANGUAGE_BYTES_MAX: usize = 256 * 1024;
/// Longest words of one message or form.
pub const WORDS_BYTES_MAX: usize = 600;
/// Braces inside braces: a choice needs two. The parser would follow more until its stack ends.
const BRACES_DEPTH_MAX: usize = 3;

/// One message of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub key: String,
    /// What a translator should know.
    pub hint: String,
    pub words: Words,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    Plain(String),
    /// The last form is `other`.
    Forms {
        variable: String,
        forms: Vec<Form>,
    },
}

/// Words for one plural category (`one`, `few`, …) or one exact number (`0`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub name: String,
    pub words: String,
}

impl Words {
    /// Every variable once, in the order they are met.
    pub fn variables(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut note = |name: &str| {
            if !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
            }
        };
        match self {
            Self::Plain(words) => variables(words).into_iter().for_each(&mut note),
            Self::Forms { variable, forms } => {
                note(variable);
                for form in forms {
                    variables(&form.words).into_iter().for_each(&mut note);
                }
            }
        }
        found
    }
}

/// The names between braces. Unclosed or empty braces give nothing; `check_words` refuses those.
pub fn variables(words: &str) -> Vec<&str> {
    words.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// One blank between words, none inside the braces of a variable. French needs its no-break spaces.
pub fn tidy(words: &str) -> String {
    let spaced = words.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    spaced.replace("{ ", "{").replace(" }", "}")
}

/// Refuses what could not be written back: stray braces, no words, too many words.
pub fn check_words(words: &str) -> Result<(), String> {
    if words.trim().is_empty() {
        return Err("has no words".into());
    }
    if words.len() > WORDS_BYTES_MAX {
        return Err(format!("is longer than {WORDS_BYTES_MAX} bytes"));
    }
    if words.contains(char::is_control) {
        return Err("has a character that cannot be seen".into());
    }
    let names = variables(words);
    let well_named = names.iter().all(|name| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(|each| each.is_ascii_lowercase() || each == '_')
    });
    let braces = words.matches(['{', '}']).count();
    if !well_named || braces != names.len() * 2 {
        return Err("has a brace { or } that is not around a variable".into());
    }
    Ok(())
}

/// Reads Fluent text. Errors are sentences that name the message; a file with any is refused whole.
pub fn read_ftl(source: &str) -> Result<Vec<Entry>, Vec<String>> {
    if source.len() > LANGUAGE_BYTES_MAX {
        return Err(vec![format!("The file is larger than {LANGUAGE_BYTES_MAX} bytes.")]);
    }
    if braces_depth(source) > BRACES_DEPTH_MAX {
        return Err(vec!["Too many braces { stand inside one another.".into()]);
    }
    let resource = fluent_syntax::parser::parse(source).map_err(|(_, faults)| {
        faults
            .iter()
            .map(|fault| {
                let line = source
                    .get(..fault.pos.start.min(source.len()))
                    .map_or(0, |before| before.matches('\n').count() + 1);
                format!("Line {line} is not Fluent text: {}.", fault.kind)
            })
            .collect::<Vec<_>>()
    })?;
    let mut entries = Vec::new();
    let mut faults = Vec::new();
    for entry in resource.body {
        match entry {
            ast::Entry::Message(message) => match read_message(&message) {
                Ok(entry) => entries.push(entry),
                Err(why) => faults.push(format!("“{}” {why}.", message.id.name)),
            },
            ast::Entry::Term(term) => faults.push(format!("“-{}” is a term.", term.id.name)),
            _ => {}
        }
    }
    if faults.is_empty() { Ok(entries) } else { Err(faults) }
}

fn braces_depth(source: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for byte in source.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn read_message(message: &ast::Message<&str>) -> Result<Entry, String> {
    if !message.attributes.is_empty() {
        return Err("has attributes, which Chalkbox does not use".into());
    }
    let pattern = message.value.as_ref().ok_or("has no words")?;
    let hint =
        message.comment.as_ref().map(|comment| comment.content.join(" ")).unwrap_or_default();
    Ok(Entry { key: message.id.name.to_owned(), hint, words: read_words(pattern)? })
}

fn read_words(pattern: &ast::Pattern<&str>) -> Result<Words, String> {
    if let [
        ast::PatternElement::Placeable {
            expression:
                ast::Expression::Select {
                    selector: ast::InlineExpression::VariableReference { id },
                    variants,
                },
        },
    ] = pattern.elements.as_slice()
    {
        let forms = variants.iter().map(read_form).collect::<Result<Vec<_>, _>>()?;
        if forms.last().is_none_or(|last| last.name != "other") {
            return Err("must end with the form *[other]".into());
        }
        return Ok(Words::Forms { variable: id.name.to_owned(), forms });
    }
    Ok(Words::Plain(read_plain(pattern)?))
}

fn read_form(variant: &ast::Variant<&str>) -> Result<Form, String> {
    let name = match variant.key {
        ast::VariantKey::Identifier { name } => name,
        ast::VariantKey::NumberLiteral { value } => value,
    };
    Ok(Form { name: name.to_owned(), words: read_plain(&variant.value)? })
}

fn read_plain(pattern: &ast::Pattern<&str>) -> Result<String, String> {
    let mut raw = String::new();
    for element in &pattern.elements {
        match element {
            ast::PatternElement::TextElement { value } => raw.push_str(value),
            ast::PatternElement::Placeable {
                expression: ast::Expression::Inline(ast::InlineExpression::VariableReference { id }),
            } => {
                let _ = write!(raw, "{{{}}}", id.name);
            }
            ast::PatternElement::Placeable { .. } => {
                return Err("uses more of Fluent than words, variables and forms".into());
            }
        }
    }
    let words = tidy(&raw);
    check_words(&words)?;
    Ok(words)
}

/// Writes Fluent text that `read_ftl` reads back to the same entries.
pub fn write_ftl(entries: &[Entry]) -> String {
    let mut out = String::new();
    for Entry { key, hint, words } in entries {
        if !hint.is_empty() {
            let _ = writeln!(out, "# {hint}");
        }
        match words {
            Words::Plain(words) => {
                let _ = writeln!(out, "{key} = {}", to_ftl(words));
            }
            Words::Forms { variable, forms } => {
                let _ = writeln!(out, "{key} = {{ ${variable} ->");
                for Form { name, words } in forms {
                    let star = if name == "other" { "*" } else { "" };
                    let _ = writeln!(out, "    {star}[{name}] {}", to_ftl(words));
                }
                out.push_str("}\n");
            }
        }
    }
    out
}

fn to_ftl(words: &str) -> String {
    words.replace('{', "{ $").replace('}', " }")
}
