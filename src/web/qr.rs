//! A short text as a QR code, drawn into the page itself: no file, no script.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// White around a code, in modules: cameras find none without it (ISO/IEC 18004, 9.1).
const QUIET_MODULES: usize = 4;

/// An SVG that scales with its box, black on white whatever the page's colours; hidden from screen
/// readers, so the same words must stand beside it. Empty, and logged, for more than 2,331 bytes,
/// which no code holds.
pub fn qr_svg(text: &str) -> String {
    match QrCode::with_error_correction_level(text, EcLevel::M) {
        Ok(code) => draw(&code),
        Err(error) => {
            tracing::error!(error = %error, bytes = text.len(), "no QR code holds this text");
            String::new()
        }
    }
}

/// One path of horizontal runs: a tenth of the bytes of a square for each module.
fn draw(code: &QrCode) -> String {
    let width = code.width();
    let whole = width + 2 * QUIET_MODULES;
    let mut svg = format!(
        "<svg class=\"qr\" viewBox=\"0 0 {whole} {whole}\" shape-rendering=\"crispEdges\" \
         aria-hidden=\"true\"><path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/>\
         <path fill=\"#000\" d=\""
    );
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, long) = (x + QUIET_MODULES, y + QUIET_MODULES, run.len());
                // Writing into a String cannot fail.
                let _ = write!(svg, "M{left} {top}h{long}v1h-{long}z");
            }
            x += run.len();
        }
    }
    svg + "\"/></svg>"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the drawing back into rows of dark modules, the quiet zone cut off.
    fn modules(svg: &str) -> Vec<Vec<bool>> {
        let number = |text: &str| text.parse::<usize>().unwrap();
        let size = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap();
        let width = number(size) - 2 * QUIET_MODULES;
        let mut dark = vec![vec![false; width]; width];
        let path = svg.split("fill=\"#000\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        for run in path.split('z').filter(|run| !run.is_empty()) {
            let (at, shape) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let long = number(shape.split('v').next().unwrap());
            for step in 0..long {
                dark[number(y) - QUIET_MODULES][number(x) - QUIET_MODULES + step] = true;
            }
        }
        dark
    }

    #[test]
    fn the_drawing_is_the_code() {
        let text = "http://chalkbox.lan/join?code=ABCDEFGH";
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let drawn: Vec<bool> = modules(&qr_svg(text)).concat();
        let dark: Vec<bool> = code.to_colors().iter().map(|c| *c == Color::Dark).collect();
        assert_eq!(drawn, dark);
    }

    #[test]
    fn what_no_code_holds_is_left_out() {
        assert_eq!(qr_svg(&"a".repeat(3_000)), "");
        assert!(qr_svg(&"a".repeat(2_331)).ends_with("</svg>"));
    }
}
