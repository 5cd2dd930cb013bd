//! Who may change something (DESIGN.md section 4): a POST whose `Origin` is the site's own, and on
//! the portal a form token bound to the phone's session.

use crate::base::random::hex;

/// A key made on this box; never leaves it.
#[derive(Clone)]
pub struct Secret(pub [u8; 32]);

impl Secret {
    /// A short proof that this box said `words`; 32 hexadecimal digits. `purpose` keeps a proof for
    /// one thing from serving for another.
    pub fn sign(&self, purpose: &str, words: &[&str]) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        for part in std::iter::once(&purpose).chain(words) {
            // Lengths first, so that ("ab", "c") and ("a", "bc") differ.
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let digest = hasher.finalize();
        hex(digest.as_bytes().first_chunk::<16>().unwrap_or(&[0; 16]))
    }

    pub fn proves(&self, purpose: &str, words: &[&str], proof: &str) -> bool {
        same(self.sign(purpose, words).as_bytes(), proof.as_bytes())
    }
}

/// Compares without telling, by its time, where the first difference is.
fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).fold(0, |differing, (a, b)| differing | (a ^ b)) == 0
}

/// Where a changing request says it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin<'a> {
    Missing,
    Is(&'a str),
}

/// `null` (a sandboxed frame, a data address) is a foreign origin like any other.
pub fn may_change(origin: Origin<'_>, own: &str, token_holds: bool, token_needed: bool) -> bool {
    match origin {
        Origin::Is(given) => given == own && (token_holds || !token_needed),
        // Old phones send none: then only the form's own token tells that the form was ours.
        Origin::Missing => token_holds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_forms_change_something() {
        let own = "http://chalkbox.lan";
        let table = [
            (Origin::Is(own), true, true, true),
            (Origin::Is(own), false, true, false),
            (Origin::Is(own), false, false, true),
            (Origin::Is("http://lessons.lan"), true, true, false),
            (Origin::Is("http://chalkbox.lan:81"), true, true, false),
            (Origin::Is("null"), true, false, false),
            (Origin::Missing, true, true, true),
            (Origin::Missing, false, true, false),
            (Origin::Missing, false, false, false),
        ];
        for (origin, holds, needed, may) in table {
            assert_eq!(may_change(origin, own, holds, needed), may, "{origin:?} {holds} {needed}");
        }
    }

    #[test]
    fn a_proof_serves_one_purpose() {
        let secret = Secret([7; 32]);
        let proof = secret.sign("form", &["guest"]);
        assert!(secret.proves("form", &["guest"], &proof));
        assert!(!secret.proves("open", &["guest"], &proof));
        assert!(!secret.proves("form", &["other"], &proof));
        assert!(!Secret([8; 32]).proves("form", &["guest"], &proof));
        assert_ne!(secret.sign("x", &["ab", "c"]), secret.sign("x", &["a", "bc"]));
    }
}
