//! Which language a phone gets: pure, so that the table below is the whole truth.

/// Longest Accept-Language that is looked at; real ones have under 100 bytes.
const ACCEPT_BYTES_MAX: usize = 400;

/// What a request says about language. Each may be absent or nonsense.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// `?lang=`: a link someone shared, or the language page.
    pub query: Option<&'a str>,
    /// What this phone chose before.
    pub cookie: Option<&'a str>,
    pub accept_language: Option<&'a str>,
}

/// The first wish that the box can fulfil, else `box_default`, else English.
pub fn choose(wish: Wish<'_>, box_default: &str, known: &[&str]) -> String {
    let asked = [wish.query, wish.cookie].into_iter().flatten().map(ToOwned::to_owned);
    asked
        .chain(accepted(wish.accept_language.unwrap_or_default()))
        .chain([box_default.to_owned()])
        .find_map(|tag| closest(&tag, known))
        .unwrap_or("en")
        .to_owned()
}

/// Equal tags first, then equal languages: `fr-CD` is served `fr`, `pt` is served `pt-BR`.
fn closest<'a>(tag: &str, known: &[&'a str]) -> Option<&'a str> {
    let tag = tag.replace('_', "-");
    let language = |of: &str| of.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let exact = known.iter().find(|each| each.eq_ignore_ascii_case(&tag));
    let close = || known.iter().find(|each| !tag.is_empty() && language(each) == language(&tag));
    exact.or_else(close).copied()
}

/// The tags of Accept-Language, most wanted first; `q=0` and `*` are left out.
fn accepted(header: &str) -> Vec<String> {
    if header.len() > ACCEPT_BYTES_MAX {
        return Vec::new();
    }
    let mut tags: Vec<(f32, String)> = header
        .split(',')
        .filter_map(|item| {
            let mut parts = item.split(';');
            let tag = parts.next()?.trim();
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q=")?.parse().ok())
                .unwrap_or(1.0_f32);
            (weight > 0.0 && !tag.is_empty() && tag != "*").then(|| (weight, tag.to_owned()))
        })
        .collect();
    tags.sort_by(|one, other| other.0.total_cmp(&one.0));
    tags.into_iter().map(|(_, tag)| tag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_fulfillable_wish_wins() {
        const KNOWN: &[&str] = &["ar", "en", "fr", "ny", "pt-BR", "sw"];
        // (query, cookie, Accept-Language, the box's, chosen)
        let cases = [
            ("", "", "", "sw", "sw"),
            ("", "", "", "xx", "en"),
            ("fr", "ar", "sw", "en", "fr"),
            ("xx", "ar", "sw", "en", "ar"),
            ("", "", "fr-CD,fr;q=0.9,en;q=0.8", "sw", "fr"),
            ("", "", "en;q=0.2, sw;q=0.9", "fr", "sw"),
            ("", "", "de, *;q=0.5", "fr", "fr"),
            ("", "", "sw;q=0, fr;q=0.1", "en", "fr"),
            ("", "", "pt", "en", "pt-BR"),
            ("", "", "PT-br", "en", "pt-BR"),
            ("ny_MW", "", "", "en", "ny"),
            ("", "", ";;;,,,q=;=", "sw", "sw"),
            ("../../etc", "<script>", "", "sw", "sw"),
        ];
        for (query, cookie, accept, default, chosen) in cases {
            let some = |words: &'static str| (!words.is_empty()).then_some(words);
            let wish =
                Wish { query: some(query), cookie: some(cookie), accept_language: some(accept) };
            assert_eq!(choose(wish, default, KNOWN), chosen, "{wish:?}");
        }
    }

    #[test]
    fn an_endless_header_is_not_read() {
        let header = "sw,".repeat(1000);
        let wish = Wish { accept_language: Some(&header), ..Wish::default() };
        assert_eq!(choose(wish, "fr", &["fr", "sw"]), "fr");
    }
}
