//! Small files made here, byte by byte.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zip of entries (name, bytes, whether deflated), whatever their names are.
pub fn zip(entries: &[(&str, &[u8], bool)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes, is_deflated) in entries {
        let data = if *is_deflated { deflated(bytes) } else { bytes.to_vec() };
        let mut fields = Vec::new();
        // Version 2.0, UTF-8 names, method, no time.
        for word in [20_u16, 0x800, if *is_deflated { 8 } else { 0 }, 0, 0] {
            fields.extend(word.to_le_bytes());
        }
        fields.extend(crc32fast::hash(bytes).to_le_bytes());
        fields.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        fields.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
        fields.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        fields.extend([0, 0]);
        let offset = u32::try_from(out.len()).unwrap();
        out.extend(b"PK\x03\x04");
        out.extend(&fields);
        out.extend(name.as_bytes());
        out.extend(&data);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&fields);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = u32::try_from(out.len()).unwrap();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    out.extend([count, count].concat());
    out.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// A PDF of empty pages with a title and a language.
pub fn pdf(pages: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..pages).map(|n| format!("{} 0 R", n + 4)).collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R /Lang (sw) >>".to_owned(),
        format!("<< /Type /Pages /Count {pages} /Kids [{kids}] >>"),
        "<< /Title (Water \\(1\\)) >>".to_owned(),
    ];
    objects.extend((0..pages).map(|_| "<< /Type /Page /Parent 2 0 R >>".to_owned()));
    let mut out = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
        writeln!(out, "{} 0 obj\n{object}\nendobj", number + 1).unwrap();
    }
    let (start, size) = (out.len(), objects.len() + 1);
    let trailer = format!("<< /Root 1 0 R /Info 3 0 R /Size {size} >>\nstartxref\n{start}\n%%EOF");
    writeln!(out, "xref\n0 {size}\n{table}trailer\n{trailer}").unwrap();
    out.into_bytes()
}

/// An MP4 of one H.264 track and no frames, index first.
pub fn mp4() -> Vec<u8> {
    fn atom(kind: &[u8], body: &[u8]) -> Vec<u8> {
        let size = u32::try_from(body.len() + 8).unwrap().to_be_bytes();
        [size.as_slice(), kind, body].concat()
    }
    let mut header = vec![0; 100];
    header[12..16].copy_from_slice(&1000_u32.to_be_bytes());
    header[16..20].copy_from_slice(&5000_u32.to_be_bytes());
    let mut sample = vec![0; 78];
    sample[24..28].copy_from_slice(&[1, 64, 0, 240]);
    sample.extend(atom(b"avcC", &[1, 66, 0, 30]));
    let entries = [[0, 0, 0, 0, 0, 0, 0, 1].as_slice(), &atom(b"avc1", &sample)].concat();
    let table = atom(b"stbl", &atom(b"stsd", &entries));
    let handler = atom(b"hdlr", b"\0\0\0\0\0\0\0\0vide\0\0\0\0");
    let media = atom(b"mdia", &[handler, atom(b"minf", &table)].concat());
    let movie = [atom(b"mvhd", &header), atom(b"trak", &media)].concat();
    [atom(b"ftyp", b"isom\0\0\0\0"), atom(b"moov", &movie), atom(b"mdat", b"frames")].concat()
}

/// A `WebM` of one VP9 track, 5 s.
pub fn webm() -> Vec<u8> {
    fn element(id: &[u8], body: &[u8]) -> Vec<u8> {
        [id, &[0x80 | u8::try_from(body.len()).unwrap()], body].concat()
    }
    let info = [
        element(&[0x2a, 0xd7, 0xb1], &[0x0f, 0x42, 0x40]),
        element(&[0x44, 0x89], &5000_f32.to_be_bytes()),
    ];
    let size = [element(&[0xb0], &[1, 64]), element(&[0xba], &[240])].concat();
    let track = [element(&[0x86], b"V_VP9"), element(&[0xe0], &size)].concat();
    let segment = [
        element(&[0x15, 0x49, 0xa9, 0x66], &info.concat()),
        element(&[0x16, 0x54, 0xae, 0x6b], &element(&[0xae], &track)),
    ];
    [
        element(&[0x1a, 0x45, 0xdf, 0xa3], &element(&[0x42, 0x82], b"webm")),
        element(&[0x18, 0x53, 0x80, 0x67], &segment.concat()),
    ]
    .concat()
}

/// Ten frames of MP3 at 128 kbit/s, behind a tag with a title.
pub fn mp3() -> Vec<u8> {
    let mut out = b"ID3\x04\0\0\0\0\0\x0fTIT2\0\0\0\x05\0\0\x03Moon".to_vec();
    for _ in 0..10 {
        out.extend([0xff, 0xfb, 0x90, 0]);
        out.extend([0; 413]);
    }
    out
}

/// Opus with a last page at one second.
pub fn opus() -> Vec<u8> {
    let page = |flags: u8, position: u64, body: &[u8]| {
        let mut page = vec![b'O', b'g', b'g', b'S', 0, flags];
        page.extend(position.to_le_bytes());
        page.extend([7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, u8::try_from(body.len()).unwrap()]);
        page.extend(body);
        page
    };
    [page(2, 0, b"OpusHead\x01\x01\x00\x00\x80\xbb\0\0\0\0\0"), page(4, 48_000, b"x")].concat()
}

/// One second of silence.
pub fn wav() -> Vec<u8> {
    let mut out =
        b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data"
            .to_vec();
    out.extend(8000_u32.to_le_bytes());
    out.extend([0x80; 8000]);
    out
}
