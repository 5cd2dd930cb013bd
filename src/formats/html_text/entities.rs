//! Character references: all numeric ones, and the names that lessons use; and the few that we write ourselves.

use std::borrow::Cow;

use crate::formats::encoding::latin;

/// A reference longer than this is text, in bytes without `&` and `;`.
const NAME_BYTES_MAX: usize = 10;

/// HTML's names (html.spec.whatwg.org, named character references): Latin-1, punctuation, mathematics, Greek.
const NAMES: &str = "\
amp & lt < gt > quot \" apos ' iexcl ¡ cent ¢ pound £ curren ¤ yen ¥ brvbar ¦ sect § uml ¨ copy © \
ordf ª laquo « not ¬ reg ® macr ¯ deg ° plusmn ± sup2 ² sup3 ³ acute ´ micro µ para ¶ middot · cedil ¸ \
sup1 ¹ ordm º raquo » frac14 ¼ frac12 ½ frac34 ¾ iquest ¿ Agrave À Aacute Á Acirc Â Atilde Ã Auml Ä \
Aring Å AElig Æ Ccedil Ç Egrave È Eacute É Ecirc Ê Euml Ë Igrave Ì Iacute Í Icirc Î Iuml Ï ETH Ð \
Ntilde Ñ Ograve Ò Oacute Ó Ocirc Ô Otilde Õ Ouml Ö times × Oslash Ø Ugrave Ù Uacute Ú Ucirc Û Uuml Ü \
Yacute Ý THORN Þ szlig ß agrave à aacute á acirc â atilde ã auml ä aring å aelig æ ccedil ç egrave è \
eacute é ecirc ê euml ë igrave ì iacute í icirc î iuml ï eth ð ntilde ñ ograve ò oacute ó ocirc ô \
otilde õ ouml ö divide ÷ oslash ø ugrave ù uacute ú ucirc û uuml ü yacute ý thorn þ yuml ÿ OElig Œ \
oelig œ Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜ ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ \
rdquo ” bdquo „ dagger † Dagger ‡ bull • hellip … permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › euro € \
trade ™ larr ← uarr ↑ rarr → darr ↓ harr ↔ forall ∀ part ∂ exist ∃ empty ∅ nabla ∇ isin ∈ notin ∉ \
prod ∏ sum ∑ minus − radic √ prop ∝ infin ∞ ang ∠ and ∧ or ∨ cap ∩ cup ∪ int ∫ there4 ∴ sim ∼ cong ≅ \
asymp ≈ ne ≠ equiv ≡ le ≤ ge ≥ sub ⊂ sup ⊃ Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Theta Θ Lambda Λ \
Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι \
kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π rho ρ sigmaf ς sigma σ tau τ upsilon υ phi φ chi χ psi ψ \
omega ω";

/// `text` with its character references replaced; what is none stays as it is written.
pub fn decode_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        if let Some((c, length)) = reference(rest) {
            out.push(c);
            rest = rest.get(length..).unwrap_or_default();
        } else {
            out.push('&');
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// `text` for an element or attribute of HTML or XML; what XML cannot hold is left out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
    out
}

/// The character that a reference behind `&` names, and its length with its `;`.
fn reference(rest: &str) -> Option<(char, usize)> {
    let read = rest.bytes().take(NAME_BYTES_MAX + 1);
    let length = read.take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    if length > NAME_BYTES_MAX {
        return None;
    }
    let name = rest.get(..length)?;
    let ended = rest.as_bytes().get(length) == Some(&b';');
    let whole = length + usize::from(ended);
    if let Some(number) = name.strip_prefix('#') {
        return numbered(number).map(|c| (c, whole));
    }
    // Browsers read only old names without `;`; a bare `&` in an address must stay.
    let c = if ended {
        named(name)?
    } else {
        ["amp", "lt", "gt", "quot", "nbsp"].contains(&name).then(|| named(name))??
    };
    Some((c, whole))
}

fn named(name: &str) -> Option<char> {
    match name {
        // These are white space or nothing, so they cannot stand in the list.
        "nbsp" => Some('\u{a0}'),
        "shy" => Some('\u{ad}'),
        "ensp" => Some('\u{2002}'),
        "emsp" => Some('\u{2003}'),
        "thinsp" => Some('\u{2009}'),
        "zwnj" => Some('\u{200c}'),
        "zwj" => Some('\u{200d}'),
        "lrm" => Some('\u{200e}'),
        "rlm" => Some('\u{200f}'),
        _ => {
            let mut words = NAMES.split(' ');
            while let (Some(known), Some(c)) = (words.next(), words.next()) {
                if known == name {
                    return c.chars().next();
                }
            }
            None
        }
    }
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    match code {
        0 => Some(char::REPLACEMENT_CHARACTER),
        0x80..=0x9f => u8::try_from(code).ok().map(latin),
        _ => Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters() {
        let table = [
            ("a &amp; b", "a & b"),
            ("&lt;b&gt;", "<b>"),
            ("&eacute;l&egrave;ve &frac12;", "élève ½"),
            ("&#x41;&#66;&#150;", "AB–"),
            ("&#0;&#xd800;&#x110000;", "\u{fffd}\u{fffd}\u{fffd}"),
            ("?a=1&copy=2&b", "?a=1&copy=2&b"),
            ("&unknown; && &#; &", "&unknown; && &#; &"),
            ("AT&T &nbsp;", "AT&T \u{a0}"),
            ("&صورة;", "&صورة;"),
            ("&#x000000041; &abcdefghijklm;", "&#x000000041; &abcdefghijklm;"),
        ];
        for (text, wanted) in table {
            assert_eq!(decode_entities(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(escaped("<a href='x'>\"&\0\u{ffff}"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
        let text = "1 < 2 & \"so\tit's\" > 0";
        assert_eq!(decode_entities(&escaped(text)), text);
    }
}
