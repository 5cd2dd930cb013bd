//! What a sound or film file is: container, codecs, length, size of picture, and whether phones play it.
//!
//! Only headers are read, by place, with every count and depth bounded; frames are never decoded.

mod ebml;
mod mp3;
mod mp4;
mod ogg;
mod riff;

use std::io;

use super::source::ByteSource;

/// A title longer than this is cut, in characters.
const TITLE_CHARS_MAX: usize = 200;
/// Bytes looked at to tell the container.
const SNIFF_BYTES: usize = 64;
/// A length above this is taken for a lie, in milliseconds: 48 hours.
const DURATION_MS_MAX: u64 = 48 * 3_600_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Mp4,
    WebM,
    Matroska,
    Ogg,
    Mp3,
    Avi,
    Wav,
    Flac,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    H264,
    /// H.264 with more than 8 bits or 4:2:0 colour, which phones' decoders do not take.
    H264Studio,
    Hevc,
    Av1,
    Vp8,
    Vp9,
    /// MPEG-4 part 2: `Xvid`, `DivX`, `3GP`.
    Mpeg4Part2,
    Theora,
    /// Film whose codec has no name here.
    OtherVideo,
    Aac,
    Mp3,
    Opus,
    Vorbis,
    Flac,
    Pcm,
    Ac3,
    /// Sound whose codec has no name here.
    OtherAudio,
    /// Locked by its seller (DRM).
    Locked,
}

impl Codec {
    pub fn is_video(self) -> bool {
        matches!(
            self,
            Self::H264
                | Self::H264Studio
                | Self::Hevc
                | Self::Av1
                | Self::Vp8
                | Self::Vp9
                | Self::Mpeg4Part2
                | Self::Theora
                | Self::OtherVideo
        )
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFacts {
    pub container: Container,
    /// One for each track of film or sound, in order.
    pub codecs: Vec<Codec>,
    pub duration_ms: Option<u64>,
    /// Width and height of the first film track in pixels.
    pub picture: Option<(u32, u32)>,
    /// False for an MP4 whose index lies at its end: a phone must fetch the end first.
    pub starts_at_once: bool,
    pub title: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum MediaFault {
    #[error("This file is no film or sound that the box knows. Save it as MP4 or MP3.")]
    Unknown,
    #[error("This film or sound is cut short or damaged. Copy it again from where it came.")]
    Damaged,
    #[error("This film or sound cannot be read: {0}. Put the stick in again or copy it again.")]
    Io(#[from] io::Error),
}

/// Why phones will not play a file, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneTrouble {
    #[error(
        "This is an AVI film. Phones cannot play it. Save it as MP4 (H.264) with a free program such as HandBrake."
    )]
    Avi,
    #[error(
        "This film is packed as HEVC (H.265). Many phones cannot play it. Save it as MP4 (H.264) with a free program such as HandBrake."
    )]
    Hevc,
    #[error(
        "This film is packed as Xvid or DivX (MPEG-4). Phones cannot play it. Save it as MP4 (H.264) with a free program such as HandBrake."
    )]
    Mpeg4,
    #[error(
        "This film is packed as Theora. Phones cannot play it. Save it as MP4 (H.264) with a free program such as HandBrake."
    )]
    Theora,
    #[error(
        "This is an MKV film. Many phones cannot play it. Save it as MP4 (H.264) with a free program such as HandBrake."
    )]
    Matroska,
    #[error(
        "This film has colours for studios (10 bits). Phones cannot play it. Save it as MP4 (H.264, 8 bits)."
    )]
    Studio,
    #[error(
        "The sound of this film is Dolby (AC-3). Many phones cannot play it. Save its sound as AAC."
    )]
    Dolby,
    #[error("This file is locked by its seller. Only their own program opens it.")]
    Locked,
    #[error("This file is packed in a way that phones do not know. Save it as MP4 (H.264) or MP3.")]
    Unknown,
    #[error("This file holds neither film nor sound. Save it again as MP4 or MP3.")]
    Nothing,
}

impl MediaFacts {
    fn of(container: Container) -> Self {
        Self {
            container,
            codecs: Vec::new(),
            duration_ms: None,
            picture: None,
            starts_at_once: true,
            title: None,
        }
    }

    pub fn is_video(&self) -> bool {
        self.codecs.iter().any(|codec| codec.is_video())
    }

    /// Whether phones of the last ten years play this.
    ///
    /// # Errors
    /// A sentence that names what stands in the way and what to do.
    pub fn playable_on_phones(&self) -> Result<(), PhoneTrouble> {
        match self.container {
            Container::Avi => return Err(PhoneTrouble::Avi),
            Container::Matroska => return Err(PhoneTrouble::Matroska),
            _ => {}
        }
        if self.codecs.is_empty() {
            return Err(PhoneTrouble::Nothing);
        }
        self.codecs.iter().try_for_each(|codec| match codec {
            Codec::Hevc => Err(PhoneTrouble::Hevc),
            Codec::H264Studio => Err(PhoneTrouble::Studio),
            Codec::Mpeg4Part2 => Err(PhoneTrouble::Mpeg4),
            Codec::Theora => Err(PhoneTrouble::Theora),
            Codec::Ac3 => Err(PhoneTrouble::Dolby),
            Codec::Locked => Err(PhoneTrouble::Locked),
            Codec::OtherVideo | Codec::OtherAudio => Err(PhoneTrouble::Unknown),
            _ => Ok(()),
        })
    }
}

/// The container that `head`, the first 64 bytes of a file, shows.
pub fn sniff(head: &[u8]) -> Option<Container> {
    let at = |from: usize, wanted: &[u8]| head.get(from..).is_some_and(|h| h.starts_with(wanted));
    if at(4, b"ftyp") || (at(4, b"moov") || at(4, b"mdat") || at(4, b"wide")) {
        let is_picture = [b"avif", b"avis", b"heic", b"heix", b"mif1"].iter().any(|b| at(8, *b));
        return (!is_picture).then_some(Container::Mp4);
    }
    if at(0, &[0x1a, 0x45, 0xdf, 0xa3]) {
        // The doc type stands within the first bytes of every EBML header met so far.
        let is_webm = memchr::memmem::find(head, b"webm").is_some();
        return Some(if is_webm { Container::WebM } else { Container::Matroska });
    }
    if at(0, b"RIFF") && at(8, b"AVI ") {
        return Some(Container::Avi);
    }
    if (at(0, b"RIFF") || at(0, b"RF64")) && at(8, b"WAVE") {
        return Some(Container::Wav);
    }
    match head {
        [b'O', b'g', b'g', b'S', ..] => Some(Container::Ogg),
        [b'f', b'L', b'a', b'C', ..] => Some(Container::Flac),
        [b'I', b'D', b'3', ..] => Some(Container::Mp3),
        [a, b, c, d, ..] if mp3::Frame::parse([*a, *b, *c, *d]).is_some() => Some(Container::Mp3),
        _ => None,
    }
}

/// Reads the headers.
///
/// # Errors
/// `Unknown` for a file of another kind, `Damaged` when its headers end too early or contradict.
pub fn read<S: ByteSource + ?Sized>(source: &S) -> Result<MediaFacts, MediaFault> {
    let head = source.read_up_to(0, SNIFF_BYTES)?;
    let container = sniff(&head).ok_or(MediaFault::Unknown)?;
    let mut facts = match container {
        Container::Mp4 => mp4::read(source)?,
        Container::WebM | Container::Matroska => ebml::read(source)?,
        Container::Ogg => ogg::read(source)?,
        Container::Mp3 => mp3::read(source)?,
        Container::Avi | Container::Wav => riff::read(source, container)?,
        Container::Flac => flac(source)?,
    };
    facts.duration_ms = facts.duration_ms.filter(|ms| (1..=DURATION_MS_MAX).contains(ms));
    facts.picture = facts.picture.filter(|(w, h)| *w > 0 && *h > 0 && *w <= 16_384 && *h <= 16_384);
    facts.title = facts
        .title
        .map(|title| super::encoding::one_line(&title, TITLE_CHARS_MAX))
        .filter(|title| !title.is_empty());
    Ok(facts)
}

/// The stream info block comes first (RFC 9639, 8.2).
fn flac<S: ByteSource + ?Sized>(source: &S) -> Result<MediaFacts, MediaFault> {
    let mut facts = MediaFacts::of(Container::Flac);
    facts.codecs.push(Codec::Flac);
    let packed: [u8; 8] = source.read_array(18)?.ok_or(MediaFault::Damaged)?;
    let packed = u64::from_be_bytes(packed);
    let (rate, samples) = (packed >> 44, packed & 0xf_ffff_ffff);
    facts.duration_ms = samples.saturating_mul(1000).checked_div(rate);
    Ok(facts)
}
