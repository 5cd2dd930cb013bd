//! Turns `web-assets/text` into one typed function per message, and `web-assets/static` and what
//! `web-assets/players/fetch` brought into gzip bytes under hashed names. Reads only this folder;
//! touches no network.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

#[path = "src/text/forms.rs"]
#[expect(dead_code, reason = "shared with the program, which uses all of it")]
mod forms;

use forms::{Entry, Words};

/// Each message is a sentence a volunteer translates by hand: what pupils read comes in one sheet, the
/// desks of staff in another.
const MESSAGES_MAX: usize = 300;
const DESK_MESSAGES_MAX: usize = 400;
/// The files whose messages only staff read.
const DESK_FILES: [&str; 4] = ["box.ftl", "desk.ftl", "signin.ftl", "teach.ftl"];

type Outcome<T> = Result<T, String>;

fn main() -> Outcome<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/text/forms.rs");
    println!("cargo::rerun-if-changed=web-assets/text");
    println!("cargo::rerun-if-changed=web-assets/static");
    println!("cargo::rerun-if-changed=web-assets/players/dist");
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?);
    write(&out.join("messages.rs"), &messages(&root.join("web-assets/text"))?)?;
    let mut files = files_of(&root.join("web-assets/static"), "")?;
    files.extend(players(&root.join("web-assets/players/dist"))?);
    write(&out.join("assets.rs"), &assets(files, &out)?)
}

fn variable(name: &str) -> Outcome<String> {
    std::env::var(name).map_err(|fault| format!("{name}: {fault}"))
}

/// Leaves an unchanged file alone, so that its time stays and nothing is built again.
fn write(path: &Path, content: &str) -> Outcome<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    fs::write(path, content).map_err(|fault| format!("{}: {fault}", path.display()))
}

/// Files or folders in `folder`, sorted by name; dotted ones are nobody's.
fn list(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let wrong = |fault| format!("{}: {fault}", folder.display());
    let mut paths = fs::read_dir(folder)
        .map_err(wrong)?
        .map(|entry| entry.map(|entry| entry.path()).map_err(wrong))
        .collect::<Outcome<Vec<_>>>()?;
    paths.retain(|path| !name_of(path).starts_with('.'));
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

// --- words ---

/// A language's folder: its tag, its files, its messages by key.
struct Language {
    tag: String,
    files: Vec<PathBuf>,
    entries: Vec<Entry>,
    /// Keys of messages that only staff read.
    desk: BTreeSet<String>,
}

fn messages(folder: &Path) -> Outcome<String> {
    let languages =
        list(folder)?.iter().map(|path| read_language(path)).collect::<Outcome<Vec<_>>>()?;
    let english = languages
        .iter()
        .find(|language| language.tag == "en")
        .ok_or("web-assets/text/en is missing")?;
    let desk = english.desk.len();
    for (whose, count, most) in [
        ("pupils'", english.entries.len() - desk, MESSAGES_MAX),
        ("the desks'", desk, DESK_MESSAGES_MAX),
    ] {
        if count > most {
            return Err(format!("{count} of {whose} messages are more than {most}"));
        }
    }
    for language in &languages {
        agree(english, language)?;
    }
    Ok([functions(&english.entries), definitions(english), sources(&languages)].concat())
}

fn read_language(folder: &Path) -> Outcome<Language> {
    let files = list(folder)?;
    let mut entries: Vec<Entry> = Vec::new();
    let mut desk = BTreeSet::new();
    for file in &files {
        let source = fs::read_to_string(file).map_err(|f| format!("{}: {f}", file.display()))?;
        let found = forms::read_ftl(&source)
            .map_err(|faults| format!("{}: {}", file.display(), faults.join(" ")))?;
        for entry in found {
            if entries.iter().any(|known| known.key == entry.key) {
                return Err(format!("{}: “{}” stands twice", file.display(), entry.key));
            }
            if DESK_FILES.contains(&name_of(file).as_str()) {
                desk.insert(entry.key.clone());
            }
            entries.push(entry);
        }
    }
    Ok(Language { tag: name_of(folder), files, entries, desk })
}

/// Our own languages are complete, and name the same variables as English.
fn agree(english: &Language, other: &Language) -> Outcome<()> {
    let theirs: BTreeMap<_, _> =
        other.entries.iter().map(|entry| (entry.key.as_str(), entry)).collect();
    let mut faults = Vec::new();
    for entry in &english.entries {
        match theirs.get(entry.key.as_str()) {
            None => faults.push(format!("“{}” is missing", entry.key)),
            Some(their) => {
                let (mut ours, mut found) = (entry.words.variables(), their.words.variables());
                ours.sort();
                found.sort();
                if ours != found {
                    faults.push(format!("“{}” has variables {found:?}, not {ours:?}", entry.key));
                }
            }
        }
    }
    for key in theirs.keys() {
        if !english.entries.iter().any(|entry| entry.key == *key) {
            faults.push(format!("“{key}” is not in English"));
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(format!("web-assets/text/{}: {}", other.tag, faults.join("; ")))
}

fn functions(entries: &[Entry]) -> String {
    let mut code = String::from("/// One function per message of web-assets/text.\nimpl Text {\n");
    for (index, entry) in entries.iter().enumerate() {
        let name = entry.key.replace('-', "_");
        let shown = match &entry.words {
            Words::Plain(words) => words.clone(),
            Words::Forms { forms, .. } => {
                forms.last().map(|form| form.words.clone()).unwrap_or_default()
            }
        };
        let _ = writeln!(code, "    /// “{shown}”");
        let variables = entry.words.variables();
        if variables.is_empty() {
            let _ = writeln!(code, "    pub fn {name}(&self) -> &str {{ self.line({index}) }}");
            continue;
        }
        let arguments = variables.iter().fold(String::new(), |mut arguments, variable| {
            let _ = write!(arguments, ", {variable}: impl Value");
            arguments
        });
        let values = variables.iter().fold(String::new(), |mut values, variable| {
            let _ = write!(values, "({variable:?}, {variable}.value()), ");
            values
        });
        let _ = writeln!(
            code,
            "    pub fn {name}(&self{arguments}) -> String {{ self.fill({index}, [{values}]) }}"
        );
    }
    code.push_str("}\n\n");
    code
}

fn definitions(english: &Language) -> String {
    let mut code = String::from(
        "/// Every message in English, in the order of the functions above.\n\
         pub(crate) static MESSAGES: &[Definition] = &[\n",
    );
    for Entry { key, hint, words } in &english.entries {
        let desk = english.desk.contains(key);
        let variables = words.variables();
        let (choice, forms) = match words {
            Words::Plain(words) => (None, vec![("", words.as_str())]),
            Words::Forms { variable, forms } => (
                Some(variable),
                forms.iter().map(|form| (form.name.as_str(), form.words.as_str())).collect(),
            ),
        };
        let _ = writeln!(
            code,
            "    Definition {{ key: {key:?}, desk: {desk}, hint: {hint:?}, variables: &{variables:?}, \
             choice: {choice:?}, forms: &{forms:?} }},"
        );
    }
    code.push_str("];\n\n");
    code
}

fn sources(languages: &[Language]) -> String {
    let mut code = String::from(
        "/// The Fluent files of the languages that come with the program.\n\
         pub(crate) static EMBEDDED: &[(&str, &[&str])] = &[\n",
    );
    for language in languages {
        let _ = writeln!(code, "    ({:?}, &[", language.tag);
        for file in &language.files {
            let _ = writeln!(
                code,
                "        include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?})),",
                format!("/web-assets/text/{}/{}", language.tag, name_of(file))
            );
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n");
    code
}

// --- static files ---

/// A file and the name that its address is made of.
struct StaticFile {
    name: String,
    path: PathBuf,
}

fn files_of(folder: &Path, prefix: &str) -> Outcome<Vec<StaticFile>> {
    let mut paths = Vec::new();
    walk(folder, &mut paths)?;
    paths
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(folder).map_err(|fault| fault.to_string())?;
            let name = format!("{prefix}{}", inside.to_string_lossy().replace('\\', "/"));
            Ok(StaticFile { name, path })
        })
        .collect()
}

/// Players made by others; none where nobody ran `fetch`, which writes the stamp last.
fn players(dist: &Path) -> Outcome<Vec<StaticFile>> {
    // A folder that is not there would make cargo run this anew each time.
    fs::create_dir_all(dist).map_err(|fault| format!("{}: {fault}", dist.display()))?;
    if !dist.join("stamp").exists() {
        return Ok(Vec::new());
    }
    let mut files = files_of(dist, "players/")?;
    files.retain(|file| file.name != "players/stamp");
    for file in &mut files {
        // Licences have no ending of their own.
        if name_of(&file.path).starts_with("LICENSE") {
            file.name.push_str(".txt");
        }
    }
    Ok(files)
}

fn assets(mut files: Vec<StaticFile>, out: &Path) -> Outcome<String> {
    let packed = out.join("gzip");
    fs::create_dir_all(&packed).map_err(|fault| format!("{}: {fault}", packed.display()))?;
    // By name, which is how addresses are looked up.
    files.sort_by(|left, right| left.name.cmp(&right.name));
    let mut code = String::from("static PACKED: &[Packed] = &[\n");
    for StaticFile { name, path } in files {
        let bytes = fs::read(&path).map_err(|fault| format!("{}: {fault}", path.display()))?;
        let (stem, end) = name.rsplit_once('.').ok_or_else(|| format!("{name} has no ending"))?;
        let hash = blake3::hash(&bytes).to_hex();
        let short = &hash[..10];
        let gzip = packed.join(format!("{hash}.gz"));
        fs::write(&gzip, compress(&bytes)?).map_err(|f| format!("{}: {f}", gzip.display()))?;
        let _ = writeln!(
            code,
            "    Packed {{ name: {name:?}, url: \"/static/{stem}.{short}.{end}\", hash: {short:?}, gzip: \
             include_bytes!(concat!(env!(\"OUT_DIR\"), \"/gzip/{hash}.gz\")) }},"
        );
    }
    code.push_str("];\n");
    Ok(code)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    for path in list(folder)? {
        if path.is_dir() { walk(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

fn compress(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes).and_then(|()| gzip.finish()).map_err(|fault| fault.to_string())
}
