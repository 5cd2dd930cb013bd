//! What is dropped or changed in a word before it is indexed or looked for: case, accents, and the
//! spellings that readers of a script hold for the same.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// Appends the folded form of `word`, `chars_max` characters at most.
pub(super) fn append_folded(word: &str, chars_max: usize, out: &mut String) {
    let start = out.len();
    let mut count = 0;
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(word.chars());
    for c in decomposed.flat_map(char::to_lowercase) {
        if is_dropped(c) {
            continue;
        }
        if count >= chars_max {
            break;
        }
        count += 1;
        match spelled_out(c) {
            Some(letters) => out.push_str(letters),
            None => push_folded(c, start, out),
        }
    }
    recompose(start, chars_max, out);
}

/// In the form of full width, composed: what the dictionaries are written in.
pub(super) fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned()
}

/// Japanese marks and Hangul were taken apart above; put together they take a third of the room.
fn recompose(start: usize, chars_max: usize, out: &mut String) {
    let is_apart = |c: char| matches!(c, '\u{3099}' | '\u{309A}' | '\u{1100}'..='\u{11FF}');
    let Some(word) = out.get(start..) else { return };
    if word.chars().any(is_apart) || word.chars().count() > chars_max {
        let whole: String = composed(word).chars().take(chars_max).collect();
        out.truncate(start);
        out.push_str(&whole);
    }
}

fn push_folded(c: char, start: usize, out: &mut String) {
    let c = folded(c);
    if is_devanagari_consonant(c) {
        join_half_nasal(start, out);
    }
    out.push(c);
}

/// Hindi writes a nasal before a consonant in two ways, हिन्दी and हिंदी: both become the dot.
fn join_half_nasal(start: usize, out: &mut String) {
    const HALF_NASALS: [&str; 5] = [
        "\u{0919}\u{094D}",
        "\u{091E}\u{094D}",
        "\u{0923}\u{094D}",
        "\u{0928}\u{094D}",
        "\u{092E}\u{094D}",
    ];
    let word = out.get(start..).unwrap_or_default();
    if let Some(half) = HALF_NASALS.iter().find(|half| word.ends_with(**half))
        && word.len() > half.len()
    {
        out.truncate(out.len() - half.len());
        out.push('\u{0902}');
    }
}

fn is_devanagari_consonant(c: char) -> bool {
    matches!(c, '\u{0915}'..='\u{0939}')
}

/// Characters that show nothing and part no words: soft hyphen, joiners, direction marks.
pub(super) fn is_ignored(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Kana of half width, which no dictionary holds.
pub(super) fn is_width_form(c: char) -> bool {
    matches!(c, '\u{FF00}'..='\u{FFEF}')
}

fn is_dropped(c: char) -> bool {
    if c.is_ascii() {
        // Compatibility forms such as U+2100 come apart into letters and ASCII signs.
        return !c.is_ascii_alphanumeric();
    }
    is_ignored(c)
        || matches!(u32::from(c),
            0x0300..=0x036F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF // accents
            | 0x0483..=0x0487
            | 0x0591..=0x05BD | 0x05BF..=0x05C7 // Hebrew points
            | 0x0640 | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06ED // tatweel, harakat, hamza marks
            | 0x093C | 0x09BC | 0x0A3C | 0x0ABC | 0x0B3C // nukta
            | 0x135D..=0x135F)
}

/// Letters that a plain keyboard writes as two.
fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}

fn folded(c: char) -> char {
    match c {
        '\0'..='\u{7F}' => c,
        '\u{80}'..='\u{2FF}' => latin(c),
        '\u{600}'..='\u{6FF}' => arabic(c),
        '\u{0901}' => '\u{0902}', // chandrabindu and anusvara are written one for the other
        '\u{0981}' => '\u{0982}',
        '\u{1200}'..='\u{137F}' => ethiopic(c),
        _ => digit(c),
    }
}

/// Letters of African and European languages that have no accent to drop, as phones without them type.
fn latin(c: char) -> char {
    match c {
        'ø' | 'ɔ' => 'o',
        'ł' => 'l',
        'đ' | 'ð' | 'ɗ' | 'ɖ' => 'd',
        'ħ' => 'h',
        'ı' | 'ɨ' | 'ɩ' => 'i',
        'ŋ' | 'ɲ' => 'n',
        'ɓ' => 'b',
        'ƙ' => 'k',
        'ƴ' => 'y',
        'ɛ' | 'ə' | 'ǝ' => 'e',
        'ɣ' => 'g',
        'ƒ' => 'f',
        'ʋ' | 'ʊ' => 'u',
        'ŧ' => 't',
        _ => c,
    }
}

fn arabic(c: char) -> char {
    match c {
        'ٱ' => 'ا',
        'ى' | 'ی' | 'ے' => 'ي',
        'ة' | 'ہ' | 'ھ' | 'ە' | 'ۃ' => 'ه',
        'ک' => 'ك',
        _ => digit(c),
    }
}

/// Letters of Amharic that sound alike and are written one for the other; the vowel is kept, but for
/// the first and fourth of `h` and of the glottal stop, which sound alike too.
fn ethiopic(c: char) -> char {
    const ORDERS: u32 = 7;
    const ALIKE: [(u32, u32); 6] = [
        (0x1210, 0x1200), // ሐ ሀ
        (0x1280, 0x1200), // ኀ ሀ
        (0x12B8, 0x1200), // ኸ ሀ
        (0x1220, 0x1230), // ሠ ሰ
        (0x12D0, 0x12A0), // ዐ አ
        (0x1340, 0x1338), // ፀ ጸ
    ];
    let code = u32::from(c);
    let alike = ALIKE
        .iter()
        .find(|(from, _)| (*from..from + ORDERS).contains(&code))
        .map_or(code, |(from, to)| code - from + to);
    let alike = if matches!(alike, 0x1203 | 0x12A3) { alike - 3 } else { alike };
    char::from_u32(alike).unwrap_or(c)
}

/// Digits of every script that the box meets become 0 to 9.
fn digit(c: char) -> char {
    const ZEROS: [u32; 16] = [
        0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
        0x0D66, 0x0E50, 0x0ED0, 0x1040, 0x17E0,
    ];
    let code = u32::from(c);
    ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code))
        .and_then(|zero| char::from_digit(code - zero, 10))
        .unwrap_or(c)
}
