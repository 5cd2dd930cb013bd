//! Languages as files name them.

use unic_langid::LanguageIdentifier;

/// A tidy BCP 47 tag (`zh-Hans`, `pt-BR`) of a language with two or three letters; `None` when it is none.
pub fn parse(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    let plausible = tag.len() <= 35
        && (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic());
    let language: LanguageIdentifier = plausible.then(|| tag.parse().ok())??;
    Some(language.to_string())
}

/// The language in a file's name: `lesson.sw.vtt` → `sw`, `lesson.zh-Hans.vtt` → `zh-Hans`.
pub fn language_of(file_name: &str) -> Option<String> {
    let (stem, _) = file_name.rsplit_once('.')?;
    let (rest, tag) = stem.rsplit_once('.')?;
    if rest.is_empty() { None } else { parse(tag) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_stands_between_stem_and_ending() {
        let table = [
            ("lesson.sw.vtt", Some("sw")),
            ("lesson.zh-Hans.vtt", Some("zh-Hans")),
            ("lesson.pt_br.srt", Some("pt-BR")),
            ("the.moon.kik.vtt", Some("kik")),
            ("lesson.vtt", None),
            ("lesson.final.vtt", None),
            ("lesson.v2.vtt", None),
            (".sw.vtt", None),
            ("sw", None),
        ];
        for (name, wanted) in table {
            assert_eq!(language_of(name).as_deref(), wanted, "{name}");
        }
    }
}
