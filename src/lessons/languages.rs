//! Languages as packages name them, made into BCP 47 as pages use them.

use crate::formats::language_tag;

/// ISO 639-3 (and the older bibliographic 639-2 codes) to the shorter BCP 47 tag, where there is one.
/// The languages of the places that Chalkbox is for, and of most Kiwix and Kolibri content.
/// Source: iso639-3.sil.org, the columns Id, Part2b and Part1.
const SHORTER: &str = "\
  aar aa afr af aka ak alb sq amh am ara ar arm hy asm as aze az bam bm baq eu \
    bel be ben bn bod bo bos bs bre br bul bg bur my cat ca ces cs chi zh cym cy \
    cze cs dan da deu de div dv dut nl dzo dz ell el eng en epo eo est et eus eu \
    ewe ee fas fa fij fj fin fi fra fr fre fr ful ff geo ka ger de gle ga glg gl \
    gre el grn gn guj gu hat ht hau ha hbs sh heb he her hz hin hi hrv hr hun hu \
    hye hy ibo ig ice is ind id isl is ita it jav jv jpn ja kan kn kas ks kat ka \
    kau kr kaz kk khm km kik ki kin rw kir ky kon kg kor ko kua kj kur ku lao lo \
    lat la lav lv lin ln lit lt lub lu lug lg mac mk mal ml mao mi mar mr may ms \
    mkd mk mlg mg mlt mt mon mn mri mi msa ms mya my nbl nr nde nd nep ne nld nl \
    nor no nya ny oci oc ori or orm om pan pa per fa pol pl por pt pus ps que qu \
    ron ro rum ro run rn rus ru sag sg san sa sin si slk sk slo sk slv sl smo sm \
    sna sn snd sd som so sot st spa es sqi sq srp sr ssw ss sun su swa sw swe sv \
    tam ta tat tt tel te tgk tg tgl tl tha th tib bo tir ti ton to tsn tn tso ts \
    tuk tk tur tr twi tw uig ug ukr uk urd ur uzb uz ven ve vie vi wel cy wol wo \
    xho xh yor yo zho zh zul zu";

/// The BCP 47 tag of a package's language: the first of a list (`eng,fra`), `sw` for `swa`, in the
/// usual case (`zh-Hans`). None for what is no tag, and for "und" and "mul", which say nothing.
pub fn bcp47(language: &str) -> Option<String> {
    let tag = language_tag::parse(language.split([',', ';']).next()?.trim())?;
    let (primary, rest) = tag.split_at(tag.find('-').unwrap_or(tag.len()));
    if matches!(primary, "und" | "mul" | "zxx" | "mis") {
        return None;
    }
    Some(format!("{}{rest}", shorter(primary).unwrap_or(primary)))
}

/// The older codes among `SHORTER`, which Kiwix apps do not know.
const BIBLIOGRAPHIC: &str =
    " alb arm baq bur chi cze dut fre geo ger gre ice mac mao may per rum slo tib wel ";

/// The ISO 639-3 code of a BCP 47 tag, as Kiwix names languages: `swa` for `sw`.
pub fn iso639_3(tag: &str) -> &str {
    let primary = tag.split('-').next().unwrap_or_default();
    let mut words = SHORTER.split_ascii_whitespace();
    while let (Some(long), Some(short)) = (words.next(), words.next()) {
        if short == primary && !BIBLIOGRAPHIC.contains(&format!(" {long} ")) {
            return long;
        }
    }
    primary
}

fn shorter(code: &str) -> Option<&'static str> {
    let mut words = SHORTER.split_ascii_whitespace();
    // Codes and tags take turns: after a code that is not the one, its tag is passed over.
    while let (Some(long), Some(short)) = (words.next(), words.next()) {
        if long == code {
            return Some(short);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_pairs() {
        for (at, word) in SHORTER.split_ascii_whitespace().enumerate() {
            assert_eq!(word.len(), if at % 2 == 0 { 3 } else { 2 }, "{word}");
        }
    }

    #[test]
    fn languages_become_tags() {
        let table = [
            ("eng", Some("en")),
            ("swa", Some("sw")),
            ("ENG,fra", Some("en")),
            ("zh_hans", Some("zh-Hans")),
            ("zho-Hant-tw", Some("zh-Hant-TW")),
            ("pt-br", Some("pt-BR")),
            ("kmb", Some("kmb")),
            ("und", None),
            ("mul", None),
            ("", None),
            ("English", None),
            ("<script>", None),
        ];
        for (given, wanted) in table {
            assert_eq!(bcp47(given).as_deref(), wanted, "{given}");
        }
    }
}
